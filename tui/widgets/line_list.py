"""One list for every long list: it draws the visible lines only and reads only their rows.

Rows come from a `RowProvider`, page by page, in threads: the cursor moves at once, and rows that are not there yet show as a
faint line until they are. 100,000 rows cost what 100 cost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.strip import Strip

from tui.signs import UNICODE, Signs
from tui.widgets.columns import GAP, CellText, Column, layout
from tui.widgets.line_drawing import GUTTER
from tui.widgets.line_reading import LineReading, ListMessage
from tui.widgets.rows import PAGE, RowProvider

Row = TypeVar("Row")


class LineList(LineReading[Row], can_focus=True):
    """A virtual list with columns, a header, a cursor and, if wanted, a selection."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor(-1)", show=False),
        Binding("down", "cursor(1)", show=False),
        Binding("left", "sideways(-1)", show=False),
        Binding("right", "sideways(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "end(-1)", show=False),
        Binding("end", "end(1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    @dataclass
    class Chosen(ListMessage):
        """Enter or a second click on a row."""

        index: int
        row: Any

    @dataclass
    class HeaderChosen(ListMessage):
        """A click on the title of a sortable column."""

        key: str

    @dataclass
    class SelectionChanged(ListMessage):
        """Rows were added to or taken from the selection."""

        count: int

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        provider: RowProvider[Row] | None = None,
        *,
        identity: Callable[[Row], Hashable] | None = None,
        full_line: Callable[[Row], CellText | None] | None = None,
        empty: str = "",
        signs: Signs = UNICODE,
        header: bool = True,
        sideways: bool = True,
        id: str | None = None,  # noqa: A002 - the name every widget uses
        classes: str | None = None,
    ) -> None:
        """`identity` names a row so that it can be selected; `full_line` gives rows that are one text over all columns.

        `sideways`: left and right scroll columns that do not fit; else they are left to the screen.
        """
        super().__init__(provider, identity, signs=signs, empty=empty, id=id, classes=classes)
        self.columns = tuple(columns)
        self._sideways = sideways
        self._header_lines = 1 if header else 0
        self._full_line = full_line

    # ── columns and size ────────────────────────────────────────────────────────────────────────────────────────────────────

    def show_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Draw other columns of the same rows, after a change of language for example."""
        self.columns = tuple(columns)
        self._relayout()

    def on_mount(self) -> None:
        """Read the first rows."""
        self._relayout()
        self._restart(self.cursor)

    def on_resize(self) -> None:
        """Share the new width among the columns."""
        self._relayout()

    def _relayout(self) -> None:
        self._strips.clear()
        room = self.scrollable_content_region.width - GUTTER
        self._shown, width = layout(self.columns, room)
        self._line_width = width + GUTTER
        self.virtual_size = Size(self._line_width if width > room else 0, self.row_count + self._header_lines)
        self._show_cursor()
        self.refresh()

    def notify_style_update(self) -> None:
        """Draw anew after a change of theme."""
        self._strips.clear()
        super().notify_style_update()

    # ── moving ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, self.row_count - 1)) if self.counted else max(0, cursor)

    def watch_cursor(self, before: int, now: int) -> None:
        """Follow the cursor with the window and tell the screen. A scroll draws all lines, else these two have changed."""
        self._show_cursor()
        first = self.scroll_offset.y - self._header_lines
        self.refresh(*(Region(0, index - first, self.size.width, 1) for index in (before, now)))
        if self.counted:
            self._want(self.cursor)
            self._announce()

    def _move(self, index: int) -> None:
        self.cursor = index
        self._show_cursor()

    def _show_cursor(self) -> None:
        visible = self._visible_rows
        if not self.is_attached or visible <= 0:
            return
        top = round(self.scroll_target_y)
        target = min(max(top, self.cursor - visible + 1), self.cursor)
        if target != top:
            self.scroll_to(y=target, animate=False, force=True)

    @property
    def _visible_rows(self) -> int:
        return self.scrollable_content_region.height - self._header_lines

    def action_cursor(self, step: int) -> None:
        """Move up or down by rows."""
        self._move(self.cursor + step)

    def action_page(self, step: int) -> None:
        """Move by a screen full."""
        self._move(self.cursor + step * max(self._visible_rows - 1, 1))

    def action_end(self, direction: int) -> None:
        """Go to the first or the last row."""
        self._move(0 if direction < 0 else self.row_count - 1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave to the screen what has nothing to act on here: choosing without rows, left and right when all is seen."""
        if action == "choose":
            return self.row_count > 0
        return action != "sideways" or (self._sideways and self._line_width > self.scrollable_content_region.width)

    def show_column(self, key: str) -> None:
        """Scroll so that the column is seen."""
        left = GUTTER
        frozen = 0
        for position, (column, room) in enumerate(self._shown):
            if position == 0:
                frozen = left + room + GAP
            elif column.key == key:
                window = self.scrollable_content_region.width - frozen
                least, most = left + room - frozen - window + 2, max(left - frozen - 2, 0)
                self.scroll_to(x=min(max(self.scroll_offset.x, least), most), animate=False, force=True)
            left += room + GAP

    def action_sideways(self, step: int) -> None:
        """Scroll the columns that do not fit; the first one stays."""
        self.scroll_to(x=self.scroll_target_x + step * 8, animate=False, force=True)

    async def action_choose(self) -> None:
        """Choose the row under the cursor, waiting for it if it is still being read."""
        if not self.row_count:
            return
        index, page = self.cursor, self.cursor // PAGE
        if self.row_at(index) is None:
            self._pages.store(page, await asyncio.to_thread(self._provider.rows, page * PAGE, PAGE))
        row = self.row_at(index)
        if row is not None:
            self.post_message(self.Chosen(self, index, row))

    def on_click(self, event: events.Click) -> None:
        """Move to the row clicked, choose it on a second click, sort by a header."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        if offset.y < self._header_lines:
            self._click_header(offset.x)
            return
        index = self.scroll_offset.y + offset.y - self._header_lines
        if index >= self.row_count:
            return
        if index == self.cursor and event.chain > 1:
            self.run_worker(self.action_choose())
        self.cursor = index

    def _click_header(self, x: int) -> None:
        left = GUTTER
        for position, (column, width) in enumerate(self._shown):
            scrolled = self.scroll_offset.x if position else 0
            if left - scrolled <= x < left + width - scrolled:
                if column.sortable:
                    self.post_message(self.HeaderChosen(self, column.key))
                return
            left += width + GAP

    # ── selection ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def toggle_selected(self) -> None:
        """Add the row under the cursor to the selection or take it out, and go to the next row."""
        row = self.current
        if row is None or self._identity is None or (self._full_line is not None and self._full_line(row) is not None):
            return
        self.selected ^= {self._identity(row)}
        self._selection_changed()
        self.action_cursor(1)

    def select(self, identities: Iterable[Hashable]) -> None:
        """Make the rows with these identities the selection."""
        self.selected = set(identities)
        self._selection_changed()

    def _selection_changed(self) -> None:
        self._strips.clear()
        self.refresh()
        self.post_message(self.SelectionChanged(self, len(self.selected)))

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window: the header, a row, or nothing."""
        width = self.scrollable_content_region.width
        if y < self._header_lines:
            return self._header(width)
        index = self.scroll_offset.y + y - self._header_lines
        if index >= self.row_count:
            return self._below(y, width)
        at_cursor = index == self.cursor
        key = (index, at_cursor, self.scroll_offset.x, self.has_focus)
        if (strip := self._strips.get(key)) is None:
            row = self._pages.row(index)
            self._want(index)
            strip = self._pending(width) if row is None else self._row(row, width, at_cursor)
            if row is not None:
                self._strips[key] = strip
        return strip

    def refresh_rows(self) -> None:
        """Draw all visible lines again."""
        self._strips.clear()
        self.refresh(Region(0, 0, *self.size))
