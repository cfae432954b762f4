"""D103: everything in force was issued this year."""

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


@rule(code="D103", severity=Severity.INFO, basis="judgement", needs=("form", "t2"), forms=("2021",), section=2)
def no_stock_before(report: Report, run: Run) -> Iterator[Result]:
    """Ask whether nothing was in force before where many were issued, none repealed and just as many are in force."""
    for row in ROWS:
        keys = tuple(f"t2.{row}.{column}" for column in ("issued", "repealed", "in_force"))
        figures = amounts(report, keys)
        if figures is None:
            yield no_stock_before.skipped("absent_cell", keys[2], cells=keys, finding=None)
            continue
        issued, repealed, in_force = figures
        if issued == in_force and repealed == 0 and issued >= run.settings.threshold("no_stock_issued"):
            yield no_stock_before.fail(keys[2], *evidence.cells(report, keys), row=f"t2.{row}", issued=plain(issued))
        else:
            yield no_stock_before.passed(keys[2])
