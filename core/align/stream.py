"""Blocks of any layout as one stream of lines, each a sequence of label, figure and blank atoms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from core.align.figure import BLANK, CellFigure, read_digits, read_figure, read_written
from core.document import Block, Document, Grid, Paragraph, Place
from core.text import comparable

_FURNITURE = re.compile(
    r"\s*(?:[-·~|]+\s*\d{1,4}\s*[-·~|]+|第\s*\d{1,4}\s*页(?:\s*[/,共]*\s*\d{0,4}\s*页?)?|共\s*\d{1,4}\s*页|[Pp]age\s*\d+(?:\s*of\s*\d+)?"
    r"|(?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?,?\s{1,4}\d{1,2}:\d\d(?::\d\d)?"
    r"|https?://[!-~]{3,300}(?:\s{1,8}\d{1,3}\s?/\s?\d{1,3})?"
    r"|[\u3400-\u9fff]{2,24}(?:门户网站|政府网站|政务服务网|政府门户))\s*"
)
"""Page numbers, and what a browser prints above and below each page: the moment, the address, the site's name."""
_RUN = re.compile(r"(?<![0-9A-Za-z.,])[0-9][0-9,.]{0,24}[件条项次元]?(?:\s+[0-9][0-9,.]{0,24}[件条项宗次元]?){2}(?![0-9A-Za-z.])")
"""Three figures in a row are a row of figures."""
_SENTENCE = re.compile(
    r"[。;!?]|(?<![0-9]),|,(?![0-9])|[0-9]\s*余?[件条项份宗起次个家户篇部种类例人期场名位万](?:次|余)?[、(][\u3400-\u9fff]|[\u3400-\u9fff]、.*[0-9]\s*[件条项个]"
)
_SHORTEST_SENTENCE = 14
_WIDE_GAP = re.compile(r"\s{2,}")
_GAPS_OF_A_HEADER = 4
_TABLE_PROSE = re.compile(r"区分处理|勾稽关系|只计这一|不计其他|等于第三|第三项加|保留\s*\d\s*位")
_LONGEST_LABEL_LINE = 64
_FEW_DIGITS = 40
_FEW_WRITTEN = 30
_LONGEST_WRITTEN = 12
_UPRIGHT = "三四五六"
"""Ordinals of upright bands stand alone on lines; so few of them make no figures."""
_OFTEN_PRINTED = 48
"""Lines and cells up to this length are mostly the form's own, the same in every report, and remembered."""
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_TOKEN = re.compile(
    r"(?<![0-9A-Za-z.,+\-/('<\x22“‘第年])(?P<sign>[+\-↑↓](?=[0-9])|(?<=\s)(?:增加|新增|减少|下降)(?=[0-9]+(?:\s|$)))?"
    rf"(?P<number>{_NUMBER})"
    r"(?P<unit>(?:[万亿]?元|[件条项份宗起个家户]|批次|人次)(?![\u3400-\u9fff]))?(?P<note>\((?![一二三四五六七八九十]{1,2}\))[^()]{1,60}\))?"
    r"(?:[\u2460-\u2473*※†‡]{1,3}|\[[0-9]{1,2}\])?"
    r"(?:(?<=[件条项份宗起个家户次元])(?=[0-9])|(?![0-9A-Za-z.,:/%+'>\x22”’\ufffd]))(?!\s*(?:[年月日号岁期]|[.、)][\u3400-\u9fff]))"
    r"|(?<=[0-9]\s)[0-9]+(?=[1-9][.、][\u3400-\u9fff])"
    r"|(?<!\S)(?:[-/]{1,4}|无|〇)(?!\S)"
)
_GOES_ON = re.compile(r"[0-9]+(?:[件条项宗份起次,;。]|$)")
_LIST_DASH = re.compile(r"[\u3400-\u9fff:= ]\s?(?:--?|/)(?=$|[件;,、)。\s])")
_LIST_COMMA = re.compile(r",(?![0-9])|(?<![0-9]),|(?<=[0-9件条项宗份元])[、)](?=[\u3400-\u9fff])(?<!^.[、)])(?<!^..[、)])")
"""What parts the entries of a list; `1、` at its beginning is an ordinal."""
_PART = re.compile(r"[^:;,()、=\s]+")
_BULLET = re.compile(r"\s*[-/]{1,4}\s+(?=[\u3400-\u9fff])")
"""A dash before a label begins an item of a list and is no figure."""
_OFTEN_COUNTED = {digits: read_digits(digits) for digits in map(str, range(1000))}
"""The figures that most cells hold."""
_MEASURE_AFTER = re.compile(r"\s*(?!部分|项目)[件条项份宗起次个家户篇部种类例人%余多期场名位月日号元万批]")


_made = tuple.__new__
"""Makes a named tuple of all its fields in half the time; for what a report has hundreds of."""


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
        if self.origin.start == self.start and self.origin.end == self.end:
            return self.origin
        return Place(self.start, self.end, self.origin.page, self.origin.box, self.origin.address)


def figures_of(atoms: Iterable[Atom]) -> tuple[Atom, ...]:
    """The atoms that hold a figure or a dash."""
    return tuple([atom for atom in atoms if atom.kind == "figure"])


class Line(NamedTuple):
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


def lines_of(document: Document) -> Iterator[Line]:
    """The lines of a document in reading order."""
    even = _Even(document.text, written=_is_written(document.blocks))
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            yield text_line(even.of(block.text, block.place.start), block.place.start, number, block.place)
        else:
            yield from _grid_lines(block, number, even)


class _Even:
    """A document's text made comparable once, for all blocks that print a stretch of it."""

    def __init__(self, text: str, *, written: bool = False) -> None:
        self._text = text
        self._even = comparable(text)
        self.written = written
        """Whether figures are written in Chinese characters."""

    def of(self, text: str, start: int) -> str:
        """The comparable text of a block that stands at `start`."""
        if self._text.startswith(text, start):
            return self._even[start : start + len(text)]
        return comparable(text)


def text_line(text: str, start: int, block: int, origin: Place | None = None) -> Line:
    """One line of text; `text` is comparable."""
    end = start + len(text)
    kind, pieces = _line(text) if len(text) <= _OFTEN_PRINTED else _line.__wrapped__(text)
    return Line(tuple([_atom(piece, start, origin) for piece in pieces]), text, start, end, kind, block)


class _Piece(NamedTuple):
    """A label or figure and where it stands in its line or cell."""

    kind: Literal["label", "figure", "blank"]
    text: str
    start: int
    end: int
    figure: CellFigure | None


def _atom(piece: _Piece, start: int, origin: Place | None, column: int = -1, column_span: int = 1) -> Atom:
    kind, text, first, last, figure = piece
    return _made(Atom, (kind, text, start + first, start + last, column, figure, column_span, origin))


@lru_cache(maxsize=8192)
def _line(text: str) -> tuple[Literal["text", "prose", "furniture"], tuple[_Piece, ...]]:
    """What kind of line a text is, and its pieces."""
    if _FURNITURE.fullmatch(text):
        return "furniture", ()
    if is_prose(text):
        return "prose", ()
    return "text", tuple(_pieces(text))


def listed_line(line: Line, following: str) -> Line:
    """A line of text or prose as a list of labels and figures: 予以公开：自然人47件，商业企业0件.

    A figure at the end of the line is none when the `following` line goes on with digits: it was broken.
    """
    even = _LIST_DASH.sub(lambda match: match.group()[0] + " " * (len(match.group()) - 2) + "-", line.text)
    even = _LIST_COMMA.sub(";", even)
    if even[-1:].isdigit() and _GOES_ON.match(following):
        even = even.rstrip("0123456789.")
    labels = (part for piece in _pieces(even, listed=True) for part in _parts(piece))
    return line._replace(atoms=tuple([_atom(piece, line.start, None) for piece in labels]), kind="text")


def _parts(piece: _Piece) -> Iterator[_Piece]:
    """A label of a list cut where its heading ends and its entries part."""
    if piece.kind == "figure":
        yield piece
        return
    for match in _PART.finditer(piece.text):
        yield _Piece("label", match.group(), piece.start + match.start(), piece.start + match.end(), None)


def is_prose(text: str) -> bool:
    """Whether a line is narrative: sentences, and no row of figures in it."""
    if len(text) < _SHORTEST_SENTENCE and "。" not in text:
        return False
    if _RUN.search(text):
        return False
    gaps = len(_WIDE_GAP.findall(text.strip())) >= _GAPS_OF_A_HEADER and "。" not in text
    text = "".join(text.split())
    if len(text) > _LONGEST_LABEL_LINE:
        return not gaps and (not _TABLE_PROSE.search(text) or len(text) > 2 * _LONGEST_LABEL_LINE)
    if not _SENTENCE.search(text) or _TABLE_PROSE.search(text):
        return False
    return len(text) >= _SHORTEST_SENTENCE or "。" in text


def _pieces(text: str, *, listed: bool = False) -> Iterator[_Piece]:
    """Figures and the labels between them; in a list a colon stands before any of them."""
    whole = read_figure(text)
    if whole is not None:
        if text.strip():
            yield _piece("figure", text, 0, len(text), whole)
        return
    bullet = _BULLET.match(text)
    done = bullet.end() if bullet else 0
    for match in _TOKEN.finditer(text, done):
        found = read_figure(match.group())
        if found is None or (not match["unit"] and _MEASURE_AFTER.match(text, match.end())):
            continue
        if not listed and _clock(text, match):
            continue
        if text[done : match.start()].strip():
            yield _piece("label", text, done, match.start())
        yield _piece("figure", text, *match.span(), found)
        done = match.end()
    if text[done:].strip():
        yield _piece("label", text, done, len(text))


def _clock(text: str, match: re.Match[str]) -> bool:
    """Whether a number behind a colon is part of a time, a telephone number or running text, not the figure that ends a line."""
    before = text[: match.start()].rstrip()
    return before.endswith(":") and (not re.search(r"[\u3400-\u9fff)]\s*:$", before) or bool(text[match.end() :].strip()))


def _piece(kind: Literal["label", "figure"], text: str, start: int, end: int, figure: CellFigure | None = None) -> _Piece:
    piece = text[start:end]
    first = start + len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return _Piece(kind, piece, first, first + len(piece), figure)


def _grid_lines(grid: Grid, block: int, even: _Even) -> Iterator[Line]:
    known, often, written = grid.spans_known, _OFTEN_COUNTED.get, even.written
    for row in grid.rows:
        if not row:
            continue
        atoms: list[Atom] = []
        for printed, place, _, column, _, span in row:
            text, found = printed, often(printed)
            if found is None:
                text = even.of(printed, place[0]) if printed else ""
                content = _content if len(text) <= _OFTEN_PRINTED else _content.__wrapped__
                found, pieces = content(text, written)
                if pieces is not None:
                    atoms += [_atom(piece, place[0], place, column, span) for piece in pieces]
                    continue
                if found is None or found is BLANK:
                    kind, text = ("blank", "") if found is BLANK else ("label", text)
                    atoms.append(_made(Atom, (kind, text, place[0], place[1], column, found, span, place)))
                    continue
            atoms.append(_made(Atom, ("figure", text, place[0], place[1], column, found, span, place)))
        text = "\t".join([cell[0] for cell in row])
        yield _made(Line, (tuple(atoms), text, row[0][1][0], row[-1][1][1], "row", block, block, known))


def _is_written(blocks: Iterable[Block]) -> bool:
    """Whether a document writes the figures of its tables in Chinese characters: more of such cells than of digits."""
    digits = written = 0
    for block in blocks:
        for text in [block.text] if isinstance(block, Paragraph) else [cell.text for row in block.rows for cell in row]:
            if text.isdigit():
                digits += 1
                if digits > _FEW_DIGITS:
                    return False
            elif len(text) <= _LONGEST_WRITTEN and text not in _UPRIGHT and read_written(text) is not None:
                written += 1
    return written > max(_FEW_WRITTEN, digits)


@lru_cache(maxsize=8192)
def _content(text: str, written: bool) -> tuple[CellFigure | None, tuple[_Piece, ...] | None]:
    """The figure of a cell, or else its pieces, None where it is prose."""
    found = (read_written(text) if written else None) or read_figure(text, split_digits=True)
    if found is not None:
        return found, None
    return None, None if is_prose(text) else tuple(_pieces(text))
