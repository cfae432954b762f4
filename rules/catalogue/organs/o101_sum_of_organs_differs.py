"""O101: a government's figure is not what its organs' figures add to."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from core.report import Report
from rules import evidence
from rules.arithmetic import plain
from rules.context import Run
from rules.hierarchy import COMPARED
from rules.registry import rule
from rules.result import Result, Severity
from rules.tables import amounts


@rule(code="O101", severity=Severity.WARNING, basis="consistency", needs=("form", "year", "agency"))
def sum_of_organs_differs(report: Report, run: Run) -> Iterator[Result]:
    """With all organs loaded, what they report adds to what the government reports."""
    children = run.children()
    if children is None:
        yield sum_of_organs_differs.skipped("no_hierarchy")
        return
    if children.missing:
        yield sum_of_organs_differs.skipped("children_missing", organs=children.missing, count=str(len(children.missing)))
        return
    for key in (key for key in COMPARED if key in report.cells):
        whole = amounts(report, (key,))
        parts = [amounts(child, (key,)) for child in children.loaded]
        if whole is None or any(part is None for part in parts):
            yield sum_of_organs_differs.skipped("absent_cell", key, section=int(key[1]), cells=(key,), finding=None)
            continue
        if any(part is not None and part[0] > whole[0] for part in parts):
            yield sum_of_organs_differs.skipped("said_more_precisely", key, section=int(key[1]), finding="O102")
            continue
        total = sum((part[0] for part in parts if part is not None), Decimal(0))
        if total == whole[0]:
            yield sum_of_organs_differs.passed(key, section=int(key[1]))
            continue
        yield sum_of_organs_differs.fail(
            key,
            *evidence.cells(report, (key,)),
            *(each for child in children.loaded for each in evidence.cells(child, (key,), of_other=True)),
            section=int(key[1]),
            expected=plain(whole[0]),
            actual=plain(total),
            difference=plain(total - whole[0]),
            cell=key,
            parts=tuple((child.agency, evidence.printed(child, key)) for child in children.loaded),
        )
