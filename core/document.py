"""What a reader hands over: the text of a source and its blocks, each with its place.

A reader turns bytes into a `Document` and nothing more: it knows a file format, not the official form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple


class Box(NamedTuple):
    """A rectangle on a page in points, origin at the top left."""

    left: float
    top: float
    right: float
    bottom: float


class Place(NamedTuple):
    """Where something stands in its source.

    `start` and `end` count Unicode code points in `Document.text`, for every format. `page` (from 1) and `box` are set for
    paged formats; `address` names the spot in the format's own terms (`p12`, `table 2 / row 4 / cell 1`, `表二!C7`).
    """

    start: int
    end: int
    page: int | None = None
    box: Box | None = None
    address: str | None = None


class Paragraph(NamedTuple):
    """A run of text that the source keeps together: one physical line, an HTML block, a docx paragraph."""

    text: str
    place: Place
    wrapped: bool = False
    """True when `text` is a physical line that was broken only for width and goes on in the next paragraph."""


class GridCell(NamedTuple):
    """One cell of a table as the source has it, with the matrix position and the spans it covers."""

    text: str
    place: Place
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the source. `rows[i]` holds the cells that *begin* in row i, in column order.

    `spans_known` is False for flattened tables (tabs, pipes): there `column` is only the position within its line and a spanned
    place may be missing, empty or shifted.
    """

    rows: tuple[tuple[GridCell, ...], ...]
    place: Place
    spans_known: bool = True


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Picture:
    """An image or attachment standing where text could have stood; its figures cannot be read."""

    place: Place
    description: str
    kind: Literal["picture", "attachment"] = "picture"


@dataclass(frozen=True, slots=True)
class Document:
    """One source as read: its whole text, its blocks in reading order and what the reader noticed."""

    text: str
    blocks: tuple[Block, ...]
    media_type: str
    title: str | None = None
    """Title from the format's own metadata (`<title>`, docx core properties), never from the text."""
    pictures: tuple[Picture, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    """Further metadata as (name, value): `published`, `author`, `encoding`…"""
    notes: tuple[str, ...] = ()
    """Ids of words (core/words) about trouble while reading, such as `reader.wrongly_decoded`."""


class UnreadableSource(Exception):
    """A source that cannot be read. `word` and `parameters` name the sentence that says why and what to do."""

    def __init__(self, word: str, **parameters: object) -> None:
        super().__init__(word, parameters)
        self.word = word
        self.parameters = parameters
