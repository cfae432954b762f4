"""The lines of the year chain: the tables' figures, year beside year, as many of them as the reader wants to see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from core.forms import form, split_key
from core.report import CellState
from rules.chain import YearCell, YearRow
from tui.signs import Signs
from tui.widgets.columns import CellText

Extent = Literal["totals", "all", "used", "broken"]
EXTENTS: Final[tuple[Extent, ...]] = ("totals", "all", "used", "broken")
"""Which figures are listed: the totals, every figure, those that are not nought in every year, those that do not carry over."""


@dataclass(frozen=True)
class ChainLine:
    """One line: a table's title, or a figure over the years. `key` is the cell's."""

    label: str
    key: str | None = None
    cells: tuple[YearCell, ...] = ()
    deep: bool = False


def chain_lines(rows: Sequence[YearRow], extent: Extent) -> list[ChainLine]:
    """The lines of that extent, each table under its title; titles without figures are left out."""
    lines: list[ChainLine] = []
    title = ""
    for row in rows:
        if not _wanted(row, extent):
            continue
        table, row_key, column = split_key(row.key)
        known = form(row.form).table_by_key[table]
        heading = f"{known.title or table}（{row.form}）" if row.form != rows[0].form else known.title or table
        if heading != title:
            lines.append(ChainLine(heading))
            title = heading
        lines.append(_line(row, table, row_key, column, extent))
    return lines


def _wanted(row: YearRow, extent: Extent) -> bool:
    if extent == "broken":
        return row.broken
    if extent == "used":
        return row.broken or not row.nought
    return extent == "all" or row.broken or not row.key.startswith("t3.") or row.key.endswith(".total")


def _line(row: YearRow, table: str, row_key: str, column: str, extent: Extent) -> ChainLine:
    known = form(row.form).table_by_key[table]
    official = known.row_by_key[row_key]
    within = [band for band in official.bands[-1:] if table == "t3" and band.startswith("（")]
    printed = " ".join([*within, official.printed_label])
    name = known.column_by_key[column]
    if table == "t3" and column == "total":
        return ChainLine(printed, row.key, row.cells)
    band = f"{name.bands[0]} " if name.bands else ""
    if table == "t3" and extent == "all":
        return ChainLine(f"    {name.label}", row.key, row.cells, deep=True)
    if table == "t3":
        return ChainLine(f"{printed} · {name.label}", row.key, row.cells)
    return ChainLine(f"{printed} {band}{name.label}".strip(), row.key, row.cells)


def totals_first(rows: Sequence[YearRow]) -> tuple[YearRow, ...]:
    """The rows with each row of table 3 led by its total, as the lines need them."""
    return tuple(row for group in _groups(rows) for row in sorted(group, key=lambda row: not row.key.endswith(".total")))


def _groups(rows: Sequence[YearRow]) -> Iterator[list[YearRow]]:
    group: list[YearRow] = []
    for row in rows:
        table, row_key, _ = split_key(row.key)
        if group and split_key(group[0].key)[:2] != (table, row_key):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def figure_text(found: YearCell, signs: Signs) -> CellText:
    """A figure as the chain shows it: as printed, with what should have carried over beside it where it did not."""
    cell = found.cell
    if cell is None or cell.state is CellState.ABSENT:
        return CellText(signs.absent, "faint")
    printed = cell.raw if cell.raw and cell.raw.strip() else "□" if signs.vertical != "|" else "_"
    if found.broken:
        return CellText(f"{printed} {signs.unequal} {found.due:f}", "error strong")
    if found.due is not None:
        return CellText(f"{signs.passed} {printed}", "passed")
    if cell.state is CellState.UNREADABLE:
        return CellText(printed, "warning")
    return CellText(printed, "" if cell.amount else "muted")
