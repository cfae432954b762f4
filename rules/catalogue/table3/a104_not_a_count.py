"""A104: a figure of table 3 is no count."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.counts import count_results
from rules.registry import rule
from rules.result import Result, Severity


@rule(code="A104", severity=Severity.ERROR, basis="form_filling", needs=("form", "t3"), section=3)
def not_a_count(report: Report, run: Run) -> Iterator[Result]:
    """Counts of table 3 are whole and not negative."""
    return count_results(not_a_count, report, "t3")
