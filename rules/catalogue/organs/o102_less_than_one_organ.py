"""O102: a government's figure is less than one of its organs'."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.arithmetic import plain
from rules.context import Run
from rules.hierarchy import COMPARED
from rules.registry import rule
from rules.result import Result, Severity
from rules.tables import amounts


@rule(code="O102", severity=Severity.ERROR, basis=("consistency", "arithmetic"), needs=("form", "year", "agency"))
def less_than_one_organ(report: Report, run: Run) -> Iterator[Result]:
    """A government's figure, which contains its organs', is not less than one of theirs."""
    children = run.children()
    if children is None:
        yield less_than_one_organ.skipped("no_hierarchy")
        return
    if not children.loaded:
        yield less_than_one_organ.skipped("no_child_loaded")
        return
    for key in (key for key in COMPARED if key in report.cells):
        whole = amounts(report, (key,))
        larger = [child for child in children.loaded if whole is not None and (amounts(child, (key,)) or whole)[0] > whole[0]]
        if whole is None or not larger:
            continue
        largest = max(larger, key=lambda child: (amounts(child, (key,)) or (0,))[0])
        yield less_than_one_organ.fail(
            key,
            *evidence.cells(report, (key,)),
            *(each for child in larger for each in evidence.cells(child, (key,), of_other=True)),
            section=int(key[1]),
            expected=plain(whole[0]),
            actual=evidence.printed(largest, key),
            cell=key,
            other=largest.agency,
        )
