"""Y101: what was carried over is not what last year carried forward."""

from __future__ import annotations

from collections.abc import Iterator

from core.forms import form
from core.report import Report
from rules import evidence
from rules.arithmetic import plain
from rules.carrying import carried
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.tables import amounts


@rule(code="Y101", severity=Severity.WARNING, basis="continuity", needs=("form", "t3", "previous_year"), section=3)
def carry_broken(report: Report, run: Run) -> Iterator[Result]:
    """carried_over of this year is carried_forward of last year, in each column."""
    year = report.year or 0
    before = run.history(year - 1)
    if before is None:
        return
    for column in form(report.form or "").table_by_key["t3"].columns:
        now_key, then_key = f"t3.carried_over.{column.key}", f"t3.carried_forward.{column.key}"
        now, then = amounts(report, (now_key,)), carried(before, report, now_key)
        if now is None or then is None:
            lacking = now_key if now is None else then_key
            yield carry_broken.skipped("absent_cell", now_key, cells=(lacking,), finding=None)
        elif now[0] == then.due:
            yield carry_broken.passed(now_key)
        else:
            yield carry_broken.fail(
                now_key,
                *evidence.cells(report, (now_key,)),
                *evidence.cells(before, (then_key,), of_other=True),
                expected=plain(then.due),
                actual=plain(now[0]),
                difference=plain(now[0] - then.due),
                unit="件",
                column=f"t3.{column.key}",
                year=str(year),
                before=str(year - 1),
            )
