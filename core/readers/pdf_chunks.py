"""Lines of a page as chunks between wide gaps, and the columns in which those that are figures stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from core.readers.pdf_lines import Line

FIGURE = re.compile(r"(?!\d{1,2}[.．]$)(?:增加|减少|增|减|[↑↓])?[-—–－/+\d０-９.,，．%]+(?:件次?|宗|项|条|元|万元)?$")
"""What stands in the place of a figure."""
UNIT = re.compile(r"(?:件?次|件|宗|项|条|万?元)$")
"""What is left of a figure with its unit when a narrow column broke it before the unit."""
_UNITS = frozenset("件宗项条次元")
_CHUNK_GAP = 0.9
_DIGIT_GAP = 0.4
"""Digits of one number stand closer together than words of one label."""
LEAST_ROWS = 3
_ALIGNED = 0.8


class Chunk(NamedTuple):
    """A part of a line between two wide gaps; `lefts` is where its characters begin, where each is a glyph of its own."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    lefts: tuple[float, ...] = ()

    @property
    def centre(self) -> float:
        """The middle from left to right."""
        return (self.left + self.right) / 2

    @property
    def level(self) -> float:
        """The middle from top to bottom."""
        return (self.top + self.bottom) / 2


def is_figure(text: str) -> bool:
    """Whether a chunk is what stands in a figure's place."""
    return bool(FIGURE.match(text))


def chunks_of(line: Line) -> list[Chunk]:
    """The parts of a line between wide gaps."""
    groups = [[line.glyphs[0]]]
    for before, after in zip(line.glyphs, line.glyphs[1:], strict=False):
        gap = _DIGIT_GAP if before.text[-1].isdigit() and after.text[0].isdigit() else _CHUNK_GAP
        glued = before.text[-1] in _UNITS and after.text[0].isdigit() and is_figure("".join(glyph.text for glyph in groups[-1]))
        if glued or after.left - before.right > gap * line.height:
            groups.append([])
        groups[-1].append(after)
    return [
        Chunk(
            "".join(glyph.text for glyph in group),
            group[0].left,
            min(glyph.top for glyph in group),
            max(glyph.right for glyph in group),
            max(glyph.bottom for glyph in group),
            tuple(glyph.left for glyph in group),
        )
        for group in groups
    ]


def column_spans(rows: Sequence[Sequence[Chunk]]) -> list[tuple[float, float]]:
    """The columns as the intervals that figures under each other cover."""
    merged: list[tuple[float, float]] = []
    for left, right in sorted((chunk.left, chunk.right) for row in rows for chunk in row):
        if merged and left < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def unglued(lines: Sequence[list[Chunk]]) -> list[list[Chunk]]:
    """Lines in which a figure that touches what stands before it is a chunk of its own: it begins where its column does."""
    counts = [sum(1 for chunk in parts if FIGURE.match(chunk.text)) for parts in lines]
    full = [
        [chunk for chunk in parts if FIGURE.match(chunk.text)] for parts, n in zip(lines, counts, strict=True) if n == max(counts)
    ]
    columns = column_spans(full)
    if len(full) < LEAST_ROWS or len(columns) != max(counts):
        return list(lines)
    starts = [_common(chunk.left for row in full for chunk in row if left <= chunk.left < right) for left, right in columns]
    return [[piece for chunk in parts for piece in _pieces(chunk, columns, starts)] for parts in lines]


def _common(values: Iterable[float]) -> float | None:
    """Where most of the figures of a column begin, None when they do not begin at one place."""
    ordered = sorted(values)
    middle = ordered[len(ordered) // 2]
    return middle if sum(1 for value in ordered if abs(value - middle) < _ALIGNED) * 4 >= 3 * len(ordered) else None


def _pieces(chunk: Chunk, columns: Sequence[tuple[float, float]], starts: Sequence[float | None]) -> list[Chunk]:
    text, lefts = chunk.text, chunk.lefts
    if len(lefts) != len(text) or chunk.right < columns[0][0]:
        return [chunk]
    cuts = [0]
    for index in range(1, len(text)):
        if not text[index].isdigit():
            continue
        before, left = text[index - 1], lefts[index]
        if before >= "\u2e80" and before not in "（(第" and not is_figure(text):
            at_column = any(start - 1 <= left < end for start, end in columns)
        else:
            at_column = any(
                start is not None and abs(left - start) < _ALIGNED and lefts[cuts[-1]] < column[0] - 1
                for start, column in zip(starts, columns, strict=True)
            )
        if at_column and FIGURE.match(text[index:]):
            cuts.append(index)
    ends = [*cuts[1:], len(text)]
    return [
        Chunk(text[cut:end], lefts[cut], chunk.top, lefts[end] if end < len(text) else chunk.right, chunk.bottom, lefts[cut:end])
        for cut, end in zip(cuts, ends, strict=True)
    ]
