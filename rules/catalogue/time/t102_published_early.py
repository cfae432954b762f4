"""T102: the report was published before its year ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.report import Report
from rules.context import Run
from rules.dates import publication_evidence
from rules.registry import rule
from rules.result import Result, Severity


@rule(code="T102", severity=Severity.WARNING, basis=("regulation_49", "consistency"), needs=("year",))
def published_early(report: Report, run: Run) -> Iterator[Result]:
    """A report on a whole year is published after that year."""
    if report.published is None:
        yield published_early.skipped("not_published")
        return
    last_day = date(report.year or 0, 12, 31)
    if report.published <= last_day:
        yield published_early.fail(
            "published",
            publication_evidence(report),
            section=0,
            expected=last_day.isoformat(),
            actual=report.published.isoformat(),
        )
