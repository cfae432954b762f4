"""Y103: last year's items are not what last year's report leads to."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.arithmetic import plain
from rules.carrying import carried
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.tables import amounts

ROWS = ("licences", "other_services", "penalties", "coercive_measures", "fees")


@rule(
    code="Y103",
    severity=Severity.WARNING,
    basis="continuity",
    last_year=2020,
    needs=("form", "t2", "previous_year"),
    forms=("2019",),
    section=2,
)
def items_not_rolled_on(report: Report, run: Run) -> Iterator[Result]:
    """items_last_year(2020) = items_last_year(2019) + change(2019)."""
    year = report.year or 0
    before = run.history(year - 1)
    if before is None:
        return
    for row in ROWS:
        key, change = f"t2.{row}.items_last_year", f"t2.{row}.change"
        now, rolled = amounts(report, (key,)), carried(before, report, key)
        if now is None or rolled is None:
            yield items_not_rolled_on.skipped("absent_cell", key, cells=(key, change), finding=None)
            continue
        if now[0] == rolled.due:
            yield items_not_rolled_on.passed(key)
            continue
        then, changed = (plain(term.amount) for term in rolled.terms)
        yield items_not_rolled_on.fail(
            key,
            *evidence.cells(report, (key,)),
            *evidence.cells(before, (key, change), of_other=True),
            expected=plain(rolled.due),
            actual=plain(now[0]),
            difference=plain(now[0] - rolled.due),
            unit="项",
            row=f"t2.{row}",
            then=then,
            change=changed,
            before=str(year - 1),
        )
