"""Spreadsheets: every visible sheet's cells as tables and paragraphs, numbers as they are shown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.document import Document, UnreadableSource
from core.readers.bounds import MAX_CELLS, bounded
from core.readers.manuscript import Manuscript, RawCell
from core.readers.markup import Element, whole_text
from core.readers.package import Package, attribute, local_name
from core.readers.shaping import cell_text, is_prose_row, split_at_prose, squeezed, visible
from core.readers.source import Source
from core.readers.xlsx_formats import BUILT_IN, displayed

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})$")
_TITLE_LENGTH = 12
_MAX_COLUMNS = 16_384
_ON = ("1", "true")
_UNCOMPUTED = "=?"
"""A formula that the program which wrote the file never computed: something stands there, but no figure."""


@dataclass
class _Sheet:
    """The cells of one sheet by (row, column) from 0, and its merged ranges by their first cell."""

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)


@dataclass
class _Book:
    package: Package
    strings: list[str]
    formats: list[str]
    from_1904: bool


def read_xlsx(source: Source) -> Document:
    """Read a workbook straight from its parts; cached values stand for formulas, hidden sheets, rows and columns stay out."""
    package = Package(source, "xlsx")
    book_root = package.required_xml("xl/workbook.xml")
    properties = next((child for child in book_root if local_name(child) == "workbookPr"), None)
    from_1904 = properties is not None and attribute(properties, "date1904") in _ON
    book = _Book(package, _strings(package), _formats(package), from_1904)
    manuscript = Manuscript()
    for name, part in _sheets(package, book_root):
        sheet = _read_sheet(book, name, part)
        _write(sheet, manuscript)
    title, metadata = package.properties()
    return manuscript.document(MEDIA_TYPE, title=title, metadata=metadata)


def _sheets(package: Package, book: Element) -> Iterator[tuple[str, str]]:
    """The visible sheets in order with the names of their parts."""
    relations = package.xml("xl/_rels/workbook.xml.rels")
    targets = {attribute(child, "Id"): attribute(child, "Target") or "" for child in relations} if relations is not None else {}
    for index, sheet in enumerate(child for child in book.iter() if local_name(child) == "sheet"):
        if attribute(sheet, "state") in ("hidden", "veryHidden"):
            continue
        target = targets.get(
            sheet.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id") or attribute(sheet, "id")
        )
        part = posixpath.normpath(posixpath.join("xl", target)).lstrip("/") if target else f"xl/worksheets/sheet{index + 1}.xml"
        yield attribute(sheet, "name") or str(index + 1), part


def _strings(package: Package) -> list[str]:
    root = package.xml("xl/sharedStrings.xml")
    return [_rich_text(item) for item in root] if root is not None else []


def _rich_text(item: Element) -> str:
    """The text of a string with runs; reading aids above the characters are no part of it."""
    pieces = []
    for child in item:
        name = local_name(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces.extend(text.text or "" for text in child if local_name(text) == "t")
    return "".join(pieces)


def _formats(package: Package) -> list[str]:
    """The number format of every cell style."""
    root = package.xml("xl/styles.xml")
    if root is None:
        return []
    own: dict[str, str] = {}
    styles: list[str] = []
    for group in root:
        name = local_name(group)
        if name == "numFmts":
            own = {attribute(entry, "numFmtId") or "": attribute(entry, "formatCode") or "" for entry in group}
        elif name == "cellXfs":
            styles = [attribute(entry, "numFmtId") or "0" for entry in group]
    return [own.get(number) or BUILT_IN.get(int(number) if number.isdigit() else 0, "General") for number in styles]


def _read_sheet(book: _Book, name: str, part: str) -> _Sheet:
    root = book.package.xml(part)
    sheet = _Sheet(name)
    hidden: set[int] = set()
    for child in root if root is not None else ():
        kind = local_name(child)
        if kind == "cols":
            hidden.update(_hidden_columns(child))
        elif kind == "sheetData":
            _read_rows(book, child, sheet, hidden)
        elif kind == "mergeCells":
            _read_merged(child, sheet)
        elif kind in ("drawing", "legacyDrawing", "oleObjects"):
            sheet.pictures.append(kind)
    return sheet


def _hidden_columns(columns: Element) -> Iterator[int]:
    for column in columns:
        if attribute(column, "hidden") in _ON:
            first, last = _whole(column, "min"), _whole(column, "max")
            yield from range(first - 1, min(last, _MAX_COLUMNS))


def _read_rows(book: _Book, data: Element, sheet: _Sheet, hidden: set[int]) -> None:
    for row_index, row in enumerate(data):
        number = _whole(row, "r") - 1 if attribute(row, "r") else row_index
        if attribute(row, "hidden") in _ON:
            continue
        next_column = 0
        for cell in row:
            found = _REFERENCE.match(cell.get("r") or "")
            column = _column_number(found[1]) if found else next_column
            next_column = column + 1
            text = _shown(book, cell)
            if text and column < _MAX_COLUMNS and column not in hidden:
                sheet.cells[number, column] = text
        bounded(len(sheet.cells), MAX_CELLS, "reader.bound.cells")


def _shown(book: _Book, cell: Element) -> str:
    kind = cell.get("t") or "n"
    value = next((child for child in cell if local_name(child) in ("v", "is")), None)
    if value is None or (value.text is None and not len(value) and kind == "n"):
        return _UNCOMPUTED if any(local_name(child) == "f" for child in cell) else ""
    raw = _rich_text(value) if local_name(value) == "is" else (value.text or "").strip() if kind != "str" else whole_text(value)
    if kind == "s":
        raw = book.strings[int(raw)] if raw.isdigit() and int(raw) < len(book.strings) else ""
    elif kind == "b":
        raw = "TRUE" if raw == "1" else "FALSE"
    elif kind == "n" and raw:
        style = cell.get("s") or "0"
        formats, index = book.formats, int(style) if style.isdigit() else 0
        raw = displayed(raw, formats[index] if index < len(formats) else "General", from_1904=book.from_1904)
    return cell_text([line for line in map(squeezed, visible(raw).splitlines()) if line])


def _read_merged(ranges: Element, sheet: _Sheet) -> None:
    for entry in ranges:
        corners = [_REFERENCE.match(corner) for corner in (entry.get("ref") or "").split(":")]
        if len(corners) == 2 and corners[0] and corners[1]:
            first = int(corners[0][2]) - 1, _column_number(corners[0][1])
            height, width = int(corners[1][2]) - first[0], _column_number(corners[1][1]) - first[1] + 1
            if height > 0 and width > 0:
                sheet.merged[first] = height, width
    bounded(len(sheet.merged), MAX_CELLS, "reader.bound.cells")


def _write(sheet: _Sheet, manuscript: Manuscript) -> None:
    for kind in sheet.pictures:
        manuscript.picture(f"{sheet.name}: {kind}", address=sheet.name)
    for rows in _runs_of_rows(sheet):
        _write_run(sheet, rows, manuscript)


def _runs_of_rows(sheet: _Sheet) -> Iterator[list[int]]:
    """The used rows, cut at rows that hold nothing and into which no merged cell reaches."""
    used = {row for row, _ in sheet.cells}
    for (row, column), (height, _) in sheet.merged.items():
        if (row, column) in sheet.cells:
            used.update(range(row, min(row + height, row + 1_000, max(used) + 1)))
    run: list[int] = []
    for row in sorted(used):
        if run and row != run[-1] + 1:
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _write_run(sheet: _Sheet, rows: Sequence[int], manuscript: Manuscript) -> None:
    first, last = rows[0], rows[-1]
    columns = [column for row, column in sheet.cells if first <= row <= last]
    left, right = min(columns), max(columns)
    cells: list[RawCell] = []
    covered = _covered(sheet, first, last, right)
    for row in rows:
        for column in range(left, right + 1):
            if (row, column) in covered:
                continue
            height, width = sheet.merged.get((row, column), (1, 1))
            height, width = min(height, last - row + 1), min(width, right - column + 1)
            address = f"{sheet.name}!{_column_name(column)}{row + 1}"
            cells.append(RawCell(sheet.cells.get((row, column), ""), row - first, column - left, height, width, address=address))
        bounded(len(cells), MAX_CELLS, "reader.bound.cells")
    _write_parts(cells, left == right, sheet.name, manuscript)


def _write_parts(cells: list[RawCell], one_column: bool, name: str, manuscript: Manuscript) -> None:
    """Rows of one text become paragraphs: narrative, headings, and a title above a table."""
    by_row: dict[int, list[RawCell]] = {}
    for cell in cells:
        if cell.text:
            by_row.setdefault(cell.row, []).append(cell)
    titles = 0
    for row in sorted(by_row):
        only = by_row[row]
        if (
            len(only) > 1
            or only[0].row_span > 1
            or not (one_column or len(only[0].text) > _TITLE_LENGTH or is_prose_row(only[0].text))
        ):
            break
        titles = row + 1
    for row in range(titles):
        for cell in by_row.get(row, ()):
            _write_lines(cell, manuscript)
    rest = [cell._replace(row=cell.row - titles) for cell in cells if cell.row >= titles]
    merged = [cell for cell in rest if cell.text or not _is_lonely(cell, by_row, titles)]
    for part in split_at_prose(merged):
        if isinstance(part, list):
            manuscript.grid(part, address=name)
        else:
            _write_lines(part, manuscript)


def _is_lonely(cell: RawCell, by_row: dict[int, list[RawCell]], titles: int) -> bool:
    """Whether an empty cell stands beside one long text only: then the text fills the row."""
    here = by_row.get(cell.row + titles, [])
    return len(here) == 1 and is_prose_row(here[0].text)


def _write_lines(cell: RawCell, manuscript: Manuscript) -> None:
    for line in cell.text.split("\n"):
        manuscript.paragraph(line, address=cell.address)


def _covered(sheet: _Sheet, first: int, last: int, right: int) -> set[tuple[int, int]]:
    """The places that lie under a merged cell that begins elsewhere."""
    covered: set[tuple[int, int]] = set()
    for (row, column), (height, width) in sheet.merged.items():
        rows = range(max(row, first), min(row + height, last + 1))
        for covered_row in rows:
            covered.update((covered_row, place) for place in range(column, min(column + width, right + 1)))
        covered.discard((row, column))
        bounded(len(covered), MAX_CELLS, "reader.bound.cells")
    return covered


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _column_name(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _whole(element: Element, name: str) -> int:
    text = attribute(element, name) or "0"
    value = int(text) if text.isdigit() and len(text) < 9 else 0
    if value > 1_048_576:
        raise UnreadableSource("reader.damaged", format="xlsx")
    return value
