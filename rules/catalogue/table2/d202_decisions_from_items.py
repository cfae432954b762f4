"""D202: decisions equal last year's items plus the change."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.arithmetic import plain
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.tables import amounts

ROWS = ("licences", "other_services", "penalties", "coercive_measures")


@rule(code="D202", severity=Severity.INFO, basis="form_tables", last_year=2020, needs=("form", "t2"), forms=("2019",), section=2)
def decisions_from_items(report: Report, run: Run) -> Iterator[Result]:
    """Items and decisions are different things: decisions that equal items last year + change were probably summed by mistake."""
    for row in ROWS:
        keys = tuple(f"t2.{row}.{column}" for column in ("items_last_year", "change", "decisions"))
        figures = amounts(report, keys)
        if figures is None:
            yield decisions_from_items.skipped("absent_cell", keys[2], cells=keys, finding=None)
            continue
        items, change, decisions = figures
        if items and change and decisions == items + change:
            yield decisions_from_items.fail(
                keys[2],
                *evidence.cells(report, keys),
                row=f"t2.{row}",
                items=plain(items),
                change=plain(change),
                decisions=plain(decisions),
            )
        else:
            yield decisions_from_items.passed(keys[2])
