"""Moving and looking in Review: cursor, panes, sections, reports, find, original, zoom."""

from __future__ import annotations

import asyncio

from textual import on

from db.errors import WorkspaceError
from db.views import NextOpen
from rules.result import Status
from tui.review.checks import WHICH
from tui.review.places import Spot, evidence_spots
from tui.review.section_doc import section_numbers, section_of
from tui.screens.base import Why
from tui.screens.review_own import ReviewOwn
from tui.screens.review_state import Loaded
from tui.widgets.checks_list import ChecksList
from tui.widgets.detail_pane import DetailPane
from tui.widgets.entry_line import EntryLine, Question
from tui.widgets.original_pane import OriginalPane
from tui.widgets.painted import Painted
from tui.widgets.section_pane import SectionPane

Moving = SectionPane | ChecksList | DetailPane | OriginalPane


class ReviewMoving(ReviewOwn):
    """What the moving keys do."""

    def why_not(self, action_id: str) -> Why | None:
        """There is not always a next one."""
        why = super().why_not(action_id)
        loaded = self.state.loaded
        if why is not None or loaded is None:
            return why
        if action_id == "next_report" and loaded.neighbours.next_id is None:
            return Why("review.why_last_report")
        if action_id == "previous_report" and loaded.neighbours.previous_id is None:
            return Why("review.why_first_report")
        if action_id == "years" and loaded.audited.report.agency is None:
            return Why("review.why_no_agency")
        return None

    # ── the cursor ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def moving_pane(self) -> Moving:
        """The pane that the moving keys move in."""
        focused = self.focused
        return focused if isinstance(focused, Moving) else self.checks

    def do_up(self) -> None:
        """One line up."""
        self.moving_pane().step(-1)

    def do_down(self) -> None:
        """One line down."""
        self.moving_pane().step(1)

    def do_half_up(self) -> None:
        """Half a pane up."""
        pane = self.moving_pane()
        pane.step(-max(pane.size.height // 2, 1))

    def do_half_down(self) -> None:
        """Half a pane down."""
        pane = self.moving_pane()
        pane.step(max(pane.size.height // 2, 1))

    def do_first(self) -> None:
        """To the top."""
        self.moving_pane().to_end(-1)

    def do_last(self) -> None:
        """To the end."""
        self.moving_pane().to_end(1)

    def do_left(self) -> None:
        """A cell to the left; from the right side, over to the section."""
        self._sideways(-1)

    def do_right(self) -> None:
        """A cell to the right."""
        self._sideways(1)

    def _sideways(self, step: int) -> None:
        if self.focused is self.pane:
            self.pane.sideways(step)
        elif step < 0 and self.pane.display:
            self.set_focus(self.pane)

    def panes(self) -> list[Painted]:
        """The panes that can be gone to, in their order."""
        left: Painted = self.query_one(OriginalPane) if self.state.original else self.pane
        return [left, self.checks, self.query_one(DetailPane)]

    def do_pane(self) -> None:
        """To the next pane."""
        self._next_pane(1)

    def do_pane_back(self) -> None:
        """To the previous pane."""
        self._next_pane(-1)

    def _next_pane(self, step: int) -> None:
        panes = self.panes()
        index = next((i for i, pane in enumerate(panes) if pane is self.focused), 1)
        chosen = panes[(index + step) % len(panes)]
        if self.has_class("-zoomed"):
            self._zoom(chosen)
        self.set_focus(chosen)

    def do_zoom(self) -> None:
        """Show the pane alone, or all again."""
        self._zoom(None if self.has_class("-zoomed") else self.moving_pane())

    def _zoom(self, pane: Painted | None) -> None:
        for name in ("-zoomed", "-zoom-left", "-zoom-checks", "-zoom-detail"):
            self.remove_class(name)
        if pane is not None:
            which = "checks" if pane is self.checks else "detail" if isinstance(pane, DetailPane) else "left"
            self.add_class("-zoomed", f"-zoom-{which}")

    # ── checks ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def do_open(self) -> None:
        """On a check: fold it open, or go to its next piece of evidence. On a cell: to the checks on it."""
        if self.focused is self.pane:
            self.set_focus(self.checks)
            return
        state, row = self.state, self.state.row
        if row is None:
            return
        if len(row.results) > 1 and row.kind in ("finding", "folded"):
            state.unfolded.symmetric_difference_update({row.id})
            self.list_checks(row.id)
            return
        places = evidence_spots(row)
        if not places:
            self.tell(self.say("review.why_no_place"), "warning")
            return
        state.evidence = (state.evidence + 1) % len(places) if state.evidence or self._shows(places[0]) else 0
        cell, section, offset = places[state.evidence]
        self.look_at(cell, section, offset)
        self.tell(self.say("review.evidence_of", number=state.evidence + 1, count=len(places)))

    def _shows(self, place: Spot) -> bool:
        cell, section, _ = place
        return cell in self.pane.doc.line_of_cell if cell is not None else section == self.state.shown

    @on(ChecksList.Pressed)
    def _check_pressed(self) -> None:
        self.do_open()

    @on(SectionPane.Pressed)
    def _section_pressed(self) -> None:
        self.set_focus(self.checks)

    def do_which_checks(self) -> None:
        """All checks, failed ones, open ones, and round."""
        state = self.state
        state.which = WHICH[(WHICH.index(state.which) + 1) % len(WHICH)]
        self.list_checks()
        self.tell(self.say(f"review.which_{state.which}"))

    # ── sections and reports ───────────────────────────────────────────────────────────────────────────────────────────

    async def do_section(self, number: str) -> None:
        """Go to a section."""
        audited = self.state.audited
        if audited is None:
            return
        if int(number) not in section_numbers(audited.report):
            self.tell(self.say("review.why_no_section", number=number), "warning")
            return
        async with self.one_frame():
            self.go_to_section(int(number))

    async def do_preamble(self) -> None:
        """Go to the title."""
        async with self.one_frame():
            self.go_to_section(0)

    def do_next_report(self) -> None:
        """The next report of the list."""
        self._to_report(1)

    def do_previous_report(self) -> None:
        """The report before."""
        self._to_report(-1)

    def _to_report(self, step: int) -> None:
        loaded = self.state.loaded
        if loaded is not None:
            report_id = loaded.neighbours.next_id if step > 0 else loaded.neighbours.previous_id
            if report_id is not None:
                self.commit(self.open_report(report_id))

    def do_next_open(self) -> None:
        """The next open finding, over sections and then reports."""
        self.commit(self._to_open(1))

    def do_previous_open(self) -> None:
        """The open finding before."""
        self.commit(self._to_open(-1))

    async def _to_open(self, direction: int) -> None:
        state, workspace = self.state, self.workspace
        fingerprint = self._here(direction)

        def find() -> tuple[NextOpen | None, Loaded | None]:
            found = workspace.next_open(state.report_id, fingerprint, direction, state.filter, state.order)
            return found, self.read(found.report_id) if found is not None else None

        try:
            found, loaded = await asyncio.to_thread(find)
        except WorkspaceError as error:
            self.tell(self.say("app.failed", what=error.message(self.language)), "error")
            return
        if found is None or loaded is None:
            self.tell(self.none_left(await asyncio.to_thread(workspace.progress)), "saved")
            return
        agency, year = loaded.audited.report.agency or "", loaded.audited.report.year or ""
        word = "went_round" if found.wrapped else "went_to" if loaded.report_id != state.report_id else ""
        if found.fingerprint == fingerprint:
            word = "only_open"
        async with self.one_frame():
            self.show_loaded(loaded, found.fingerprint)
            if word:
                self.tell(self.say(f"review.{word}", agency=agency, year=year))

    def _here(self, direction: int) -> str | None:
        """The finding from which the next one is looked for: the chosen one, else the nearest one in the sections behind."""
        state, row, audited = self.state, self.state.row, self.state.audited
        if audited is None:
            return None
        if row is not None and row.status is Status.FAIL and row.own is None and not state.scoped:
            return audited.fingerprint(row.results[-1 if direction > 0 else 0])
        failed = [result for result in audited.results if result.status is Status.FAIL]
        if direction > 0:
            passed_by = [result for result in failed if (result.section or 0) < state.section]
            return audited.fingerprint(passed_by[-1]) if passed_by else None
        to_come = [result for result in failed if (result.section or 0) > state.section]
        return audited.fingerprint(to_come[0]) if to_come else None

    # ── looking ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def do_original(self) -> None:
        """Show the source in place of the section, or the section again."""
        self.show_original(not self.state.original)

    def do_find(self) -> None:
        """Find a text in this report."""
        text = self.state.looking_for
        self.ask("find", None, self.say("review.ask_find"), text=text, hint=self.say("review.ask_find_hint"), replaced=True)

    @on(EntryLine.Edited)
    def _edited(self, message: EntryLine.Edited) -> None:
        if message.question.kind == "find":
            self.state.looking_for = message.text
            self._mark_found(message.text)

    def _mark_found(self, text: str) -> None:
        """Mark every place of the section shown that holds the text."""
        state, audited = self.state, self.state.audited
        section = section_of(audited.report, state.shown) if audited is not None else None
        wanted = text.strip()
        state.found = ()
        if wanted and section is not None:
            starts: list[tuple[int, int]] = []
            at = section.text.find(wanted)
            while at >= 0 and len(starts) < 500:
                starts.append((at, at + len(wanted)))
                at = section.text.find(wanted, at + 1)
            state.found = tuple(starts)
        if audited is not None:
            self.pane.mark(self.marks())

    def _answer_find(self, question: Question, text: str, choice: str) -> bool:
        """Go to the next place that holds the text, over the sections and round."""
        audited, state = self.state.audited, self.state
        if audited is None or not text:
            return True
        state.looking_for = text
        _, _, offset = self.pane.target()
        numbers = list(section_numbers(audited.report))
        start = numbers.index(state.shown) if state.shown in numbers else 0
        order = numbers[start:] + numbers[: start + 1]
        for turn, number in enumerate(order):
            section = section_of(audited.report, number)
            if section is None:
                continue
            at = section.text.find(text, (offset or 0) + 1 if turn == 0 and offset is not None else 0)
            if at >= 0:
                if number != state.shown:
                    self.go_to_section(number)
                self._mark_found(text)
                self.reveal(number, at)
                self.tell(self.say("review.found", count=len(state.found), number=number))
                return True
        self.tell(self.say("review.not_found", text=text), "warning")
        return False
