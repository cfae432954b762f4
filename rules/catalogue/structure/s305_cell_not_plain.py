"""S305: a cell is unreadable, or carries a unit, a note or a word for nought."""

from __future__ import annotations

from collections.abc import Iterator

from core.forms import Table, form, split_key
from core.report import Cell, CellState, Report, TableReading
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity

_LISTED = 5
_UNIT_EXPECTED = ("t2.procurement.amount",)
"""The form of 2019 leaves the unit of this amount to the organ."""


@rule(code="S305", severity=Severity.WARNING, basis="form_filling", needs=("form",))
def cell_not_plain(report: Report, run: Run) -> Iterator[Result]:
    """A figure cell holds a plain figure: no words, no unit, no note."""
    for table in form(report.form or "").tables:
        reading = report.tables.get(table.key)
        if reading is None or not reading.present:
            yield cell_not_plain.skipped(
                "table_missing", f"{table.key}.plain", section=table.section, table=table.key, finding="S301"
            )
            continue
        unreadable = [
            key
            for key in table.cell_keys
            if report.cells[key].state is CellState.UNREADABLE or _is_hole(report, table, reading, key)
        ]
        adorned = [key for key in table.cell_keys if _adorned(report.cells[key])]
        for variant, keys in (("unreadable", unreadable), ("adorned", adorned)):
            printed = tuple(raw for key in keys[:_LISTED] if (raw := (report.cells[key].raw or "").strip()))
            if keys:
                yield cell_not_plain.fail(
                    f"{table.key}.{variant}",
                    *evidence.cells(report, keys),
                    section=table.section,
                    severity=Severity.WARNING if variant == "unreadable" else Severity.INFO,
                    variant=variant if printed else "unprinted",
                    count=str(len(keys)),
                    cells=tuple(keys[:_LISTED]),
                    more=str(len(keys[_LISTED:])),
                    printed=printed,
                )
        if not unreadable and not adorned:
            yield cell_not_plain.passed(f"{table.key}.plain", section=table.section)


def _is_hole(report: Report, table: Table, reading: TableReading, key: str) -> bool:
    """A place without a figure in a row that nothing else reports: what was printed there (若干) could not be taken for one."""
    if report.cells[key].state is not CellState.ABSENT or reading.lost_columns:
        return False
    _, row, _ = split_key(key)
    if row in reading.missing_rows or any(
        each.row in (row, "") or each.row not in table.row_by_key for each in reading.ragged_rows
    ):
        return False
    return any(
        report.cells[f"{table.key}.{row}.{column}"].state is not CellState.ABSENT for column in table.row_by_key[row].columns
    )


def _adorned(cell: Cell) -> bool:
    if cell.state is not CellState.NUMBER or cell.corrected or cell.key in _UNIT_EXPECTED:
        return False
    word = cell.value == 0 and not any(character.isdigit() for character in cell.raw or "0")
    return bool(cell.unit or cell.note or word)
