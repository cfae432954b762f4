"""L101: the results of reviews or suits do not add to their total."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.sums import sum_results


@rule(code="L101", severity=Severity.ERROR, basis=("form_tables", "arithmetic"), needs=("form", "t4"), section=4)
def results_do_not_add_up(report: Report, run: Run) -> Iterator[Result]:
    """In each group, upheld + corrected + other + pending = total."""
    return sum_results(results_do_not_add_up, report, run)
