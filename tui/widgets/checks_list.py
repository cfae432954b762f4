"""The list of checks of a section: one line each, the chosen one tells the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.reactive import reactive

from tui.review.checks import CheckRow
from tui.review.runs import Run
from tui.widgets.painted import Painted

Painter = Callable[[CheckRow, int], Sequence[Run]]


class ChecksList(Painted, can_focus=True):
    """Shows rows; the cursor is always on one of them if there is any."""

    cursor: reactive[int] = reactive(0, init=False, repaint=False)

    @dataclass
    class Chosen(Message):
        """The cursor came to a row, by key, by mouse or because the screen asked for it."""

        checks: ChecksList
        row: CheckRow

        @property
        def control(self) -> ChecksList:
            """The list."""
            return self.checks

    @dataclass
    class Pressed(Message):
        """Enter or a second click on a row."""

        checks: ChecksList
        row: CheckRow

        @property
        def control(self) -> ChecksList:
            """The list."""
            return self.checks

    def __init__(self, painter: Painter, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows: Sequence[CheckRow] = ()
        self.empty: Sequence[Run] = ()
        self._painter = painter
        self.chosen: Callable[[ChecksList.Chosen], None] | None = None
        """Told at once, so that a verdict key typed right after an arrow finds the row the arrow went to."""

    def show(self, rows: Sequence[CheckRow], chosen: str | None = None) -> None:
        """Show these rows with the cursor on the one of id `chosen`, else where it was."""
        self.rows = rows
        index = next((i for i, row in enumerate(rows) if row.id == chosen), min(self.cursor, max(len(rows) - 1, 0)))
        self.set_reactive(ChecksList.cursor, index)
        self.set_height()
        self.show_line(index)

    def rewind(self) -> None:
        """Other rows will come: begin at the top."""
        self.set_reactive(ChecksList.cursor, 0)

    @property
    def current(self) -> CheckRow | None:
        """The row the cursor is on."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def line_count(self) -> int:
        """How many lines there are; one when there is nothing, to say so."""
        return len(self.rows) or 1

    def paint(self, line: int, width: int) -> Sequence[Run]:
        """One row; the one under the cursor on the cursor's ground, with its sign."""
        if not self.rows:
            return [Run("  "), *self.empty]
        chosen = line == self.cursor
        runs = [Run(self.signs.pointer + " " if chosen else "  ", "key"), *self._painter(self.rows[line], width - 2)]
        if not chosen:
            return runs
        ground = "rowcursor" if self.has_focus else "dimcursor"
        used = [Run(run.text, f"{run.ink} {ground}") for run in runs]
        return [*used, Run(" " * width, ground)]

    def choose(self, index: int) -> None:
        """Move the cursor to a row and tell the screen."""
        if not self.rows:
            return
        self.cursor = max(0, min(index, len(self.rows) - 1))
        row = self.current
        if row is not None and self.chosen is not None:
            self.chosen(self.Chosen(self, row))

    def watch_cursor(self) -> None:
        """Follow the cursor with the window."""
        self.show_line(self.cursor)
        self.redraw()

    def step(self, lines: int) -> None:
        """Move by rows."""
        self.choose(self.cursor + lines)

    def to_end(self, direction: int) -> None:
        """To the first or the last row."""
        self.choose(0 if direction < 0 else len(self.rows) - 1)

    def on_click(self, event: events.Click) -> None:
        """Choose the row clicked; a second click presses it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        index = offset.y + self.scroll_offset.y
        if not 0 <= index < len(self.rows):
            return
        event.stop()
        self.choose(index)
        if event.chain > 1:
            self.post_message(self.Pressed(self, self.rows[index]))
