"""N201: the parts that a sentence lists do not add up to its whole."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Breakdown, Report
from rules import evidence
from rules.arithmetic import plain
from rules.context import Run
from rules.divisions import Division, adds_up_somehow, division, must_add_up
from rules.hints import explain
from rules.narrative import Anchors, otherwise, suspects
from rules.registry import rule
from rules.result import Result, Severity


@rule(code="N201", severity=Severity.WARNING, basis="arithmetic")
def parts_do_not_add_up(report: Report, run: Run) -> Iterator[Result]:
    """A list that divides a whole completely adds up: an error where 分别为 or 即 says so, a question where 其中 does."""
    return otherwise(_found(report, run), parts_do_not_add_up.skipped("no_claim"))


def _found(report: Report, run: Run) -> Iterator[Result]:
    del run
    anchors = Anchors(report)
    for breakdown in report.breakdowns:
        if breakdown.kind == "open" or len(breakdown.parts) < 2:
            continue
        each = division(report, breakdown)
        anchor = anchors.at(breakdown.span.section, breakdown.span.start, breakdown.span.end)
        if adds_up_somehow(report, each):
            yield parts_do_not_add_up.passed(anchor, section=breakdown.span.section)
        elif must_add_up(report, breakdown, each):
            yield _failed(report, breakdown, each, anchor)


def _failed(report: Report, breakdown: Breakdown, each: Division, anchor: str) -> Result:
    span = breakdown.span
    exact = all(claim.low == claim.high for claim in (each.whole, *each.parts))
    hints = explain([part.value for part in each.parts], each.whole.value) if exact else ()
    return parts_do_not_add_up.fail(
        anchor,
        evidence.span(report, span.section, span.start, span.end),
        section=span.section,
        severity=Severity.ERROR if breakdown.kind == "exhaustive" and exact else Severity.WARNING,
        expected=plain(each.whole.value),
        actual=plain(each.total),
        difference=plain(each.total - each.whole.value),
        unit=each.whole.unit,
        suspects=suspects(hints, each.parts, each.whole),
        whole=each.whole.text,
        addition=" + ".join(part.text for part in each.parts),
    )
