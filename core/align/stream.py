"""Blocks of any layout as one stream of lines, each a sequence of label, figure and blank atoms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from core.align.figure import BLANK, CellFigure, read_figure
from core.document import Block, Grid, GridCell, Paragraph, Place
from core.text import comparable

_FURNITURE = re.compile(
    r"\s*(?:[-·~|]+\s*\d{1,4}\s*[-·~|]+|第\s*\d{1,4}\s*页(?:\s*[/,共]*\s*\d{0,4}\s*页?)?|共\s*\d{1,4}\s*页|[Pp]age\s*\d+(?:\s*of\s*\d+)?)\s*"
)
_RUN = re.compile(r"(?<![0-9A-Za-z.,])[0-9][0-9,.]{0,24}[件条项次元]?(?:\s+[0-9][0-9,.]{0,24}[件条项宗次元]?){2}(?![0-9A-Za-z.])")
"""Three figures in a row are a row of figures."""
_SENTENCE = re.compile(
    r"[。;!?]|(?<![0-9]),|,(?![0-9])|[0-9]\s*余?[件条项份宗起次个家户篇部种类例人期场名位万](?:次|余)?[、(][\u3400-\u9fff]|[\u3400-\u9fff]、.*[0-9]\s*[件条项个]"
)
_SHORTEST_SENTENCE = 14
_TABLE_PROSE = re.compile(r"区分处理|勾稽关系|只计这一|不计其他|等于第三|第三项加|保留\s*\d\s*位")
_LONGEST_LABEL_LINE = 64
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_TOKEN = re.compile(
    rf"(?<![0-9A-Za-z.,+\-/('<\x22“‘第年])(?P<sign>[+\-↑↓](?=[0-9]))?(?P<number>{_NUMBER})"
    r"(?P<unit>(?:[万亿]?元|[件条项份宗起个家户]|批次|人次)(?![\u3400-\u9fff]))?(?P<note>\((?![一二三四五六七八九十]{1,2}\))[^()]{1,60}\))?"
    r"(?![0-9A-Za-z.,:/%+'>\x22”’])(?!\s*(?:[年月日号岁期]|[.、)][\u3400-\u9fff]))"
    r"|(?<=[0-9]\s)[0-9]+(?=[1-9][.、][\u3400-\u9fff])"
    r"|(?<!\S)(?:[-/]{1,4}|无|〇)(?!\S)"
)
_MEASURE_AFTER = re.compile(r"\s*(?!部分|项目)[件条项份宗起次个家户篇部种类例人%余多期场名位月日号元万批]")


class Atom(NamedTuple):
    """A piece of a line: a label, a figure or an empty cell. Offsets are the document's; `column` is -1 outside grids."""

    kind: Literal["label", "figure", "blank"]
    text: str
    start: int
    end: int
    column: int = -1
    figure: CellFigure | None = None
    column_span: int = 1
    origin: Place | None = None
    """The place of the block or cell it stands in."""

    @property
    def place(self) -> Place:
        """Its own place: page, box and address are those of the block or cell."""
        if self.origin is None:
            return Place(self.start, self.end)
        return Place(self.start, self.end, self.origin.page, self.origin.box, self.origin.address)


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line or a grid row. Prose has no atoms; `grid` numbers the grid it is a row of, -1 for text."""

    atoms: tuple[Atom, ...]
    text: str
    start: int
    end: int
    kind: Literal["text", "row", "prose", "furniture"]
    block: int
    grid: int = -1
    spans_known: bool = False

    @property
    def figures(self) -> int:
        """How many figures stand on the line."""
        return sum(1 for atom in self.atoms if atom.kind == "figure")


def lines_of(blocks: Iterable[Block], first_block: int = 0) -> Iterator[Line]:
    """The lines of `blocks` in reading order."""
    for number, block in enumerate(blocks, first_block):
        if isinstance(block, Paragraph):
            yield text_line(comparable(block.text), block.place.start, number, block.place)
        else:
            yield from _grid_lines(block, number)


def text_line(text: str, start: int, block: int, origin: Place | None = None) -> Line:
    """One line of text; `text` is comparable."""
    end = start + len(text)
    if _FURNITURE.fullmatch(text):
        return Line((), text, start, end, "furniture", block)
    if is_prose(text):
        return Line((), text, start, end, "prose", block)
    return Line(tuple(_atoms(text, start, origin)), text, start, end, "text", block)


def is_prose(text: str) -> bool:
    """Whether a line is narrative: sentences, and no row of figures in it."""
    if _RUN.search(text):
        return False
    text = "".join(text.split())
    if len(text) > _LONGEST_LABEL_LINE:
        return not _TABLE_PROSE.search(text) or len(text) > 2 * _LONGEST_LABEL_LINE
    if not _SENTENCE.search(text) or _TABLE_PROSE.search(text):
        return False
    return len(text) >= _SHORTEST_SENTENCE or "。" in text


def _atoms(text: str, start: int, origin: Place | None, column: int = -1) -> Iterator[Atom]:
    """Figures and the labels between them."""
    whole = read_figure(text)
    if whole is not None:
        if text.strip():
            yield _atom("figure", text, (0, len(text)), start, origin, column, whole)
        return
    done = 0
    for match in _TOKEN.finditer(text):
        found = read_figure(match.group())
        if found is None or (not match["unit"] and _MEASURE_AFTER.match(text, match.end())) or _clock(text, match):
            continue
        if text[done : match.start()].strip():
            yield _atom("label", text, (done, match.start()), start, origin, column)
        yield _atom("figure", text, match.span(), start, origin, column, found)
        done = match.end()
    if text[done:].strip():
        yield _atom("label", text, (done, len(text)), start, origin, column)


def _clock(text: str, match: re.Match[str]) -> bool:
    """Whether a number behind a colon is part of a time, a telephone number or running text, not the figure that ends a line."""
    before = text[: match.start()].rstrip()
    return before.endswith(":") and (not re.search(r"[\u3400-\u9fff)]\s*:$", before) or bool(text[match.end() :].strip()))


def _atom(
    kind: Literal["label", "figure", "blank"],
    text: str,
    span: tuple[int, int],
    start: int,
    origin: Place | None,
    column: int,
    found: CellFigure | None = None,
) -> Atom:
    piece = text[slice(*span)]
    first = start + span[0] + len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return Atom(kind, piece, first, first + len(piece), column, found, origin=origin)


def _grid_lines(grid: Grid, block: int) -> Iterator[Line]:
    for row in grid.rows:
        if not row:
            continue
        atoms = tuple(atom for cell in row for atom in _cell_atoms(cell, grid.spans_known))
        start, end = row[0].place.start, row[-1].place.end
        yield Line(
            atoms, "\t".join(cell.text for cell in row), start, end, "row", block, grid=block, spans_known=grid.spans_known
        )


def _cell_atoms(cell: GridCell, spans_known: bool) -> Iterator[Atom]:
    text = comparable(cell.text)
    found = read_figure(text, split_digits=True)
    place = cell.place
    if found is BLANK or not text.strip():
        yield Atom("blank", "", place.start, place.end, cell.column, BLANK, cell.column_span, place)
    elif found is not None:
        yield Atom("figure", text, place.start, place.end, cell.column, found, cell.column_span, place)
    elif is_prose(text):
        yield Atom("label", text, place.start, place.end, cell.column, None, cell.column_span, place)
    else:
        for atom in _atoms(text, place.start, place, cell.column):
            yield atom._replace(column_span=cell.column_span)
