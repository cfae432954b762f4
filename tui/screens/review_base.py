"""The skeleton of Review: its panes, how a report gets on the screen, how both sides keep together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from core.report import CellState
from db.errors import WorkspaceError
from db.views import HistoryEntry, LibraryFilter, LibraryOrder
from rules.audit import AuditedReport
from rules.result import CellEvidence, TextEvidence
from tui.port import WorkspacePort
from tui.review.checks import CheckRow, check_rows, own_of_section, section_results, touches
from tui.review.detail import DetailSheet, detail
from tui.review.marks import evidence_place, marks_of
from tui.review.section_doc import Sheet, lay_out_section, report_form, section_numbers, section_of
from tui.screens.base import RoomScreen, Why
from tui.screens.review_paint import caption, checks_title, heading_texts, paint_check, tabs_of
from tui.screens.review_state import Loaded, ReviewState
from tui.widgets.bar import Bar
from tui.widgets.checks_list import ChecksList
from tui.widgets.detail_pane import DetailPane
from tui.widgets.entry_line import EntryLine
from tui.widgets.heading import Heading
from tui.widgets.hint_bar import HintBar
from tui.widgets.original_pane import OriginalPane
from tui.widgets.painted import Painted
from tui.widgets.section_pane import SectionPane
from tui.widgets.section_tabs import SectionTabs
from tui.widgets.status_line import StatusLine
from tui.width import ambiguous_width

LONG_TEXT = 12_000
"""Characters from which a section is laid out in a thread, so that keys are answered meanwhile."""
AIRY_FROM = 34
"""Lines of the terminal from which paragraphs are parted by an empty line."""


class ReviewBase(RoomScreen):
    """Panes and their consistency; what keys do is in the classes beside this one."""

    room = "review"
    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [(0, "-narrow"), (120, "-wide")]

    def __init__(
        self,
        report_id: int,
        fingerprint: str | None = None,
        *,
        section: int | None = None,
        cell: str | None = None,
        offset: int | None = None,
        filter: LibraryFilter | None = None,  # noqa: A002
        order: LibraryOrder | None = None,
    ) -> None:
        """Open a report at a finding, else at a cell, a place of a section's text, a section, else at its first open finding."""
        super().__init__()
        self.state = ReviewState(report_id, filter or LibraryFilter(), order or LibraryOrder())
        self._wanted = (fingerprint, section, cell, offset)
        self._layout_generation = 0
        self.history: Sequence[HistoryEntry] = ()

    # ── the panes ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def compose(self) -> ComposeResult:
        """Heading, tabs, section beside checks, the line for typing, status, hints."""
        yield Heading()
        yield SectionTabs()
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield SectionPane(id="section")
                yield OriginalPane(id="original")
                yield Bar(id="caption")
            with Vertical(id="right"):
                yield Bar(id="checks-title")
                yield ChecksList(self._paint_check, id="checks")
                yield DetailPane(id="detail")
        yield HintBar("review")
        yield StatusLine()
        yield EntryLine(id="entry")

    def on_mount(self) -> None:
        """Read the report."""
        for pane in self.query(Painted):
            pane.signs = self.gouji.signs
        self.query_one(OriginalPane).display = False
        self.query_one(SectionPane).more_columns = self._more_columns
        self.query_one(ChecksList).focus()
        fingerprint, section, cell, offset = self._wanted
        self.run_worker(self.open_report(self.state.report_id, fingerprint, section=section, cell=cell, offset=offset))

    @property
    def workspace(self) -> WorkspacePort:
        """The workspace; Review is only ever opened when there is one."""
        workspace = self.gouji.workspace
        if workspace is None:
            raise RuntimeError("Review was opened without a workspace")
        return workspace

    @property
    def checks(self) -> ChecksList:
        """The list of checks."""
        return self.query_one(ChecksList)

    @property
    def pane(self) -> SectionPane:
        """The section on the left."""
        return self.query_one(SectionPane)

    @property
    def entry(self) -> EntryLine:
        """The line for typing."""
        return self.query_one(EntryLine)

    def _paint_check(self, row: CheckRow, width: int) -> Sequence[object]:
        audited = self.state.audited
        return paint_check(row, audited, width, self.gouji.signs, self.language) if audited is not None else ()

    # ── reading a report ───────────────────────────────────────────────────────────────────────────────────────────────

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
        state.report_id, state.loaded = loaded.report_id, loaded
        state.scope_cell = state.scope_offset = None
        audited = loaded.audited
        wanted = self.row_of(audited, fingerprint) if fingerprint is not None else None
        if wanted is not None:
            section = wanted[0]
        elif cell is not None:
            official = report_form(audited.report)
            table = official.table_by_key.get(cell.split(".")[0]) if official is not None else None
            section = table.section if table is not None else section
        numbers = section_numbers(audited.report)
        state.section = state.shown = section if section in numbers else (1 if 1 in numbers else numbers[0])
        if state.original:
            self.show_original(False)
        self.show_section(wanted[1] if wanted is not None else None)
        if cell is not None or offset is not None:
            self.pane.go_to(cell, offset)
            self.show_caption()

    def row_of(self, audited: AuditedReport, fingerprint: str) -> tuple[int, str] | None:
        """Section and row id of a finding; unfolds nothing: a member of a group is found by its group's row."""
        for finding in audited.own_findings:
            if finding.fingerprint == fingerprint:
                for number in section_numbers(audited.report):
                    if finding in own_of_section(audited, number, self._cells_of(audited, number)):
                        return number, fingerprint
        for number in section_numbers(audited.report):
            for row in check_rows(audited, section_results(audited, number)):
                if fingerprint in (audited.fingerprint(result) for result in row.results) and row.kind == "finding":
                    return number, row.id
        return None

    def _cells_of(self, audited: AuditedReport, section: int) -> frozenset[str]:
        official = report_form(audited.report)
        if official is None:
            return frozenset()
        return frozenset(key for table in official.tables if table.section == section for key in table.cell_keys)

    # ── showing ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def show_section(self, chosen: str | None = None, *, keep: bool = False) -> None:
        """Lay the section out and list its checks, with the check `chosen` chosen."""
        audited = self.state.audited
        if audited is None:
            return
        self.lay_out(keep=keep)
        self.list_checks(chosen)
        self.show_heads()

    def sheet(self) -> Sheet:
        """How the section is to be laid out now."""
        return Sheet(
            width=self.pane.text_width,
            signs=self.gouji.signs,
            ambiguous=ambiguous_width(),
            say=self.say,
            first_column=self.state.first_column,
            airy=self.size.height >= AIRY_FROM,
            whole_text=self.state.whole_text,
        )

    def lay_out(self, *, keep: bool) -> None:
        """Put the section on the left; a long text is laid out in a thread."""
        audited, number = self.state.audited, self.state.shown
        if audited is None:
            return
        self._layout_generation += 1
        section = section_of(audited.report, number)
        if section is not None and len(section.text) > LONG_TEXT:
            self.run_worker(self._lay_out_long(audited, number, self._layout_generation, keep), group="layout", exclusive=True)
            return
        doc = lay_out_section(audited, number, self.sheet())
        self.pane.show(doc, audited.report.cells, self.marks(), keep=keep)

    async def _lay_out_long(self, audited: AuditedReport, number: int, generation: int, keep: bool) -> None:
        doc = await asyncio.to_thread(lay_out_section, audited, number, self.sheet())
        if generation == self._layout_generation:
            self.pane.show(doc, audited.report.cells, self.marks(), keep=keep)
            self.show_evidence()

    def marks(self):  # type: ignore[no-untyped-def]
        """The marks of the section shown."""
        state = self.state
        assert state.audited is not None  # noqa: S101
        own = state.row.own if state.row is not None else None
        return marks_of(state.audited, state.shown, state.chosen_results(), own, state.found)

    def list_checks(self, chosen: str | None = None, *, follow: bool = True) -> None:
        """List the checks of the section, or of the place the cursor is on; `follow`: the left side goes to the evidence."""
        state, audited = self.state, self.state.audited
        if audited is None:
            return
        if state.scope_cell is not None:
            cell = state.scope_cell
            results = [result for result in audited.results if touches(result, cell)]
            own = [finding for finding in audited.own_findings if finding.anchor.cell == cell]
        elif state.scope_offset is not None:
            results, own = self._checks_at(audited, state.shown, state.scope_offset)
        else:
            results = section_results(audited, state.section)
            own = own_of_section(audited, state.section, self._cells_of(audited, state.section))
        rows = check_rows(audited, results, own, which=state.which, unfolded=state.unfolded)
        if chosen is None and state.row is not None:
            chosen = state.row.id
        self.checks.empty = self._nothing_to_list()
        self.checks.show(rows, chosen)
        self.choose(self.checks.current, follow=follow)

    def _checks_at(self, audited: AuditedReport, section: int, offset: int):  # type: ignore[no-untyped-def]
        def covers(start: int | None, end: int | None) -> bool:
            return start is not None and end is not None and start <= offset < end

        results = [
            result
            for result in audited.results
            if any(
                isinstance(item, TextEvidence)
                and item.report is None
                and item.section == section
                and covers(item.start, item.end)
                for item in result.evidence
            )
        ]
        own = [
            finding
            for finding in audited.own_findings
            if finding.anchor.section == section and covers(finding.anchor.start, finding.anchor.end)
        ]
        return results, own

    def _nothing_to_list(self):  # type: ignore[no-untyped-def]
        from tui.review.runs import Run

        word = (
            "review.no_open"
            if self.state.which == "open"
            else "review.no_failed"
            if self.state.which == "failed"
            else "review.no_checks"
        )
        return [Run(self.gouji.signs.passed + " ", "passed"), Run(self.say(word), "muted")]

    def choose(self, row: CheckRow | None, *, follow: bool = True) -> None:
        """Make a row the chosen check: mark its evidence, write it out below."""
        state = self.state
        state.row, state.evidence = row, 0
        self.history = ()
        if state.shown != state.section and not state.scoped:
            state.shown = state.section
            self.lay_out(keep=False)
        self.pane.mark(self.marks())
        if follow:
            self.show_evidence()
        self.show_detail()
        self.show_heads()
        if row is not None:
            self.run_worker(self._read_history(row), group="history", exclusive=True)

    def show_evidence(self) -> None:
        """Bring the first piece of evidence that stands in the section shown into sight."""
        state, row = self.state, self.state.row
        if row is None or row.kind == "folded":
            return
        for cell, section, offset in self.evidence_places(row):
            if (cell is not None and cell in self.pane.doc.line_of_cell) or (cell is None and section == state.shown):
                self.pane.go_to(cell, offset)
                break
        self.show_caption()

    def evidence_places(self, row: CheckRow) -> list[tuple[str | None, int | None, int | None]]:
        """Every place of a check's evidence in this report: (cell, section, offset)."""
        if row.own is not None:
            section, cell, offset = evidence_place((), row.own, None)
            return [(cell, section, offset)] if cell is not None or section is not None else []
        places: list[tuple[str | None, int | None, int | None]] = []
        for result in row.results:
            for item in result.evidence:
                if isinstance(item, CellEvidence) and item.report is None:
                    places.append((item.cell, None, None))
                elif isinstance(item, TextEvidence) and item.report is None:
                    places.append((None, item.section, item.start))
        return list(dict.fromkeys(places))

    def show_detail(self, *, keep: bool = False) -> None:
        """Write the chosen check out."""
        state = self.state
        if state.audited is None:
            return
        pane = self.query_one(DetailPane)
        if state.row is None:
            pane.show([])
            return
        sheet = DetailSheet(state.audited, self.language, self.gouji.signs, self.say, self.history, pane.size.width)
        pane.show(detail(state.row, sheet), keep=keep)

    async def _read_history(self, row: CheckRow) -> None:
        audited = self.state.audited
        if audited is None:
            return
        fingerprint = row.own.fingerprint if row.own is not None else None
        if fingerprint is None and row.result is not None and row.kind != "folded":
            fingerprint = audited.fingerprint(row.result)
            if fingerprint not in audited.judgements:
                return
        if fingerprint is None:
            return
        try:
            history = await asyncio.to_thread(self.workspace.history, self.state.report_id, fingerprint)
        except WorkspaceError:
            return  # the history is a comfort: the judgement itself is on the screen already
        if self.state.row is row and history:
            self.history = history
            self.show_detail(keep=True)

    def show_heads(self) -> None:
        """Heading, tabs, titles."""
        state = self.state
        if state.loaded is None:
            return
        signs = self.gouji.signs
        self.query_one(Heading).show(*heading_texts(state, self.say))
        self.query_one(SectionTabs).show(tabs_of(state, signs, self.say), state.section)
        title, right = checks_title(state, signs, self.say, self.language)
        self.query_one("#checks-title", Bar).show(title, right)
        self.show_caption()
        self.query_one(StatusLine).trail = "  ".join(state.decisions[:4])

    def show_caption(self) -> None:
        """Say under the section what the cursor is on."""
        if self.state.audited is not None:
            cell, fact, _ = self.pane.target()
            self.query_one("#caption", Bar).show(*caption(self.state, cell, fact, self.say, self.language))

    def show_original(self, wanted: bool) -> None:
        """Show the source in place of the section, or the section again."""
        state = self.state
        state.original = wanted
        original = self.query_one(OriginalPane)
        had_focus = self.focused in (self.pane, original)
        self.pane.display, original.display = not wanted, wanted
        if wanted and state.audited is not None:
            original.show(self.shown_source(state.audited), self.source_place())
        if had_focus:
            (original if wanted else self.pane).focus()
        self.show_heads()

    def shown_source(self, audited: AuditedReport) -> str:
        """The source's text with personal numbers starred."""
        from core.personal import mask

        return mask(audited.report.source_text)

    def source_place(self) -> tuple[int, int] | None:
        """Where in the source the thing under the cursor stands."""
        state = self.state
        if state.audited is None:
            return None
        cell, fact, offset = self.pane.target()
        report = state.audited.report
        if cell is not None:
            found = report.cells.get(cell)
            if found is not None and found.place is not None:
                return found.place.start, found.place.end
            table = report.tables.get(cell.split(".")[0])
            return (table.place.start, table.place.start + 1) if table is not None and table.place is not None else None
        if fact is not None:
            origins = report.found.get(fact, ())
            place = origins[0].place if origins else None
            return (place.start, place.end) if place is not None else None
        section = section_of(report, state.shown)
        if section is None or offset is None:
            return None
        source = section.source_offset(offset)
        return (source, source + 1) if source is not None else None

    # ── what the panes tell ────────────────────────────────────────────────────────────────────────────────────────────

    @on(ChecksList.Chosen)
    def _check_chosen(self, message: ChecksList.Chosen) -> None:
        self.choose(message.row)
        if self.state.original:
            self.query_one(OriginalPane).mark(self.source_place())

    @on(SectionPane.Moved)
    def _cursor_moved(self, message: SectionPane.Moved) -> None:
        state, audited = self.state, self.state.audited
        if audited is None:
            return
        cell, offset = message.cell, message.offset
        if cell is None and offset is not None and not any(self._checks_at(audited, state.shown, offset)):
            offset = None
        if (cell, offset) != (state.scope_cell, state.scope_offset):
            state.scope_cell, state.scope_offset = cell, offset
            self.list_checks(follow=False)
        self.show_caption()

    @on(SectionPane.Resized)
    def _pane_resized(self) -> None:
        if self.state.audited is not None:
            self.lay_out(keep=True)

    @on(SectionTabs.Chosen)
    def _tab_chosen(self, message: SectionTabs.Chosen) -> None:
        self.go_to_section(message.number)

    def go_to_section(self, number: int) -> None:
        """Show another section."""
        state = self.state
        state.section = state.shown = number
        state.scope_cell = state.scope_offset = None
        state.row, state.first_column, state.found = None, 0, ()
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
            slots = getattr(line, "slots", ())
            if slots:
                self.pane.go_to(slots[min(position, len(slots) - 1)].key)
                self.pane.sideways(0)

    # ── from the app ───────────────────────────────────────────────────────────────────────────────────────────────────

    def language_changed(self) -> None:
        """Write everything anew."""
        super().language_changed()
        self.show_section(keep=True)

    def workspace_changed(self) -> None:
        """Someone wrote to the workspace: read the report again and keep the place."""
        if self.state.loaded is not None:
            self.run_worker(self.reread(), group="reread", exclusive=True)

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
            self.tell(self.say("review.colleague", auditor="、".join(others)), "info")
        focused: Widget | None = self.focused
        self.lay_out(keep=True)
        self.list_checks(follow=False)
        self.show_heads()
        if focused is not None:
            focused.focus()

    def _decided_by_others(self, before: AuditedReport, after: AuditedReport) -> list[str]:
        mine = getattr(self.workspace, "auditor", None)
        changed = (
            judgement.auditor
            for fingerprint, judgement in after.judgements.items()
            if before.judgements.get(fingerprint) != judgement and judgement.auditor is not None
        )
        return sorted({auditor for auditor in changed if auditor != mine})

    def why_not(self, action_id: str) -> Why | None:
        """While nothing is loaded or something is being typed, most keys wait."""
        if self.entry.asking and action_id not in ("back", "quit", "help"):
            return Why("review.why_typing")
        if self.state.audited is None and action_id not in ("back", "quit", "help", "language", "theme", "palette"):
            return Why("review.why_reading")
        return None


__all__ = ["CellState", "ReviewBase"]
