"""Areas of a ruled table that no line divides, though their figures stand in rows and columns: only the labels are boxed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from core.document import Box
from core.readers.pdf_chunks import Chunk, chunks_of, column_spans, is_figure
from core.readers.pdf_lines import lines_of
from core.readers.pdf_page import Glyph
from core.readers.pdf_tables import Region, RuledTable

Part = tuple[int, Box, str]
"""A row of the table, the box of a place in it, and its text."""


def opened(table: RuledTable, region: Region, glyphs: Sequence[Glyph]) -> list[Part] | None:
    """The places of an undivided area that holds several figures; None where it is one cell after all."""
    if sum(1 for glyph in glyphs if glyph.text[-1].isdigit()) < 2:
        return None
    lines = [chunks_of(line) for line in lines_of(glyphs)]
    if not all(is_figure(chunk.text) for line in lines for chunk in line) or (len(lines) == 1 and len(lines[0]) == 1):
        return None
    ys = table.ys[region.row : region.row + region.row_span + 1]
    rows = [_interval(ys, sum(chunk.level for chunk in line) / len(line)) for line in lines]
    if len(set(rows)) < len(rows):
        return None
    xs = _columns(table.xs[region.column : region.column + region.column_span + 1], lines)
    if xs is None:
        return None
    texts = {(row, _interval(xs, chunk.centre)): chunk.text for row, line in zip(rows, lines, strict=True) for chunk in line}
    return [
        (region.row + row, Box(xs[column], ys[row], xs[column + 1], ys[row + 1]), texts.get((row, column), ""))
        for row in range(len(ys) - 1)
        for column in range(len(xs) - 1)
    ]


def _interval(edges: Sequence[float], value: float) -> int:
    return min(max(bisect_right(edges, value) - 1, 0), len(edges) - 2)


def _columns(xs: Sequence[float], lines: Sequence[Sequence[Chunk]]) -> list[float] | None:
    """The edges of the columns: those of the table where they part the figures, else those that the figures show."""
    most = max(map(len, lines))
    if most == 1:
        return [xs[0], xs[-1]]
    if all(len({_interval(xs, chunk.centre) for chunk in line}) == len(line) for line in lines):
        return list(xs)
    spans = column_spans(lines)
    if len(spans) != most:
        return None
    inner = [(before[1] + after[0]) / 2 for before, after in pairwise(spans)]
    return [xs[0], *inner, xs[-1]]
