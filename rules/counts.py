"""Counts are whole numbers from nought up: what D101, A104 and L102 share."""

from __future__ import annotations

from collections.abc import Iterator

from core.forms import form, split_key
from core.report import CellState, Report
from rules import evidence
from rules.registry import Rule
from rules.result import Result


def count_results(
    rule: Rule, report: Report, table: str, *, decimals: tuple[str, ...] = (), signed: tuple[str, ...] = ()
) -> Iterator[Result]:
    """A fail for each cell of the table whose figure is negative or no whole number; columns named may have decimals or signs."""
    read = 0
    for key in form(report.form or "").table_by_key[table].cell_keys:
        cell, column = report.cells[key], split_key(key)[2]
        if cell.state is not CellState.NUMBER or cell.value is None:
            continue
        read += 1
        if cell.value < 0 and column not in signed:
            yield rule.fail(
                key, *evidence.cells(report, (key,)), variant="negative", cell=key, printed=evidence.printed(report, key)
            )
        elif cell.value != cell.value.to_integral_value() and column not in decimals:
            yield rule.fail(
                key, *evidence.cells(report, (key,)), variant="fraction", cell=key, printed=evidence.printed(report, key)
            )
    if not read:
        yield rule.skipped("no_figures", table=table)
