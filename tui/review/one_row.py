"""The table of reviews and lawsuits as the official form prints it: one row of fifteen figures in three groups."""

from __future__ import annotations

from itertools import groupby

from core.forms import Row, Table
from tui.review.lines import CellLine, Slot, StillLine
from tui.review.runs import Run
from tui.review.table_parts import SIDES, WIDEST_COLUMN, TableLines, balanced, band_run
from tui.signs import Signs
from tui.text import AmbiguousWidth, cell_width, fit

PRINTED_IN_ONE_ROW = "t4"
GAP = 2
"""Cells between two groups."""
LEAST_COLUMN = 6
"""Half of a label of four characters, and room around it."""


def fits_in_one_row(table: Table, figures: int, width: int) -> bool:
    """Whether the form prints the table in one row and that row has room."""
    return table.key == PRINTED_IN_ONE_ROW and _row_width(table, max(figures + SIDES, LEAST_COLUMN)) <= width


def _row_width(table: Table, column: int) -> int:
    return sum(len(row.columns) for row in table.rows) * column + (len(table.rows) - 1) * GAP


def in_one_row(table: Table, width: int, signs: Signs, ambiguous: AmbiguousWidth) -> TableLines:
    """Lay it out; the rows of the table stand side by side, each under its heading."""
    spare = width - (len(table.rows) - 1) * GAP
    column = min(spare // sum(len(row.columns) for row in table.rows), WIDEST_COLUMN)
    groups = [len(row.columns) * column for row in table.rows]
    headings = [(row.bands[0] if row.bands else row.printed_label, size) for row, size in zip(table.rows, groups, strict=True)]
    header = [_line(headings, signs), _line(_second(table.rows, groups), signs), *_labels(table, column, ambiguous, signs)]
    rule = StillLine((Run(signs.horizontal * (_row_width(table, column) // cell_width(signs.horizontal)), "rule"),))
    return TableLines((*header, rule), (CellLine("", "plain", _slots(table, column)), rule), 0, len(table.columns))


def _second(rows: tuple[Row, ...], groups: list[int]) -> list[tuple[str, int]]:
    """The headings of the second line: of the rows that stand under a heading with others."""
    return [(row.printed_label if row.bands else "", size) for row, size in zip(rows, groups, strict=True)]


def _line(headings: list[tuple[str, int]], signs: Signs) -> StillLine:
    runs: list[Run] = []
    for text, same in groupby(headings, key=lambda heading: heading[0]):
        sizes = [size for _, size in same]
        size = sum(sizes) + (len(sizes) - 1) * GAP
        runs += [Run(" " * GAP)] if runs else []
        runs.append(band_run(text, size, signs) if text else Run(" " * size))
    return StillLine(tuple(runs))


def _labels(table: Table, column: int, ambiguous: AmbiguousWidth, signs: Signs) -> list[StillLine]:
    labels = [[balanced(table.column_by_key[key].label, column - 2, ambiguous) for key in row.columns] for row in table.rows]
    height = max(len(label) for group in labels for label in group)
    lines = []
    for number in range(height):
        runs: list[Run] = []
        for group in labels:
            runs += [Run(" " * GAP)] if runs else []
            for label in group:
                part = number - (height - len(label))
                text = f"{label[part] if part >= 0 else ''} "
                runs.append(Run(fit(text, column, align="right", sign=signs.ellipsis), "label"))
        lines.append(StillLine(tuple(runs)))
    return lines


def _slots(table: Table, column: int) -> tuple[Slot, ...]:
    slots = []
    start = 0
    for row in table.rows:
        for key in row.columns:
            slots.append(Slot(f"{table.key}.{row.key}.{key}", start, column))
            start += column
        start += GAP
    return tuple(slots)
