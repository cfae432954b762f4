"""A103: the kinds of applicant do not add to the row's total."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.sums import sum_results


@rule(code="A103", severity=Severity.ERROR, basis=("form_tables", "arithmetic"), needs=("form", "t3"), section=3)
def applicants_do_not_add_up(report: Report, run: Run) -> Iterator[Result]:
    """In each row, the six kinds of applicant add to 总计."""
    return sum_results(applicants_do_not_add_up, report, run)
