"""L201: more reviews and suits than applications of two years."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from core.report import Report
from rules import evidence
from rules.arithmetic import plain
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.tables import GROUPS, amounts

CASES = tuple(f"t4.{group}.total" for group in GROUPS)
APPLICATIONS = ("t3.new.total", "t3.carried_over.total")


@rule(code="L201", severity=Severity.INFO, basis="suits_notice", needs=("form", "year", "t3", "t4"), section=4)
def more_cases_than_applications(report: Report, run: Run) -> Iterator[Result]:
    """No more reviews and suits than applications of this year and last."""
    cases, applications = amounts(report, CASES), amounts(report, APPLICATIONS)
    if cases is None or applications is None:
        yield more_cases_than_applications.skipped("absent_cell", "t4", cells=CASES + APPLICATIONS, finding=None)
        return
    counted, received = sum(cases, Decimal(0)), sum(applications, Decimal(0))
    if counted <= received:
        yield more_cases_than_applications.passed("t4")
        return
    before = run.history((report.year or 0) - 1)
    earlier = amounts(before, ("t3.new.total",)) if before is not None else None
    if before is None or earlier is None:
        yield more_cases_than_applications.skipped("year_not_loaded", "t4", year=str((report.year or 0) - 1))
    elif counted > received + earlier[0]:
        yield more_cases_than_applications.fail(
            "t4",
            *evidence.cells(report, CASES + APPLICATIONS),
            *evidence.cells(before, ("t3.new.total",), of_other=True),
            cases=plain(counted),
            applications=plain(received + earlier[0]),
        )
    else:
        yield more_cases_than_applications.passed("t4")
