"""F106: one list of fees mixes units."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.fees import fee_lists
from rules.narrative import Anchors, otherwise, quote
from rules.registry import rule
from rules.result import Result, Severity


@rule(code="F106", severity=Severity.WARNING, basis="form_filling", forms=("2021",))
def mixed_money_units(report: Report, run: Run) -> Iterator[Result]:
    """元 and 万元 side by side in one list invite slips; one list keeps one unit."""
    return otherwise(_found(report, run), mixed_money_units.skipped("no_claim"))


def _found(report: Report, run: Run) -> Iterator[Result]:
    anchors = Anchors(report)
    for each in run.once(fee_lists):
        units = tuple(dict.fromkeys(item.claim.unit for item in each.items))
        if not each.items:
            continue
        anchor = anchors.of(each.items[0].claim)
        if len(units) == 1:
            yield mixed_money_units.passed(anchor, section=each.section)
            continue
        odd = next(item for item in each.items if item.claim.unit != units[0])
        yield mixed_money_units.fail(
            anchor,
            quote(report, each.items[0].claim),
            quote(report, odd.claim),
            section=each.section,
            units=tuple(unit for unit in units if unit),
        )
