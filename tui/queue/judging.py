"""How the queue judges: one finding or all that are selected, each key one step that can be undone as one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final, cast

from textual import on

from db.errors import WorkspaceError
from db.views import FindingFilter, FindingRow, Undone, UndoRefused
from rules.audit import Verdict
from rules.result import Severity
from tui.queue.filter_text import verdict_name
from tui.queue.groups import GroupRow, QueueRow
from tui.rooms_port import RoomsPort
from tui.screens.base import Why
from tui.screens.exporting import export_to
from tui.screens.listed import ListedScreen
from tui.widgets.entry_line import EntryLine, Question
from tui.widgets.line_list import LineList

JUDGING: Final = ("confirm", "dismiss", "ask", "fix", "reopen")
NEEDS_FINDING: Final = (*JUDGING, "note", "tags", "severity", "open", "copy")
SEVERITIES: Final = (Severity.ERROR, Severity.WARNING, Severity.INFO)

Targets = tuple[int | None, tuple[str, ...]]
"""The report that the findings stand in (None: any) and their fingerprints."""


class QueueJudging(ListedScreen):
    """The judging half of the queue's screen."""

    wanted: FindingFilter

    @property
    def workspace(self) -> RoomsPort | None:
        """The workspace, None before it is open."""
        return cast("RoomsPort | None", self.gouji.workspace)

    @property
    def findings(self) -> LineList[QueueRow]:
        """The list."""
        return cast("LineList[QueueRow]", self.query_one("#queue-list", LineList))

    def why_not(self, action_id: str) -> Why | None:
        """Judging needs a finding; a group's line is none."""
        if action_id not in NEEDS_FINDING:
            return None if self.workspace is not None else Why("app.not_ready")
        if action_id in JUDGING or action_id == "tags":
            if self.findings.selected:
                return None
        elif action_id == "note" and len(self.findings.selected) > 1:
            return Why("queue.note_one")
        row = self.findings.current
        if isinstance(row, GroupRow):
            return Why("queue.not_finding") if action_id != "open" else None
        return None if row is not None else Why("queue.nothing_here")

    def _targets(self) -> Targets:
        """The findings that a key acts on: those selected, else the one under the cursor."""
        if self.findings.selected:
            return None, tuple(str(key) for key in self.findings.selected)
        row = self.findings.current
        return (row.report_id, (row.fingerprint,)) if isinstance(row, FindingRow) else (None, ())

    def do_confirm(self) -> None:
        """Judge as true."""
        self._judge("confirmed")

    def do_ask(self) -> None:
        """Judge as to be answered by the organ."""
        self._judge("asked")

    def do_fix(self) -> None:
        """Judge as corrected by the organ."""
        self._judge("fixed")

    def do_reopen(self) -> None:
        """Take the judgement back."""
        self._judge("open")

    async def do_dismiss(self) -> None:
        """Judge as unfounded, with a reason."""
        report_id, fingerprints = self._targets()
        key = f"queue:dismiss:{','.join(fingerprints)[:200]}"
        await self._ask("dismiss", key, report_id, fingerprints, phrases=self._phrases())

    def _phrases(self) -> tuple[str, ...]:
        return self.gouji.settings.phrases or tuple(self.say(f"review.phrase_{number}") for number in range(1, 6))

    async def do_note(self) -> None:
        """Write a note."""
        row = self.findings.current
        if isinstance(row, FindingRow):
            await self._ask("note", f"note:{row.fingerprint}", row.report_id, (row.fingerprint,), text=row.note)

    async def do_tags(self) -> None:
        """Write tags."""
        row = self.findings.current
        report_id, fingerprints = self._targets()
        text = " ".join(row.tags) if isinstance(row, FindingRow) and len(fingerprints) == 1 else ""
        await self._ask("tags", "", report_id, fingerprints, text=text)

    async def _ask(
        self,
        kind: str,
        draft: str,
        report_id: int | None,
        fingerprints: Sequence[str],
        *,
        text: str = "",
        phrases: tuple[str, ...] = (),
    ) -> None:
        workspace = self.workspace
        kept = await asyncio.to_thread(workspace.draft, draft) if workspace is not None and draft else None
        label = self.say(f"queue.ask_{kind}", count=len(fingerprints))
        about: dict[str, object] = {"report": report_id, "fingerprints": tuple(fingerprints)}
        self.ask_line(Question(kind, label, self.say("queue.ask_hint"), kept or text, phrases, draft=draft, about=about))

    @on(EntryLine.Answered)
    def _answered(self, message: EntryLine.Answered) -> None:
        question, text = message.question, message.text
        if question.kind == "export":
            if export_to(self, text, self.wanted):
                self.line_closed()
            return
        report_id = cast("int | None", question.about["report"])
        fingerprints = cast("tuple[str, ...]", question.about["fingerprints"])
        if question.kind == "dismiss" and not text:
            self.tell(self.say("queue.reason_needed"), "warning")
            return
        self.line_closed()
        if question.kind == "dismiss":
            self._judge("dismissed", text, targets=(report_id, fingerprints), draft=question.draft)
        else:
            self.run_worker(self._annotate(question.kind, text, fingerprints, question.draft), group="queue-write")

    @on(EntryLine.Paused)
    @on(EntryLine.Left)
    async def _keep_draft(self, message: EntryLine.Paused | EntryLine.Left) -> None:
        workspace = self.workspace
        if workspace is not None and message.question.draft:
            await asyncio.to_thread(workspace.save_draft, message.question.draft, message.text)
        if isinstance(message, EntryLine.Left):
            self.line_closed()
            self.tell(self.say("queue.draft_kept") if message.text and message.question.draft else "")

    def leaving(self) -> None:
        """The program ends: keep what is typed and not yet saved."""
        line, workspace = self.query_one(EntryLine), self.workspace
        if workspace is not None and line.question is not None and line.question.draft:
            with suppress(WorkspaceError):
                workspace.save_draft(line.question.draft, line.text)

    def _judge(self, verdict: Verdict, reason: str | None = None, *, targets: Targets | None = None, draft: str = "") -> None:
        report_id, fingerprints = targets or self._targets()
        self.run_worker(self._record(report_id, fingerprints, verdict, reason, draft), group="queue-write")

    async def _record(
        self, report_id: int | None, fingerprints: Sequence[str], verdict: Verdict, reason: str | None, draft: str
    ) -> None:
        workspace = self.workspace
        if workspace is None or not fingerprints:
            return

        def write() -> None:
            workspace.judge(report_id, fingerprints, verdict, reason=reason)
            if draft:
                workspace.save_draft(draft, "")

        if await self._written(write):
            saved = f"{self.gouji.signs.saved} "
            self.tell(
                saved + self.say("queue.judged", verdict=verdict_name(verdict, self.language), count=len(fingerprints)), "saved"
            )
            stays = not self.wanted.verdicts or verdict in self.wanted.verdicts
            if stays and not self.findings.selected:
                self.findings.action_cursor(1)
            self._after_writing()

    async def _annotate(self, kind: str, text: str, fingerprints: Sequence[str], draft: str) -> None:
        workspace = self.workspace
        if workspace is None:
            return
        ids = await asyncio.to_thread(_report_ids, workspace, self.wanted, fingerprints)

        def write() -> None:
            for fingerprint in fingerprints:
                if kind == "note":
                    workspace.note(ids[fingerprint], fingerprint, text)
                else:
                    workspace.tag(ids[fingerprint], fingerprint, tuple(text.replace("#", " ").replace("＃", " ").split()))
            if draft:
                workspace.save_draft(draft, "")

        if await self._written(write):
            self.tell(f"{self.gouji.signs.saved} {self.say(f'queue.saved_{kind}', count=len(fingerprints))}", "saved")
            self._after_writing()

    async def _written(self, write: Callable[[], object]) -> bool:
        """Write in a thread; say why it failed if it did."""
        try:
            await asyncio.to_thread(write)
        except WorkspaceError as error:
            self.tell(self.say("app.failed", what=error.message(self.language)), "error")
            return False
        return True

    def _after_writing(self) -> None:
        self.findings.select(())
        self.workspace_changed()

    async def do_severity(self) -> None:
        """Change the severity of the finding under the cursor: error, warning, info, and the rule's own again."""
        row, workspace = self.findings.current, self.workspace
        if not isinstance(row, FindingRow) or workspace is None:
            return
        following = SEVERITIES[(SEVERITIES.index(row.severity) + 1) % len(SEVERITIES)]
        if await self._written(lambda: workspace.set_severity(row.report_id, row.fingerprint, following)):
            word = self.say(f"queue.severity.{following.value}")
            self.tell(f"{self.gouji.signs.saved} {self.say('queue.severity_now', severity=word)}", "saved")
            self.workspace_changed()

    async def do_undo(self) -> None:
        """Take back the last step."""
        workspace = self.workspace
        if workspace is not None:
            await self._undo_step(workspace.undo, "queue.undone")

    async def do_redo(self) -> None:
        """Bring back the step undone last."""
        workspace = self.workspace
        if workspace is not None:
            await self._undo_step(workspace.redo, "queue.redone")

    async def _undo_step(self, step: Callable[[], Undone | UndoRefused], word: str) -> None:
        try:
            outcome = await asyncio.to_thread(step)
        except WorkspaceError as error:
            self.tell(self.say("app.failed", what=error.message(self.language)), "error")
            return
        if isinstance(outcome, UndoRefused):
            self.tell(self.say(outcome.word, **outcome.parameters), "warning")
            return
        self.tell(f"{self.gouji.signs.saved} {self.say(word, count=len(outcome.fingerprints))}", "saved")
        self.workspace_changed()


def _report_ids(workspace: RoomsPort, wanted: FindingFilter, fingerprints: Sequence[str]) -> dict[str, int]:
    """The reports that findings stand in."""
    looked_for = set(fingerprints)
    found = workspace.findings(wanted)
    return {row.fingerprint: row.report_id for row in found.rows(0, found.count()) if row.fingerprint in looked_for}
