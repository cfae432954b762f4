"""How a report gets into Review and stays true: read in threads, followed cursor by cursor, read again when others write."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import Final

from textual import on
from textual.widget import Widget

from db.errors import WorkspaceError
from rules.audit import AuditedReport
from rules.result import Status
from tui.background import start
from tui.review.lines import CellLine
from tui.review.places import checks_at, row_of, section_of_cell
from tui.review.section_doc import section_numbers
from tui.review.speech import verdict_word
from tui.screens.review_showing import ReviewShowing
from tui.screens.review_state import Loaded
from tui.widgets.checks_list import ChecksList
from tui.widgets.detail_pane import DetailPane
from tui.widgets.original_pane import OriginalPane
from tui.widgets.section_pane import SectionPane
from tui.widgets.section_tabs import SectionTabs

READ_AHEAD: Final = 0.1
"""Seconds after which a report is on the screen, with all that was drawn about it."""
MOST_TOLD: Final = 3
"""Decisions of colleagues that are told one by one."""


class ReviewReading(ReviewShowing):
    """Reads reports and answers what the panes tell."""

    def on_mount(self) -> None:
        """Read the report."""
        self.pane.more_columns = self._more_columns
        self.checks.chosen, self.pane.moved = self._check_chosen, self._cursor_moved
        fingerprint, section, cell, offset = self.wanted
        work = partial(self.open_report, self.state.report_id, fingerprint, section=section, cell=cell, offset=offset)
        start(self, work, group="open")

    def read(self, report_id: int) -> Loaded:
        """Everything about a report; called in a thread."""
        workspace, state = self.workspace, self.state
        audited = workspace.audited(report_id)
        return Loaded(report_id, audited, workspace.neighbours(report_id, state.filter, state.order), workspace.progress())

    async def open_report(
        self,
        report_id: int,
        fingerprint: str | None = None,
        *,
        section: int | None = None,
        cell: str | None = None,
        offset: int | None = None,
    ) -> None:
        """Read a report in a thread and show it at the place wanted."""
        workspace = self.workspace

        def read() -> tuple[Loaded, str | None]:
            loaded = self.read(report_id)
            wanted = fingerprint
            if wanted is None and section is None and cell is None:
                first = workspace.next_open(report_id, None, 1, self.state.filter, self.state.order)
                wanted = first.fingerprint if first is not None and first.report_id == report_id else None
            return loaded, wanted

        try:
            loaded, wanted = await asyncio.to_thread(read)
        except WorkspaceError as error:
            self.tell(self.say("app.failed", what=error.message(self.language)), "error")
            return
        self.show_loaded(loaded, wanted, section=section, cell=cell, offset=offset)

    def show_loaded(
        self,
        loaded: Loaded,
        fingerprint: str | None = None,
        *,
        section: int | None = None,
        cell: str | None = None,
        offset: int | None = None,
    ) -> None:
        """Show a report that was read, at a finding or a place."""
        state = self.state
        if loaded.report_id != state.report_id:
            state.unfolded.clear()
            state.found, state.first_column = (), 0
        if state.loaded is None or loaded.report_id != state.report_id:
            start(self, partial(self._read_ahead, loaded), group="ahead")
        state.report_id, state.loaded = loaded.report_id, loaded
        state.scope_cell = state.scope_offset = None
        audited = loaded.audited
        wanted = row_of(audited, fingerprint) if fingerprint is not None else None
        if wanted is not None:
            section = wanted[0]
        elif cell is not None:
            section = section_of_cell(audited, cell) or section
        numbers = section_numbers(audited.report)
        state.section = state.shown = section if section in numbers else (1 if 1 in numbers else numbers[0])
        if state.original:
            self.show_original(False)
        self.spot = (cell, offset)
        self.show_section(wanted[1] if wanted is not None else None)
        self.arrive()

    async def _read_ahead(self, loaded: Loaded) -> None:
        """Have the workspace read, while the auditor looks, the reports that the next keys lead to: it remembers them."""
        workspace, state, audited = self.workspace, self.state, loaded.audited
        failed = [audited.fingerprint(result) for result in audited.results if result.status is Status.FAIL]
        await asyncio.sleep(READ_AHEAD)

        def read() -> None:
            following = workspace.next_open(loaded.report_id, failed[-1] if failed else None, 1, state.filter, state.order)
            ahead = {loaded.neighbours.next_id, following.report_id if following is not None else None}
            for report_id in ahead - {loaded.report_id}:
                if report_id is not None:
                    workspace.audited(report_id)

        with suppress(WorkspaceError):  # the key that leads there says what is wrong
            await asyncio.to_thread(read)

    # ── what the panes tell ────────────────────────────────────────────────────────────────────────────────────────────

    def _check_chosen(self, message: ChecksList.Chosen) -> None:
        self.choose(message.row)
        if self.state.original:
            self.query_one(OriginalPane).mark(self.source_place())

    def _cursor_moved(self, message: SectionPane.Moved) -> None:
        state, audited = self.state, self.state.audited
        if audited is None:
            return
        cell, offset = message.cell, message.offset
        if cell is None and offset is not None and not any(checks_at(audited, state.shown, offset)):
            offset = None
        if (cell, offset) != (state.scope_cell, state.scope_offset):
            state.scope_cell, state.scope_offset = cell, offset
            self.checks.rewind()
            self.list_checks(follow=False)
        self.show_caption()

    @on(SectionPane.Resized)
    def _pane_resized(self) -> None:
        if self.state.audited is not None:
            self.lay_out(keep=True)

    @on(DetailPane.Resized)
    def _detail_resized(self) -> None:
        self.show_detail(keep=True)

    @on(SectionTabs.Chosen)
    def _tab_chosen(self, message: SectionTabs.Chosen) -> None:
        self.go_to_section(message.number)

    def go_to_section(self, number: int) -> None:
        """Show another section."""
        state = self.state
        state.section = state.shown = number
        state.scope_cell = state.scope_offset = None
        state.row, state.first_column, state.found, state.whole_text = None, 0, (), False
        self.checks.rewind()
        if state.original:
            self.show_original(False)
        self.show_section()

    def _more_columns(self, step: int) -> None:
        """The cursor went over the edge of the columns shown: shift the window, if there are more."""
        before = self.pane.doc.first_column
        self.state.first_column = max(before + step, 0)
        self.lay_out(keep=True)
        self.state.first_column = self.pane.doc.first_column
        if self.pane.doc.first_column != before:
            position = 0 if step < 0 else self.pane.cursor.position + 1
            line = self.pane.doc.lines[self.pane.cursor.line]
            if isinstance(line, CellLine):
                self.pane.go_to(line.slots[min(position, len(line.slots) - 1)].key)
                self.pane.sideways(0)

    # ── from the app ───────────────────────────────────────────────────────────────────────────────────────────────────

    def language_changed(self) -> None:
        """Write everything anew."""
        super().language_changed()
        self.show_section(keep=True)

    def workspace_changed(self) -> None:
        """Someone wrote to the workspace: read the report again and keep the place."""
        if self.state.loaded is not None:
            start(self, self.reread, group="reread")

    async def reread(self) -> None:
        """Read the report again; what a colleague decided meanwhile is told."""
        before = self.state.loaded
        try:
            loaded = await asyncio.to_thread(self.read, self.state.report_id)
        except WorkspaceError:
            return  # the next change asks again
        if before is None or loaded.report_id != self.state.report_id or self.state.loaded is not before:
            return
        if loaded.audited == before.audited and loaded.progress == before.progress and loaded.neighbours == before.neighbours:
            return
        self.state.loaded = loaded
        others = self._decided_by_others(before.audited, loaded.audited)
        if others:
            self.tell(self.say("review.colleague", what=self.say("review.joint").join(others)), "info")
        focused: Widget | None = self.focused
        self.lay_out(keep=True)
        self.list_checks(follow=False)
        self.show_heads()
        if focused is not None:
            self.set_focus(focused)

    def _decided_by_others(self, before: AuditedReport, after: AuditedReport) -> list[str]:
        """What colleagues decided about which finding, in a few words each."""
        mine = self.workspace.auditor
        codes = {after.fingerprint(result): result.code for result in after.results if result.status is Status.FAIL}
        said = []
        for fingerprint, judgement in after.judgements.items():
            if before.judgements.get(fingerprint) == judgement or judgement.auditor in (None, mine):
                continue
            name = codes.get(fingerprint, self.say("review.own_finding"))
            said.append(f"{judgement.auditor} {name} {verdict_word(judgement.verdict, self.language)}")
        if len(said) > MOST_TOLD:
            said[MOST_TOLD:] = [self.say("review.step_findings", count=len(said) - MOST_TOLD)]
        return said
