"""The one way in which readers write a `Document`: every block gets its offsets as its text is appended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Literal, NamedTuple

from core.document import Block, Box, Document, Grid, GridCell, Paragraph, Picture, Place, UnreadableSource
from core.readers.bounds import MAX_BLOCKS, MAX_CELLS, bounded

_made = tuple.__new__
"""Makes a named tuple of all its fields in half the time; for what a table has hundreds of."""


class RawCell(NamedTuple):
    """A table cell before it has its place in the text."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    box: Box | None = None
    address: str | None = None


class Manuscript:
    """Collects text and blocks in reading order and counts cells against the bound."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._cells = 0
        self.blocks: list[Block] = []
        self.pictures: list[Picture] = []
        self.notes: list[str] = []

    @property
    def length(self) -> int:
        """How many code points have been written."""
        return self._length

    def write(self, text: str) -> int:
        """Append text that belongs to no block (page numbers, separators) and return where it starts."""
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        return start

    def paragraph(
        self, text: str, *, page: int | None = None, box: Box | None = None, address: str | None = None, wrapped: bool = False
    ) -> None:
        """Append a paragraph on a line of its own."""
        if len(self.blocks) > MAX_BLOCKS:
            bounded(len(self.blocks), MAX_BLOCKS, "reader.bound.blocks")
        start, end = self._length, self._length + len(text)
        self._pieces += (text, "\n")
        self._length = end + 1
        self.blocks.append(_made(Paragraph, (text, _made(Place, (start, end, page, box, address)), wrapped)))

    def grid(
        self,
        cells: Iterable[RawCell],
        *,
        page: int | None = None,
        box: Box | None = None,
        address: str | None = None,
        spans_known: bool = True,
    ) -> None:
        """Append a table: rows on lines, cells between tabs; rows in which no cell begins stay as empty rows."""
        ordered = sorted(cells, key=itemgetter(1, 2))
        self._cells += len(ordered)
        bounded(self._cells, MAX_CELLS, "reader.bound.cells")
        if not ordered:
            return
        start = at = self._length
        rows: list[list[GridCell]] = []
        pieces = self._pieces
        for text, row, column, row_span, column_span, own_page, own_box, own_address in ordered:
            if row >= len(rows):
                if rows:
                    pieces.append("\n")
                    at += 1
                rows.extend([] for _ in range(row - len(rows) + 1))
            elif rows[row]:
                pieces.append("\t")
                at += 1
            end = at + len(text)
            pieces.append(text)
            place = _made(Place, (at, end, own_page or page, own_box, own_address))
            rows[row].append(_made(GridCell, (text, place, row, column, row_span, column_span)))
            at = end
        self._length = at
        place = Place(start, self._length, page, box, address)
        self.write("\n")
        self.blocks.append(Grid(tuple(map(tuple, rows)), place, spans_known))

    def adopt(self, document: Document, *, address: str | None = None) -> None:
        """Append the blocks of another document: a stretch of plain text inside a richer format."""
        for block in document.blocks:
            if isinstance(block, Paragraph):
                self.paragraph(block.text, address=address, wrapped=block.wrapped)
                continue
            cells = [
                RawCell(cell.text, cell.row, cell.column, cell.row_span, cell.column_span, address=address)
                for row in block.rows
                for cell in row
            ]
            self.grid(cells, address=address, spans_known=block.spans_known)

    def picture(
        self,
        description: str,
        *,
        kind: Literal["picture", "attachment"] = "picture",
        page: int | None = None,
        box: Box | None = None,
        address: str | None = None,
    ) -> None:
        """Note a picture or attachment that stands where text could have stood."""
        bounded(len(self.pictures), MAX_BLOCKS, "reader.bound.blocks")
        self.pictures.append(Picture(Place(self._length, self._length, page, box, address), description, kind))

    def note(self, word: str) -> None:
        """Note trouble while reading, once."""
        if word not in self.notes:
            self.notes.append(word)

    def document(
        self, media_type: str, *, title: str | None = None, metadata: Sequence[tuple[str, str]] = (), notes: Sequence[str] = ()
    ) -> Document:
        """The finished document. Raises UnreadableSource when nothing was written."""
        if not self.blocks and not self.pictures:
            raise UnreadableSource("reader.empty")
        return Document(
            text="".join(self._pieces),
            blocks=tuple(self.blocks),
            media_type=media_type,
            title=title,
            pictures=tuple(self.pictures),
            metadata=tuple(metadata),
            notes=tuple(dict.fromkeys((*notes, *self.notes))),
        )
