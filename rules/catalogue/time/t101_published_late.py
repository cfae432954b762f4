"""T101: the report was published late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.report import Report
from rules.context import Run
from rules.dates import publication_evidence
from rules.power import kind
from rules.registry import rule
from rules.result import Result, Severity


@rule(code="T101", severity=Severity.WARNING, basis="regulation_49", first_year=2019, needs=("year", "agency"))
def published_late(report: Report, run: Run) -> Iterator[Result]:
    """Departments publish by 31 January, governments at county level and above by 31 March of the next year."""
    if report.published is None:
        yield published_late.skipped("not_published")
        return
    organ = kind(report.agency or "")
    after = (report.year or 0) + 1
    due = date(after, 3, 31) if organ == "government" else date(after, 1, 31)
    if report.published > due:
        yield published_late.fail(
            "published",
            publication_evidence(report),
            section=0,
            severity=None if organ in ("government", "department") else Severity.INFO,
            expected=due.isoformat(),
            actual=report.published.isoformat(),
            agency=report.agency,
            days=str((report.published - due).days),
        )
