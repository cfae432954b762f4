"""F105: the processing fee reported cannot come from the official scale."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from core.report import Report
from rules.context import Run
from rules.narrative import Anchors, otherwise, quote
from rules.processing_fee import charged
from rules.registry import rule
from rules.result import Result, Severity

_STEP = Decimal(10)


@rule(code="F105", severity=Severity.INFO, basis="fee_notice", first_year=2021)
def processing_fee_off_scale(report: Report, run: Run) -> Iterator[Result]:
    """The scale charges 100元 and more an item, or 10, 20, 40元 a page: every fee is a multiple of 10元."""
    return otherwise(_found(report, run), processing_fee_off_scale.skipped("no_claim"))


def _found(report: Report, run: Run) -> Iterator[Result]:
    del run
    anchors = Anchors(report)
    for claim, yuan in charged(report):
        anchor = anchors.of(claim)
        if yuan % _STEP == 0:
            yield processing_fee_off_scale.passed(anchor, section=claim.section)
        else:
            yield processing_fee_off_scale.fail(
                anchor, quote(report, claim), section=claim.section, figure=claim.text, actual=format(yuan, "f"), unit="元"
            )
