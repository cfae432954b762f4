"""Ruled lines to tables: a matrix between the lines, and one cell for every part of it that no line divides."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.document import Box
from core.readers.pdf_page import Page, Rule

_NEAR = 3.0
"""Lines that are no further apart than this many points are one line."""
_GAP = 4.0
_CLOSED = 0.35
_MAX_LINES = 3_000


class Region(NamedTuple):
    """A cell of a ruled table: its places in the matrix and its box."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass
class RuledTable:
    """A table found on a page, with the positions of its lines."""

    xs: list[float]
    ys: list[float]
    regions: list[Region]

    def __post_init__(self) -> None:
        self._owner = {
            (row, column): index
            for index, region in enumerate(self.regions)
            for row in range(region.row, region.row + region.row_span)
            for column in range(region.column, region.column + region.column_span)
        }

    @property
    def box(self) -> Box:
        """The outline of the table."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def holds(self, x: float, y: float) -> int | None:
        """The index of the region in which a point lies."""
        row, column = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        return self._owner.get((row, column))


def ruled_tables(page: Page) -> list[RuledTable]:
    """The ruled tables of a page with at least two columns, from top to bottom."""
    horizontal, vertical = _merged(page.horizontal), _merged(page.vertical)
    if len(horizontal) < 2 or len(vertical) < 1 or len(horizontal) + len(vertical) > _MAX_LINES:
        return []
    tables = []
    for rows, columns in _groups(horizontal, vertical):
        table = _table(rows, columns)
        if table and len(table.xs) > 2 and len(table.regions) > 1:
            tables.append(table)
    return sorted(_outermost(tables), key=lambda table: table.box.top)


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces of one line as one line: borders are drawn cell by cell, and doubled where cells meet."""
    lines: list[list[float]] = []
    for rule in sorted(rules):
        for line in reversed(lines[-60:]):
            if rule.at - line[0] <= _NEAR / 2 and rule.start <= line[2] + _GAP and rule.end >= line[1] - _GAP:
                line[1], line[2] = min(line[1], rule.start), max(line[2], rule.end)
                break
        else:
            lines.append([rule.at, rule.start, rule.end])
    return [Rule(*line) for line in lines]


def _groups(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that cross or touch each other, directly or through others."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for h_index, across in enumerate(horizontal):
        for v_index, down in enumerate(vertical, len(horizontal)):
            if _touch(across, down):
                parent[root(h_index)] = root(v_index)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate((*horizontal, *vertical)):
        groups.setdefault(root(index), ([], []))[index >= len(horizontal)].append(rule)
    return [group for group in groups.values() if len(group[0]) > 1 and group[1]]


def _touch(across: Rule, down: Rule) -> bool:
    return (
        across.start - _NEAR <= down.at <= across.end + _NEAR
        and down.start - _NEAR <= across.at <= down.end + _NEAR
    )  # fmt: skip


def _table(horizontal: list[Rule], vertical: list[Rule]) -> RuledTable | None:
    xs = _positions([*(rule.at for rule in vertical), *_open_ends(horizontal, vertical)])
    ys = _positions([*(rule.at for rule in horizontal), *_open_ends(vertical, horizontal)])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1:
        return None
    walls = _walls(vertical, xs, ys)
    floors = _walls(horizontal, ys, xs)
    regions: list[Region] = []
    taken = [[False] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            width = 1
            while column + width < columns and not walls[column + width][row] and not taken[row][column + width]:
                width += 1
            height = 1
            while row + height < rows and not any(floors[row + height][column : column + width]):
                height += 1
            for covered in range(row, row + height):
                taken[covered][column : column + width] = [True] * width
            box = Box(xs[column], ys[row], xs[column + width], ys[row + height])
            regions.append(Region(row, column, height, width, box))
    return RuledTable(xs, ys, regions)


def _open_ends(rules: Sequence[Rule], crossing: Sequence[Rule]) -> list[float]:
    """Where lines run on past the outermost crossing line: the table has no border there, but a column."""
    if not crossing:
        return []
    low, high = min(rule.at for rule in crossing), max(rule.at for rule in crossing)
    starts = sorted(rule.start for rule in rules if rule.start < low - 4 * _NEAR)
    ends = sorted(rule.end for rule in rules if rule.end > high + 4 * _NEAR)
    return [group[len(group) // 2] for group in (starts, ends) if len(group) > 1]


def _positions(values: Iterable[float]) -> list[float]:
    """Distinct positions; near ones are one, at their mean."""
    clusters: list[list[float]] = []
    for value in sorted(values):
        if clusters and value - clusters[-1][-1] <= _NEAR:
            clusters[-1].append(value)
        else:
            clusters.append([value])
    return [sum(cluster) / len(cluster) for cluster in clusters]


def _walls(rules: Sequence[Rule], across: Sequence[float], along: Sequence[float]) -> list[list[bool]]:
    """For every position across, which intervals along are closed by lines there (a scan leaves gaps in them)."""
    drawn = [[0.0] * (len(along) - 1) for _ in across]
    for rule in rules:
        place = min(range(len(across)), key=lambda index: abs(across[index] - rule.at))
        first = max(bisect_right(along, rule.start) - 1, 0)
        for interval in range(first, len(along) - 1):
            start, end = along[interval], along[interval + 1]
            if start >= rule.end:
                break
            drawn[place][interval] += min(end, rule.end + _NEAR / 2) - max(start, rule.start - _NEAR / 2)
    return [
        [length >= _CLOSED * (along[interval + 1] - along[interval]) for interval, length in enumerate(lengths)]
        for lengths in drawn
    ]


def _outermost(tables: list[RuledTable]) -> list[RuledTable]:
    """Without tables that lie inside another one's outline."""
    kept: list[RuledTable] = []
    for table in sorted(tables, key=lambda table: -(table.box.right - table.box.left) * (table.box.bottom - table.box.top)):
        middle = ((table.box.left + table.box.right) / 2, (table.box.top + table.box.bottom) / 2)
        if not any(other.holds(*middle) is not None for other in kept):
            kept.append(table)
    return kept
