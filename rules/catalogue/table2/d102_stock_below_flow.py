"""D102: fewer documents in force than were issued and not repealed."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.arithmetic import plain
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.tables import amounts

ROWS = ("regulations", "normative_documents")


@rule(code="D102", severity=Severity.WARNING, basis="judgement", needs=("form", "t2"), forms=("2021",), section=2)
def stock_below_flow(report: Report, run: Run) -> Iterator[Result]:
    """In force ≥ issued − repealed; less has a lawful explanation (not yet in force, expired within the year), so it is asked."""
    for row in ROWS:
        keys = tuple(f"t2.{row}.{column}" for column in ("issued", "repealed", "in_force"))
        figures = amounts(report, keys)
        if figures is None:
            yield stock_below_flow.skipped("absent_cell", keys[2], cells=keys, finding=None)
            continue
        issued, repealed, in_force = figures
        if in_force >= issued - repealed:
            yield stock_below_flow.passed(keys[2])
            continue
        yield stock_below_flow.fail(
            keys[2],
            *evidence.cells(report, keys),
            expected=plain(issued - repealed),
            actual=plain(in_force),
            difference=plain(in_force - issued + repealed),
            unit="件",
            row=f"t2.{row}",
            issued=plain(issued),
            repealed=plain(repealed),
        )
