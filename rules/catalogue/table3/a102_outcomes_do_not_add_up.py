"""A102: the outcomes do not add to the total."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.sums import sum_results


@rule(code="A102", severity=Severity.ERROR, basis=("form_tables", "arithmetic"), needs=("form", "t3"), section=3)
def outcomes_do_not_add_up(report: Report, run: Run) -> Iterator[Result]:
    """In each column, the outcome rows add to （七）总计."""
    return sum_results(outcomes_do_not_add_up, report, run)
