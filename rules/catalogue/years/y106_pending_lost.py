"""Y106: more were pending last year than are counted this year."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.arithmetic import plain
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.tables import GROUPS, amounts


@rule(code="Y106", severity=Severity.INFO, basis=("continuity", "suits_notice"), needs=("form", "t4", "previous_year"), section=4)
def pending_lost(report: Report, run: Run) -> Iterator[Result]:
    """Cases pending at the end of last year are seldom more than all cases of this year."""
    before = run.history((report.year or 0) - 1)
    if before is None:
        return
    for group in GROUPS:
        key, pending = f"t4.{group}.total", f"t4.{group}.pending"
        now, then = amounts(report, (key,)), amounts(before, (pending,))
        if now is None or then is None:
            yield pending_lost.skipped("absent_cell", key, cells=(key, pending), finding=None)
        elif then[0] <= now[0]:
            yield pending_lost.passed(key)
        else:
            yield pending_lost.fail(
                key,
                *evidence.cells(report, (key,)),
                *evidence.cells(before, (pending,), of_other=True),
                row=f"t4.{group}",
                pending=plain(then[0]),
                total=plain(now[0]),
                before=str((report.year or 0) - 1),
            )
