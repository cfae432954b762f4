"""An official table as lines: labels indented under their bands, figures in columns, whatever mess it was found in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from core.forms import Column, Row, Table
from core.report import Cell, CellState
from tui.review.lines import CellLine, DocLine, Slot, StillLine
from tui.review.one_row import fits_in_one_row, in_one_row
from tui.review.runs import Run
from tui.review.table_parts import SIDES, WIDEST_COLUMN, TableLines, balanced, band_run
from tui.signs import Signs
from tui.text import AmbiguousWidth, cell_width, crop, fit, one_line

NARROWEST_LABEL = 18
WIDEST_FIGURE = 12


@dataclass(frozen=True, slots=True)
class _Geometry:
    label: int
    column: int
    first: int
    shown: int
    total: int

    @property
    def width(self) -> int:
        """Cells from the left edge of the table to its right edge."""
        return self.label + self.shown * self.column


def figure_text(cell: Cell | None, signs: Signs) -> str:
    """What stands in a cell: its figure, or the sign of why there is none."""
    if cell is None or cell.state is CellState.ABSENT:
        return signs.absent
    if cell.state is CellState.BLANK:
        return "_"
    if cell.state is CellState.DASH:
        return one_line(cell.raw or "-").strip()[:3] or "-"
    if cell.state is CellState.UNREADABLE or cell.value is None:
        return f'"{crop((cell.raw or "").strip(), WIDEST_FIGURE - 2, sign=signs.ellipsis)}"'
    return f"{cell.value:f}"


def table_lines(
    table: Table, cells: Mapping[str, Cell], width: int, *, signs: Signs, ambiguous: AmbiguousWidth, first_column: int = 0
) -> TableLines:
    """Lay out a table for `width` cells, from `first_column` on when not all columns fit."""
    figures = max((cell_width(figure_text(cells.get(key), signs)) for key in table.cell_keys), default=1)
    if fits_in_one_row(table, figures, width):
        return in_one_row(table, width, signs, ambiguous)
    blocks = [list(rows) for _, rows in groupby(table.rows, key=lambda row: row.columns)]
    geometry = _geometry(table, blocks, width, min(max(figures, 3), WIDEST_FIGURE), first_column)
    rule = StillLine((Run(signs.horizontal * (geometry.width // cell_width(signs.horizontal)), "rule"),))
    if len(blocks) == 1:
        header = [*_column_header(table, blocks[0][0], geometry, signs, ambiguous), rule]
        return TableLines(
            tuple(header), (*_rows(table.key, blocks[0], geometry, (), rule, signs), rule), geometry.first, geometry.shown
        )
    body: list[DocLine] = []
    bands: tuple[str, ...] = ()
    for block in blocks:
        body.extend(_block_header(table, block[0], geometry, bands, signs))
        bands = block[0].bands
        body.extend(_rows(table.key, block, geometry, bands, None, signs))
        body.append(rule)
    return TableLines((rule,), tuple(body), 0, geometry.shown)


def _geometry(table: Table, blocks: list[list[Row]], width: int, figures: int, first: int) -> _Geometry:
    total = max(len(block[0].columns) for block in blocks)
    longest = max(cell_width(row.printed_label) + 2 * len(row.bands) for row in table.rows)
    column = figures + SIDES
    if len(blocks) > 1:
        column = max(column, min(_longest_label(table) + 2, (width - NARROWEST_LABEL) // total))
    shown = max(min(total, (width - NARROWEST_LABEL) // column), 1)
    label = max(min(longest + 2, width - shown * column), min(NARROWEST_LABEL, width))
    column = min(max((width - label) // shown, column), max(WIDEST_COLUMN, column))
    label = max(min(longest + 2, width - shown * column), label)
    return _Geometry(label, column, max(0, min(first, total - shown)), shown, total)


def _longest_label(table: Table) -> int:
    """Cells of the longest label over columns that stand side by side."""
    return max(
        (cell_width(table.column_by_key[key].label) for row in table.rows if len(row.columns) > 1 for key in row.columns),
        default=1,
    )


def _column_header(table: Table, row: Row, geometry: _Geometry, signs: Signs, ambiguous: AmbiguousWidth) -> list[StillLine]:
    columns = [table.column_by_key[key] for key in row.columns][geometry.first : geometry.first + geometry.shown]
    lines = [_band_header(columns, geometry, signs)] if any(len(column.bands) > 1 for column in columns) else []
    labels = [balanced(column.label, geometry.column - 1, ambiguous) for column in columns]
    height = max(len(label) for label in labels)
    for number in range(height):
        runs = [Run(" " * geometry.label)]
        for label in labels:
            part = number - (height - len(label))
            text = label[part] if part >= 0 else ""
            text += " " if cell_width(text) + 2 <= geometry.column else ""
            runs.append(Run(fit(text, geometry.column, align="right", sign=signs.ellipsis), "label"))
        lines.append(StillLine(tuple(runs)))
    if geometry.shown < geometry.total:
        lines[-1] = StillLine((_more_columns(geometry, signs), *lines[-1].runs[1:]))
    return lines


def _more_columns(geometry: _Geometry, signs: Signs) -> Run:
    """The sign that columns stand outside the window, in the corner over the labels."""
    left = f"{signs.cut_left} " if geometry.first else ""
    right = f" {signs.cut_right}" if geometry.first + geometry.shown < geometry.total else ""
    text = f"{left}{geometry.first + 1}-{geometry.first + geometry.shown}/{geometry.total}{right} "
    return Run(fit(text, geometry.label, align="right", sign=signs.ellipsis), "accent")


def _band_header(columns: list[Column], geometry: _Geometry, signs: Signs) -> StillLine:
    runs = [Run(" " * geometry.label)]
    for band, group in groupby(columns, key=lambda column: column.bands[1] if len(column.bands) > 1 else ""):
        width = geometry.column * len(list(group))
        if not band:
            runs.append(Run(" " * width))
            continue
        runs.append(band_run(band, width, signs))
    return StillLine(tuple(runs))


def _block_header(table: Table, row: Row, geometry: _Geometry, before: tuple[str, ...], signs: Signs) -> list[StillLine]:
    """Bands and column labels of one block of table 2, whose blocks have columns of their own."""
    lines = [
        StillLine((Run(crop(band, geometry.width, sign=signs.ellipsis), "band"),)) for band in row.bands if band not in before
    ]
    runs = [Run(" " * geometry.label)]
    for slot, key in zip(_slots(table.key, row, geometry), row.columns, strict=False):
        label = fit(table.column_by_key[key].label, slot.width, align="center" if slot.centered else "right", sign=signs.ellipsis)
        runs.append(Run(label, "label"))
    return [*lines, StillLine(tuple(runs))]


def _slots(table_key: str, row: Row, geometry: _Geometry) -> tuple[Slot, ...]:
    """The cells of a row; a row with fewer columns than the table is wide shares the whole width among them."""
    keys = row.columns
    if len(keys) < geometry.total:
        width = geometry.shown * geometry.column // len(keys)
        return tuple(
            Slot(f"{table_key}.{row.key}.{key}", geometry.label + index * width, width, centered=True)
            for index, key in enumerate(keys)
        )
    window = keys[geometry.first : geometry.first + geometry.shown]
    return tuple(
        Slot(f"{table_key}.{row.key}.{key}", geometry.label + index * geometry.column, geometry.column)
        for index, key in enumerate(window)
    )


def _rows(
    table: str, rows: list[Row], geometry: _Geometry, bands: tuple[str, ...], rule: StillLine | None, signs: Signs
) -> list[DocLine]:
    """The rows with their bands over them; `rule` is drawn over the row that sums up what stands above it."""
    indent = 2 if rule is not None else 0
    lines: list[DocLine] = []
    for row in rows:
        fresh = next((i for i, band in enumerate(row.bands) if i >= len(bands) or bands[i] != band), len(row.bands))
        for depth in range(fresh, len(row.bands)):
            text = " " * (indent * depth) + row.bands[depth]
            lines.append(StillLine((Run(crop(text, geometry.width, sign=signs.ellipsis), "band"),)))
        bands = row.bands
        if rule is not None and row.key == "total":
            lines.append(rule)
        label = " " * (indent * len(row.bands)) + row.printed_label
        ink = "strong" if row.key == "total" else "plain"
        lines.append(CellLine(fit(label, geometry.label, sign=signs.ellipsis), ink, _slots(table, row, geometry)))
    return lines
