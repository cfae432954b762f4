"""How Review shows a report: the section laid out, its checks listed, the chosen one marked and written out."""

from __future__ import annotations

import asyncio
from functools import partial

from core.personal import mask
from db.errors import WorkspaceError
from rules.audit import AuditedReport
from tui.actions import action, key_text
from tui.background import start
from tui.review.checks import CheckRow, check_rows, explained, own_of_section, section_results, touching
from tui.review.detail import DetailSheet, detail
from tui.review.marks import Marks, marks_of
from tui.review.places import cells_of_section, checks_at, evidence_spots, section_of_cell, source_span
from tui.review.runs import Run
from tui.review.section_doc import Sheet, lay_out_section, section_of
from tui.screens.review_frame import ReviewFrame
from tui.screens.review_paint import caption, checks_title, heading_texts, tabs_of
from tui.widgets.bar import Bar
from tui.widgets.detail_pane import DetailPane
from tui.widgets.heading import Heading
from tui.widgets.hint_bar import HintBar
from tui.widgets.original_pane import OriginalPane
from tui.widgets.section_pane import EMPTY
from tui.widgets.section_tabs import SectionTabs
from tui.widgets.status_line import StatusLine
from tui.width import ambiguous_width

LONG_TEXT = 12_000
"""Characters from which a section is laid out in a thread, so that keys are answered meanwhile."""
AIRY_FROM = 34
"""Lines of the terminal from which paragraphs are parted by an empty line."""


class ReviewShowing(ReviewFrame):
    """Fills the panes from the state."""

    def show_section(self, chosen: str | None = None, *, keep: bool = False) -> None:
        """Lay the section out and list its checks, with the check `chosen` chosen."""
        audited = self.state.audited
        if audited is None:
            return
        self.lay_out(keep=keep)
        self.list_checks(chosen)

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
            original_key=key_text(self.gouji.keys_of(action("original"), self.room)),
        )

    def lay_out(self, *, keep: bool) -> None:
        """Put the section on the left; a long text is laid out in a thread."""
        audited, number = self.state.audited, self.state.shown
        if audited is None:
            return
        self.layout_generation += 1
        section = section_of(audited.report, number)
        if section is not None and len(section.text) > LONG_TEXT:
            if not keep:
                self.pane.show(EMPTY, {}, Marks())
            start(self, partial(self._lay_out_long, audited, number, self.layout_generation, keep), group="layout")
            return
        doc = lay_out_section(audited, number, self.sheet())
        self.pane.show(doc, audited.report.cells, self.marks(), keep=keep)

    async def _lay_out_long(self, audited: AuditedReport, number: int, generation: int, keep: bool) -> None:
        doc = await asyncio.to_thread(lay_out_section, audited, number, self.sheet())
        if generation == self.layout_generation:
            self.pane.show(doc, audited.report.cells, self.marks(), keep=keep)
            self.show_evidence()
            self.arrive()

    def marks(self) -> Marks:
        """The marks of the section shown."""
        state = self.state
        if state.audited is None:
            return Marks()
        own = state.row.own if state.row is not None else None
        return marks_of(state.audited, state.shown, state.chosen_results(), own, state.found)

    def list_checks(self, chosen: str | None = None, *, follow: bool = True) -> None:
        """List the checks of the section, or of the place the cursor is on; `follow`: the left side goes to the evidence."""
        state, audited = self.state, self.state.audited
        if audited is None:
            return
        if state.scope_cell is not None:
            cell = state.scope_cell
            results = touching(audited, cell)
            own = [finding for finding in audited.own_findings if finding.anchor.cell == cell]
        elif state.scope_offset is not None:
            results, own = checks_at(audited, state.shown, state.scope_offset)
        else:
            results = section_results(audited, state.section)
            own = own_of_section(audited, state.section, cells_of_section(audited, state.section))
        rows = check_rows(audited, results, own, which=state.which, unfolded=state.unfolded)
        if chosen is None and state.row is not None:
            chosen = state.row.id
        self.checks.empty = self._nothing_to_list()
        self.checks.show(rows, chosen)
        self.choose(self.checks.current, follow=follow)

    def _nothing_to_list(self) -> list[Run]:
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
        if row is not None and state.audited is not None:
            row = explained(row, state.audited)
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
            start(self, partial(self._read_history, row), group="history")

    def show_evidence(self) -> None:
        """Bring the first piece of evidence that stands in the section shown into sight."""
        state, row = self.state, self.state.row
        if row is None or (row.kind == "folded" and len(row.results) > 1):
            return
        for cell, section, offset in evidence_spots(row):
            if (cell is not None and cell in self.pane.doc.line_of_cell) or (cell is None and section == state.shown):
                self.pane.go_to(cell, offset)
                break
        self.show_caption()

    def show_detail(self, *, keep: bool = False) -> None:
        """Write the chosen check out."""
        state = self.state
        if state.audited is None:
            return
        pane = self.query_one(DetailPane)
        if state.row is None:
            pane.show([])
            return
        sheet = DetailSheet(state.audited, self.language, self.gouji.signs, self.say, self.history, pane.text_width, pane.low)
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
        self.query_one(SectionTabs).show(tabs_of(state, signs, self.say), state.section, signs.pointer)
        title, right = checks_title(state, signs, self.say, self.language)
        self.query_one("#checks-title", Bar).show(title, right)
        hints = self.query_one(HintBar)
        hints.say(*(("scoped",) if state.scoped else ()))
        if not self.entry.asking:
            hints.show(self.room, self.unused())
        self.show_caption()
        self.query_one(StatusLine).trail = "  ".join(state.decisions[:4])

    def show_caption(self) -> None:
        """Say under the section what the cursor is on."""
        if self.state.audited is not None:
            cell, fact, _ = self.pane.target()
            self.query_one("#caption", Bar).show(*caption(self.state, cell, fact, self.gouji.signs, self.say, self.language))

    def show_original(self, wanted: bool) -> None:
        """Show the source in place of the section, or the section again."""
        state = self.state
        state.original = wanted
        original = self.query_one(OriginalPane)
        had_focus = self.focused in (self.pane, original)
        self.pane.display, original.display = not wanted, wanted
        if wanted and state.audited is not None:
            original.show(mask(state.audited.report.source_text), self.source_place())
        if had_focus:
            self.set_focus(original if wanted else self.pane)
        self.show_heads()

    def source_place(self) -> tuple[int, int] | None:
        """Where in the source the thing under the cursor stands."""
        audited = self.state.audited
        return source_span(audited, self.state.shown, *self.pane.target()) if audited is not None else None

    def look_at(self, cell: str | None, section: int | None, offset: int | None) -> None:
        """Show a place on the left, in whatever section it is, while the list stays."""
        audited, state = self.state.audited, self.state
        if audited is None:
            return
        if cell is not None:
            section = section_of_cell(audited, cell)
        if section is not None and section != state.shown:
            state.shown = section
            self.lay_out(keep=False)
        self.pane.go_to(cell, offset)
        self.show_caption()
        if state.original:
            self.query_one(OriginalPane).mark(self.source_place())

    def reveal(self, section: int, offset: int) -> None:
        """Show a place of the text, the lines that the table was read from too if it stands among them."""
        doc = self.pane.doc
        covered = any(line.start <= offset < max(line.end, line.start + 1) for line in doc.text_lines)
        if not covered:
            self.state.whole_text = True
            self.lay_out(keep=True)
        self.look_at(None, section, offset)
        self.set_focus(self.pane)

    def arrive(self) -> None:
        """Go to the place that was wanted, once its section is laid out."""
        cell, offset = self.spot
        if not self.pane.doc.lines or (cell is None and offset is None):
            return
        self.spot = (None, None)
        if cell is not None:
            self.look_at(cell, None, None)
        elif offset is not None:
            self.reveal(self.state.shown, offset)
