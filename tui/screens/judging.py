"""What Review and Queue share in judging: keys that keep their turn, and the line in which reasons, notes and tags are typed.

While something is being committed, a key that must not overtake it is held, and so is all that is typed after it: no verdict ever
falls on a finding that was not on the screen. What is typed in the line is kept as a draft on every pause, on Esc, and when the
program ends in the middle.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on

from db.errors import WorkspaceError
from db.views import Progress, Undone, UndoRefused
from rules.audit import Verdict
from rules.result import Severity
from tui.actions import action
from tui.background import start
from tui.review.speech import verdict_word
from tui.screens.base import RoomScreen, action_of
from tui.widgets.entry_line import EntryLine, Question
from tui.widgets.hint_bar import HintBar
from tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    pass

LONG_WAIT: Final = 0.6
"""Seconds after which a write that is still under way is told."""
JUDGING: Final = ("confirm", "dismiss", "ask", "fix", "reopen", "severity", "note", "tags")
VERDICT_OF: Final[dict[str, Verdict]] = {
    "confirm": "confirmed",
    "ask": "asked",
    "fix": "fixed",
    "reopen": "open",
    "dismiss": "dismissed",
}
SEVERITIES: Final = (Severity.ERROR, Severity.WARNING, Severity.INFO)
PHRASES: Final = 5
"""Canned reasons that are built in."""


@dataclass
class Turn:
    """Whether something is being committed, and the keys pressed meanwhile."""

    busy: bool = False
    held: list[tuple[str, str | None]] = field(default_factory=list)


class JudgingScreen(RoomScreen):
    """A room in which findings are judged. It answers a question `KIND` of the line in its method `_answer_KIND`."""

    in_turn: ClassVar[Sequence[str]] = JUDGING
    """Actions that wait while something is being committed, so that none falls on the wrong finding."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.turn = Turn()

    def on_mount(self) -> None:
        """Answers are taken at once, within the key that gives them."""
        self.entry.answered, self.entry.left = self._answered, self._left

    def on_unmount(self) -> None:
        """Nothing is written after the screen is gone."""
        self.turn.held.clear()

    @property
    def entry(self) -> EntryLine:
        """The line for typing."""
        return self.query_one(EntryLine)

    # ── keys in their turn ─────────────────────────────────────────────────────────────────────────────────────────────

    async def take_key(self, key: str, character: str | None) -> bool:
        """Act on a key as soon as it arrives, before the next one is looked at; False: it is for the focused widget."""
        if self.entry.asking:
            return False
        called = action_of(key, self.room, self.gouji)
        if self.turn.busy and (self.turn.held or (called is not None and called[0] in self.in_turn)):
            self.turn.held.append((key, character))
            return True
        if called is None:
            return False
        await self.action_perform(*called)
        return True

    async def action_perform(self, action_id: str, *arguments: str) -> None:
        """Carry out an action; one that must not overtake a commit waits for it."""
        if self.turn.busy and action_id in self.in_turn:
            self.turn.held.append((self.gouji.keys_of(action(action_id), self.room)[0], None))
            return
        await super().action_perform(action_id, *arguments)

    def commit(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something that writes; keys that must wait for it do."""
        self.turn.busy = True
        start(self, partial(self._commit, work), group="commit", alone=False)

    async def _commit(self, work: Coroutine[Any, Any, None]) -> None:
        told = self.query_one(StatusLine).told

        def long() -> None:
            if self.query_one(StatusLine).told == told:  # never over the acknowledgement, which may just have been given
                self.tell(self.say("app.recording"), "info")

        waiting = self.set_timer(LONG_WAIT, long)
        try:
            await work
        except WorkspaceError as error:
            self.tell(self.say("app.failed", what=error.message(self.language)), "error")
            self.turn.held.clear()
        finally:
            waiting.stop()
            line = self.query_one_optional(StatusLine)
            if line is not None and line.text == self.say("app.recording"):
                line.tell(line.hint, "hint")
            self.turn.busy = False
        held, self.turn.held = self.turn.held, []
        self.gouji.press_first(held)

    # ── verdicts ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def judge(self, verdict: Verdict) -> None:
        """Record a verdict on what is judged now."""
        raise NotImplementedError

    def do_confirm(self) -> None:
        """It is true."""
        self.judge("confirmed")

    def do_ask(self) -> None:
        """The organ must answer."""
        self.judge("asked")

    def do_fix(self) -> None:
        """The organ has put it right."""
        self.judge("fixed")

    def do_reopen(self) -> None:
        """Take the verdict back."""
        self.judge("open")

    def phrases(self) -> tuple[str, ...]:
        """The canned reasons, the user's own if there are any."""
        return self.gouji.settings.phrases or tuple(self.say(f"review.phrase_{number}") for number in range(1, PHRASES + 1))

    def none_left(self, progress: Progress) -> str:
        """Say that nothing is left to judge here, and how much is outside the filter."""
        return none_left(self, progress)

    # ── the line ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def ask_question(self, question: Question) -> None:
        """Open the line with its own keys in the footer; what was typed before and not saved comes back."""
        self.entry.ask(question)
        self.query_one(HintBar).show_line(question)
        if question.draft and not question.text:
            start(self, partial(self._fetch_draft, question.draft), group="fetch")

    async def _fetch_draft(self, key: str) -> None:
        workspace = self.gouji.workspace
        try:
            text = await asyncio.to_thread(workspace.draft, key) if workspace is not None else None
        except WorkspaceError:
            return  # without its draft the line is still usable
        question = self.entry.question
        if text and question is not None and question.draft == key and not self.entry.text:
            self.entry.fill(text)
            self.tell(self.say("review.draft_back"))

    def keep_draft(self, question: Question, text: str) -> None:
        """Keep what is typed until it is saved."""
        if question.draft:
            start(self, partial(self._save_draft, question.draft, text), group="draft", alone=False)

    async def _save_draft(self, key: str, text: str) -> None:
        workspace = self.gouji.workspace
        try:
            if workspace is not None:
                await asyncio.to_thread(workspace.save_draft, key, text)
        except WorkspaceError as error:
            self.tell(self.say("app.failed", what=error.message(self.language)), "error")

    def leaving(self) -> None:
        """The program ends in the middle of a line: its text is the draft of next time."""
        question, workspace = self.entry.question, self.gouji.workspace
        if question is not None and question.draft and workspace is not None:
            with suppress(WorkspaceError):
                workspace.save_draft(question.draft, self.entry.text)

    def on_screen_suspend(self) -> None:
        """What is being typed is kept when another screen comes over this one."""
        question = self.entry.question
        if question is not None:
            self.keep_draft(question, self.entry.text)

    @on(EntryLine.Begun)
    def _begun(self, message: EntryLine.Begun) -> None:
        if self.entry.question is message.question:
            self.query_one(HintBar).show_line(message.question, written=message.written)

    @on(EntryLine.Paused)
    def _paused(self, message: EntryLine.Paused) -> None:
        self.keep_draft(message.question, message.text)

    def _left(self, question: Question, text: str) -> None:
        self.keep_draft(question, text)
        self.close_line()
        if text and question.draft:
            self.tell(self.say("review.draft_kept"))

    def close_line(self) -> None:
        """Close the line and give the focus back."""
        kind = self.entry.question.kind if self.entry.question is not None else ""
        self.entry.close()
        self.query_one(HintBar).show(self.room, self.unused())
        self.focus_after(kind)

    def unused(self) -> Collection[str]:
        """Actions that have nothing to act on just now, and therefore no place in the footer."""
        return ()

    def focus_after(self, kind: str) -> None:
        """Give the focus back after a question of that kind."""
        raise NotImplementedError

    def _answered(self, question: Question, text: str, choice: str) -> None:
        handler = getattr(self, f"_answer_{question.kind}")
        if handler(question, text, choice) is False:
            return
        if self.entry.question is question:
            self.close_line()
        if question.draft:
            self.keep_draft(question, "")

    # ── undo ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    def tell_step(self, done: Undone | UndoRefused, *, back: bool) -> bool:
        """Say what was undone or redone; False when it was refused."""
        return tell_step(self, done, back=back)


def tell_step(screen: RoomScreen, done: Undone | UndoRefused, *, back: bool) -> bool:
    """Say on a screen what was undone or redone, of how many findings, and how they stand now; False when it was refused."""
    if isinstance(done, UndoRefused):
        screen.tell(screen.say(done.word, **done.parameters), "warning")
        return False
    said = done.said[0] if done.said and done.kind == "judgement" else done.kind
    what = screen.say(f"review.step_{said if said != 'judgement' else 'verdict'}")
    count = len(set(done.fingerprints))
    name = screen.say("review.step_findings", count=count) if count > 1 else done.code if done.kind == "judgement" else ""
    now = verdict_word(done.verdict, screen.language) if said == "verdict" and done.verdict is not None else ""
    text = screen.say("review.undone_step" if back else "review.redone_step", what=what, name=f" {name}" if name else "")
    if now:
        text += screen.say("review.step_now", verdict=now)
    screen.tell(f"{screen.gouji.signs.saved} {text}", "saved")
    return True


def none_left(screen: RoomScreen, progress: Progress) -> str:
    """What a screen says when its list holds nothing open any more: all is judged, or so much is left outside the filter."""
    if not progress.open:
        return screen.say("review.all_judged")
    return screen.say("review.judged_in_filter", count=progress.open)


def split_tags(text: str) -> tuple[str, ...]:
    """Tags as they are typed: parted by spaces or commas, with or without #."""
    for separator in ("，", ",", "、", "；", ";", "＃", "#"):
        text = text.replace(separator, " ")
    return tuple(dict.fromkeys(text.split()))
