"""F102: a listed item is no administrative fee."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.context import Run
from rules.fees import AMOUNT, WAN, FeeList, fee_lists
from rules.narrative import Anchors, amount, otherwise, quote
from rules.registry import rule
from rules.result import Result, Severity


@rule(code="F102", severity=Severity.WARNING, basis="form_filling", needs=("year",), forms=("2021",))
def no_administrative_fee_listed(report: Report, run: Run) -> Iterator[Result]:
    """国有资产处置收入, 罚没, 保证金 and their like are no 行政事业性收费; leaving them out may close the sum."""
    return otherwise(_found(report, run), no_administrative_fee_listed.skipped("no_claim"))


def _found(report: Report, run: Run) -> Iterator[Result]:
    anchors = Anchors(report)
    for each in run.once(fee_lists):
        if each.items and not any(item.is_no_fee for item in each.items):
            yield no_administrative_fee_listed.passed(anchors.of(each.items[0].claim), section=each.section)
        for item in each.items:
            if item.is_no_fee:
                yield no_administrative_fee_listed.fail(
                    anchors.of(item.claim),
                    quote(report, item.claim),
                    *evidence.cells(report, (AMOUNT,)),
                    section=each.section,
                    variant=_variant(report, each),
                    item=item.name,
                    figure=item.claim.text,
                )


def _variant(report: Report, each: FeeList) -> str:
    """Whether the sum closes with the item, without such items, or either way not."""
    stated = amount(report, (AMOUNT,))
    if stated is None:
        return "alone"
    if abs(each.in_wan - stated) * WAN <= 1:
        return "counted"
    fees = sum((item.yuan for item in each.items if not item.is_no_fee), 0 * WAN) / WAN
    return "closes" if abs(fees - stated) * WAN <= 1 else "open"
