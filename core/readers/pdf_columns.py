"""Tables without ruled lines: figures that stand under each other line after line are columns, the words beside them labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from core.document import Box
from core.readers.pdf_chunks import FIGURE, LEAST_ROWS, UNIT, Chunk, chunks_of, column_spans, unglued
from core.readers.pdf_labels import ORDINAL, empty_rows, in_lines, label_blocks, levels_beside
from core.readers.pdf_lines import Line

_HEADING = re.compile(r"[一二三四五六七八九十]+、.*(?:情况|事项)$")
_LEAST_FIGURES = 3
_MANY_FIGURES = 9
_SHORT = 3
_MOST_LINES = 400
_MOST_GLYPHS = 20_000
_MOST_HEADER_LINES = 9
_HALF_BELOW = 1.5
_UNIT_BELOW = 2.4
"""In heights of a figure: how far below its first half the other one, or its unit, may stand."""


@dataclass
class ColumnTable:
    """A table told from the places of its figures: texts with their row and the box of their place."""

    box: Box
    rows: int
    edges: list[float]
    cells: list[tuple[int, Box, str]] = field(default_factory=list)


def with_column_tables(lines: Sequence[Line]) -> list[Line | ColumnTable]:
    """The lines of a page in which runs of figures in columns have become tables."""
    if len(lines) > _MOST_LINES or sum(len(line.glyphs) for line in lines) > _MOST_GLYPHS:
        return list(lines)
    chunks = [chunks_of(line) for line in lines]
    figures = [sum(1 for chunk in parts if FIGURE.match(chunk.text)) for parts in chunks]
    result: list[Line | ColumnTable] = []
    at = 0
    while at < len(lines):
        end = _run_end(lines, chunks, figures, at)
        table = _table(chunks[at:end]) if end > at else None
        if table is None:
            result.append(lines[at])
            at += 1
            continue
        first = _header_start(lines, chunks, at, result)
        if first < at:
            del result[len(result) - (at - first) :]
            table = _table(chunks[first:end]) or table
        result.append(table)
        at = end
    return result


def _run_end(lines: Sequence[Line], chunks: Sequence[list[Chunk]], figures: Sequence[int], start: int) -> int:
    """Where the table ends that begins with the figures of line `start`; `start` itself when none begins there."""
    if figures[start] < _LEAST_FIGURES:
        return start
    end, count, widest = start + 1, 1, figures[start]
    for index in range(start + 1, len(lines)):
        if _breaks(lines[index], chunks[index], lines[start]):
            break
        if figures[index] >= _LEAST_FIGURES:
            end, count = index + 1, count + 1
            widest = max(widest, figures[index])
        elif index - end > 6:
            break
    while end < len(lines) and not _breaks(lines[end], chunks[end], lines[start]) and _is_label_below(lines, chunks, end):
        end += 1
    return end if count >= LEAST_ROWS or count * widest >= _MANY_FIGURES else start


def _breaks(line: Line, chunks: list[Chunk], sample: Line) -> bool:
    """Whether a line cannot belong to a table: larger type, a heading, or a line of prose."""
    if len(chunks) > 1:
        return False
    prose = len(chunks[0].text) > 30 or chunks[0].text.endswith(("。", "；"))
    return prose or line.height > 1.2 * sample.height or bool(_HEADING.match(chunks[0].text))


def _is_label_below(lines: Sequence[Line], chunks: Sequence[list[Chunk]], index: int) -> bool:
    """Whether a line is the end of the last row's label: words only, right below, on the left."""
    line, above = lines[index], lines[index - 1]
    return (
        line.box.top - above.box.bottom < 0.5 * line.height
        and line.box.right < max(before.box.right for before in lines[:index]) * 0.6
        and not any(FIGURE.match(chunk.text) or ORDINAL.match(chunk.text) for chunk in chunks[index])
    )


def _header_start(lines: Sequence[Line], chunks: Sequence[list[Chunk]], at: int, done: Sequence[object]) -> int:
    """The first of the lines above a table that hold its column labels or the beginning of its first label."""
    first = at
    while (
        first > 0 and at - first < _MOST_HEADER_LINES and len(done) > at - first and done[-(at - first + 1)] is lines[first - 1]
    ):
        line = lines[first - 1]
        near = lines[first].box.top - line.box.bottom < 3 * line.height
        if (
            not near
            or _breaks(line, chunks[first - 1], lines[at])
            or any(FIGURE.match(chunk.text) for chunk in chunks[first - 1])
        ):
            break
        first -= 1
    return first


def _table(lines: Sequence[list[Chunk]]) -> ColumnTable | None:
    """The table of a run of lines, or None when its figures do not stand in columns."""
    lines = unglued(_mended(lines))
    found = [[chunk for chunk in parts if FIGURE.match(chunk.text)] for parts in lines]
    sure = [row for row in found if len(row) >= _LEAST_FIGURES]
    columns = column_spans(sure)
    if not sure or len(columns) < max(map(len, sure)) or len(columns) > 2 * max(map(len, sure)):
        return None
    start = columns[0][0]
    height = median(chunk.bottom - chunk.top for row in sure for chunk in row)
    everything = [chunk for parts in lines for chunk in parts]
    top_level = min(chunk.level for row in sure for chunk in row)
    spoken = [parts for parts in lines if parts[0].level > top_level and _is_spoken(parts, start - height)]
    rest = [chunk for parts in lines if parts not in spoken for chunk in parts]
    body = [chunk for chunk in rest if chunk.centre >= start - height]
    labels = [chunk for chunk in rest if chunk.centre < start - height]
    levels, blocks = _rows(sure, [chunk for chunk in body if FIGURE.match(chunk.text)], labels, spoken, height)
    inner = [(before[1] + after[0]) / 2 for before, after in pairwise(columns)]
    edges = [
        min(chunk.left for chunk in everything) - 1,
        start - height / 2,
        *inner,
        max(chunk.right for chunk in everything) + 1,
    ]
    outline = Box(edges[0], min(chunk.top for chunk in everything), edges[-1], max(chunk.bottom for chunk in everything))
    table = ColumnTable(outline, len(levels), edges)
    _place(
        table, [*body, *(chunk for parts in spoken for chunk in parts if chunk.centre >= start - height)], levels, blocks, columns
    )
    if not any(chunk.left < start - height / 2 for chunk in everything):
        _drop_label_column(table)
    return table


def _drop_label_column(table: ColumnTable) -> None:
    """A table whose figures begin at its left edge has no labels: column labels only."""
    first = table.edges.pop(0)
    table.cells = [cell for cell in table.cells if cell[1].left > first or cell[2]]


def _mended(lines: Sequence[list[Chunk]]) -> list[list[Chunk]]:
    """Lines in which figures that were broken for width are whole: two halves that straddle the level of their row's figures."""
    rows = [list(parts) for parts in lines]
    places = [(index, chunk) for index, parts in enumerate(rows) for chunk in parts if FIGURE.match(chunk.text)]
    units = [(index, chunk) for index, parts in enumerate(rows) for chunk in parts if UNIT.match(chunk.text)]
    for upper_index, upper in places:
        height = upper.bottom - upper.top
        for lower_index, lower in [*places, *units]:
            reach = _UNIT_BELOW if UNIT.match(lower.text) else _HALF_BELOW
            if not (0 < lower.top - upper.top < reach * height and lower.left < upper.right and lower.right > upper.left):
                continue
            middle = (upper.top + lower.bottom) / 2
            home = next(
                (
                    index
                    for index, chunk in places
                    if upper_index < index < lower_index and abs(chunk.level - middle) < 0.35 * height
                ),
                None,
            )
            whole = len(upper.text) > 1 or bool(UNIT.match(lower.text))
            if home is not None and whole and upper in rows[upper_index] and lower in rows[lower_index]:
                rows[upper_index].remove(upper)
                rows[lower_index].remove(lower)
                left, right = min(upper.left, lower.left), max(upper.right, lower.right)
                rows[home].append(Chunk(upper.text + lower.text, left, upper.top, right, lower.bottom))
    return [sorted(parts, key=lambda chunk: chunk.left) for parts in rows if parts]


def _is_spoken(parts: Sequence[Chunk], start: float) -> bool:
    """Whether a line has words and no figure where the figures stand: column labels in the midst of a table, a band across it."""
    return not any(FIGURE.match(chunk.text) for chunk in parts) and any(chunk.centre >= start for chunk in parts)


def _rows(
    sure: Sequence[list[Chunk]], figures: Sequence[Chunk], labels: Sequence[Chunk], spoken: Sequence[list[Chunk]], height: float
) -> tuple[list[float], dict[int, list[Chunk]]]:
    """The levels of the rows and each row's label: labels without figures beside them are rows with empty places."""
    levels = sorted({round(median(chunk.level for chunk in row), 1) for row in sure})
    for chunk in figures:
        if min(abs(level - chunk.level) for level in levels) > 0.6 * height:
            levels.append(chunk.level)
    levels.sort()
    blocks = label_blocks([chunk for chunk in labels if chunk.bottom > levels[0] - 3 * height], height, levels)
    own = [median(chunk.level for chunk in parts) for parts in spoken]
    levels = sorted([*levels, *empty_rows(levels, blocks, height), *own])
    blocks += [
        left for parts in spoken if (left := [chunk for chunk in parts if chunk.right < min(figure.left for figure in figures)])
    ]
    matched: dict[int, list[Chunk]] = {}
    for block in blocks:
        level = (block[0].top + block[-1].bottom) / 2
        beside = levels_beside(levels, block)
        level = beside[0] if len(beside) == 1 else level
        nearest = min(range(len(levels)), key=lambda index: abs(levels[index] - level))
        matched.setdefault(nearest, []).extend(block)
    return levels, matched


def _place(
    table: ColumnTable,
    body: Sequence[Chunk],
    levels: Sequence[float],
    blocks: dict[int, list[Chunk]],
    columns: Sequence[tuple[float, float]],
) -> None:
    """Put column labels, labels and figures into the table, the lines of column labels as rows above the first figures."""
    height = median(chunk.bottom - chunk.top for chunk in body)
    above = [chunk for chunk in body if not FIGURE.match(chunk.text) and chunk.level < levels[0]]
    texts: dict[tuple[int, int], list[Chunk]] = {}
    header = _header_rows(above, columns, height)
    for row, places in enumerate(header):
        texts |= {(row, column): chunks for column, chunks in places.items()}
    for row, chunks in blocks.items():
        texts[len(header) + row, 0] = chunks
    for chunk in body:
        if chunk not in above:
            row = min(range(len(levels)), key=lambda index: abs(levels[index] - chunk.level))
            texts.setdefault((len(header) + row, _column_of(chunk, columns)), []).append(chunk)
    table.rows = len(header) + len(levels)
    for row in range(table.rows):
        level = levels[max(row - len(header), 0)]
        for column in range(len(table.edges) - 1):
            chunks = texts.get((row, column), [])
            top, bottom = (
                min((chunk.top for chunk in chunks), default=level),
                max((chunk.bottom for chunk in chunks), default=level),
            )
            box = Box(table.edges[column], top, table.edges[column + 1], bottom)
            table.cells.append((row, box, "".join(chunk.text for chunk in chunks)))


def _column_of(chunk: Chunk, columns: Sequence[tuple[float, float]]) -> int:
    return 1 + min(range(len(columns)), key=lambda index: abs(sum(columns[index]) / 2 - chunk.centre))


def _header_rows(chunks: Sequence[Chunk], columns: Sequence[tuple[float, float]], height: float) -> list[dict[int, list[Chunk]]]:
    """The lines of column labels; a label broken over lines is one label in the row where it begins."""
    rows: list[dict[int, list[Chunk]]] = []
    for line in in_lines(chunks, height):
        fresh: dict[int, list[Chunk]] = {}
        for chunk in line:
            column = _column_of(chunk, columns)
            begun = next((row[column] for row in reversed(rows) if column in row), None)
            if begun and chunk.top - begun[-1].bottom < 0.45 * height and (len(line) > 2 or len(chunk.text) <= _SHORT):
                begun.append(chunk)
            else:
                fresh.setdefault(column, []).append(chunk)
        if fresh:
            rows.append(fresh)
    return rows
