"""A line of names of which one is chosen: by the keys of its screen or a click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.signs import UNICODE, Signs
from tui.text import cell_width, one_line


class FacetTabs(Widget):
    """The names, the chosen one set off by colour and brackets of its own."""

    COMPONENT_CLASSES = {"facets--chosen", "facets--other"}  # noqa: RUF012
    DEFAULT_CSS = """
    FacetTabs { height: 1; background: $surface; }
    FacetTabs > .facets--chosen { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    FacetTabs > .facets--other { color: $text-muted; }
    """

    chosen: reactive[int] = reactive(0)

    @dataclass
    class Chosen(Message):
        """A name was clicked."""

        index: int

    def __init__(self, names: Sequence[str], *, signs: Signs = UNICODE) -> None:
        super().__init__()
        self.names = tuple(names)
        self.signs = signs
        self._spots: list[tuple[int, int]] = []

    def show(self, names: Sequence[str], chosen: int) -> None:
        """Show other names."""
        self.names, self.chosen = tuple(names), chosen
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        base, width = self.rich_style, self.size.width
        if y or width <= 0:
            return Strip.blank(max(width, 0), base)
        segments, at = [Segment(" ", base)], 1
        self._spots = []
        for index, name in enumerate(self.names):
            is_chosen = index == self.chosen
            text = f" {self.signs.pointer if is_chosen else ' '} {one_line(name)} "
            style = base + self.get_component_rich_style("facets--chosen" if is_chosen else "facets--other", partial=True)
            segments.append(Segment(text, style))
            self._spots.append((at, at + cell_width(text)))
            at += cell_width(text)
        return Strip(segments).adjust_cell_length(width, base)

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        for index, (start, end) in enumerate(self._spots):
            if start <= event.x < end:
                self.post_message(self.Chosen(index))
