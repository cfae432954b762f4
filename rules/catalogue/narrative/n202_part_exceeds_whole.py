"""N202: a part is larger than the whole it is said to be part of."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.arithmetic import plain
from rules.context import Run
from rules.divisions import division
from rules.narrative import Anchors, otherwise
from rules.registry import rule
from rules.result import Result, Severity


@rule(code="N202", severity=Severity.ERROR, basis="arithmetic")
def part_exceeds_whole(report: Report, run: Run) -> Iterator[Result]:
    """What is 其中 of a figure cannot be more than that figure."""
    return otherwise(_found(report, run), part_exceeds_whole.skipped("no_claim"))


def _found(report: Report, run: Run) -> Iterator[Result]:
    del run
    anchors = Anchors(report)
    for breakdown in report.breakdowns:
        each = division(report, breakdown)
        anchor = anchors.at(breakdown.span.section, breakdown.span.start, breakdown.span.end)
        larger = [part for part in each.parts if part.low > each.whole.high]
        if not larger or breakdown.trigger in ("（", "："):
            yield part_exceeds_whole.passed(anchor, section=breakdown.span.section)
            continue
        yield part_exceeds_whole.fail(
            anchor,
            evidence.span(report, breakdown.span.section, breakdown.span.start, breakdown.span.end),
            section=breakdown.span.section,
            expected=plain(each.whole.value),
            actual=plain(larger[0].value),
            difference=plain(larger[0].value - each.whole.value),
            unit=each.whole.unit,
            whole=each.whole.text,
            part=larger[0].text,
        )
