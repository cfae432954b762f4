"""N301: an organ reports for more than itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.report import Claim, Report
from rules.context import Run
from rules.narrative import Anchors, about_this_year, clause_span, quote, text_of
from rules.registry import rule
from rules.result import Result, Severity

_DISCLOSED = re.compile(r"(?:公开|发布|推送)[^，。；\n]{0,6}(?:政府|政务)?信息|政务新媒体|政府网站")


def _is_disclosure(report: Report, claim: Claim) -> bool:
    """全县共主动公开政府信息12860条: what was published, no table counts it; other work of the trade is the bureau's own."""
    text = text_of(report, claim.section)
    return _DISCLOSED.search(text[clause_span(text, claim.start, claim.end)[0] : claim.start]) is not None


@rule(code="N301", severity=Severity.INFO, basis="regulation_50", needs=("agency", "year"))
def scope_wider_than_organ(report: Report, run: Run) -> Iterator[Result]:
    """A bureau's report counts the bureau's own applications; 全市受理 may be another count than the table's."""
    del run
    wider = [
        claim
        for claim in report.claims
        if claim.scope == "wider" and about_this_year(claim, report) and (claim.fact or _is_disclosure(report, claim))
    ]
    if wider:
        yield scope_wider_than_organ.fail(
            Anchors(report).of(wider[0]),
            *(quote(report, claim) for claim in wider[:3]),
            section=wider[0].section,
            agency=report.agency,
            figure=wider[0].text,
        )
