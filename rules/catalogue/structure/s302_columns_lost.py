"""S302: rows have fewer or more figures than the form has columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.forms import Table, form, split_key
from core.report import CellState, RaggedRow, Report
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import CellEvidence, Result, Severity
from rules.tables import empty_totals


@rule(code="S302", severity=Severity.ERROR, basis="form_tables", needs=("form",))
def columns_lost(report: Report, run: Run) -> Iterator[Result]:
    """Every row has as many figures as the form has columns; a lost column is one finding, not dozens of false sums."""
    for table in form(report.form or "").tables:
        reading = report.tables.get(table.key)
        if reading is None or not reading.present:
            yield columns_lost.skipped(
                "table_missing", f"{table.key}.columns", section=table.section, table=table.key, finding="S301"
            )
        elif empty := empty_totals(report, table):
            yield _empty(report, table, empty)
        elif not reading.ragged_rows and not reading.lost_columns:
            yield columns_lost.passed(f"{table.key}.columns", section=table.section)
        else:
            yield _finding(report, table, reading.ragged_rows, reading.lost_columns, reading.expected_columns)


def _finding(report: Report, table: Table, ragged: Sequence[RaggedRow], lost: Sequence[str], expected: int) -> Result:
    counts = sorted({row.found for row in ragged})
    widths = sorted({_width(table, row, expected) for row in ragged}) or [expected]
    found = "、".join(map(str, counts))
    return columns_lost.fail(
        f"{table.key}.columns",
        *(_row_evidence(report, table, row) for row in ragged),
        *(() if ragged else _first_row(report, table)),
        section=table.section,
        variant="lost" if lost else "bare" if counts == [0] else "message",
        expected=str(widths[0]) if len(widths) == 1 else str(expected),
        actual=str(counts[0]) if len(counts) == 1 else None,
        table=table.key,
        figures=found,
        rows=str(len(ragged)),
        columns=tuple(f"{table.key}.{column}" for column in lost),
        wanted="、".join(map(str, widths)),
    )


def _width(table: Table, row: RaggedRow, expected: int) -> int:
    """How many figures the form gives a row: most of table 2 have one, not as many as its widest."""
    return len(table.row_by_key[row.row].columns) if row.row in table.row_by_key and table.layout == "rows" else expected


def _empty(report: Report, table: Table, totals: Sequence[str]) -> Result:
    """A column of totals without a figure, beside the figures of the first row that has some."""
    row = next(each for each in table.rows if any(report.cells[key].amount for key in table.keys_of_row[each.key]))
    return columns_lost.fail(
        f"{table.key}.columns",
        *evidence.cells(report, (*table.keys_of_row[row.key], *totals)),
        section=table.section,
        variant="empty",
        table=table.key,
        rows=str(len(totals)),
        column=f"{table.key}.{split_key(totals[0])[2]}",
    )


def _row_evidence(report: Report, table: Table, row: RaggedRow) -> CellEvidence:
    """The row's figures as they stand, at its first cell that has a place."""
    whole = table.row_by_key.get(row.row)  # the figures of all groups of table 4 stand in one row, which is none of the form's
    keys = [f"{table.key}.{row.row}.{column}" for column in whole.columns] if whole else table.cell_keys
    key = next((key for key in keys if report.cells[key].state is not CellState.ABSENT), keys[0])
    return CellEvidence(key, " ".join(row.raw))


def _first_row(report: Report, table: Table) -> tuple[CellEvidence, ...]:
    key = table.cell_keys[0]
    return (CellEvidence(key, report.cells[key].raw),)
