"""The line at the top of a screen: where one is, and how far the whole set is."""

from __future__ import annotations

from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.signs import signs_of
from tui.text import cell_width, crop

PARTED: Final = " · "
"""What stands between two counts."""


class Heading(Widget):
    """A name on the left, counts on the right; on a narrow screen the name gives way."""

    COMPONENT_CLASSES = {"heading--name", "heading--about", "heading--counts"}  # noqa: RUF012
    DEFAULT_CSS = """
    Heading { dock: top; height: 1; background: $panel; color: $text; }
    Heading > .heading--name { color: $primary; text-style: bold; }
    Heading > .heading--about { color: $text-muted; }
    Heading > .heading--counts { color: $text; }
    """

    name_shown: reactive[str] = reactive("")
    about: reactive[str] = reactive("")
    counts: reactive[str] = reactive("")

    def show(self, name: str, about: str = "", counts: str = "") -> None:
        """Say where one is, what about it, and the counts of the whole set."""
        self.name_shown, self.about, self.counts = name, about, counts

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        base, width = self.rich_style, self.size.width
        if y or width <= 0:
            return Strip.blank(max(width, 0), base)
        sign = signs_of(self).ellipsis
        parts_room = max(width // 2, width - cell_width(self.name_shown) - cell_width(self.about) - 6)
        counts = whole_parts(self.counts, parts_room, sign)
        room = width - cell_width(counts) - 3
        name = crop(self.name_shown, room, sign=sign)
        about = crop(self.about, max(room - cell_width(name) - 2, 0), sign=sign)
        pieces = [
            Segment(f" {name}", base + self._part("name")),
            Segment(f"  {about}" if about else "", base + self._part("about")),
        ]
        used = sum(piece.cell_length for piece in pieces)
        pieces.append(Segment(" " * max(width - used - cell_width(counts) - 1, 0), base))
        pieces.append(Segment(f"{counts} ", base + self._part("counts")))
        return Strip(pieces).adjust_cell_length(width, base)

    def _part(self, name: str) -> Style:
        return self.get_component_rich_style(f"heading--{name}", partial=True)


def whole_parts(counts: str, room: int, sign: str = "…") -> str:
    """As many of the counts, parted by dots, as have room; the first is cut only when it alone is too wide."""
    parted = PARTED if PARTED in counts else " - "
    parts = counts.split(parted)
    while len(parts) > 1 and cell_width(parted.join(parts)) > room:
        parts.pop()
    return crop(parted.join(parts), room, sign=sign)
