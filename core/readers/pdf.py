"""Pdf files with text: ruled tables as grids, everything else as lines in reading order; tables go on over page breaks."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from core.document import Box, Document, UnreadableSource
from core.readers.bounds import MAX_OCR_PAGES, MAX_PAGES, bounded
from core.readers.encoding import commonness
from core.readers.manuscript import Manuscript, RawCell
from core.readers.pdf_columns import ColumnTable, with_column_tables
from core.readers.pdf_labels import ORDINAL
from core.readers.pdf_lines import Line, lines_of, text_in_cell
from core.readers.pdf_newspaper import unfolded
from core.readers.pdf_open import opened
from core.readers.pdf_page import Glyph, Page, extract_page
from core.readers.pdf_tables import RuledTable, ruled_tables
from core.readers.pdf_unread import drop_unread
from core.readers.shaping import split_at_prose
from core.readers.source import Source

MEDIA_TYPE = "application/pdf"

_PAGE_NUMBER = re.compile(r"[-—–―·\s]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／,，共]*\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–―·\s]*$")
_FIGURE = re.compile(r"[\d,，.．]+$")
_BROKEN_OFF = re.compile(r"\d[\d,，.．]{2,}$")
_END_OF_FIGURE = re.compile(r"\d{1,3}$")
_MARGIN = 0.1
_SAME_EDGE = 8.0
_FEW_GLYPHS = 12

Recogniser = Callable[[Any, int], Page]
"""Turns page `index` of an open document into what recognition finds on it."""


@dataclass
class _Table:
    """A table under way, perhaps over several pages: cells with their boxes, columns not yet numbered."""

    cells: list[tuple[int, int, Box, str, int]] = field(default_factory=list)  # row, row span, box, text, page
    rows: int = 0
    edges: list[float] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)

    @property
    def left(self) -> float:
        """The left edge."""
        return min(self.edges)

    @property
    def right(self) -> float:
        """The right edge."""
        return max(self.edges)


_Item = Line | _Table


def read_pdf(source: Source, recognise: Recogniser | None = None, grant: Callable[[int], None] | None = None) -> Document:
    """Read a pdf. Pages without usable text, or with what another program took a scan to say, go to `recognise`.

    They are noted when there is none.
    """
    with _Opened(source.data) as document:
        count = pdfium.FPDF_GetPageCount(document)
        bounded(count, MAX_PAGES, "reader.bound.pages")
        pages = [extract_page(document, index) for index in range(count)]
        scanned = [index for index, page in enumerate(pages) if needs_recognition(page) or (recognise and page.laid_under)]
        if scanned and recognise:
            bounded(len(scanned), MAX_OCR_PAGES, "reader.bound.scanned_pages")
            if grant:
                grant(len(scanned))
            pages = [recognise(document, index) if index in scanned else page for index, page in enumerate(pages)]
        for index, page in enumerate(pages):
            if index not in scanned:
                drop_unread(page)
        title = _metadata(document, b"Title")
        metadata = [
            (name, text)
            for tag, name in ((b"Author", "author"), (b"CreationDate", "created"))
            if (text := _metadata(document, tag))
        ]
    if scanned and not recognise and len(scanned) * 2 >= len([page for page in pages if page.glyphs or page.images]):
        raise UnreadableSource("reader.no_ocr")
    notes = [] if not scanned else ["reader.recognised" if recognise else "reader.scanned_pages_skipped"]
    if not recognise and any(page.laid_under for page in pages):
        notes.append("reader.recognised_elsewhere")
    return assemble(pages, MEDIA_TYPE, title=title, metadata=metadata, notes=notes)


def needs_recognition(page: Page) -> bool:
    """Whether a page shows text that is not there as text: a scan, or characters whose meaning the file does not give."""
    if len(page.glyphs) <= _FEW_GLYPHS:
        covered = sum((image.right - image.left) * (image.bottom - image.top) for image in page.images)
        return covered > 0.25 * page.width * page.height
    text = "".join(glyph.text for glyph in page.glyphs)
    strange = sum(1 for character in text if character == "�" or "\ue000" <= character <= "\uf8ff" or character < " ")
    wide = sum(1 for character in text if character > "\x7f")
    return strange * 3 > len(text) or (wide > 80 and wide * 2 > len(text) and commonness(text) < 0.02)


def assemble(
    pages: Sequence[Page],
    media_type: str,
    *,
    title: str | None = None,
    metadata: Sequence[tuple[str, str]] = (),
    notes: Sequence[str] = (),
) -> Document:
    """The document of pages: the same for pages with text and for recognised ones."""
    manuscript = Manuscript()
    furniture = _furniture(pages)
    items: list[tuple[int, _Item | Box]] = []
    for page in pages:
        for item in _items(page):
            if isinstance(item, Line) and (_is_page_number(item, page) or (_edge_text(item, page) or "") in furniture):
                continue
            previous = items[-1][1] if items else None
            if isinstance(item, _Table) and isinstance(previous, _Table) and _goes_on(previous, item):
                _join(previous, item)
            else:
                items.append((page.number, item))
        items.extend((page.number, image) for image in page.images)
    _write(items, manuscript, _right_margins(items))
    return manuscript.document(media_type, title=title, metadata=metadata, notes=notes)


class _Opened:
    """A document that is open as long as the block lasts."""

    def __init__(self, data: bytes) -> None:
        pdfium.FPDF_InitLibrary()
        self._data = data
        self._handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not self._handle:
            locked = pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
            raise UnreadableSource("reader.encrypted" if locked else "reader.damaged", format="pdf")

    def __enter__(self) -> Any:
        return self._handle

    def __exit__(self, *_: object) -> None:
        pdfium.FPDF_CloseDocument(self._handle)


def _metadata(document: Any, tag: bytes) -> str | None:
    length = pdfium.FPDF_GetMetaText(document, tag, None, 0)
    if not 2 < length < 2_000:
        return None
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDF_GetMetaText(document, tag, buffer, length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0").strip() or None


def _items(page: Page) -> Iterator[_Item]:
    """The lines and tables of a page from top to bottom."""
    tables = ruled_tables(page)
    inside: list[dict[int, list[Glyph]]] = [{} for _ in tables]
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        for table, cells in zip(tables, inside, strict=True):
            region = table.holds(x, y)
            if region is not None:
                cells.setdefault(region, []).append(glyph)
                break
        else:
            outside.append(glyph)
    told = with_column_tables(unfolded(lines_of(outside), [table.box.top for table in tables]))
    found: list[tuple[float, _Item]] = [
        (_level(entry), entry if isinstance(entry, Line) else _of_columns(entry, page.number)) for entry in told
    ]
    for table, cells in zip(tables, inside, strict=True):
        if cells:
            found.append((table.box.top, _with_texts(table, cells, page.number)))
    for _, item in sorted(found, key=lambda pair: pair[0]):
        yield item


def _level(entry: Line | ColumnTable) -> float:
    """The height at which an entry is read."""
    return entry.level if isinstance(entry, Line) and entry.level is not None else entry.box.top


def _with_texts(table: RuledTable, glyphs: dict[int, list[Glyph]], page: int) -> _Table:
    cells: list[tuple[int, int, Box, str, int]] = []
    edges = list(table.xs)
    for index, region in enumerate(table.regions):
        inside = glyphs.get(index, ())
        parts = opened(table, region, inside) if len(inside) > 1 else None
        if parts is None:
            cells.append((region.row, region.row_span, region.box, text_in_cell(inside, region.box), page))
            continue
        cells.extend((row, 1, box, text, page) for row, box, text in parts)
        edges.extend(box.left for _, box, _ in parts)
    return _Table(cells, len(table.ys) - 1, edges, [page])


def _of_columns(table: ColumnTable, page: int) -> _Table:
    cells = [(row, 1, box, text, page) for row, box, text in table.cells]
    return _Table(cells, table.rows, list(table.edges), [page])


def _goes_on(table: _Table, following: _Table) -> bool:
    """Whether a table at the top of a page is the rest of the one above: the same edges on the next page."""
    return (
        following.pages[0] == table.pages[-1] + 1
        and abs(table.left - following.left) < _SAME_EDGE
        and abs(table.right - following.right) < _SAME_EDGE
    )


def _mend(table: _Table, following: _Table) -> None:
    """Put a row that a page break cut through together again: what is left of it on the next page is the end of a figure."""
    first = [index for index, cell in enumerate(following.cells) if cell[0] == 0]
    last = [index for index, cell in enumerate(table.cells) if cell[0] + cell[1] == table.rows]
    halves = [
        (above, below)
        for below in first
        for above in last
        if abs(table.cells[above][2].left - following.cells[below][2].left) < _SAME_EDGE
        and abs(table.cells[above][2].right - following.cells[below][2].right) < _SAME_EDGE
    ]
    texts = [(table.cells[above][3], following.cells[below][3]) for above, below in halves]
    ends = [pair for pair in texts if _BROKEN_OFF.match(pair[0]) and _END_OF_FIGURE.match(pair[1])]
    rest = [pair for pair in texts if _FIGURE.match(pair[0]) and pair not in ends]
    if not ends or len(rest) < 2 or any(below for _, below in rest) or any(ORDINAL.match(below) for _, below in texts):
        return
    for above, below in halves:
        row, span, box, text, page = table.cells[above]
        more = following.cells[below][3]
        joint = "" if _FIGURE.match(text) or not text or not more else "\n"
        table.cells[above] = row, span, box, text + joint + more, page
    left = [cell for cell in following.cells if cell[0] > 0 or cell[1] > 1]
    following.cells = [
        (max(row - 1, 0), span - (row == 0), box, text if row else "", page) for row, span, box, text, page in left
    ]
    following.rows -= 1


def _join(table: _Table, following: _Table) -> None:
    _mend(table, following)
    table.cells.extend((row + table.rows, span, box, text, page) for row, span, box, text, page in following.cells)
    table.rows += following.rows
    table.edges.extend(following.edges)
    table.pages.extend(following.pages)


def _numbered(table: _Table) -> list[RawCell]:
    """Columns by the edges of all pages together: near edges are one."""
    edges: list[float] = []
    for edge in sorted(table.edges):
        if not edges or edge - edges[-1] > _SAME_EDGE / 2:
            edges.append(edge)

    def column(x: float) -> int:
        return min(range(len(edges)), key=lambda index: abs(edges[index] - x))

    cells = []
    for row, span, box, text, page in table.cells:
        first, last = column(box.left), column(box.right)
        cells.append(RawCell(text, row, first, span, max(1, last - first), page, box))
    return cells


def _write(items: Sequence[tuple[int, _Item | Box]], manuscript: Manuscript, margins: dict[int, float]) -> None:
    for index, (page, item) in enumerate(items):
        if isinstance(item, Box):
            manuscript.picture("image", page=page, box=item)
        elif isinstance(item, _Table):
            _write_table(item, manuscript)
        else:
            following = next((entry for _, entry in items[index + 1 :][:1] if isinstance(entry, Line)), None)
            wrapped = following is not None and _is_wrapped(item, following, item.measure or margins.get(page, 0.0))
            manuscript.paragraph(item.text.strip(), page=page, box=item.box, wrapped=wrapped)


def _write_table(table: _Table, manuscript: Manuscript) -> None:
    for part in split_at_prose(_numbered(table)):
        if isinstance(part, list):
            boxes = [cell.box for cell in part if cell.box and cell.page == part[0].page]
            manuscript.grid(part, page=part[0].page, box=_outline(boxes))
        else:
            lines = part.text.split("\n")
            for number, line in enumerate(lines):
                manuscript.paragraph(line, page=part.page, box=part.box, wrapped=number + 1 < len(lines))


def _outline(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def _right_margins(items: Sequence[tuple[int, _Item | Box]]) -> dict[int, float]:
    """How far the lines of each page reach."""
    margins: dict[int, float] = {}
    for page, item in items:
        if isinstance(item, Line):
            margins[page] = max(margins.get(page, 0.0), item.box.right)
    return margins


def _is_wrapped(line: Line, following: Line, margin: float) -> bool:
    """A line that fills its measure and is not followed by an indented one goes on."""
    if line.measure != following.measure and line.measure and following.measure:
        return line.box.right > margin - 1.6 * line.height  # from the foot of one column to the head of the next
    full = line.box.right > margin - 1.6 * line.height
    indented = following.box.left > line.box.left + 1.2 * line.height and following.box.left < line.box.left + 6 * line.height
    same_size = abs(following.height - line.height) < 0.25 * line.height
    return full and same_size and not indented


def _is_page_number(line: Line, page: Page) -> bool:
    at_edge = line.box.bottom < page.height * _MARGIN or line.box.top > page.height * (1 - _MARGIN)
    return at_edge and bool(_PAGE_NUMBER.match(line.text))


def _edge_text(line: Line, page: Page) -> str | None:
    """The text of a line in the page's margins, digits levelled."""
    if line.box.bottom < page.height * _MARGIN or line.box.top > page.height * (1 - _MARGIN):
        return re.sub(r"\d+", "#", "".join(line.text.split()))
    return None


def _furniture(pages: Sequence[Page]) -> set[str]:
    """Running heads and feet: the same words in the margins of at least three pages and of half of them."""
    counts: Counter[str] = Counter()
    for page in pages:
        edge = [glyph for glyph in page.glyphs if glyph.bottom < page.height * _MARGIN or glyph.top > page.height * (1 - _MARGIN)]
        counts.update({text for line in lines_of(edge) if (text := _edge_text(line, page))})
    return {text for text, count in counts.items() if count >= max(3, len(pages) / 2) and len(text) > 1}
