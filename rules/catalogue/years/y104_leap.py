"""Y104: a figure changes beyond a factor of five."""

from __future__ import annotations

from collections.abc import Iterator

from core.forms import form, split_key
from core.report import Report
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.tables import amounts

_STOCKS = ("items_last_year", "change")


@rule(code="Y104", severity=Severity.INFO, basis="continuity", needs=("form", "previous_year"))
def leap(report: Report, run: Run) -> Iterator[Result]:
    """Figures of some size do not grow or shrink beyond a factor of five within a year."""
    year = report.year or 0
    before = run.history(year - 1)
    if before is None:
        return
    factor, base = run.settings.threshold("change_factor"), run.settings.threshold("change_base")
    compared = 0
    for key in _compared(report):
        now, then = amounts(report, (key,)), amounts(before, (key,))
        if now is None or then is None:
            continue
        compared += 1
        if then[0] >= base and (now[0] > then[0] * factor or now[0] * factor < then[0]):
            yield leap.fail(
                key,
                *evidence.cells(report, (key,)),
                *evidence.cells(before, (key,), of_other=True),
                section=int(key[1]),
                cell=key,
                now=evidence.printed(report, key),
                then=evidence.printed(before, key),
                year=str(year),
                before=str(year - 1),
            )
    if not compared:
        yield leap.skipped("nothing_to_compare")


def _compared(report: Report) -> Iterator[str]:
    """All of table 2, the total column of table 3, the totals of table 4."""
    for key in form(report.form or "").cell_keys:
        table, _, column = split_key(key)
        if (table == "t2" and column not in _STOCKS) or (table != "t2" and column == "total"):
            yield key
