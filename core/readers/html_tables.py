"""Tables of HTML: which elements are rows and cells, whether it is a table at all or only layout, tables within cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.document import UnreadableSource
from core.readers.bounds import MAX_CELLS, MAX_TABLE_NESTING, bounded
from core.readers.html_styles import DRAWN
from core.readers.manuscript import RawCell
from core.readers.markup import Element, texts
from core.readers.nesting import beside, spliced
from core.readers.shaping import LONG_CELL, WHOLE_TABLE_ROWS, Slot, cell_text, placed, shown

_FIGURE = re.compile(r"[-—/\d.,，．０-９％%+]*$")
_SPAN = re.compile(r"\s*\+?(\d{1,9})")
_DRAWN_CELL_LENGTH = 60
_made = tuple.__new__
"""Makes a named tuple of all its fields in half the time; for what a page has hundreds of."""
PICTURE = "[图]"
"""What stands in the text for a cell that is a picture."""
_SPACER = 3
_SPACER_NAME = re.compile(r"(?:spacer|blank|transparent|pixel|space|dot)[\w-]*\.(?:gif|png)", re.IGNORECASE)
_ROW_TAGS = frozenset(("div", "ul", "ol", "dl", "section", "li", "article", "tr"))
_CELL_TAGS = frozenset(("div", "li", "p", "dd", "dt", "td", "section"))


@dataclass
class Table:
    """A table element with its cells in their places. `nested` holds the tables that stand inside a cell."""

    slots: dict[tuple[int, int], Slot] = field(default_factory=dict)
    elements: dict[tuple[int, int], Element] = field(default_factory=dict)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    nested: dict[tuple[int, int], Table] = field(default_factory=dict)
    captions: list[Element] = field(default_factory=list)
    is_layout: bool = False
    is_drawn: bool = False
    has_pictures: bool = False

    @property
    def spans_known(self) -> bool:
        """False for a table without table tags whose rows differ in length: what spans there are, nothing tells."""
        if not self.is_drawn:
            return True
        widths: dict[int, int] = {}
        for slot in self.slots.values():
            widths[slot.row] = widths.get(slot.row, 0) + slot.column_span
        return len(set(widths.values())) == 1

    def cells(self) -> list[RawCell]:
        """The cells with their texts, the cells of nested tables in the place of the cell that holds them."""
        nowhere = (None, None, None)
        placed_texts = zip(self.slots.values(), self.texts.values(), strict=True)
        own = [_made(RawCell, (text, *slot, *nowhere)) for slot, text in placed_texts]
        if not self.nested:
            return own
        own = [cell for cell in own if (cell.row, cell.column) not in self.nested]
        inner = {
            RawCell("", *self.slots[place]): beside(_beside_text(self.elements[place]), table.cells())
            for place, table in self.nested.items()
        }
        return spliced(own, inner)

    def pictures(self) -> Iterator[Element]:
        """The images inside cells, which may be pictures of figures."""
        if self.has_pictures:
            for element in self.elements.values():
                yield from element.iter("img")


def read_table(element: Element, depth: int = 0) -> Table:
    """Read a table element; nested tables are read with it, or left to the walk when the outer one is only layout."""
    if depth > MAX_TABLE_NESTING:
        raise UnreadableSource("reader.bound.tables", limit=MAX_TABLE_NESTING)
    table = Table(is_drawn=DRAWN in element.attrib, has_pictures=element.find(".//img") is not None)
    rows = list(_rows(element, table))
    spans = [[(_span(cell.get("rowspan"), least=0), _span(cell.get("colspan"))) for cell in row] for row in rows]
    bounded(sum(map(len, rows)), MAX_CELLS, "reader.bound.cells")
    for row, slots in zip(rows, placed(spans), strict=True):
        for cell, slot in zip(row, slots, strict=True):
            place = slot[:2]
            table.slots[place] = slot
            table.elements[place] = cell
            table.texts[place] = _text_of(cell)
    table.is_layout = _is_layout(element, table)
    if table.has_pictures and not table.is_layout:
        _name_pictures(table)
    if not table.is_layout and element.find(".//table") is not None:
        for place, cell in table.elements.items():
            inner = cell.find(".//table")
            if inner is not None:
                table.nested[place] = read_table(inner, depth + 1)
    return table


def _name_pictures(table: Table) -> None:
    """A cell that shows nothing but a picture is not empty."""
    for place, cell in table.elements.items():
        if not table.texts[place] and any(not _is_spacer(image) for image in cell.iter("img")):
            table.texts[place] = PICTURE


def _is_spacer(image: Element) -> bool:
    """Whether a picture only keeps a distance."""
    sizes = (image.get("width", ""), image.get("height", ""))
    tiny = any(size.isdigit() and int(size) <= _SPACER for size in sizes)
    return tiny or _SPACER_NAME.search((image.get("src") or "")[-40:]) is not None


def drawn_table(element: Element) -> Table | None:
    """The table that an element draws without table tags, if it does: rows of short cells, a quarter of them figures."""
    if element.tag not in _ROW_TAGS or len(element) < 3:
        return None
    rows = [list(child) for child in element if child.tag in _ROW_TAGS]
    if len(rows) < 3 or len(rows) != len(element) or sum(len(row) > 1 for row in rows) < len(rows) * 0.7:
        return None
    cells = [cell for row in rows for cell in row]
    if any(cell.tag not in _CELL_TAGS or len(cell) > 3 for cell in cells):
        return None
    words = [_text_of(cell) for cell in cells]
    if max(map(len, words)) > _DRAWN_CELL_LENGTH or sum(1 for text in words if _FIGURE.match(text)) * 4 < len(words):
        return None
    table = Table(is_drawn=True, has_pictures=element.find(".//img") is not None)
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            table.slots[index, column] = Slot(index, column, 1, 1)
            table.elements[index, column] = cell
            table.texts[index, column] = _text_of(cell)
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


def _span(text: str | None, least: int = 1) -> int:
    if text is None:
        return 1
    digits = _SPAN.match(text)
    return max(int(digits[1]), least) if digits else 1


def _is_layout(element: Element, table: Table) -> bool:
    """A table that only arranges the page: one cell, whole tables inside, or narrative beside other content."""
    if len(table.elements) <= 1:
        return True
    inner = element.findall(".//table")
    if inner and (any(_row_count(each) >= WHOLE_TABLE_ROWS for each in inner) or _few_own_cells(table)):
        return True
    by_row: dict[int, int] = {}
    long_rows: set[int] = set()
    for (row, _), text in table.texts.items():
        length = len(text)
        by_row[row] = by_row.get(row, 0) + (length > 0)
        if length > LONG_CELL:
            long_rows.add(row)
    if not long_rows and not inner:
        return False
    one_column = max(slot.column for slot in table.slots.values()) == 0
    return any(by_row[row] > 1 for row in long_rows) or one_column


def _row_count(element: Element) -> int:
    return len(element.findall("tr")) + len(element.findall("*/tr"))


def _few_own_cells(table: Table) -> bool:
    """Whether fewer than four cells with text stand beside the cells that hold tables."""
    return sum(1 for place, cell in table.elements.items() if table.texts[place] and cell.find(".//table") is None) < 4


def _text_of(cell: Element) -> str:
    inner = len(cell)
    text = cell.text
    if inner == 1 and not len(cell[0]):  # a paragraph in a cell, which word processors always write
        only = cell[0]
        if (not text or text.isspace()) and (not only.tail or only.tail.isspace()):
            text, inner = only.text, 0
    if inner:
        return cell_text([line for line in map(shown, texts(cell)) if line])
    if not text:
        return ""
    text = shown(text)
    return cell_text([text]) if " " in text else text


def _beside_text(holder: Element) -> str:
    """What a cell says besides the table in it."""
    own = [shown(holder.text or "")]
    own += [shown(child.tail or "") for child in holder if child.tag == "table"]
    prose = [child for child in holder if child.tag != "table" and child.find(".//table") is None]
    own += [shown(text) for child in prose for text in texts(child)]
    return cell_text([line for line in own if line])
