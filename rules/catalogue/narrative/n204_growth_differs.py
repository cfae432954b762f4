"""N204: growth against last year is not what the figures give."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from core.report import Claim, Report
from rules import evidence
from rules.context import Run
from rules.growth import Growth, fits, growths, percent
from rules.narrative import Anchors, amount, otherwise, quote
from rules.registry import rule
from rules.result import Evidence, Result, Severity


@rule(code="N204", severity=Severity.WARNING, basis=("arithmetic", "continuity"), needs=("year",))
def growth_differs(report: Report, run: Run) -> Iterator[Result]:
    """同比增长 fits the sentence's own two figures, or this figure and last year's report."""
    return otherwise(_found(report, run), growth_differs.skipped("no_claim"))


def _found(report: Report, run: Run) -> Iterator[Result]:
    anchors = Anchors(report)
    for growth in growths(report):
        claim = growth.claim
        if claim.unit not in ("%", growth.currents[0].unit) or claim.low != claim.high:
            continue
        if growth.previous is not None and growth.previous.low == growth.previous.high:
            yield _against_own(report, growth, growth.previous, anchors)
        else:
            yield from _against_last_year(report, run, growth, anchors)


def _against_own(report: Report, growth: Growth, previous: Claim, anchors: Anchors) -> Result:
    anchor = anchors.of(growth.claim)
    if not previous.value or any(fits(growth.claim, current.value, previous.value) for current in growth.currents):
        return growth_differs.passed(anchor, section=growth.claim.section)
    return _failed(report, growth, growth.currents[0], previous.value, anchor, (quote(report, previous),))


def _against_last_year(report: Report, run: Run, growth: Growth, anchors: Anchors) -> Iterator[Result]:
    known = [
        each for each in growth.currents if each.about and each.firm and each.scope == "own" and each.period == str(report.year)
    ]
    if not known or report.year is None:
        return
    anchor = anchors.of(growth.claim)
    last = run.history(report.year - 1)
    if last is None:
        yield growth_differs.skipped("year_not_loaded", anchor, section=growth.claim.section, year=str(report.year - 1))
        return
    pairs = [(current, amount(last, current.about)) for current in known]
    compared = [(current, previous) for current, previous in pairs if previous]
    if len(compared) < len(pairs) or any(_fits(report, growth.claim, *pair) for pair in compared):
        yield growth_differs.passed(anchor, section=growth.claim.section)
        return
    current, previous = compared[-1]
    yield _failed(report, growth, current, previous, anchor, evidence.cells(last, current.about, of_other=True))


def _fits(report: Report, claim: Claim, current: Claim, previous: Decimal) -> bool:
    """Whether the growth fits the figure of the text or that of the table."""
    own = amount(report, current.about)
    return fits(claim, current.value, previous) or (own is not None and fits(claim, own, previous))


def _failed(
    report: Report, growth: Growth, current: Claim, previous: Decimal, anchor: str, of_last_year: tuple[Evidence, ...]
) -> Result:
    claim = growth.claim
    due = percent(current.value, previous) if claim.unit == "%" else abs(current.value - previous)
    due = due.quantize(claim.step)
    return growth_differs.fail(
        anchor,
        quote(report, claim),
        quote(report, current),
        *of_last_year,
        section=claim.section,
        expected=format(due, "f"),
        actual=format(claim.value, "f"),
        difference=format(claim.value - due, "f"),
        unit=claim.unit,
        figure=claim.text,
        current=current.text,
        previous=format(previous, "f"),
    )
