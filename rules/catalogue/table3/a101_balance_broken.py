"""A101: new and carried-over applications do not equal those closed and carried forward."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.sums import sum_results


@rule(code="A101", severity=Severity.ERROR, basis=("form_tables", "arithmetic"), needs=("form", "t3"), section=3)
def balance_broken(report: Report, run: Run) -> Iterator[Result]:
    """In each column, new + carried over = total + carried forward: the relation that the form itself prints."""
    return sum_results(balance_broken, report, run)
