"""The source as it was read, with the place of what the auditor looks at marked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from tui.background import start
from tui.review.runs import Run, overlay
from tui.text import wrap_cjk
from tui.widgets.painted import Painted
from tui.width import ambiguous_width
from tui.wrap import WrappedLine, line_at

MARGIN = 1
LONG_TEXT = 12_000
"""Characters from which a source is wrapped in a thread, so that keys are answered meanwhile."""


class OriginalPane(Painted, can_focus=True):
    """Shows the whole text of a source, wrapped, and marks one stretch of it."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.text = ""
        self.place: tuple[int, int] | None = None
        self._wrapped: list[WrappedLine] = []
        self._wrapped_for: tuple[int, int] = (0, 0)

    def show(self, text: str, place: tuple[int, int] | None) -> None:
        """Show a source with the stretch `place` marked and in sight."""
        self.text, self.place = text, place
        self._lay_out()
        self._seek()

    def mark(self, place: tuple[int, int] | None) -> None:
        """Mark another stretch of the same source."""
        self.place = place
        self._seek()
        self.refresh()

    def _seek(self) -> None:
        if self.place is not None and self._wrapped:
            line = line_at(self._wrapped, self.place[0])
            self.show_line(line, context=max(self.size.height // 3, 1))

    def _lay_out(self) -> None:
        width = max(self.room - 2 * MARGIN, 8)
        key = (hash(self.text), width)
        if key == self._wrapped_for:
            return
        self._wrapped_for = key
        if len(self.text) > LONG_TEXT:
            self._wrapped = []
            start(self, partial(self._wrap_in_thread, key), group="wrap")
        else:
            self._wrapped = wrap_cjk(self.text, width, ambiguous_width())
        self.set_height()

    async def _wrap_in_thread(self, key: tuple[int, int]) -> None:
        wrapped = await asyncio.to_thread(wrap_cjk, self.text, key[1], ambiguous_width())
        if key == self._wrapped_for:
            self._wrapped = wrapped
            self.set_height()
            self._seek()

    def on_resize(self) -> None:
        """Wrap for the new width."""
        if self.display and self.text:
            self._lay_out()
            self._seek()

    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._wrapped)

    def paint(self, line: int, width: int) -> Sequence[Run]:
        """One line of the source."""
        wrapped = self._wrapped[line]
        runs = [Run(wrapped.text)]
        if self.place is not None:
            cells = wrapped.cells(self.place[0], max(self.place[1], self.place[0] + 1))
            if cells is not None:
                runs = overlay(runs, *cells, "evidence")
                return [Run(self.signs.pointer, "evidence"), *runs]
        return [Run(" " * MARGIN), *runs]

    def step(self, lines: int) -> None:
        """Scroll by lines."""
        self.scroll_relative(y=lines, animate=False)

    def to_end(self, direction: int) -> None:
        """To the top or the bottom."""
        self.scroll_to(y=0 if direction < 0 else self.line_count(), animate=False)
