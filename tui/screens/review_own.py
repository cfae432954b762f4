"""The auditor's own hand in Review: own findings, corrected readings, versions, undo and redo."""

from __future__ import annotations

import asyncio
from typing import Final

from textual import on

from db.views import OwnFindingDraft, Undone, UndoRefused
from rules.audit import OwnAnchor
from rules.labels import cell_label
from rules.result import Severity
from tui.review.facts import TARGETS, fact_value
from tui.review.section_doc import section_of
from tui.review.table_layout import figure_text
from tui.screens.base import Why
from tui.screens.judging import split_tags
from tui.screens.review_judging import ReviewJudging
from tui.screens.review_state import Loaded
from tui.text import crop, one_line
from tui.widgets.entry_line import Question
from tui.widgets.section_pane import SectionPane

QUOTED: Final = 32
"""Characters kept on each side of a marked text, to find it again in another version."""


class ReviewOwn(ReviewJudging):
    """What the keys for own findings, corrections, versions, undo and redo do."""

    def why_not(self, action_id: str) -> Why | None:
        """Own findings and corrections need a place; versions need rivals."""
        why = super().why_not(action_id)
        if why is not None:
            return why
        audited = self.state.audited
        if action_id == "mark" and self.pane.cursor.offset is None:
            return Why("review.why_no_text")
        if action_id == "version" and audited is not None and len(audited.versions) < 2:
            return Why("review.why_one_version")
        return None

    # ── own findings ───────────────────────────────────────────────────────────────────────────────────────────────────

    def do_mark(self) -> None:
        """Begin a mark in the text, or drop it."""
        self.set_focus(self.pane)
        self.pane.toggle_mark()
        self.tell(self.say("review.marking" if self.pane.marked else "review.mark_dropped"))

    @on(SectionPane.Dragged)
    def _dragged(self) -> None:
        self.tell(self.say("review.marking"))

    def do_own(self) -> None:
        """Write down a finding of one's own about the marked text, the cell, or the whole section."""
        audited = self.state.audited
        if audited is None:
            return
        anchor, where = self.own_anchor()
        severities = (Severity.WARNING, Severity.ERROR, Severity.INFO)
        choices = tuple((severity.value, self.say(f"review.severity_{severity.value}")) for severity in severities)
        key = f"own:{self.state.report_id}:{anchor.cell or anchor.section}:{anchor.start}"
        self.ask(
            "own",
            None,
            self.say("review.ask_own", where=crop(where, 24, sign=self.gouji.signs.ellipsis)),
            hint=self.say("review.ask_own_hint"),
            choices=choices,
            draft=key,
            about={"anchor": anchor},
        )

    def own_anchor(self) -> tuple[OwnAnchor, str]:
        """Where an own finding would stand now, and what that place is called."""
        state, audited = self.state, self.state.audited
        assert audited is not None  # noqa: S101
        cell, _, offset = self.pane.target()
        marked = self.pane.marked
        section = section_of(audited.report, state.shown)
        if marked is None and cell is not None:
            return OwnAnchor(cell=cell), self.gouji.signs.plain(cell_label(cell, self.language))
        text = section.text if section is not None else ""
        if marked is None and offset is not None and text:
            start = text.rfind("\n", 0, offset) + 1
            stops = [place for mark in "。！？\n" if (place := text.find(mark, offset)) >= 0]
            marked = (
                max(start, *(text.rfind(mark, start, offset) + 1 for mark in "。！？")),
                min(stops, default=len(text) - 1) + 1,
            )
        if marked is None:
            return OwnAnchor(section=state.shown), self.say("review.section", number=state.shown)
        start, end = marked
        end = start + len(text[start:end].rstrip("\n"))
        anchor = OwnAnchor(
            section=state.shown,
            start=start,
            end=end,
            text=text[start:end],
            before=text[max(start - QUOTED, 0) : start],
            after=text[end : end + QUOTED],
        )
        return anchor, f"「{one_line(text[start:end])}」"

    def _answer_own(self, question: Question, text: str, choice: str) -> bool:
        anchor = question.about["anchor"]
        words = text.split()
        tags = split_tags(" ".join(word for word in words if word[:1] in "#＃"))
        body = " ".join(word for word in words if word[:1] not in "#＃")
        if not body or not isinstance(anchor, OwnAnchor):
            self.tell(self.say("review.why_own_text"), "warning")
            return False
        draft = OwnFindingDraft(Severity(choice), body, anchor, tags)
        self.pane.drop_mark()
        self.commit(self._own_written(draft))
        return True

    async def _own_written(self, draft: OwnFindingDraft) -> None:
        report_id = self.state.report_id

        def write() -> tuple[Loaded, str]:
            receipt = self.workspace.own_finding(report_id, draft)
            return self.read(report_id), receipt.fingerprints[0] if receipt.fingerprints else ""

        loaded, fingerprint = await asyncio.to_thread(write)
        signs = self.gouji.signs
        self.state.decisions.insert(0, f"{signs.own} {crop(draft.text, 12, sign=signs.ellipsis)}")
        self.show_loaded(loaded, fingerprint or None, section=self.state.section)
        self.tell(f"{self.gouji.signs.saved} {self.say('review.saved_own')}", "saved")

    # ── corrected readings ─────────────────────────────────────────────────────────────────────────────────────────────

    def do_correct(self) -> None:
        """Correct the reading of the cell under the cursor; on the title page, of the fact under it."""
        audited = self.state.audited
        if audited is None:
            return
        cell, fact, _ = self.pane.target()
        if cell is not None:
            self._ask_value(cell)
        elif fact is not None:
            self._ask_value(fact)
        else:
            choices = tuple(self.say(f"review.fact_{target}") for target in TARGETS)
            label, hint = self.say("review.ask_which_fact"), self.say("review.ask_which_fact_hint")
            self.ask("which_fact", None, label, hint=hint, phrases=choices, picked=True)

    def _answer_which_fact(self, question: Question, text: str, choice: str) -> bool:
        names = {self.say(f"review.fact_{target}"): target for target in TARGETS}
        target = names.get(text)
        if target is None:
            self.tell(self.say("review.ask_which_fact_hint"), "warning")
            return False
        self._ask_value(target)
        return True

    def _ask_value(self, target: str) -> None:
        audited = self.state.audited
        assert audited is not None  # noqa: S101
        if target in TARGETS:
            name, old = self.say(f"review.fact_{target}"), fact_value(audited, target) or ""
        else:
            cell = audited.report.cells.get(target)
            name = self.gouji.signs.plain(cell_label(target, self.language))
            old = figure_text(cell, self.gouji.signs) if cell is not None and cell.value is not None else ""
        label = self.say("review.ask_value", name=crop(name, 26, sign=self.gouji.signs.ellipsis))
        self.ask(
            "correct",
            None,
            label,
            text=old,
            hint=self.say("review.ask_value_hint"),
            replaced=True,
            about={"target": target, "old": old},
        )

    def _answer_correct(self, question: Question, text: str, choice: str) -> bool:
        if text == question.about["old"]:
            self.tell(self.say("review.why_same_value"), "warning")
            return False
        phrases = tuple(self.say(f"review.correction_{number}") for number in range(1, 4))
        about = {"target": question.about["target"], "value": text}
        label = self.say("review.ask_correction_reason")
        self.ask("correct_reason", None, label, phrases=phrases, about=about, hint=self.say("review.ask_reason_hint"))
        return True

    def _answer_correct_reason(self, question: Question, text: str, choice: str) -> bool:
        if not text:
            self.tell(self.say("review.why_reason"), "warning")
            return False
        target, value = str(question.about["target"]), str(question.about["value"])
        self.commit(self._corrected(target, value or None, text))
        return True

    async def _corrected(self, target: str, value: str | None, reason: str) -> None:
        report_id, section = self.state.report_id, self.state.section

        def write() -> tuple[Loaded, str]:
            receipt = self.workspace.correct(report_id, target, value, reason)
            changes = receipt.changes
            said = ""
            if changes is not None and changes.any:
                said = self.say(
                    "review.rechecked",
                    appeared=len(changes.appeared),
                    vanished=len(changes.vanished),
                    changed=len(changes.changed),
                )
            return self.read(receipt.report_id or report_id), said

        loaded, said = await asyncio.to_thread(write)
        self.show_loaded(loaded, section=section, cell=target if target not in TARGETS else None)
        self.set_focus(self.pane)
        self.tell(f"{self.gouji.signs.saved} {self.say('review.saved_correction')}{said}", "saved")

    # ── versions ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def do_version(self) -> None:
        """Choose which version of the report is the current one."""
        audited = self.state.audited
        if audited is not None:
            names = tuple(
                f"{version.source.rsplit('/', 1)[-1]} {version.sha256[:6]} {self.say(f'review.version_{version.status}')}"
                for version in audited.versions[:9]
            )
            self.ask("version", None, self.say("review.ask_version"), phrases=names, picked=True, about={"names": names})

    def _answer_version(self, question: Question, text: str, choice: str) -> bool:
        audited, names = self.state.audited, question.about["names"]
        if audited is None or not isinstance(names, tuple) or text not in names:
            self.tell(self.say("review.ask_version"), "warning")
            return False
        version = audited.versions[names.index(text)]
        report_id = self.state.report_id
        write = lambda: self.workspace.choose_version(report_id, version.sha256, version.part)  # noqa: E731
        self.commit(self._written(write, None, self.say("review.saved_version")))
        return True

    # ── undo, redo ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def do_undo(self) -> None:
        """Take back one's own last step."""
        self.commit(self._stepped(back=True))

    def do_redo(self) -> None:
        """Do again what was undone."""
        self.commit(self._stepped(back=False))

    async def _stepped(self, *, back: bool) -> None:
        workspace, state = self.workspace, self.state

        def step() -> tuple[Undone | UndoRefused, Loaded]:
            done = workspace.undo() if back else workspace.redo()
            return done, self.read(done.report_id if done.report_id is not None else state.report_id)

        done, loaded = await asyncio.to_thread(step)
        if not isinstance(done, Undone):
            self.tell_step(done, back=back)
            return
        if state.decisions and back:
            state.decisions.pop(0)
        fingerprint = done.fingerprints[0] if done.fingerprints else None
        self.show_loaded(loaded, fingerprint, section=state.section if loaded.report_id == state.report_id else None)
        self.tell_step(done, back=back)
