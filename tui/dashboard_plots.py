"""What the dashboard draws beside its bars: the shape of the whole workspace, which single bars do not show.

By rule, how few rules make most of the findings; by organ, how many reports have how many findings; by year, how many findings a
report has on average; by auditor, how far the judging has come day by day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from db.views import Progress
from tui.dashboard_bars import JUDGED, Facet
from tui.rooms_port import RoomsPort

Say = Callable[..., str]

MOST_FINDINGS: Final = 15
"""Reports with so many findings or more stand in one column."""


@dataclass(frozen=True)
class PlotData:
    """A plot: columns of stacked parts, or a curve of its only part. `ticks` are plain ASCII: years, days, numbers."""

    title: str
    across: str
    ticks: tuple[str, ...] = ()
    parts: tuple[tuple[str, tuple[float, ...]], ...] = ()
    """Each part with its value in every column, the lowest part first."""
    most: float = 0
    """The top of the scale; 0: whatever the columns need."""
    curve: bool = False
    unit: str = ""
    """What is written after the numbers of the scale."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for _, values in self.parts for value in values)

    def last(self, columns: int) -> PlotData:
        """The same with the last columns only, when there is no room for all."""
        if len(self.ticks) <= columns or self.curve:
            return self
        parts = tuple((part, values[-columns:]) for part, values in self.parts)
        return PlotData(self.title, self.across, self.ticks[-columns:], parts, self.most, self.curve, self.unit)

    def tops(self) -> list[tuple[str, list[float]]]:
        """Each part with the heights at which it ends when all are stacked, the highest part first."""
        sums = [0.0] * len(self.ticks)
        found = []
        for part, values in self.parts:
            sums = [below + value for below, value in zip(sums, values, strict=True)]
            found.append((part, sums))
        return found[::-1]


def plot_of(workspace: RoomsPort, facet: Facet, progress: Progress, say: Say) -> PlotData:
    """The plot that belongs to a facet; read in a thread."""
    if facet == "rule":
        return _concentration(workspace, say)
    if facet == "organ":
        return _spread(workspace, say)
    return _years(workspace, say) if facet == "year" else _days(workspace, progress, say)


def _concentration(workspace: RoomsPort, say: Say) -> PlotData:
    counts = sorted((count.fails for count in workspace.rule_counts() if count.fails), reverse=True)
    total = sum(counts)
    shares = tuple(100 * reached / total for reached in accumulate(counts)) if total else ()
    half = next((number for number, share in enumerate(shares, 1) if share >= 50), 0)
    word = "dashboard.plot_one_rule" if half == 1 else "dashboard.plot_rule"
    title = say(word, rules=half, share=int(shares[half - 1])) if half else say("dashboard.none_found")
    ticks = tuple(str(number) for number in range(len(shares) + 1))
    parts = (("curve", (0.0, *shares)),) if shares else ()
    return PlotData(title, say("dashboard.across_rule"), ticks, parts, 100, curve=True, unit="%")


def _spread(workspace: RoomsPort, say: Say) -> PlotData:
    found = {count.findings: count.reports for count in workspace.spread_counts()}
    top = min(max(found, default=0), MOST_FINDINGS)
    reports = [float(found.get(number, 0)) for number in range(top)]
    reports.append(float(sum(count for number, count in found.items() if number >= top)))
    ticks = [str(number) for number in range(top + 1)]
    if max(found, default=0) > top:
        ticks[-1] += "+"
    return PlotData(say("dashboard.plot_organ"), say("dashboard.across_organ"), tuple(ticks), (("spread", tuple(reports)),))


def _years(workspace: RoomsPort, say: Say) -> PlotData:
    counts = [count for count in workspace.group_counts("year") if count.name.isdigit() and count.reports]
    parts = tuple(
        (part, tuple(getattr(count, f"{part}s") / count.reports for count in counts)) for part in ("error", "warning", "info")
    )
    return PlotData(say("dashboard.plot_year"), say("dashboard.across_year"), tuple(count.name for count in counts), parts)


def _days(workspace: RoomsPort, progress: Progress, say: Say) -> PlotData:
    days = workspace.day_counts()
    parts = tuple((verdict, _running([getattr(day, verdict) for day in days])) for verdict in JUDGED)
    title = say("dashboard.plot_auditor", findings=progress.findings)
    return PlotData(title, say("dashboard.across_auditor"), tuple(day.day[5:] for day in days), parts, progress.findings)


def _running(counts: Sequence[int]) -> tuple[float, ...]:
    return tuple(float(count) for count in accumulate(counts))
