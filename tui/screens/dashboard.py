"""The dashboard: how far the workspace is, and its findings by rule, organ, year and auditor as bars one can walk into."""

from __future__ import annotations

import asyncio
from typing import Final, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from db.errors import WorkspaceError
from db.views import Progress
from tui.actions import bindings_for
from tui.background import start
from tui.dashboard_bars import FACETS, INKS, BarLine, Facet, bars, drawn, fill, progress_line
from tui.dashboard_plots import plot_of
from tui.review.runs import Para, Run
from tui.rooms_port import RoomsPort
from tui.screens.base import Why
from tui.screens.listed import ListedScreen
from tui.text import cell_width, one_line
from tui.times import local_time
from tui.widgets.columns import CellText, Column, layout
from tui.widgets.detail_pane import DetailPane
from tui.widgets.facet_tabs import FacetTabs
from tui.widgets.heading import Heading
from tui.widgets.hint_bar import HintBar
from tui.widgets.line_drawing import GUTTER
from tui.widgets.line_list import LineList
from tui.widgets.plot_pane import PlotPane
from tui.widgets.rows import ListedRows
from tui.widgets.status_line import StatusLine

WIDEST_LEGEND: Final = 30
WIDEST_NAME: Final = 60
MEASURED: Final = 200
"""Lines whose names decide how wide their column is."""
NAME_WIDTH: Final[dict[Facet, int]] = {"rule": 24, "organ": 20, "year": 8, "auditor": 12}


class DashboardScreen(ListedScreen):
    """Progress above, bars below."""

    CSS_PATH = "../styles/dashboard.tcss"
    BINDINGS = bindings_for("dashboard")
    room = "dashboard"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]  # noqa: RUF012

    def __init__(self, facet: Facet = "rule") -> None:
        """Open with the bars of a facet."""
        super().__init__()
        self.facet = facet
        self.progress = Progress()
        self.lines: list[BarLine] = []

    def compose(self) -> ComposeResult:
        """The progress, the facets, the bars."""
        yield Heading()
        yield DetailPane(id="dashboard-progress")
        yield FacetTabs([self.say(f"dashboard.{facet}") for facet in FACETS], signs=self.gouji.signs)
        with Container(id="dashboard-body"):
            yield LineList[BarLine](self._columns(), signs=self.gouji.signs, id="dashboard-bars")
            yield PlotPane(signs=self.gouji.signs, id="dashboard-plot")
        yield HintBar("dashboard")
        yield StatusLine()

    def on_mount(self) -> None:
        """Count."""
        self.query_one("#dashboard-progress", DetailPane).can_focus = False
        self.query_one(LineList).focus()
        self.query_one(Heading).show(self.say("dashboard.title"))
        self.workspace_changed()

    def on_resize(self) -> None:
        """Draw the progress for the new width."""
        self._show_progress()

    def workspace_changed(self) -> None:
        """Count again."""
        start(self, self._count, group="dashboard")

    async def _count(self) -> None:
        workspace = cast("RoomsPort | None", self.gouji.workspace)
        if workspace is None:
            return
        try:
            self.progress = await asyncio.to_thread(workspace.progress)
            self.lines = await asyncio.to_thread(bars, workspace, self.facet, self.language)
            plot = await asyncio.to_thread(plot_of, workspace, self.facet, self.progress, self.say)
        except WorkspaceError as error:
            self.tell(self.say("app.failed", what=error.message(self.language)), "error")
            return
        nobody = "auditor" if self.facet == "auditor" else "found"
        self.query_one(PlotPane).show(plot, self.say(f"dashboard.none_{nobody}"))
        self._show_progress()
        rows = self.query_one(LineList)
        rows.empty = self.say(f"dashboard.none_{nobody}")
        rows.show_columns(self._columns())
        rows.show(ListedRows(self.lines), cursor=rows.cursor, keep=True)

    def _columns(self) -> list[Column[BarLine]]:
        note = {"rule": "", "auditor": self.say("dashboard.last")}.get(self.facet, self.say("dashboard.open"))
        legend = self._legend()
        return [
            Column(
                "name",
                self.say(f"dashboard.column_{self.facet}"),
                _name,
                NAME_WIDTH[self.facet],
                flexible=20,
                most=self._widest_name(),
            ),
            Column("total", self.say("dashboard.findings"), lambda line: CellText(str(line.total), "strong"), 8, align="right"),
            Column("bar", legend, _nothing, min(cell_width(legend), WIDEST_LEGEND), flexible=1, parts=self._bar),
            Column("note", note, self._note, 12 if note else 1, align="right", optional=1),
        ]

    def _widest_name(self) -> int:
        """How wide the names may become before the bars do: as wide as they are, within reason."""
        widest = max((cell_width(one_line(line.name)) for line in self.lines[:MEASURED]), default=0)
        return max(NAME_WIDTH[self.facet], min(widest, WIDEST_NAME))

    def _bar(self, line: BarLine, width: int) -> list[CellText]:
        return list(drawn(line, width, self.gouji.signs))

    def _note(self, line: BarLine) -> CellText:
        return CellText(local_time(line.note) if self.facet == "auditor" else line.note, "muted")

    def _legend(self) -> str:
        parts = {"rule": ("judged", "open"), "auditor": ("confirmed", "dismissed", "asked", "fixed")}
        shown = parts.get(self.facet, ("error", "warning", "info"))
        return "  ".join(f"{fill(part, self.gouji.signs)} {self.say(f'dashboard.part_{part}')}" for part in shown)

    def _show_progress(self) -> None:
        progress, signs = self.progress, self.gouji.signs
        pane = self.query_one("#dashboard-progress", DetailPane)
        width = max(pane.size.width - 4, 10)
        line = progress_line(progress)
        judged = progress.findings - progress.open
        counts = {"reports": progress.reports, "clean": progress.clean, "finished": progress.finished_reports}
        counts |= {"findings": progress.findings, "judged": judged}
        legend: list[Run] = []
        for part, count in line.parts:
            legend += [Run(fill(part, signs) * 2, INKS[part]), Run(f" {self.say(f'dashboard.part_{part}')} {count}    ")]
        pane.show(
            [
                Para((Run(one_line(self.say("dashboard.progress", **counts)), "strong"),)),
                Para(tuple(Run(text, ink) for text, ink in drawn(line, width, signs) if cell_width(text))),
                Para(tuple(legend)),
            ]
        )

    def language_changed(self) -> None:
        """Say everything in the language of the screen."""
        super().language_changed()
        self.query_one(Heading).show(self.say("dashboard.title"))
        self.query_one(FacetTabs).show([self.say(f"dashboard.{facet}") for facet in FACETS], FACETS.index(self.facet))
        self.workspace_changed()

    def why_not(self, action_id: str) -> Why | None:
        """Walking in needs a bar."""
        return Why("dashboard.nothing_here") if action_id == "open" and self.query_one(LineList).current is None else None

    def do_left(self) -> None:
        """The facet before."""
        self._to(-1)

    def do_right(self) -> None:
        """The facet after."""
        self._to(1)

    def do_zoom(self) -> None:
        """The plot alone, or the bars again."""
        self.toggle_class("-plot")
        if not self.has_class("-plot"):
            self.query_one(LineList).focus()

    def do_back(self) -> None:
        """From the plot alone to the bars, then out."""
        if self.has_class("-plot"):
            self.do_zoom()
        else:
            self.gouji.do_back()

    def _to(self, step: int) -> None:
        self._show_facet(FACETS[(FACETS.index(self.facet) + step) % len(FACETS)])

    @on(FacetTabs.Chosen)
    def _tab(self, message: FacetTabs.Chosen) -> None:
        self._show_facet(FACETS[message.index])

    def _show_facet(self, facet: Facet) -> None:
        self.facet = facet
        self.query_one(FacetTabs).chosen = FACETS.index(facet)
        self.query_one(LineList).cursor = 0
        self.workspace_changed()

    @on(LineList.Highlighted)
    def _highlighted(self, message: LineList.Highlighted) -> None:
        """Say the name whole that the list cut."""
        rows, line = self.query_one(LineList), cast("BarLine", message.row)
        room = layout(rows.columns, rows.scrollable_content_region.width - GUTTER)[0][0][1]
        said = one_line(line.name)
        self.tell(said if cell_width(said) > room else "", "hint")

    @on(LineList.Chosen)
    def _chosen(self, message: LineList.Chosen) -> None:
        self.gouji.open_room("queue", cast("BarLine", message.row).behind)


def _name(line: BarLine) -> CellText:
    return CellText(line.name)


def _nothing(_: BarLine) -> CellText:
    return CellText("")
