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
_APPRAISED = re.compile(r"抽查|检查|普查|监测|评估|测评|考核|考评|评议|评比|评选|评价|排名|排序|通报|榜")
_PIECES = ("条", "件", "篇", "份", "项", "次", "期", "例", None)
"""How information that was published is counted; 全市政务新媒体36个 counts the channels."""
_MARKS = ("分", "名", "位", "星", "等")


def _counts(claim: Claim) -> bool:
    """Whether the claim counts something: 全省抽查合格率达到100% is a rate, no number of anything, and no table holds it."""
    return claim.role in ("figure", "nought") and claim.unit not in _MARKS


def _is_disclosure(report: Report, claim: Claim) -> bool:
    """全县共主动公开政府信息12860条: what was published, no table counts it; other work of the trade is the bureau's own.

    在全省政府网站抽查中被通报表扬2次 is about the organ itself, in an appraisal of many.
    """
    text = text_of(report, claim.section)
    before = text[clause_span(text, claim.start, claim.end)[0] : claim.start]
    return claim.unit in _PIECES and _DISCLOSED.search(before) is not None and _APPRAISED.search(before) is None


@rule(code="N301", severity=Severity.INFO, basis="regulation_50", needs=("agency", "year"))
def scope_wider_than_organ(report: Report, run: Run) -> Iterator[Result]:
    """A bureau's report counts the bureau's own applications; 全市受理 may be another count than the table's."""
    del run
    wider = [
        claim
        for claim in report.claims
        if claim.scope == "wider"
        and _counts(claim)
        and about_this_year(claim, report)
        and (claim.fact or _is_disclosure(report, claim))
    ]
    if wider:
        yield scope_wider_than_organ.fail(
            Anchors(report).of(wider[0]),
            *(quote(report, claim) for claim in wider[:3]),
            section=wider[0].section,
            agency=report.agency,
            figure=wider[0].text,
        )
