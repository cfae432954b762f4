"""What every reader of tables needs: free places under spans, and prose rows told from figure rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from core.readers.manuscript import RawCell

PROSE_LENGTH = 70
"""Longer text, alone in its row, is narrative inside a table; the form's longest label that stands alone has 31 characters."""
LONG_CELL = 200
"""A cell with more text is no cell of a table of figures."""
WHOLE_TABLE_ROWS = 6
"""A table of so many rows inside another is a table of its own, and the outer one only arranges the page."""
REFERENCE_MARK = re.compile(r"\s*[\[［〔(（]?\s*(?:\d{1,3}|[*＊①-⑳])\s*[\]］〕)）]?\s*$")
"""What is raised behind a figure as the mark of a note."""

_REASONABLE_SPAN = 100
_HEADING = re.compile(r"\s*[一二三四五六七八九十]{1,3}\s*[、.．]\s*\S{2,40}\s*$")
_SPACED_DIGITS = re.compile(r"[1-9１-９](?: [0-9０-９.．,，%％])+$")
_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_CJK_GAP = re.compile(f"\\n(?<=[{_CJK}]\\n)[ \\t]*(?=[{_CJK}])")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad]")


class Slot(NamedTuple):
    """A cell as a format states it: a row, the spans, and what it is (text or an element)."""

    row: int
    column: int
    row_span: int
    column_span: int


def squeezed(text: str) -> str:
    """Text with every run of white space (also no-break and ideographic) as one space, none at the ends."""
    return " ".join(text.split())


def visible(text: str) -> str:
    """Text without characters that nobody sees (zero-width, byte order mark, soft hyphen, direction marks)."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def cell_text(lines: Sequence[str]) -> str:
    """The lines of one cell as its text: characters set one to a line are one word, other lines stay lines."""
    if not lines:
        return ""
    if len(lines) > 1:
        digits_of_nought = lines[0] == "0" and all(line.isdigit() for line in lines)
        if all(len(line) == 1 for line in lines) and not digits_of_nought:
            return "".join(lines)
        return "\n".join(lines)
    return lines[0].replace(" ", "") if _SPACED_DIGITS.match(lines[0]) else lines[0]


def shown(text: str) -> str:
    """Source text of a page as it is shown: white space squeezed, a line end between two Chinese characters nothing at all."""
    if "\n" in text:
        text = _CJK_GAP.sub("", text.strip())
    return " ".join(text.split())


def placed(rows: Sequence[Sequence[tuple[int, int]]]) -> list[list[Slot]]:
    """Columns for cells stated row by row with (row_span, column_span), as a browser places them; spans are clipped.

    A row span ends with the table (0 means just that); a column span beyond reason ends where the table ends without it.
    """
    if not any(span > _REASONABLE_SPAN for row in rows for _, span in row):
        return _placed(rows)
    modest = [[(height, width if width <= _REASONABLE_SPAN else 1) for height, width in row] for row in rows]
    widest = max((slot.column + slot.column_span for row in _placed(modest) for slot in row), default=1)
    return _placed(rows, widest)


def _placed(rows: Sequence[Sequence[tuple[int, int]]], widest: int = 0) -> list[list[Slot]]:
    covered: dict[int, int] = {}  # column -> first row that is free again
    result: list[list[Slot]] = []
    for index, row in enumerate(rows):
        column, slots = 0, []
        for row_span, column_span in row:
            if row_span == 1 == column_span and not covered:
                slots.append(Slot(index, column, 1, 1))
                column += 1
                continue
            while covered.get(column, 0) > index:
                column += 1
            remaining = len(rows) - index
            height = min(row_span, remaining) if row_span > 0 else remaining
            width = column_span if column_span <= _REASONABLE_SPAN else max(1, widest - column)
            slots.append(Slot(index, column, height, width))
            if height > 1:
                covered.update((place, index + height) for place in range(column, column + width))
            column += width
        result.append(slots)
    return result


def is_prose_row(text: str) -> bool:
    """Whether the only text of a row is narrative or a section heading and not a row of figures."""
    return len(text) > PROSE_LENGTH or bool(_HEADING.match(text))


def split_at_prose(cells: Sequence[RawCell]) -> Iterator[list[RawCell] | RawCell]:
    """The cells of a table as runs of table rows (renumbered from 0) and, between them, the narrative that stood in rows."""
    by_row: dict[int, list[RawCell]] = {}
    for cell in cells:
        row = cell[1]
        if row in by_row:
            by_row[row].append(cell)
        else:
            by_row[row] = [cell]
    if not by_row:
        return
    width = max([cell[2] + cell[4] for cell in cells])
    reach, run, first = 0, list[RawCell](), 0
    for row in range(max(by_row) + 1):
        here = by_row.get(row, [])
        filled = [cell for cell in here if cell[0]]
        alone = len(filled) == 1 and reach <= row and filled[0].row_span == 1
        if alone and (len(here) == 1 or len(filled[0].text) > PROSE_LENGTH) and width > 1 and is_prose_row(filled[0].text):
            if run:
                yield run
            yield filled[0]
            run, first = [], row + 1
        else:
            run.extend(here if first == 0 else (cell._replace(row=cell.row - first) for cell in here))
        reach = max(reach, row + max([cell[3] for cell in here])) if here else reach
    if run:
        yield run
