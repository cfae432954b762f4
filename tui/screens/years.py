"""The year chain: an organ's figures, year beside year, what does not carry over, and what the text kept from last year."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from core.report import Report
from db.errors import WorkspaceError
from rules.chain import SectionChange, YearRow, section_changes, year_rows
from tui.actions import bindings_for
from tui.background import start
from tui.review.runs import Para, Run, para
from tui.rooms_port import RoomsPort
from tui.screens.base import Why
from tui.screens.listed import ListedScreen
from tui.text import cell_width, safe
from tui.widgets.columns import CellText, Column
from tui.widgets.detail_pane import DetailPane
from tui.widgets.heading import Heading
from tui.widgets.hint_bar import HintBar
from tui.widgets.line_list import LineList
from tui.widgets.rows import ListedRows
from tui.widgets.status_line import StatusLine
from tui.years.chain_lines import EXTENTS, ChainLine, Extent, chain_lines, figure_text, reckoning, totals_first

NARROWEST = 11
"""Cells of the column of a year; more where a figure and what it should be want more."""
CHANGES_SHOWN = 40
"""Changed sentences of one section that are listed; the rest is counted."""


class YearsScreen(ListedScreen):
    """The reports of one organ side by side."""

    CSS_PATH = "../styles/years.tcss"
    BINDINGS = bindings_for("years")
    room = "years"

    def __init__(self, report_id: int) -> None:
        """Begin from one of the organ's reports."""
        super().__init__()
        self.report_id = report_id
        self.ids: tuple[int, ...] = ()
        self.reports: tuple[Report, ...] = ()
        self.rows: tuple[YearRow, ...] = ()
        self.year = 0
        """Which of the reports the text pane compares with the one before it."""
        self.extent: Extent = "totals"
        self._changes: dict[int, tuple[SectionChange, ...]] = {}

    def compose(self) -> ComposeResult:
        """Figures above (or left), text below (or right)."""
        yield Heading()
        with Container(id="years-panes"):
            yield LineList(self._columns(), full_line=_title, signs=self.gouji.signs, sideways=False, id="years-figures")
            yield DetailPane(id="years-text")
        yield StatusLine()
        yield HintBar("years")

    def on_mount(self) -> None:
        """Read the reports."""
        self.query_one(LineList).focus()
        self.query_one(Heading).show(self.say("years.title"))
        start(self, self._read, group="years")

    def workspace_changed(self) -> None:
        """A correction may have changed a figure: read again."""
        if self.reports:
            start(self, self._read, group="years")

    async def _read(self) -> None:
        workspace = cast("RoomsPort | None", self.gouji.workspace)
        if workspace is None:
            return
        try:
            found = await asyncio.to_thread(_reports_of, workspace, self.report_id)
        except WorkspaceError as error:
            self.tell(self.say("app.failed", what=error.message(self.language)), "error")
            return
        first = not self.reports
        self.ids, self.reports = tuple(found), tuple(found.values())
        self.rows = await asyncio.to_thread(lambda: totals_first(year_rows(self.reports)))
        self._changes.clear()
        if first or self.year >= len(self.ids):
            self.year = self.ids.index(self.report_id) if self.report_id in self.ids else len(self.ids) - 1
        self.language_changed()

    # ── showing ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def language_changed(self) -> None:
        """Say everything in the language of the screen."""
        super().language_changed()
        if not self.reports:
            return
        agency = self.reports[0].agency or ""
        broken = sum(cell.broken for row in self.rows for cell in row.cells)
        years = [str(report.year or "?") for report in self.reports]
        about = f"{agency}  {self.say(f'years.extent_{self.extent}')}"
        self.query_one(Heading).show(
            self.say("years.title"), about, self.say("years.counts", first=years[0], last=years[-1], broken=broken)
        )
        self._show_figures()
        self._show_text()
        if not agency:
            self.tell(self.say("years.no_organ"), "warning")
        elif len(self.reports) == 1:
            self.tell(self.say("years.only_one", year=years[0]), "info")

    def _columns(self) -> list[Column[ChainLine]]:
        columns = [Column[ChainLine]("figure", self.say("years.figure"), self._label, 22, flexible=1)]
        for position, report in enumerate(self.reports):
            mark = self.gouji.signs.pointer if position == self.year else " "
            shown = [figure_text(row.cells[position], self.gouji.signs).text for row in self.rows if row.cells[position].broken]
            width = max([NARROWEST, *(cell_width(safe(text)) for text in shown)])
            columns.append(Column(str(position), f"{mark}{report.year or '?'}", self._figure(position), width, align="right"))
        return columns

    def _label(self, line: ChainLine) -> CellText:
        broken = any(cell.broken for cell in line.cells)
        return CellText(self.gouji.signs.plain(line.label), "error" if broken else "muted" if line.deep else "")

    def _figure(self, position: int) -> Callable[[ChainLine], CellText]:
        return lambda line: figure_text(line.cells[position], self.gouji.signs)

    def _show_figures(self) -> None:
        figures = self.query_one("#years-figures", LineList)
        figures.empty = self.say("years.empty")
        figures.show_columns(self._columns())
        figures.show(ListedRows(chain_lines(self.rows, self.extent, self.language)), cursor=figures.cursor)

    def _show_text(self) -> None:
        start(self, partial(self._compare, self.year), group="years-text")

    async def _compare(self, year: int) -> None:
        pane = self.query_one(DetailPane)
        report = self.reports[year]
        before = self.reports[year - 1] if year else None
        if before is None or report.year is None or before.year != report.year - 1:
            word = "years.text_first" if before is None else "years.text_gap"
            pane.show([para(self.say(word, year=report.year or "?", before=(report.year or 1) - 1), "muted")])
            return
        if year not in self._changes:
            self._changes[year] = await asyncio.to_thread(section_changes, before, report)
        title = para(self.say("years.text_title", year=report.year, before=before.year), "heading")
        pane.show([title, *(line for change in self._changes[year] for line in self._section(change))])

    def _section(self, change: SectionChange) -> list[Para]:
        if change.percent is None:
            return [Para(), para(self.say("years.no_sentences", section=change.section), "muted")]
        ink = "warning" if change.percent >= 60 else "strong"
        counts = {"section": change.section, "percent": change.percent, "same": change.same, "total": change.total}
        lines = [Para(), para(self.say("years.copied", **counts), ink)]
        for entry in change.changes[:CHANGES_SHOWN]:
            label = self.say(f"years.{entry.kind}")
            if entry.before is not None:
                lines.append(_sentence(label if entry.after is None else "-", entry.before, "muted", 2))
            if entry.after is not None:
                lines.append(_sentence(label if entry.before is None else "+", entry.after, "plain", 2))
        if len(change.changes) > CHANGES_SHOWN:
            lines.append(para(self.say("years.more", count=len(change.changes) - CHANGES_SHOWN), "muted", indent=2))
        return lines

    # ── what can be done ───────────────────────────────────────────────────────────────────────────────────────────────

    def why_not(self, action_id: str) -> Why | None:
        """Nothing can be done before the reports are read."""
        return Why("app.not_ready") if not self.reports and action_id in ("left", "right", "open", "which_checks") else None

    def do_left(self) -> None:
        """Compare the year before."""
        self._to_year(self.year - 1)

    def do_right(self) -> None:
        """Compare the year after."""
        self._to_year(self.year + 1)

    def _to_year(self, year: int) -> None:
        if 0 <= year < len(self.reports):
            self.year = year
            figures = self.query_one("#years-figures", LineList)
            figures.show_columns(self._columns())
            figures.show_column(str(year))
            self._reckon(figures.current)
            self._show_text()

    def do_which_checks(self) -> None:
        """List other figures."""
        self.extent = EXTENTS[(EXTENTS.index(self.extent) + 1) % len(EXTENTS)]
        self.query_one("#years-figures", LineList).cursor = 0
        self.language_changed()

    @on(LineList.Highlighted)
    def _highlighted(self, message: LineList.Highlighted) -> None:
        self._reckon(message.row)

    def _reckon(self, line: object) -> None:
        """Say under the list how the figure under the cursor should follow from last year."""
        if isinstance(line, ChainLine) and self.reports:
            years = [report.year for report in self.reports]
            said = self.gouji.signs.plain(reckoning(line, years, self.year, self.language))
            if said or self.query_one(StatusLine).hint:
                self.tell(said, "hint")

    @on(LineList.Chosen)
    def _chosen(self, message: LineList.Chosen) -> None:
        key = message.row.key if isinstance(message.row, ChainLine) else None
        self.gouji.open_room("review", self.ids[self.year], **({"cell": key} if key else {}))


def _reports_of(workspace: RoomsPort, report_id: int) -> dict[int, Report]:
    own = workspace.audited(report_id).report
    others: Sequence[int] = [report_id]
    if own.agency:
        others = [entry.report_id for entry in workspace.years(own.agency)] or others
    found = {other: own if other == report_id else workspace.audited(other).report for other in others}
    return dict(sorted(found.items(), key=lambda entry: entry[1].year or 0))


def _title(line: ChainLine) -> CellText | None:
    return CellText(line.label, "heading") if line.key is None else None


def _sentence(label: str, text: str, ink: str, indent: int) -> Para:
    lead = f"{label} "
    return Para((Run(lead, "label"), Run(safe(text), ink)), indent=indent, hanging=2)
