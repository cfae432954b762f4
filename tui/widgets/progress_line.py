"""A bar that says how far something is; without a total it says only that it is going on."""

from __future__ import annotations

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.signs import UNICODE, Signs


class ProgressLine(Widget):
    """One line: the part done, the rest, and the share in figures."""

    COMPONENT_CLASSES = {"progress--done", "progress--rest", "progress--share"}  # noqa: RUF012
    DEFAULT_CSS = """
    ProgressLine { height: 1; margin: 1 2; }
    ProgressLine > .progress--done { color: $primary; }
    ProgressLine > .progress--rest { color: $border; }
    ProgressLine > .progress--share { color: $text; text-style: bold; }
    """

    done: reactive[int] = reactive(0)
    total: reactive[int | None] = reactive[int | None](None)

    def __init__(self, *, signs: Signs = UNICODE) -> None:
        super().__init__()
        self.signs = signs

    def show(self, done: int, total: int | None) -> None:
        """Show how far it is."""
        self.done, self.total = done, total

    def render_line(self, y: int) -> Strip:
        """Draw the bar."""
        base, width = self.rich_style, self.size.width
        if y or width <= 0:
            return Strip.blank(max(width, 0), base)
        room = max(width - 6, 1)
        share = min(self.done / self.total, 1.0) if self.total else 0.0
        filled = round(room * share)
        figures = f"{int(100 * share):>4}%" if self.total else f"{self.signs.ellipsis:>5}"
        return Strip(
            [
                Segment(self.signs.full * filled, base + self.get_component_rich_style("progress--done", partial=True)),
                Segment(self.signs.empty * (room - filled), base + self.get_component_rich_style("progress--rest", partial=True)),
                Segment(figures, base + self.get_component_rich_style("progress--share", partial=True)),
            ]
        ).adjust_cell_length(width, base)
