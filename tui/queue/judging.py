"""How the queue judges: one finding or all that are selected, each key one step that can be undone as one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import ClassVar, Final, cast

from db.errors import WorkspaceError
from db.views import FindingFilter, FindingRow, Undone, UndoRefused
from rules.audit import Verdict
from rules.result import Severity
from tui.port import FindingListPort
from tui.queue.filter_text import verdict_name
from tui.queue.groups import GroupedFindings, GroupRow, QueueRow
from tui.review.speech import sentence, title
from tui.rooms_port import RoomsPort
from tui.screens.base import Why
from tui.screens.exporting import export_to
from tui.screens.judging import JUDGING, SEVERITIES, JudgingScreen, split_tags
from tui.screens.listed import ListedScreen
from tui.widgets.entry_line import Question
from tui.widgets.line_list import LineList
from tui.widgets.rows import ListedRows

FOR_MANY: Final = ("confirm", "dismiss", "ask", "fix", "reopen", "tags", "severity")
"""What can be done to all selected findings at once."""
NEEDS_FINDING: Final = (*JUDGING, "open", "copy")


class QueueJudging(JudgingScreen, ListedScreen):
    """The judging half of the queue's screen."""

    in_turn: ClassVar = (
        *(*JUDGING, "undo", "redo", "select", "select_all", "open", "next_open", "previous_open"),
        *("filter", "group", "sort", "copy"),
        *("up", "down", "first", "last", "page_up", "page_down"),
    )
    """Everything that acts on a row or moves to one waits until the list is read again."""
    wanted: FindingFilter

    @property
    def workspace(self) -> RoomsPort | None:
        """The workspace, None before it is open."""
        return cast("RoomsPort | None", self.gouji.workspace)

    @property
    def findings(self) -> LineList[QueueRow]:
        """The list."""
        return cast("LineList[QueueRow]", self.query_one("#queue-list", LineList))

    async def read_again(self, *, follow: bool = True) -> None:
        """Read the list again and wait for it; `follow`: the cursor stays with its finding."""
        raise NotImplementedError

    def why_not(self, action_id: str) -> Why | None:
        """Judging needs a finding; a group's line is none."""
        if action_id not in NEEDS_FINDING:
            return None if self.workspace is not None else Why("app.not_ready")
        if action_id in FOR_MANY:
            if self.findings.selected:
                return None
        elif action_id == "note" and len(self.findings.selected) > 1:
            return Why("queue.note_one")
        row = self.findings.current
        if isinstance(row, GroupRow):
            return Why("queue.not_finding") if action_id != "open" else None
        if isinstance(row, FindingRow) and action_id == "reopen" and row.verdict == "open":
            return Why("review.why_open")
        return None if row is not None else Why("queue.nothing_here")

    def _targets(self) -> tuple[str, ...]:
        """The findings that a key acts on: those selected, else the one under the cursor."""
        if self.findings.selected:
            return tuple(str(key) for key in self.findings.selected)
        row = self.findings.current
        return (row.fingerprint,) if isinstance(row, FindingRow) else ()

    # ── verdicts ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def judge(self, verdict: Verdict) -> None:
        """Record a verdict on the selected findings, or on the one under the cursor."""
        self._judge(verdict, self._targets())

    def _judge(self, verdict: Verdict, targets: Sequence[str], reason: str | None = None) -> None:
        workspace = self.workspace
        if workspace is None or not targets:
            return
        write = lambda: workspace.judge(None, targets, verdict, reason=reason)  # noqa: E731
        row = self.findings.current
        one = len(targets) == 1 and isinstance(row, FindingRow) and row.fingerprint == targets[0]
        name = row.code if one and isinstance(row, FindingRow) else self.say("review.step_findings", count=len(targets))
        said = self.say("review.saved", code=name, verdict=verdict_name(verdict, self.language))
        self.commit(self._judged(write, said, verdict, reason, targets))

    async def _judged(
        self, write: Callable[[], object], said: str, verdict: Verdict, reason: str | None, targets: Sequence[str]
    ) -> None:
        try:
            await asyncio.to_thread(write)
        except WorkspaceError:
            if reason is not None:
                self._ask("dismiss", targets, text=reason)
            raise
        self.findings.select(())
        stays = not self.wanted.verdicts or verdict in self.wanted.verdicts
        await self.read_again(follow=stays)
        if stays and verdict != "open":
            if not await self.to_next_open():
                said += f"　{self.say('queue.none_open')}"
        elif isinstance(self.findings.current, GroupRow) and not self.findings.current.folded:
            self.findings.action_cursor(1)
        self.tell(f"{self.gouji.signs.saved} {said}", "saved")

    async def to_next_open(self, direction: int = 1) -> bool:
        """Go to the next finding still open, further down (or up) or else from the other end; False when there is none."""
        rows = self.findings.provider
        if isinstance(rows, ListedRows):
            return False  # nothing was read yet
        provider = cast("FindingListPort | GroupedFindings", rows)
        look, beyond = (provider.next_open, 0) if direction > 0 else (provider.previous_open, self.findings.row_count)
        place = await asyncio.to_thread(look, self.findings.cursor + (1 if direction > 0 else 0))
        if place is None:
            place = await asyncio.to_thread(look, beyond)
        if place is None:
            return False
        self.findings.cursor = place
        return True

    def do_dismiss(self) -> None:
        """Judge as unfounded, with a reason."""
        self._ask("dismiss", self._targets())

    def _answer_dismiss(self, question: Question, text: str, choice: str) -> bool:
        if not text:
            self.tell(self.say("review.why_reason"), "warning")
            return False
        self._judge("dismissed", _asked_about(question), text)
        return True

    # ── notes, tags, severity ──────────────────────────────────────────────────────────────────────────────────────────

    def do_note(self) -> None:
        """Write a note."""
        row = self.findings.current
        if isinstance(row, FindingRow):
            self._ask("note", (row.fingerprint,), text=row.note)

    def _answer_note(self, question: Question, text: str, choice: str) -> bool:
        workspace, row = self.workspace, question.about.get("row")
        if workspace is not None and isinstance(row, FindingRow):
            write = lambda: workspace.note(row.report_id, row.fingerprint, text)  # noqa: E731
            self.commit(self._written(write, self.say("review.saved_note")))
        return True

    def do_tags(self) -> None:
        """Write the tags of one finding; give tags to all that are selected."""
        row, targets = self.findings.current, self._targets()
        if len(targets) > 1:
            self._ask("more_tags", targets)
        elif isinstance(row, FindingRow) and row.fingerprint in targets:
            self._ask("tags", targets, text=" ".join(row.tags))
        else:
            self._ask("more_tags", targets)

    def _answer_tags(self, question: Question, text: str, choice: str) -> bool:
        workspace, row = self.workspace, question.about.get("row")
        if workspace is not None and isinstance(row, FindingRow):
            write = lambda: workspace.tag(row.report_id, row.fingerprint, split_tags(text))  # noqa: E731
            self.commit(self._written(write, self.say("queue.saved_tags", count=1)))
        return True

    def _answer_more_tags(self, question: Question, text: str, choice: str) -> bool:
        workspace, tags, targets = self.workspace, split_tags(text), _asked_about(question)
        if not tags:
            self.tell(self.say("queue.no_tags"), "warning")
            return False
        if workspace is not None:
            write = lambda: workspace.tag_all(targets, tags)  # noqa: E731
            self.commit(self._written(write, self.say("queue.saved_tags", count=len(targets))))
        return True

    def do_severity(self) -> None:
        """The next severity for the finding under the cursor, or the same for all selected: error, warning, info, and round."""
        row, workspace, targets = self.findings.current, self.workspace, self._targets()
        if workspace is None or not targets:
            return
        now = row.severity if isinstance(row, FindingRow) else Severity.INFO
        following = SEVERITIES[(SEVERITIES.index(now) + 1) % len(SEVERITIES)]
        said = self.say("queue.severity_now", severity=self.say(f"queue.severity.{following.value}"), count=len(targets))
        self.commit(self._written(lambda: workspace.set_severity(None, targets, following), said))

    async def _written(self, write: Callable[[], object], said: str) -> None:
        await asyncio.to_thread(write)
        await self.read_again()
        self.tell(f"{self.gouji.signs.saved} {said}", "saved")

    # ── undo ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    def do_undo(self) -> None:
        """Take back the last step."""
        if self.workspace is not None:
            self.commit(self._stepped(self.workspace.undo, back=True))

    def do_redo(self) -> None:
        """Bring back the step undone last."""
        if self.workspace is not None:
            self.commit(self._stepped(self.workspace.redo, back=False))

    async def _stepped(self, step: Callable[[], Undone | UndoRefused], *, back: bool) -> None:
        done = await asyncio.to_thread(step)
        if isinstance(done, Undone):
            await self.read_again()
        self.tell_step(done, back=back)

    # ── the line ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _ask(self, kind: str, targets: Sequence[str], *, text: str = "") -> None:
        row = self.findings.current
        about: dict[str, object] = {"fingerprints": tuple(targets), "row": row}
        label = self.say(f"queue.ask_{kind}", count=len(targets))
        hint, phrases = self.say("queue.ask_hint"), cast("tuple[str, ...]", ())
        draft = f"note:{targets[0]}" if kind == "note" else ""
        if kind == "dismiss":
            hint, phrases = self.say("review.ask_reason_hint"), self.phrases()
            draft = f"dismiss:{targets[0]}" if len(targets) == 1 else f"queue:dismiss:{','.join(sorted(targets))[:200]}"
        self.ask_question(Question(kind, label, hint, text, phrases, draft=draft, about=about))

    def _answer_export(self, question: Question, text: str, choice: str) -> bool:
        return export_to(self, text, self.wanted)

    def focus_after(self, kind: str) -> None:
        """Back to the list."""
        self.findings.focus()

    def sentence(self, row: FindingRow) -> str:
        """What a finding says, in the language of the screen, with its figures."""
        if self.language == "zh" or row.result is None:
            return row.message or title(row.code, self.language)
        return sentence(row.result, self.language)


def _asked_about(question: Question) -> tuple[str, ...]:
    return cast("tuple[str, ...]", question.about["fingerprints"])
