"""Plain text and Markdown: lines as paragraphs, lines of cells (tabs, bars, commas) as tables without known spans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from core.document import Block, Document, Grid, GridCell, Paragraph, Picture, Place
from core.readers.bounds import MAX_CELLS, bounded
from core.readers.encoding import Decoded, decode
from core.readers.source import Source
from core.text import Twins

_LINE = re.compile(r"[^\n\f\v\x85\u2028\u2029]+")
_BARS = Twins({"｜": "|", "│": "|", "┃": "|", "║": "|", "丨": "|"})
_RULE = re.compile(r"[\s|+:=_\-─━┄┅┈┉┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬═]*[-─━═=+┼]{3,}[\s|+:=_\-─━┄┅┈┉┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬═]*")
_MARKS = ",;；"
"""Signs that part the cells of tables written as lines of values."""
_FIGURE_OR_EMPTY = re.compile(r'\s*"?\s*[-+\d.]*\s*"?\s*')
_FEW_MARKS = 3
_LONGEST_ROW = 1000
_SIGNS_AROUND = ('"', "**", "__")
_AROUND = ' \t\r\xa0\u3000"*_'
_COMMA_LINE = re.compile(r'(?:"[^"]*"|[^,。；"]*)(?:,(?:"[^"]*"|[^,。；"]*)){2,}')
_NUMBER = r"(?:[+\-]?[0-9０-９]{1,3}(?:,[0-9]{3})+|[+\-]?[0-9０-９][0-9０-９.]*|[-—–]{1,2}|无)"
_VALUE = re.compile(_NUMBER)
_VALUE_OR_NONE = re.compile(rf"(?:{_NUMBER}|/)?")
_LABEL = re.compile(
    rf"(?P<label>[^。；;]{{0,60}}?)(?:(?P<colon>[:：|])\s{{0,9}}(?P<value>{_NUMBER}|/)?|(?<![0-9０-９.+\-—–])(?P<bare>{_NUMBER})?)"
)
_FEW_VALUES = 3
_MARK_BETWEEN = re.compile(r"[0-9０-９.—–无-]\s*[/；;，、]\s*[+\-—–0-9０-９无]")
"""What every line has that marks its figures off; looked for first because it is found, or not, at once."""
_LINKED = re.compile(r"(?P<picture>!?)\[(?P<words>[^\[\]\n]{0,200})\]\((?P<address>[^()\s]{1,500})[^()\n]{0,200}\)")
_FILE = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|zip|rar|ofd)(?:[?#]|$)", re.IGNORECASE)
_ATTACHED = re.compile(
    r"^[ \t\u3000]*附[件表][^\n。]{0,80}\.(?:pdf|docx?|wps|xlsx?|et|zip|rar|ofd)[ \t]*$", re.IGNORECASE | re.MULTILINE
)
_DAY = re.compile(r"(?:19|20)[0-9]{2}\s*/\s*[0-9]{1,2}\s*/\s*[0-9]{1,2}")
_ROWS_OF_A_TABLE = 8
_PROSE_WIDTH = 36
"""A line this wide (in columns) can have been broken for width; narrower ones are headings, cells and ends of paragraphs."""
_RAGGED_EDGE = 5
_INDENT = 5
_ENDED = re.compile(r"[。！？；：.!?;:）)]$")


_SPANS = re.compile(
    r"(?P<lead>^|\|)[ \t]{0,3}(?:(?:row|col)span[ \t]{0,3}=[ \t]{0,3}[\"']?[0-9]{1,3}[\"']?[ \t]{0,3}){1,2}\|", re.MULTILINE
)
"""How many rows and columns a cell takes, in the markup of wikis: no figures of the table. Only what begins a cell may be
blanked, for a cell's text is trimmed to what the source prints."""
_CELL_MARK = "\x07"
"""What ends a cell in the text of old Word files."""

_Cell = tuple[str, int]
"""The text of a cell and where it starts."""


def read_text(source: Source) -> Document:
    """Read a text or Markdown source. Raises UnreadableSource for bytes that are no text."""
    return decoded_document(decode(source.data))


def decoded_document(decoded: Decoded) -> Document:
    """The document of a text that has been decoded."""
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace(_CELL_MARK, "\t")
    return document_of_text(text, notes=decoded.notes, metadata=(("encoding", decoded.encoding),))


def document_of_text(
    text: str,
    *,
    media_type: str = "text/plain",
    notes: tuple[str, ...] = (),
    metadata: tuple[tuple[str, str], ...] = (),
) -> Document:
    """The document of a text whose lines end in a line feed."""
    seen = _SPANS.sub(lambda match: match["lead"].ljust(len(match.group())), text) if "span" in text else text
    blocks, pictures = tuple(_blocks(seen)), tuple(_pictures(text))
    return Document(text, blocks, media_type, pictures=pictures, metadata=metadata, notes=notes)


def _pictures(text: str) -> Iterator[Picture]:
    """Markdown's pictures and links to files, and lines that name an attached file."""
    for match in _LINKED.finditer(text) if "](" in text else ():
        attached = not match["picture"] and _FILE.search(match["address"])
        if match["picture"] or attached:
            place = Place(match.start(), match.end())
            yield Picture(place, match["words"] or match["address"], "attachment" if attached else "picture")
    for match in _ATTACHED.finditer(text) if "附" in text else ():
        yield Picture(Place(match.start(), match.end()), match.group().strip(), "attachment")


def _blocks(text: str) -> Iterator[Block]:
    rows: list[list[_Cell]] = []
    broken_at, separator = _line_width(text), _separator(text)
    barred = "|" in _BARS.exchanged(text)
    count = 0
    for match in _LINE.finditer(text):
        line = match.group()
        empty = not line or line.isspace()
        if empty or (not line[0].isalnum() and _RULE.fullmatch(line)):
            if empty and rows:
                yield _grid(rows)
                rows = []
            continue
        cells = _between_bars(line, match.start()) if barred else None
        if cells is None:
            cells = _cells(line, match.start(), separator)
        count += len(cells)
        bounded(count, MAX_CELLS, "reader.bound.cells")
        if len(cells) > 1:
            rows.append(cells)
            continue
        if rows:
            yield _grid(rows)
            rows = []
        if cells:
            yield _paragraph(*cells[0], broken_at)
    if rows:
        yield _grid(rows)


def _separator(text: str) -> str | None:
    """The mark between the cells of a text: between all figures of most of its rows, or as often in line after line."""
    lines = text.splitlines()
    if _MARK_BETWEEN.search(text):
        read = (_marked_values(line, _FEW_VALUES) for line in lines if _MARK_BETWEEN.search(line))
        marks = Counter(values.mark for values in read if values is not None)
        found = [mark for mark, count in marks.items() if count >= _ROWS_OF_A_TABLE]
        if found:
            return found[0]
    return next((mark for mark in _MARKS if mark in text and _in_columns(lines, mark)), None)


def _in_columns(lines: Sequence[str], mark: str) -> bool:
    """Whether many lines hold a mark equally often, figures or nothing between them in good part."""
    counts: Counter[int] = Counter()
    for line in lines:
        if line.count(mark) >= _FEW_MARKS and "。" not in line and len(line) < _LONGEST_ROW:
            parts = _unquoted(line, mark)
            if sum(1 for part in parts if _FIGURE_OR_EMPTY.fullmatch(part)) * 3 >= len(parts):
                counts[len(parts)] += 1
    return any(count >= _ROWS_OF_A_TABLE - 2 for count in counts.values())


def _unquoted(line: str, mark: str) -> list[str]:
    """The parts of a line between marks that stand in no quotes."""
    if '"' not in line:
        return line.split(mark)
    parts, at, quoted = list[str](), 0, False
    for place, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == mark and not quoted:
            parts.append(line[at:place])
            at = place + 1
    return [*parts, line[at:]]


def _cells(line: str, start: int, separator: str | None) -> list[_Cell]:
    """The cells of a line without bars; one for a line that is no table row."""
    if "\t" in line and len(line) > _LONGEST_ROW and "。" in line:
        return [_trimmed(line, start)]
    if "\t" in line:
        return _split(line, "\t", start)
    if separator and separator in line and "。" not in line:
        return _split(line, separator, start) if separator in _MARKS + "/" else _between_marks(line, start, _FEW_VALUES - 1)
    if line.count(",") >= 2 and len(line) < _LONGEST_ROW and _COMMA_LINE.fullmatch(line) and _few_words(line):
        return _split(line, ",", start)
    return _between_marks(line, start, _FEW_VALUES)


def _between_marks(line: str, start: int, few: int) -> list[_Cell]:
    """The label and the figures of `label：47，0，0` or `label / 47 / 0 / 0`; the whole line if it is not of that kind."""
    found = _marked_values(line, few) if _MARK_BETWEEN.search(line) else None
    if found is None:
        return [_trimmed(line, start)]
    cells = [_trimmed(line[: found.label], start)] if line[: found.label].strip() else []
    return cells + [_trimmed(text, start + at) for text, at in found.values]


class _Marked(NamedTuple):
    """A line of values with the same mark between: where its label ends, and the values with their offsets."""

    mark: str
    label: int
    values: list[_Cell]


def _marked_values(line: str, few: int) -> _Marked | None:
    """A label and at least so many values; between signs of a sentence a value may be missing."""
    if len(line) > _LONGEST_ROW or _DAY.search(line):
        return None
    even = line.rstrip(" \t\u3000。|")
    for mark in "；;，、/":
        values = _values(even, mark) if even.count(mark) >= few - 1 else None
        if values is None or len(values.values) < few:
            continue
        filled = sum(1 for text, _ in values.values if text.strip())
        if filled * 2 >= len(values.values) and (mark != "/" or filled == len(values.values)):
            return values
    return None


def _values(line: str, mark: str) -> _Marked | None:
    """The values at the end of a line, and its label before them."""
    parts = line.split(mark)
    kind = _VALUE if mark == "/" else _VALUE_OR_NONE
    first = len(parts)
    while first and kind.fullmatch(parts[first - 1].strip()):
        first -= 1
    at = sum(len(part) + 1 for part in parts[:first])
    values: list[_Cell] = []
    for part in parts[first:]:
        values.append((part, at))
        at += len(part) + 1
    if not first:
        return _Marked(mark, 0, values)
    last = parts[first - 1]
    begun = values[0][1] - 1 - len(last) if values else 0
    label = _LABEL.fullmatch(last.rstrip()) if values else None
    if label is None:
        return None
    value = label["value"] or label["bare"]
    if value or label["colon"]:
        values.insert(0, (value or "", begun + label.end() - len(value or "")))
        return _Marked(mark, begun + label.end("label"), values)
    return _Marked(mark, begun + len(last), values)


def _few_words(line: str) -> bool:
    """Whether comma-separated parts look like cells: at least two of them are figures or empty."""
    return sum(1 for part in line.split(",") if re.fullmatch(r'\s*"?[-+\d.]*"?\s*', part)) >= 2


def _between_bars(line: str, start: int) -> list[_Cell] | None:
    """The cells between bars, none for a line of bars only; None for a line without any."""
    barred = _BARS.exchanged(line)
    if "|" not in barred:
        return None
    inner_start = len(barred) - len(barred.lstrip())
    inner_end = len(barred.rstrip())
    if barred[inner_start] == "|":
        inner_start += 1
    if inner_end > inner_start and barred[inner_end - 1] == "|":
        inner_end -= 1
    cells = _split(barred[inner_start:inner_end], "|", start + inner_start)
    if not any(text for text, _ in cells):
        return [] if len(cells) < 3 else cells
    return cells


def _split(line: str, separator: str, start: int) -> list[_Cell]:
    cells: list[_Cell] = []
    for part in _unquoted(line, separator):
        cells.append((part, start) if part.isalnum() or part == part.strip(_AROUND) else _trimmed(part, start))
        start += len(part) + 1
    return cells


def _trimmed(text: str, start: int) -> _Cell:
    stripped = text.strip()
    for sign in _SIGNS_AROUND:
        if len(stripped) >= 2 * len(sign) and stripped.startswith(sign) and stripped.endswith(sign):
            inner = stripped[len(sign) : len(stripped) - len(sign)]
            return _trimmed(inner, start + text.index(stripped) + len(sign))
    return stripped, start + (text.index(stripped) if stripped else 0)


def _grid(rows: list[list[_Cell]]) -> Grid:
    """Lines of cells as a grid of positions; what spans a cell covers is not known."""
    made = tuple.__new__  # quicker than the classes' own way for what a report has hundreds of
    cells = tuple(
        [
            tuple(
                [
                    made(GridCell, (text, made(Place, (start, start + len(text), None, None, None)), i, j, 1, 1))
                    for j, (text, start) in enumerate(row)
                ]
            )
            for i, row in enumerate(rows)
        ]
    )
    return Grid(cells, Place(cells[0][0].place.start, cells[-1][-1].place.end), spans_known=False)


def _paragraph(text: str, start: int, broken_at: int) -> Paragraph:
    place = Place(start, start + len(text))
    if not broken_at:
        return Paragraph(text, place)
    missing = broken_at - _columns(text)
    goes_on = missing <= _RAGGED_EDGE or (missing <= _RAGGED_EDGE + _INDENT and not _ENDED.search(text))
    return Paragraph(text, place, wrapped=goes_on)


def _columns(text: str) -> int:
    return len(text.encode("gbk", "replace"))


def _line_width(text: str) -> int:
    """How wide the lines of a text broken for width are, 0 for a text that has a line a paragraph.

    Such texts have many prose lines, most of them ending within two characters of the widest.
    """
    widths = sorted(_columns(line) for line in text.splitlines() if len(line) >= 12 and "\t" not in line and "|" not in line)
    prose = [width for width in widths if width >= _PROSE_WIDTH]
    if len(prose) < 4:
        return 0
    widest = prose[-max(1, len(prose) // 20)]
    near = sum(1 for width in prose if widest - 6 <= width <= widest + 4)
    return widest if near * 2 > len(prose) and widest <= 160 else 0
