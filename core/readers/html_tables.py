"""Tables of HTML: which elements are rows and cells, whether it is a table at all or only layout, tables within cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.document import UnreadableSource
from core.readers.bounds import MAX_CELLS, MAX_TABLE_NESTING, bounded
from core.readers.manuscript import RawCell
from core.readers.markup import Element, texts
from core.readers.shaping import Slot, cell_text, placed, squeezed

_LONG_CELL = 200
_WHOLE_TABLE_ROWS = 6
_FIGURE = re.compile(r"[-—/\d.,，．０-９％%+]*$")
_DRAWN_CELL_LENGTH = 60
_ROW_TAGS = frozenset(("div", "ul", "ol", "dl", "section", "li", "article", "tr"))
_CELL_TAGS = frozenset(("div", "li", "p", "dd", "dt", "td", "section"))


@dataclass
class Table:
    """A table element with its cells in their places. `nested` holds the tables that stand inside a cell."""

    slots: dict[tuple[int, int], Slot] = field(default_factory=dict)
    elements: dict[tuple[int, int], Element] = field(default_factory=dict)
    nested: dict[tuple[int, int], Table] = field(default_factory=dict)
    captions: list[Element] = field(default_factory=list)
    is_layout: bool = False

    def cells(self) -> list[RawCell]:
        """The cells with their texts, the cells of nested tables in the place of the cell that holds them."""
        own = [
            RawCell(_text_of(self.elements[place]), *slot)
            for place, slot in self.slots.items()
            if place not in self.nested
        ]  # fmt: skip
        return self._widened(own) if self.nested else own

    def pictures(self) -> Iterator[Element]:
        """The images inside cells, which may be pictures of figures."""
        for element in self.elements.values():
            if len(element):
                yield from element.iter("img")

    def _widened(self, own: list[RawCell]) -> list[RawCell]:
        """Make room for nested tables: a column or row that holds one becomes as many as it has."""
        inner = {place: _with_own_text(table.cells(), self.elements[place]) for place, table in self.nested.items()}
        extra_rows: dict[int, int] = {}
        extra_columns: dict[int, int] = {}
        for place, cells in inner.items():
            slot = self.slots[place]
            height, width = _extent(cells)
            last_row, last_column = slot.row + slot.row_span - 1, slot.column + slot.column_span - 1
            extra_rows[last_row] = max(extra_rows.get(last_row, 0), height - slot.row_span)
            extra_columns[last_column] = max(extra_columns.get(last_column, 0), width - slot.column_span)
        result = [_moved(cell, extra_rows, extra_columns) for cell in own]
        for place, cells in inner.items():
            frame = _moved(RawCell("", *self.slots[place]), extra_rows, extra_columns)
            result.extend(_inside(frame, cells))
        return result


def read_table(element: Element, depth: int = 0) -> Table:
    """Read a table element; nested tables are read with it, or left to the walk when the outer one is only layout."""
    if depth > MAX_TABLE_NESTING:
        raise UnreadableSource("reader.bound.tables", limit=MAX_TABLE_NESTING)
    table = Table()
    rows = list(_rows(element, table))
    spans = [[(_span(cell, "rowspan"), _span(cell, "colspan")) for cell in row] for row in rows]
    bounded(sum(map(len, rows)), MAX_CELLS, "reader.bound.cells")
    for row, slots in zip(rows, placed(spans), strict=True):
        for cell, slot in zip(row, slots, strict=True):
            table.slots[slot.row, slot.column] = slot
            table.elements[slot.row, slot.column] = cell
    table.is_layout = _is_layout(element, table)
    if not table.is_layout and element.find(".//table") is not None:
        for place, cell in table.elements.items():
            inner = cell.find(".//table")
            if inner is not None:
                table.nested[place] = read_table(inner, depth + 1)
    return table


def drawn_table(element: Element, *, guess: bool) -> Table | None:
    """The table that an element draws without table tags, if it does: rows of short cells, a quarter of them figures."""
    if not guess or element.tag not in _ROW_TAGS or len(element) < 3:
        return None
    rows = [list(child) for child in element if child.tag in _ROW_TAGS]
    if len(rows) < 3 or len(rows) != len(element) or sum(len(row) > 1 for row in rows) < len(rows) * 0.7:
        return None
    cells = [cell for row in rows for cell in row]
    if any(cell.tag not in _CELL_TAGS or len(cell) > 3 for cell in cells):
        return None
    texts = [_text_of(cell) for cell in cells]
    if max(map(len, texts)) > _DRAWN_CELL_LENGTH or sum(1 for text in texts if _FIGURE.match(text)) * 4 < len(texts):
        return None
    table = Table()
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            table.slots[index, column] = Slot(index, column, 1, 1)
            table.elements[index, column] = cell
    return table


def _rows(element: Element, table: Table) -> Iterator[list[Element]]:
    """The rows of a table, also through forms and other elements that do not belong there; stray cells make a row."""
    stray: list[Element] = []
    for child in element:
        tag = child.tag
        if tag in ("td", "th"):
            stray.append(child)
            continue
        if stray:
            yield stray
            stray = []
        if tag == "tr":
            yield from _row(child)
        elif tag == "caption":
            table.captions.append(child)
        elif tag not in ("table", "colgroup", "col"):
            yield from _rows(child, table)
    if stray:
        yield stray


def _row(element: Element) -> Iterator[list[Element]]:
    """The cells of a row; rows that a missing end tag put inside a row are rows of their own."""
    cells = [child for child in element if child.tag in ("td", "th")]
    yield cells
    for child in element:
        if child.tag == "tr":
            yield from _row(child)


def _span(cell: Element, name: str) -> int:
    text = cell.get(name)
    if text is None:
        return 1
    digits = re.match(r"\s*\+?(\d{1,9})", text)
    value = int(digits[1]) if digits else 1
    return value if value or name == "rowspan" else 1


def _is_layout(element: Element, table: Table) -> bool:
    """A table that only arranges the page: one cell, whole tables inside, or narrative beside other content."""
    if len(table.elements) <= 1:
        return True
    inner = element.findall(".//table")
    if inner and (any(_row_count(each) >= _WHOLE_TABLE_ROWS for each in inner) or _few_own_cells(table)):
        return True
    by_row: dict[int, int] = {}
    long_rows: set[int] = set()
    for (row, _), cell in table.elements.items():
        length = _length(cell)
        by_row[row] = by_row.get(row, 0) + (length > 0)
        if length > _LONG_CELL:
            long_rows.add(row)
    one_column = max(slot.column for slot in table.slots.values()) == 0
    return any(by_row[row] > 1 for row in long_rows) or (one_column and bool(long_rows or inner))


def _row_count(element: Element) -> int:
    return len(element.findall("tr")) + len(element.findall("*/tr"))


def _few_own_cells(table: Table) -> bool:
    """Whether fewer than four cells with text stand beside the cells that hold tables."""
    return sum(1 for cell in table.elements.values() if cell.find(".//table") is None and _length(cell)) < 4


def _length(cell: Element) -> int:
    if not len(cell):
        return len(cell.text.strip()) if cell.text else 0
    return sum(len(text.strip()) for text in texts(cell))


def _text_of(cell: Element) -> str:
    if not len(cell):
        return cell_text([squeezed(cell.text)]) if cell.text else ""
    return cell_text([line for line in map(squeezed, texts(cell)) if line])


def _with_own_text(cells: list[RawCell], holder: Element) -> list[RawCell]:
    """What the cell says besides its nested table stands to the left of it."""
    own = [squeezed(holder.text or "")]
    own += [squeezed(child.tail or "") for child in holder if child.tag == "table"]
    own += [
        line
        for child in holder
        if child.find(".//table") is None and child.tag != "table"
        for line in map(squeezed, texts(child))
    ]
    text = cell_text([line for line in own if line])
    if not text:
        return cells
    return [RawCell(text, 0, 0, _extent(cells)[0]), *(cell._replace(column=cell.column + 1) for cell in cells)]


def _extent(cells: list[RawCell]) -> tuple[int, int]:
    height = max((cell.row + cell.row_span for cell in cells), default=1)
    return height, max((cell.column + cell.column_span for cell in cells), default=1)


def _moved(cell: RawCell, extra_rows: dict[int, int], extra_columns: dict[int, int]) -> RawCell:
    def shift(extra: dict[int, int], start: int, span: int) -> tuple[int, int]:
        before = sum(more for at, more in extra.items() if at < start)
        inside = sum(more for at, more in extra.items() if start <= at < start + span)
        return start + before, span + inside

    row, row_span = shift(extra_rows, cell.row, cell.row_span)
    column, column_span = shift(extra_columns, cell.column, cell.column_span)
    return cell._replace(row=row, column=column, row_span=row_span, column_span=column_span)


def _inside(frame: RawCell, cells: list[RawCell]) -> Iterator[RawCell]:
    """The cells of a nested table within its frame; its last row and column reach to the frame's end."""
    height, width = _extent(cells)
    for cell in cells:
        row_span, column_span = cell.row_span, cell.column_span
        if cell.row + row_span == height:
            row_span += frame.row_span - height
        if cell.column + column_span == width:
            column_span += frame.column_span - width
        yield cell._replace(
            row=frame.row + cell.row, column=frame.column + cell.column, row_span=row_span, column_span=column_span
        )
