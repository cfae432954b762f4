"""N301: an organ reports for more than itself."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.narrative import Anchors, about_this_year, quote
from rules.registry import rule
from rules.result import Result, Severity


@rule(code="N301", severity=Severity.INFO, basis="regulation_50", needs=("agency", "year"))
def scope_wider_than_organ(report: Report, run: Run) -> Iterator[Result]:
    """A bureau's report counts the bureau's own applications; 全市受理 may be another count than the table's."""
    del run
    wider = [claim for claim in report.claims if claim.scope == "wider" and claim.fact and about_this_year(claim, report)]
    if wider:
        yield scope_wider_than_organ.fail(
            Anchors(report).of(wider[0]),
            *(quote(report, claim) for claim in wider[:3]),
            section=wider[0].section,
            agency=report.agency,
            figure=wider[0].text,
        )
