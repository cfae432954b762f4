"""Growth in the narrative: which figure grew, against which, by how much, and what the sentence's own figures give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.report import Claim, Report
from rules.narrative import text_of

_STOPS = "。！？\n"


@dataclass(frozen=True, slots=True)
class Growth:
    """A growth as stated: the claim that states it, the figures before it that it may describe, last year's figure if given."""

    claim: Claim
    currents: tuple[Claim, ...]
    previous: Claim | None


def same_sentence(report: Report, first: Claim, second: Claim) -> bool:
    """Whether two claims stand in one sentence."""
    if first.section != second.section:
        return False
    start, end = sorted((first.start, second.start))
    return end - start < 600 and not any(sign in text_of(report, first.section)[start:end] for sign in _STOPS)


def growths(report: Report) -> Iterator[Growth]:
    """Every stated growth with the exact figures of its sentence that it may describe, nearest first."""
    for index, claim in enumerate(report.claims):
        if claim.role != "change" or claim.of is None:
            continue
        before = [
            other
            for other in reversed(report.claims[:index])
            if other.role == "figure" and other.low == other.high and same_sentence(report, other, claim)
        ]
        previous = report.claims[claim.base] if claim.base is not None else None
        if previous is not None:
            before = [other for other in before if other.unit == previous.unit]
        if before:
            yield Growth(claim, tuple(before), previous)


def percent(current: Decimal, previous: Decimal) -> Decimal:
    """The growth from `previous` (not 0) to `current` in percent, without its sign."""
    return abs(current - previous) / previous * 100


def fits(claim: Claim, current: Decimal, previous: Decimal) -> bool:
    """Whether the stated growth is what the two figures give, at the decimals printed."""
    if claim.unit == "%":
        return bool(previous) and abs(percent(current, previous) - claim.value) < claim.step
    return claim.low <= abs(current - previous) <= claim.high
