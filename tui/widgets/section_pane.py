"""The left pane of Review: one section, its official table and its text, with a cursor on cells and characters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive

from core.report import Cell
from tui.review.lines import CellLine, FactLine, TextLine
from tui.review.marks import Marks
from tui.review.paint import Cursor, paint_line
from tui.review.runs import Run
from tui.review.section_doc import TEXT_GUTTER, SectionDoc
from tui.widgets.painted import Painted
from tui.wrap import line_at

EMPTY = SectionDoc(0, (), "")
MARGIN = 1
"""Cells left free at the left edge."""


class SectionPane(Painted, can_focus=True):
    """Shows a `SectionDoc`; which cell, fact or character the cursor is on is told by `Moved`."""

    cursor: reactive[Cursor] = reactive(Cursor(), always_update=True, repaint=False)

    @dataclass
    class Moved(Message):
        """The auditor moved the cursor: to a cell, a fact, a character of the text, or off all of them."""

        pane: SectionPane
        cell: str | None = None
        fact: str | None = None
        offset: int | None = None

        @property
        def control(self) -> SectionPane:
            """The pane."""
            return self.pane

    @dataclass
    class Pressed(Message):
        """Enter or a second click on what the cursor is on."""

        pane: SectionPane

        @property
        def control(self) -> SectionPane:
            """The pane."""
            return self.pane

    @dataclass
    class Resized(Message):
        """The pane has another width: the section must be laid out anew."""

        pane: SectionPane

        @property
        def control(self) -> SectionPane:
            """The pane."""
            return self.pane

    @dataclass
    class Dragged(Message):
        """A stretch of the text was marked with the mouse."""

        pane: SectionPane

        @property
        def control(self) -> SectionPane:
            """The pane."""
            return self.pane

    ALLOW_SELECT = False  # the mouse marks text itself, so that a finding can be written about it

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._drag: int | None = None
        self._by_mouse = False
        """Whether the mark was made with the mouse; the next click then drops it."""
        self.doc = EMPTY
        self.cells: Mapping[str, Cell] = {}
        self.marks = Marks()
        self.moved: Callable[[SectionPane.Moved], None] | None = None
        """Told at once where the cursor went, so that the next key finds the checks listed there."""
        self.more_columns: Callable[[int], None] | None = None
        self._width = 0

    @property
    def text_width(self) -> int:
        """Cells that the section may be laid out in."""
        return max(self.room - MARGIN, 10)

    def show(self, doc: SectionDoc, cells: Mapping[str, Cell], marks: Marks, *, keep: bool = False) -> None:
        """Show a section; with `keep` the cursor stays on its cell or character as far as that is possible."""
        held = self.target()
        self.doc, self.cells, self.marks = doc, cells, marks
        self.virtual_size = Size(max(self.room, 1), self.line_count())
        if keep:
            self._restore(held)
        else:
            self.set_reactive(SectionPane.cursor, self._first())
            self.scroll_to(y=0, animate=False, immediate=True)
        self.redraw()

    def mark(self, marks: Marks) -> None:
        """Show other marks on the same section."""
        self.marks = marks
        self.redraw()

    def line_count(self) -> int:
        """How many lines the section has."""
        return len(self.doc.lines)

    def frozen_lines(self) -> int:
        """The table's header, while its rows are what is scrolled."""
        return len(self.doc.header) if self._header_shown() else 0

    def _header_shown(self) -> bool:
        top = round(self.scroll_y)
        last = self.doc.table_last - len(self.doc.header)
        return bool(self.doc.header) and self.doc.table_first < top <= last and self.size.height > len(self.doc.header) + 2

    def paint(self, line: int, width: int) -> Sequence[Run]:
        """One line: of the frozen header if it covers that place, else of the section."""
        y = line - self.scroll_offset.y
        if self._header_shown() and y < len(self.doc.header):
            return [Run(" " * MARGIN), *self.doc.header[y].runs]
        painted = paint_line(self.doc, line, self.cells, self.marks, self.cursor, focused=self.has_focus, signs=self.signs)
        return [Run(" " * MARGIN), *painted]

    # ── the cursor ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def target(self) -> tuple[str | None, str | None, int | None]:
        """What the cursor is on: a cell's key, a fact, or an offset of the text."""
        if not 0 <= self.cursor.line < self.line_count():
            return None, None, None
        line = self.doc.lines[self.cursor.line]
        if isinstance(line, CellLine):
            return line.slots[min(self.cursor.position, len(line.slots) - 1)].key, None, None
        if isinstance(line, FactLine):
            return None, line.target, None
        return None, None, self.cursor.offset

    def _first(self) -> Cursor:
        for index, line in enumerate(self.doc.lines):
            if isinstance(line, CellLine | FactLine):
                return Cursor(index)
            if isinstance(line, TextLine):
                return Cursor(index, offset=line.wrapped.start)
        return Cursor()

    def _restore(self, held: tuple[str | None, str | None, int | None]) -> None:
        cell, fact, offset = held
        anchor = self.cursor.anchor
        if cell is not None and cell in self.doc.line_of_cell:
            self.set_reactive(SectionPane.cursor, Cursor(*self.doc.line_of_cell[cell]))
        elif offset is not None and self.doc.text_lines:
            self.set_reactive(SectionPane.cursor, replace(self._at_offset(offset), anchor=anchor))
        elif fact is None or self.cursor.line >= self.line_count():
            self.set_reactive(SectionPane.cursor, self._first())

    def _at_offset(self, offset: int) -> Cursor:
        if not self.doc.text_lines:
            return self._first()
        index = line_at(self.doc.text_lines, offset)
        wrapped = self.doc.text_lines[index]
        return Cursor(
            self.doc.text_line_numbers[index], offset=max(wrapped.start, min(offset, max(wrapped.end - 1, wrapped.start)))
        )

    def watch_cursor(self, before: Cursor, after: Cursor) -> None:
        """Follow the cursor with the window."""
        self.show_line(after.line, context=1)
        self.redraw()

    def go_to(self, cell: str | None = None, offset: int | None = None) -> None:
        """Put the cursor on a cell or a character, without telling anyone: the screen asked for it."""
        if cell is not None and cell in self.doc.line_of_cell:
            self.cursor = Cursor(*self.doc.line_of_cell[cell])
        elif offset is not None and self.doc.text_lines:
            self.cursor = self._at_offset(offset)
            self.show_line(self.cursor.line, context=3)

    def step(self, lines: int) -> None:
        """Move over lines that can be stood on; where there is none, scroll."""
        index, count = self.cursor.line, self.line_count()
        direction = 1 if lines > 0 else -1
        for _ in range(abs(lines)):
            probe = index + direction
            while 0 <= probe < count and not isinstance(self.doc.lines[probe], CellLine | FactLine | TextLine):
                probe += direction
            if not 0 <= probe < count:
                self.scroll_to(y=0 if direction < 0 else count, animate=False)
                break
            index = probe
        self._stand_on(index)

    def _stand_on(self, index: int, cell: int | None = None) -> None:
        if not 0 <= index < self.line_count():
            return
        line, before = self.doc.lines[index], self.cursor
        if isinstance(line, CellLine):
            position = before.position
            old = self.doc.lines[before.line] if 0 <= before.line < self.line_count() else None
            if isinstance(old, CellLine) and len(old.slots) != len(line.slots):
                position = min(position, len(line.slots) - 1)
            self.cursor = Cursor(index, min(position, len(line.slots) - 1))
        elif isinstance(line, TextLine):
            column = cell
            if column is None:
                column = self._text_column(before)
            wrapped = line.wrapped
            offset = min(wrapped.offset_at(column), max(wrapped.end - 1, wrapped.start))
            self.cursor = Cursor(index, before.position, offset, before.anchor)
        elif isinstance(line, FactLine):
            self.cursor = Cursor(index, before.position)
        self._tell()

    def _text_column(self, cursor: Cursor) -> int:
        line = self.doc.lines[cursor.line] if 0 <= cursor.line < self.line_count() else None
        if not isinstance(line, TextLine) or cursor.offset is None:
            return 0
        cells = line.wrapped.cells(cursor.offset, cursor.offset + 1)
        return cells[0] if cells else 0

    def sideways(self, step: int) -> None:
        """Move by a cell of the table or a character of the text."""
        line = self.doc.lines[self.cursor.line] if 0 <= self.cursor.line < self.line_count() else None
        if isinstance(line, CellLine):
            position = self.cursor.position + step
            if not 0 <= position < len(line.slots):
                if self.more_columns is not None:
                    self.more_columns(step)
                return
            self.cursor = replace(self.cursor, position=position)
            self._tell()
        elif isinstance(line, TextLine) and self.cursor.offset is not None:
            offset = max(0, min(self.cursor.offset + step, len(self.doc.text) - 1))
            self.cursor = replace(self._at_offset(offset), anchor=self.cursor.anchor)
            self._tell()

    def to_end(self, direction: int) -> None:
        """To the first or the last line that can be stood on."""
        self.step(direction * max(self.line_count(), 1))

    def toggle_mark(self) -> bool:
        """Begin a mark at the character under the cursor, or drop it. False when the cursor is not in text."""
        if self.cursor.offset is None:
            return False
        anchor = None if self.cursor.anchor is not None else self.cursor.offset
        self.cursor = replace(self.cursor, anchor=anchor)
        return True

    def drop_mark(self) -> None:
        """Drop the mark, if there is one."""
        self.cursor = replace(self.cursor, anchor=None)

    @property
    def marked(self) -> tuple[int, int] | None:
        """The marked stretch of the text."""
        if self.cursor.anchor is None or self.cursor.offset is None:
            return None
        first, last = sorted((self.cursor.anchor, self.cursor.offset))
        return first, last + 1

    def _tell(self) -> None:
        cell, fact, offset = self.target()
        if self.moved is not None:
            self.moved(self.Moved(self, cell, fact, offset))

    # ── events ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def on_resize(self, event: events.Resize) -> None:
        """Ask for another layout when the width changed."""
        if event.size.width != self._width:
            self._width = event.size.width
            self.post_message(self.Resized(self))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a second click presses it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        frozen = self.frozen_lines()
        index = offset.y + self.scroll_offset.y
        if offset.y < frozen or not 0 <= index < self.line_count():
            return
        event.stop()
        line, x = self.doc.lines[index], offset.x - MARGIN
        if isinstance(line, CellLine):
            for position, slot in enumerate(line.slots):
                if slot.start <= x < slot.start + slot.width:
                    self.cursor = Cursor(index, position)
                    self._tell()
        elif isinstance(line, TextLine | FactLine):
            self._stand_on(index, x - TEXT_GUTTER)
        if event.chain > 1:
            self.post_message(self.Pressed(self))

    def _offset_under(self, event: events.MouseEvent) -> int | None:
        """The character of the text under the mouse."""
        place = event.get_content_offset(self)
        index = place.y + self.scroll_offset.y if place is not None else -1
        if place is None or place.y < self.frozen_lines() or not 0 <= index < self.line_count():
            return None
        line = self.doc.lines[index]
        if not isinstance(line, TextLine):
            return None
        wrapped = line.wrapped
        return min(wrapped.offset_at(place.x - MARGIN - TEXT_GUTTER), max(wrapped.end - 1, wrapped.start))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Here a mark may begin."""
        if self._by_mouse:
            self._by_mouse = False
            self.drop_mark()
        self._drag = self._offset_under(event) if event.button == 1 else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Mark the text from where the button went down."""
        offset = self._offset_under(event) if self._drag is not None and event.button == 1 else None
        if offset is not None and (self._by_mouse or offset != self._drag):
            self.capture_mouse()
            self._by_mouse = True
            self.cursor = replace(self._at_offset(offset), anchor=self._drag)

    def on_mouse_up(self) -> None:
        """The mark stands."""
        self.release_mouse()
        if self._drag is not None and self._by_mouse:
            self.post_message(self.Dragged(self))
        self._drag = None
