"""Growth in the narrative: which figure grew, against which, by how much, and what the sentence's own figures give."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.report import Claim, Report

_STOP = re.compile(r"[。！？\n]")
MOST_BEFORE = 40


@dataclass(frozen=True, slots=True)
class Growth:
    """A growth as stated: the claim that states it, the figures before it that it may describe, last year's figure if given."""

    claim: Claim
    currents: tuple[Claim, ...]
    previous: Claim | None


def sentence_numbers(report: Report) -> list[int]:
    """For each claim the number of the sentence it stands in, counted over the whole report."""
    ends = {section.number: [m.start() for m in _STOP.finditer(section.text)] for section in report.sections}
    numbers: list[int] = []
    places: dict[tuple[int, int], int] = {}
    for claim in report.claims:
        place = (claim.section, bisect_left(ends.get(claim.section, []), claim.start))
        numbers.append(places.setdefault(place, len(places)))
    return numbers


def before_in_sentence(report: Report, numbers: list[int], index: int) -> Iterator[Claim]:
    """The claims before claim `index` in its sentence, nearest first, at most MOST_BEFORE of them."""
    for place in range(index - 1, max(-1, index - 1 - MOST_BEFORE), -1):
        if numbers[place] != numbers[index]:
            return
        yield report.claims[place]


def growths(report: Report) -> Iterator[Growth]:
    """Every stated growth with the exact figures of its sentence that it may describe, nearest first."""
    numbers = sentence_numbers(report)
    for index, claim in enumerate(report.claims):
        if claim.role != "change" or claim.of is None:
            continue
        before = [
            other for other in before_in_sentence(report, numbers, index) if other.role == "figure" and other.low == other.high
        ]
        previous = report.claims[claim.base] if claim.base is not None else None
        if previous is not None:
            before = [other for other in before if other.unit == previous.unit]
        if before:
            yield Growth(claim, tuple(before), previous)


def percent(current: Decimal, previous: Decimal) -> Decimal:
    """The growth from `previous` (not 0) to `current` in percent, without its sign."""
    return abs(current - previous) / previous * 100


def printed_as(due: Decimal, claim: Claim) -> bool:
    """Whether `due`, rounded or cut off at the decimals printed, is what the claim says."""
    return abs(due - claim.value) <= claim.step / 2 or Decimal(0) <= due - claim.value < claim.step


def fits(claim: Claim, current: Decimal, previous: Decimal) -> bool:
    """Whether the stated growth is what the two figures give, at the decimals printed."""
    if claim.unit == "%":
        return bool(previous) and printed_as(percent(current, previous), claim)
    return claim.low <= abs(current - previous) <= claim.high
