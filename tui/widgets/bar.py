"""A line of runs that belongs to a pane: its title over it, or what the cursor is on under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.inks import ink
from tui.review.runs import Run
from tui.signs import signs_of
from tui.text import cell_width
from tui.widgets.steady import Steady

LEAST: Final = 20
"""Cells that the left keeps when there is no room for both."""


class Bar(Steady, Widget):
    """One line; what does not fit is cut off with a sign, the left before the right."""

    DEFAULT_CSS = "Bar { height: 1; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.runs: Sequence[Run] = ()
        self.right: Sequence[Run] = ()

    def show(self, runs: Sequence[Run], right: Sequence[Run] = ()) -> None:
        """Show these runs, and others at the right edge unless they would leave the left next to nothing."""
        if (runs, right) != (self.runs, self.right):
            self.runs, self.right = runs, right
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        base, width = self.rich_style, self.size.width
        if y or width <= 0:
            return Strip.blank(max(width, 0), base)
        left = Strip([Segment(" ", base), *self._segments(self.runs)])
        right = Strip([*self._segments(self.right), Segment(" ", base)])
        if min(left.cell_length, LEAST) + right.cell_length + 1 > width:
            right = Strip([])
        room = width - right.cell_length - (1 if right.cell_length else 0)
        if left.cell_length > room:
            sign = signs_of(self).ellipsis
            left = Strip.join([left.crop(0, max(room - 1 - cell_width(sign), 0)), Strip([Segment(sign, base)])])
        gap = Segment(" " * max(width - left.cell_length - right.cell_length, 0), base)
        return Strip.join([left, Strip([gap]), right]).adjust_cell_length(width, base)

    def _segments(self, runs: Sequence[Run]) -> list[Segment]:
        base = self.rich_style
        return [Segment(run.text, base + ink(self, run.ink)) for run in runs if run.text]
