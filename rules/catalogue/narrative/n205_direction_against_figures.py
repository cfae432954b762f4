"""N205: a word of growth or decline against the sentence's own figures."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Claim, Report
from rules.context import Run
from rules.narrative import Anchors, otherwise, quote, text_of
from rules.registry import rule
from rules.result import Result, Severity


@rule(code="N205", severity=Severity.ERROR, basis="arithmetic")
def direction_against_figures(report: Report, run: Run) -> Iterator[Result]:
    """增长 needs a figure above last year's, 下降 one below it; only where both stand beside the word."""
    return otherwise(_found(report, run), direction_against_figures.skipped("no_claim"))


def _found(report: Report, run: Run) -> Iterator[Result]:
    del run
    anchors = Anchors(report)
    for index, claim in enumerate(report.claims):
        pair = _pair(report, index)
        if claim.direction is None or pair is None:
            continue
        current, previous = pair
        anchor = anchors.of(claim)
        rising = current.value > previous.value
        if current.value != previous.value and rising == (claim.direction == "up"):
            yield direction_against_figures.passed(anchor, section=claim.section)
            continue
        yield direction_against_figures.fail(
            anchor,
            quote(report, claim),
            quote(report, current),
            quote(report, previous),
            section=claim.section,
            variant=claim.direction,
            current=current.text,
            previous=previous.text,
        )


def _pair(report: Report, index: int) -> tuple[Claim, Claim] | None:
    """This year's and last year's figure when they stand next to the growth and to each other, in one unit, exact."""
    claim = report.claims[index]
    if claim.role == "figure":
        current_index, previous_index = index, index - 1
    elif claim.role == "change" and claim.of is not None and claim.base is not None:
        current_index, previous_index = claim.of, claim.base
    else:
        return None
    if previous_index < 0 or max(current_index, previous_index) - min(current_index, previous_index) != 1:
        return None
    if claim.role == "change" and index - max(current_index, previous_index) > 2:
        return None
    current, previous = report.claims[current_index], report.claims[previous_index]
    known = previous.role == "previous" or (claim.role == "figure" and _from(report, previous))
    exact = current.low == current.high and previous.low == previous.high
    return (
        (current, previous) if known and exact and current.unit == previous.unit and current.section == previous.section else None
    )


def _from(report: Report, previous: Claim) -> bool:
    """由31件增加到40件: the figure after 由 or 从."""
    before = text_of(report, previous.section)[max(0, previous.start - 10) : previous.start]
    return "由" in before or "从" in before
