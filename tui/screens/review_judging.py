"""Judging in Review: every verdict is recorded in a thread, shown after the commit, and leads to the next open finding."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from typing import Any, ClassVar

from db.errors import WorkspaceError
from db.views import NextOpen
from rules.audit import Verdict
from rules.result import Status
from tui.review.checks import CheckRow, fingerprints, judgement_of
from tui.review.speech import verdict_word
from tui.screens.base import Why
from tui.screens.judging import JUDGING, SEVERITIES, JudgingScreen, split_tags
from tui.screens.review_reading import ReviewReading
from tui.screens.review_state import Loaded
from tui.widgets.entry_line import EntryLine, Question


class ReviewJudging(JudgingScreen, ReviewReading):
    """What the judging keys do."""

    in_turn: ClassVar = (
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

    @property
    def entry(self) -> EntryLine:
        """The line for typing."""
        return self.query_one(EntryLine)

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

    def unused(self) -> Collection[str]:
        """The judging keys, while no finding is chosen."""
        row = self.state.row
        return JUDGING if row is None or row.status is not Status.FAIL else ()

    # ── verdicts ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def do_dismiss(self) -> None:
        """It does not hold: ask why."""
        row = self.state.row
        if row is not None:
            self._ask_reason(row)

    def judge(self, verdict: Verdict) -> None:
        """Record a verdict on the chosen finding."""
        self._judge(verdict)

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
                self._ask_reason(row, reason)
            raise
        name = row.code if row.own is None else self.say("review.own_finding")
        said = verdict_word(verdict, self.language)
        signs = self.gouji.signs
        state.decisions.insert(0, f"{name} {signs.verdict(verdict).strip()}{said}")
        del state.decisions[8:]
        text = f"{signs.saved} {self.say('review.saved', code=name, verdict=said)}"
        if following is None and verdict != "open":
            text += f"　{self.none_left(loaded.progress)}"
        elif following is not None and following.wrapped:
            text += self.say("review.back_to", agency=loaded.audited.report.agency or "")
        elif following is not None and following.report_id != report_id:
            text += self.say("review.next_report", agency=loaded.audited.report.agency or "")
        async with self.one_frame():
            self.show_loaded(loaded, following.fingerprint if following is not None else judged[0])
            self.tell(text, "saved")

    def _ask_reason(self, row: CheckRow, text: str = "") -> None:
        hint = self.say("review.ask_reason_hint")
        self.ask("dismiss", row, self.say("review.ask_reason"), hint=hint, phrases=self.phrases(), text=text)

    def do_severity(self) -> None:
        """The next severity: error, warning, info, and round."""
        row, audited = self.state.row, self.state.audited
        if row is None or audited is None:
            return
        severity = SEVERITIES[(SEVERITIES.index(row.severity) + 1) % len(SEVERITIES)]
        said = self.say(f"review.severity_{severity.value}")
        targets = fingerprints(audited, row)

        write = lambda: self.workspace.set_severity(self.state.report_id, targets, severity)  # noqa: E731
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
        self.ask_question(Question(kind, label, draft=draft, about=about, **options))

    def focus_after(self, kind: str) -> None:
        """Back to the section after what was asked about it, else to the checks."""
        on_the_left = kind in ("own", "correct", "correct_reason", "which_fact", "find") and self.pane.display
        self.set_focus(self.pane if on_the_left else self.checks)

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
