"""The pane under the checks: paragraphs wrapped to its width, scrolled when they do not fit. One pane for every check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from tui.review.runs import Para, Run, lay_out
from tui.widgets.painted import Painted
from tui.width import ambiguous_width

MARGIN = 1
LOW = 12
"""A pane of fewer lines than this is low."""


class DetailPane(Painted, can_focus=True):
    """Shows paragraphs; it is reused, never built anew."""

    @dataclass
    class Resized(Message):
        """The pane has another width, or became low or high: what is said in it may depend on the room."""

        pane: DetailPane

        @property
        def control(self) -> DetailPane:
            """The pane."""
            return self.pane

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.paragraphs: Sequence[Para] = ()
        self._lines: list[list[Run]] = []
        self._room = (-1, False)

    def show(self, paragraphs: Sequence[Para], *, keep: bool = False) -> None:
        """Show these paragraphs from the top, or from where the window stands."""
        self.paragraphs = paragraphs
        self._lay_out()
        if not keep:
            self.scroll_to(y=0, animate=False, immediate=True)

    @property
    def text_width(self) -> int:
        """Cells of a line of text."""
        return max(self.room - 2 * MARGIN, 8)

    @property
    def low(self) -> bool:
        """Whether it has few lines."""
        return self.size.height < LOW

    def _lay_out(self) -> None:
        self._lines = lay_out(self.paragraphs, self.text_width, ambiguous_width())
        self.set_height()

    def on_resize(self, event: events.Resize) -> None:
        """Wrap for the new width, and tell of it."""
        self._lay_out()
        if (event.size.width, self.low) != self._room:
            self._room = (event.size.width, self.low)
            self.post_message(self.Resized(self))

    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def paint(self, line: int, width: int) -> Sequence[Run]:
        """One line; the last one of the window says when more follows."""
        return [Run(" " * MARGIN), *self._lines[line]]

    def step(self, lines: int) -> None:
        """Scroll by lines."""
        self.scroll_relative(y=lines, animate=False)

    def to_end(self, direction: int) -> None:
        """To the top or the bottom."""
        self.scroll_to(y=0 if direction < 0 else self.line_count(), animate=False)
