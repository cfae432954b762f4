"""D201: fewer documents disclosed in all than newly disclosed this year."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.arithmetic import plain
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.tables import amounts

ROWS = ("regulations", "normative_documents")


@rule(
    code="D201", severity=Severity.WARNING, basis="form_tables", last_year=2020, needs=("form", "t2"), forms=("2019",), section=2
)
def total_below_new(report: Report, run: Run) -> Iterator[Result]:
    """对外公开总数量 ≥ 本年新公开数量."""
    for row in ROWS:
        keys = (f"t2.{row}.disclosed", f"t2.{row}.total_disclosed")
        figures = amounts(report, keys)
        if figures is None:
            yield total_below_new.skipped("absent_cell", keys[1], cells=keys, finding=None)
        elif figures[1] >= figures[0]:
            yield total_below_new.passed(keys[1])
        else:
            disclosed, total = figures
            yield total_below_new.fail(
                keys[1],
                *evidence.cells(report, keys),
                expected=plain(disclosed),
                actual=plain(total),
                difference=plain(total - disclosed),
                unit="件",
                row=f"t2.{row}",
            )
