"""Word tables: every cell in its row and columns, merged cells as spans, layout told from data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from core.readers.bounds import MAX_CELLS, bounded
from core.readers.docx_text import Line
from core.readers.markup import Element
from core.readers.package import attribute, local_name
from core.readers.shaping import LONG_CELL, WHOLE_TABLE_ROWS


@dataclass
class Frame:
    """The cells of a table element in their places: grid spans, vertical merges, rows and cells in content controls."""

    inner: bool = False
    is_layout: bool = False
    elements: dict[tuple[int, int], Element] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    order: dict[tuple[int, int], int] = field(default_factory=dict)
    line: Line = field(default_factory=Line)

    def place(self, table: Element) -> None:
        """Give every cell its row and columns; a vertically merged cell lengthens the one above."""
        merged: dict[int, tuple[int, int]] = {}
        rows = [row for row in _named(table, "tr") if not _is_deleted(row)]
        for row_index, row in enumerate(rows):
            column = _before(row)
            for order, cell in enumerate(_named(row, "tc"), 1):
                properties = _cell_properties(cell)
                width = _span(properties.get("gridSpan"))
                start = merged.get(column)
                if properties.get("vMerge", "restart") == "continue" and start is not None:
                    height, start_width = self.spans[start]
                    self.spans[start] = (row_index - start[0] + 1, start_width)
                elif properties.get("hMerge") == "continue" and self.spans and (previous := max(self.spans))[0] == row_index:
                    height, start_width = self.spans[previous]
                    self.spans[previous] = (height, start_width + width)
                else:
                    place = (row_index, column)
                    self.elements[place], self.spans[place], self.order[place] = cell, (1, width), order
                    merged[column] = place
                    if "vMerge" not in properties:
                        del merged[column]
                column += width
        bounded(len(self.elements), MAX_CELLS, "reader.bound.cells")

    def decide(self) -> None:
        """A table that only arranges the page: one cell, whole tables inside, or narrative beside other content."""
        if self.inner:
            return
        if len(self.elements) <= 1:
            self.is_layout = True
            return
        texts_in_row: dict[int, int] = {}
        long_rows: set[int] = set()
        holders = 0
        for (row, _), cell in self.elements.items():
            length = sum(len(text.text or "") for text in cell.iter("{*}t"))
            texts_in_row[row] = texts_in_row.get(row, 0) + (length > 0)
            tables = list(cell.iter("{*}tbl"))
            holders += bool(tables)
            self.is_layout |= any(sum(1 for _ in table.iterchildren("{*}tr")) >= WHOLE_TABLE_ROWS for table in tables)
            if length > LONG_CELL and not tables:
                long_rows.add(row)
        one_column = all(column == 0 for _, column in self.elements)
        few = bool(holders) and sum(texts_in_row.values()) - holders < 4
        self.is_layout |= few or any(texts_in_row[row] > 1 for row in long_rows) or (one_column and bool(long_rows or holders))


def _named(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, also inside content controls and insertions."""
    for child in parent:
        tag = local_name(child)
        if tag == name:
            yield child
        elif tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _named(child, name)


def _is_deleted(row: Element) -> bool:
    properties = next((child for child in row if local_name(child) == "trPr"), None)
    return properties is not None and any(local_name(entry) == "del" for entry in properties)


def _before(row: Element) -> int:
    for child in row:
        if local_name(child) == "trPr":
            for entry in child:
                if local_name(entry) == "gridBefore":
                    return min(_span(attribute(entry, "val")), 100)
    return 0


def _cell_properties(cell: Element) -> dict[str, str]:
    for child in cell:
        if local_name(child) == "tcPr":
            found = {local_name(entry): attribute(entry, "val") for entry in child}
            return {name: value or ("continue" if name in ("vMerge", "hMerge") else "") for name, value in found.items()}
    return {}


def _span(text: str | None) -> int:
    return min(max(int(text), 1), 100) if text and text.isdigit() and len(text) < 10 else 1
