"""The tabs of Review: title and sections, each with the sign of how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.signs import signs_of
from tui.text import cell_width, crop


@dataclass(frozen=True, slots=True)
class SectionTab:
    """One tab: its number, its name, and sign and ink of what is open in it."""

    number: int
    name: str
    short: str
    badge: str
    ink: str


class SectionTabs(Widget):
    """One line; when it is narrow names are shortened, then only the current one is left; numbers and signs never go."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tabs--number",
        "tabs--name",
        "tabs--current",
        "tabs--error",
        "tabs--warning",
        "tabs--info",
        "tabs--passed",
    }
    DEFAULT_CSS = "SectionTabs { height: 1; }"

    @dataclass
    class Chosen(Message):
        """A tab was clicked."""

        number: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.tabs: Sequence[SectionTab] = ()
        self.current = 0
        self._pointer = " "
        self._spots: list[tuple[int, int, int]] = []

    def show(self, tabs: Sequence[SectionTab], current: int, pointer: str = " ") -> None:
        """Show these tabs; `pointer` stands before the current one, which is not told by its ground alone."""
        if (tabs, current, pointer) != (self.tabs, self.current, self._pointer):
            self.tabs, self.current, self._pointer = tabs, current, pointer
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the tabs in the longest form that fits."""
        base, width = self.rich_style, self.size.width
        if y or width <= 0:
            return Strip.blank(max(width, 0), base)
        names = self._names(width - 1)
        segments, at = [Segment(" ", base)], 1
        self._spots = []
        for tab, name in zip(self.tabs, names, strict=True):
            ground = self._part("current") if tab.number == self.current else self._part("name")
            number = self._part("number") + (self._part("current") if tab.number == self.current else self._part("number"))
            badge = ground + self._part(tab.ink) if tab.ink else ground
            pieces = [
                (self._pointer if tab.number == self.current else " ", ground),
                (str(tab.number), number),
                (f" {name}" if name else "", ground),
            ]
            pieces += [(f" {tab.badge}" if tab.badge else "", badge), (" ", ground)]
            size = sum(cell_width(text) for text, _ in pieces)
            segments += [Segment(text, base + style) for text, style in pieces if text]
            self._spots.append((at, at + size, tab.number))
            at += size
        return Strip(segments).adjust_cell_length(width, base)

    def _part(self, name: str) -> Style:
        return self.get_component_rich_style(f"tabs--{name}", partial=True)

    def _names(self, width: int) -> list[str]:
        for names in ([tab.name for tab in self.tabs], [tab.short for tab in self.tabs]):
            if not any(names):
                continue  # a language without good short names
            used = sum(
                len(str(tab.number)) + 2 + (cell_width(name) + 1) + (cell_width(tab.badge) + 1 if tab.badge else 0)
                for tab, name in zip(self.tabs, names, strict=True)
            )
            if used <= width:
                return names
        sign = signs_of(self).ellipsis
        return [crop(tab.name, 14, sign=sign) if tab.number == self.current else "" for tab in self.tabs]

    def on_click(self, event: events.Click) -> None:
        """Go to the tab clicked."""
        for start, end, number in self._spots:
            if start <= event.x < end:
                event.stop()
                self.post_message(self.Chosen(number))
