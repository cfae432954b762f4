"""Plots that can be trusted: the right figures, exact columns whatever the language, and signs that need no colour."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words import say
from db.views import DayCount, FindingFilter, GroupCount, Progress, RuleCount, SpreadCount
from db.workspace import Workspace
from tests.tui.snapshot import screen_lines
from tests.tui.workbench import AUDITOR, TestSettings, press, settled, shown, until, workbench
from tui.dashboard_plots import PlotData, plot_of
from tui.rooms_port import RoomsPort
from tui.screens.dashboard import DashboardScreen
from tui.text import cell_width
from tui.widgets.plot_pane import PlotPane, steps


class Counted:
    """A workspace that only counts."""

    def rule_counts(self) -> list[RuleCount]:
        """Three rules with 6, 3 and 1 findings, one without."""
        return [RuleCount(code, fails, 0, 0, 0, 0) for code, fails in (("A101", 3), ("A102", 6), ("N101", 0), ("S101", 1))]

    def spread_counts(self) -> list[SpreadCount]:
        """Reports with no finding, with two, and with very many."""
        return [SpreadCount(0, 5), SpreadCount(2, 3), SpreadCount(15, 1), SpreadCount(90, 2)]

    def group_counts(self, group: str) -> list[GroupCount]:
        """Two years and reports of no year."""
        return [GroupCount("", 1, 9, 9, 9, 0), GroupCount("2023", 4, 2, 4, 0, 0), GroupCount("2024", 2, 1, 0, 5, 0)]

    def day_counts(self) -> list[DayCount]:
        """Two days of work."""
        return [DayCount("2026-11-20", 2, 1, 0, 0), DayCount("2026-11-23", 1, 0, 2, 1)]


def spoken(word: str, **parameters: object) -> str:
    """A sentence in Chinese."""
    return say(word, "zh", **parameters)


def plotted(facet: Any, progress: Progress | None = None) -> PlotData:
    """The plot of a facet of that workspace."""
    return plot_of(cast("RoomsPort", Counted()), facet, progress or Progress(), spoken)


def test_rules_are_a_curve_of_what_they_add_up_to() -> None:
    """60, 90 and 100 per cent; the title tells the share that the most frequent rule has in truth."""
    plot = plotted("rule")
    assert plot.parts == (("curve", (0.0, 60.0, 90.0, 100.0)),)
    assert plot.title == "最常见的一条规则占全部问题的 60%"
    assert plot.most == 100


def test_reports_are_spread_by_their_findings() -> None:
    """A column for every number, also for those no report has; the last takes all beyond."""
    plot = plotted("organ")
    ((_, reports),) = plot.parts
    assert plot.ticks == (*(str(number) for number in range(15)), "15+")
    assert reports == (5, 0, 3, *[0] * 12, 3)


def test_years_are_findings_a_report() -> None:
    """Divided by the year's reports; reports of no known year have no column."""
    plot = plotted("year")
    assert plot.ticks == ("2023", "2024")
    assert plot.parts == (("error", (0.5, 0.5)), ("warning", (1.0, 0.0)), ("info", (0.0, 2.5)))
    assert plot.tops() == [("info", [1.5, 3.0]), ("warning", [1.5, 0.5]), ("error", [0.5, 0.5])]


def test_days_add_up_towards_all_findings() -> None:
    """Each day stands on those before; the scale ends at what there is to judge; too many days show the last ones."""
    plot = plotted("auditor", Progress(findings=40))
    assert plot.ticks == ("11-20", "11-23")
    assert plot.parts[0] == ("confirmed", (2.0, 3.0))
    assert plot.most == 40
    assert plot.last(1).ticks == ("11-23",)
    assert plot.last(1).parts[0] == ("confirmed", (3.0,))


@given(st.floats(0, 1e6), st.integers(1, 12))
def test_the_scale_is_of_round_numbers_that_reach_the_top(most: float, count: int) -> None:
    """From 0 to the top or a little over, in not many more steps than wanted, whole ones where the figures are not small."""
    scale = steps(most, count)
    assert scale[0] == 0
    assert scale[-1] >= min(most, 1e6) - 1e-6
    assert len(scale) <= count + 3
    assert most < 3 or all(step == int(step) for step in scale)


@pytest.fixture
def judged(audit: Path) -> Path:
    """A workspace with some verdicts."""
    with Workspace.open(audit, auditor=AUDITOR) as workspace:
        found = workspace.findings(FindingFilter()).fingerprints()
        workspace.judge(None, found[:2], "confirmed")
        workspace.judge(None, found[2:3], "asked")
    return audit


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_facet_has_its_plot(judged: Path, language: Any, ascii_only: bool) -> None:
    """Beside the bars, below them, or alone by a key: each line of the screen is exactly as wide as the screen."""
    settings = TestSettings(language=language, ascii=ascii_only)
    async with workbench(judged, size=(120, 35), settings=settings) as (app, pilot):
        await press(pilot, "shift+f7")
        board = cast("DashboardScreen", app.screen)
        for _facet in range(4):
            for size, keys in (((120, 35), ()), ((80, 40), ()), ((80, 24), ("f12",))):
                await pilot.resize_terminal(*size)
                await press(pilot, *keys)
                await settled(pilot)
                pane = board.query_one(PlotPane)
                assert pane.display
                assert pane.data.title.split()[0] in shown(app)
                lines = ["".join(segment.text for segment in line) for line in screen_lines(app)]
                assert {cell_width(line) for line in lines} == {size[0]}
                drawn = "".join(pane.render().plain.split("\n")[2:-1])
                assert ("-" in drawn and drawn.isascii()) if ascii_only else "─" in drawn
            await press(pilot, "f12", "right")
            await until(pilot, lambda: bool(board.lines) or board.facet == "auditor")


async def test_a_plot_needs_no_colour(judged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR the parts of a column differ by their signs, the same as in the legend."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with workbench(judged, size=(120, 35)) as (app, pilot):
        await press(pilot, "shift+f7", "left")
        pane = app.screen.query_one(PlotPane)
        await until(pilot, lambda: not pane.data.empty)
        drawn = pane.render().plain
    assert "█" in drawn
    assert "▓" in drawn


async def test_escape_leaves_the_plot_alone_first(judged: Path) -> None:
    """The plot alone is one step in; escape goes back to the bars, then out."""
    async with workbench(judged, size=(80, 24)) as (app, pilot):
        await press(pilot, "shift+f7")
        board = app.screen
        shows: Callable[[], bool] = lambda: board.query_one(PlotPane).display  # noqa: E731
        assert not shows()
        await press(pilot, "z")
        assert shows()
        await press(pilot, "escape")
        assert app.screen is board
        assert not shows()
