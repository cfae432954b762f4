"""Y107: a year between two loaded ones is missing."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity


@rule(code="Y107", severity=Severity.INFO, basis="continuity", needs=("year", "agency"))
def year_missing(report: Report, run: Run) -> Iterator[Result]:
    """Between this report and the organ's last one before it no year is missing."""
    year = report.year or 0
    earlier = [other for other in run.years() if other < year]
    if not earlier:
        yield year_missing.skipped("nothing_to_compare")
        return
    for missing in range(max(earlier) + 1, year):
        run.history(missing)
        yield year_missing.fail(
            f"years/{missing}",
            evidence.missing(f"{report.agency} {missing}"),
            section=0,
            missing=str(missing),
            before=str(max(earlier)),
        )
