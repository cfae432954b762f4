"""Judging in Review: every verdict is recorded in a thread, shown after the commit, and leads to the next open finding."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from textual import on
from textual.events import Key

from db.errors import WorkspaceError
from db.views import NextOpen
from rules.audit import Verdict
from rules.result import Severity, Status
from tui.actions import SAFE_KEYS, action, actions_in, with_twins
from tui.background import start
from tui.review.checks import CheckRow, fingerprints, judgement_of
from tui.review.speech import verdict_word
from tui.screens.base import Why
from tui.screens.review_reading import ReviewReading
from tui.screens.review_state import Loaded
from tui.widgets.entry_line import EntryLine, Question
from tui.widgets.hint_bar import HintBar

if TYPE_CHECKING:
    from tui.app import GoujiApp

JUDGING: Final = ("confirm", "dismiss", "ask", "fix", "reopen", "severity", "note", "tags")
IN_TURN: Final = (
    *JUDGING,
    "next_open",
    "previous_open",
    "undo",
    "redo",
    "next_report",
    "previous_report",
    "own",
    "correct",
    "version",
)
"""Keys that wait their turn while a verdict is being committed, so that none falls on the wrong finding."""

VERDICT_OF: Final[dict[str, Verdict]] = {
    "confirm": "confirmed",
    "ask": "asked",
    "fix": "fixed",
    "reopen": "open",
    "dismiss": "dismissed",
}
SEVERITIES: Final = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass
class Turn:
    """Whether something is being committed, and the keys pressed meanwhile."""

    busy: bool = False
    held: list[tuple[str, str | None]] = field(default_factory=list)


class ReviewJudging(ReviewReading):
    """What the judging keys do."""

    turn: Turn

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.turn = Turn()

    def on_mount(self) -> None:
        """Answers are taken at once, within the key that gives them."""
        super().on_mount()
        self.entry.answered, self.entry.left = self._answered, self._left

    async def take_key(self, key: str, character: str | None) -> bool:
        """Act on a key as soon as it arrives, before the next one is looked at; False: it is for the focused widget.

        While something is being committed, a key that must not overtake it is held, and so is all that is typed after it.
        """
        if self.entry.asking:
            return False
        called = action_of(key, self.room, self.gouji)
        if self.turn.busy and (self.turn.held or (called is not None and called[0] in IN_TURN)):
            self.turn.held.append((key, character))
            return True
        if called is None:
            return False
        await self.action_perform(*called)
        return True

    async def action_perform(self, action_id: str, *arguments: str) -> None:
        """Carry out an action; one that must not overtake a commit waits for it."""
        if self.turn.busy and action_id in IN_TURN:
            self.turn.held.append((self.gouji.keys_of(action(action_id), self.room)[0], None))
            return
        await super().action_perform(action_id, *arguments)

    def why_not(self, action_id: str) -> Why | None:
        """Judging needs a finding under the cursor."""
        why = super().why_not(action_id)
        if why is not None or action_id not in JUDGING:
            return why
        row, audited = self.state.row, self.state.audited
        if row is None or audited is None:
            return Why("review.why_nothing")
        if row.status is not Status.FAIL:
            return Why(f"review.why_{row.status.value}", {"code": row.code})
        if action_id == "reopen" and judgement_of(audited, row).verdict == "open":
            return Why("review.why_open")
        return None

    # ── one thing at a time ────────────────────────────────────────────────────────────────────────────────────────────

    def commit(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something that writes; keys that must wait for it do."""
        self.turn.busy = True
        self.run_worker(self._commit(work), group="commit")

    async def _commit(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except WorkspaceError as error:
            self.tell(self.say("app.failed", what=error.message(self.language)), "error")
            self.turn.held.clear()
        finally:
            self.turn.busy = False
        held, self.turn.held = self.turn.held, []
        for key, character in held:
            self.app.post_message(Key(key, character))

    # ── verdicts ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def do_confirm(self) -> None:
        """It is true."""
        self._judge("confirmed")

    def do_ask(self) -> None:
        """The organ must answer."""
        self._judge("asked")

    def do_fix(self) -> None:
        """The organ has put it right."""
        self._judge("fixed")

    def do_reopen(self) -> None:
        """Take the verdict back."""
        self._judge("open")

    def do_dismiss(self) -> None:
        """It does not hold: ask why."""
        row = self.state.row
        if row is not None:
            phrases = self.gouji.settings.phrases or tuple(self.say(f"review.phrase_{number}") for number in range(1, 6))
            self.ask("dismiss", row, self.say("review.ask_reason"), hint=self.say("review.ask_reason_hint"), phrases=phrases)

    def _judge(self, verdict: Verdict, reason: str | None = None, about: CheckRow | None = None) -> None:
        row, audited = about or self.state.row, self.state.audited
        if row is None or audited is None:
            return
        self.commit(self._judged(row, fingerprints(audited, row), verdict, reason))

    async def _judged(self, row: CheckRow, judged: tuple[str, ...], verdict: Verdict, reason: str | None) -> None:
        """Record, and once that is committed show it and go on."""
        workspace, state = self.workspace, self.state
        report_id = state.report_id

        def write() -> tuple[Loaded, NextOpen | None]:
            workspace.judge(report_id, judged, verdict, reason=reason)
            following = None
            if verdict != "open":
                following = workspace.next_open(report_id, judged[-1], 1, state.filter, state.order)
            return self.read(following.report_id if following is not None else report_id), following

        try:
            loaded, following = await asyncio.to_thread(write)
        except WorkspaceError:
            if reason is not None:
                self._ask_again(row, reason)
            raise
        name = row.code if row.own is None else self.say("review.own_finding")
        said = verdict_word(verdict, self.language)
        signs = self.gouji.signs
        state.decisions.insert(0, f"{name} {signs.verdict(verdict).strip()}{said}")
        del state.decisions[8:]
        text = f"{signs.saved} {self.say('review.saved', code=name, verdict=said)}"
        if verdict == "open":
            self.show_loaded(loaded, judged[0])
        elif following is None:
            self.show_loaded(loaded, judged[0])
            text += self.say("review.all_judged")
        else:
            if following.report_id != report_id:
                text += self.say("review.next_report", agency=loaded.audited.report.agency or "")
            self.show_loaded(loaded, following.fingerprint)
        self.tell(text, "saved")

    def _ask_again(self, row: CheckRow, reason: str) -> None:
        self.ask("dismiss", row, self.say("review.ask_reason"), text=reason)

    def do_severity(self) -> None:
        """The next severity: error, warning, info, and round."""
        row, audited = self.state.row, self.state.audited
        if row is None or audited is None:
            return
        severity = SEVERITIES[(SEVERITIES.index(row.severity) + 1) % len(SEVERITIES)]
        said = self.say(f"review.severity_{severity.value}")
        targets = fingerprints(audited, row)

        def write() -> None:
            for fingerprint in targets:
                self.workspace.set_severity(self.state.report_id, fingerprint, severity)

        self.commit(self._written(write, targets[0], self.say("review.saved_severity", severity=said)))

    async def _written(self, write: Callable[[], Any], fingerprint: str | None, text: str) -> None:
        """Write in a thread, read the report again, say so."""
        report_id = self.state.report_id

        def both() -> Loaded:
            write()
            return self.read(report_id)

        loaded = await asyncio.to_thread(both)
        self.show_loaded(loaded, fingerprint, section=self.state.section)
        self.tell(f"{self.gouji.signs.saved} {text}", "saved")

    # ── the line ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def ask(self, kind: str, row: CheckRow | None, label: str, **options: Any) -> None:
        """Open the line for something about a finding; what was typed before and not saved comes back."""
        audited = self.state.audited
        about: dict[str, object] = {"row": row, **options.pop("about", {})}
        draft = options.pop("draft", "")
        if not draft and row is not None and audited is not None and kind != "tags":
            draft = f"{kind}:{fingerprints(audited, row)[0]}"
        self.entry.ask(Question(kind, label, draft=draft, about=about, **options))
        self.hints_for("line")
        if draft and not options.get("text"):
            start(self, partial(self._fetch_draft, draft), group="fetch")

    def hints_for(self, room: str) -> None:
        """Show the keys of the line that mean something now, or those of the screen."""
        question = self.entry.question
        unused = set()
        if question is not None:
            unused = {*(() if question.phrases else ("line_phrase",)), *(() if question.choices else ("line_severity",))}
        self.query_one(HintBar).show(room, unused)

    async def _fetch_draft(self, key: str) -> None:
        try:
            text = await asyncio.to_thread(self.workspace.draft, key)
        except WorkspaceError:
            return  # without its draft the line is still usable
        question = self.entry.question
        if text and question is not None and question.draft == key and not self.entry.text:
            self.entry.fill(text)
            self.tell(self.say("review.draft_back"))

    def _keep_draft(self, question: Question, text: str) -> None:
        if question.draft:
            self.run_worker(self._save_draft(question.draft, text), group="draft")

    async def _save_draft(self, key: str, text: str) -> None:
        try:
            await asyncio.to_thread(self.workspace.save_draft, key, text)
        except WorkspaceError as error:
            self.tell(self.say("app.failed", what=error.message(self.language)), "error")

    def leaving(self) -> None:
        """The program ends in the middle of a line: its text is the draft of next time."""
        question = self.entry.question
        if question is not None and question.draft:
            with suppress(WorkspaceError):
                self.workspace.save_draft(question.draft, self.entry.text)

    @on(EntryLine.Paused)
    def _paused(self, message: EntryLine.Paused) -> None:
        self._keep_draft(message.question, message.text)

    def _left(self, question: Question, text: str) -> None:
        self._keep_draft(question, text)
        self.close_line()
        if text and question.draft:
            self.tell(self.say("review.draft_kept"))

    def close_line(self) -> None:
        """Close the line and give the focus back."""
        kind = self.entry.question.kind if self.entry.question is not None else ""
        self.entry.close()
        self.hints_for("review")
        on_the_left = kind in ("own", "correct", "correct_reason", "which_fact", "find") and self.pane.display
        self.set_focus(self.pane if on_the_left else self.checks)

    def _answered(self, question: Question, text: str, choice: str) -> None:
        handler = getattr(self, f"_answer_{question.kind}")
        if handler(question, text, choice) is False:
            return
        if self.entry.question is question:
            self.close_line()
        if question.draft:
            self._keep_draft(question, "")

    def _answer_dismiss(self, question: Question, text: str, choice: str) -> bool:
        if not text:
            self.tell(self.say("review.why_reason"), "warning")
            return False
        row = question.about["row"]
        self._judge("dismissed", text, row if isinstance(row, CheckRow) else None)
        return True

    def do_note(self) -> None:
        """Write a note on the finding."""
        row, audited = self.state.row, self.state.audited
        if row is not None and audited is not None:
            self.ask("note", row, self.say("review.ask_note"), text=judgement_of(audited, row).note)

    def _answer_note(self, question: Question, text: str, choice: str) -> bool:
        row, audited = question.about["row"], self.state.audited
        if isinstance(row, CheckRow) and audited is not None:
            fingerprint = fingerprints(audited, row)[0]
            write = lambda: self.workspace.note(self.state.report_id, fingerprint, text)  # noqa: E731
            self.commit(self._written(write, fingerprint, self.say("review.saved_note")))
        return True

    def do_tags(self) -> None:
        """Write the finding's tags, parted by spaces."""
        row, audited = self.state.row, self.state.audited
        if row is not None and audited is not None:
            text = " ".join(judgement_of(audited, row).tags)
            self.ask("tags", row, self.say("review.ask_tags"), text=text, hint=self.say("review.ask_tags_hint"))

    def _answer_tags(self, question: Question, text: str, choice: str) -> bool:
        row, audited = question.about["row"], self.state.audited
        if isinstance(row, CheckRow) and audited is not None:
            fingerprint, tags = fingerprints(audited, row)[0], split_tags(text)
            write = lambda: self.workspace.tag(self.state.report_id, fingerprint, tags)  # noqa: E731
            self.commit(self._written(write, fingerprint, self.say("review.saved_tags")))
        return True


def split_tags(text: str) -> tuple[str, ...]:
    """Tags as they are typed: parted by spaces or commas, with or without #."""
    for separator in ("，", ",", "、", "；", ";", "＃", "#"):
        text = text.replace(separator, " ")
    return tuple(dict.fromkeys(text.split()))


def action_of(key: str, room: str, app: GoujiApp) -> tuple[str, ...] | None:
    """The action that a key calls in a room, with its arguments; the user's key map and full-width twins applied."""
    for entry in actions_in(room):
        keys = app.keys_of(entry, room)
        if len(keys) > 1 and all(plain.isdigit() for plain in keys):
            plain = next((plain for plain in keys if key in with_twins([plain])), None)
            if plain is not None:
                return entry.id, plain
        elif key in with_twins(keys) or SAFE_KEYS.get(entry.id) == key:
            return (entry.id,)
    return None
