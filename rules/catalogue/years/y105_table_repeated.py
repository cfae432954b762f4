"""Y105: a whole table is last year's."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from core.forms import Table, form, split_key
from core.report import Report
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.tables import amounts

_STOCKS = ("in_force", "total_disclosed", "items_last_year")
LEAST = Decimal(3)
"""Tables that count less than this may well repeat by chance."""


@rule(code="Y105", severity=Severity.WARNING, basis="continuity", needs=("form", "previous_year"))
def table_repeated(report: Report, run: Run) -> Iterator[Result]:
    """No table with figures is the same, cell by cell, as last year's."""
    year = report.year or 0
    before = run.history(year - 1)
    if before is None:
        return
    if before.form != report.form:
        yield table_repeated.skipped("other_form", forms=(report.form or "",))
        return
    for table in form(report.form or "").tables:
        anchor = f"{table.key}.repeated"
        now, then = amounts(report, table.cell_keys), amounts(before, table.cell_keys)
        if now is None or then is None:
            yield table_repeated.skipped("absent_cell", anchor, section=table.section, cells=(f"{table.key}",), finding=None)
        elif now == then and _counted(report, table) >= LEAST:
            positive = [key for key in table.cell_keys if report.cells[key].amount]
            yield table_repeated.fail(
                anchor,
                *evidence.cells(report, positive),
                *evidence.cells(before, positive, of_other=True),
                section=table.section,
                table=table.key,
                year=str(year),
                before=str(year - 1),
                count=str(len(positive)),
            )
        else:
            yield table_repeated.passed(anchor, section=table.section)


def _counted(report: Report, table: Table) -> Decimal:
    """What happened in the year: the largest figure that is no stock from before."""
    flows = [key for key in table.cell_keys if split_key(key)[2] not in _STOCKS]
    return max((abs(report.cells[key].amount or Decimal(0)) for key in flows), default=Decimal(0))
