"""A201: many applications, and nothing was granted."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.arithmetic import plain
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.tables import amounts

KEYS = ("t3.new.total", "t3.granted.total", "t3.partial.total")


@rule(code="A201", severity=Severity.INFO, basis="judgement", needs=("form", "t3"), section=3)
def nothing_granted(report: Report, run: Run) -> Iterator[Result]:
    """Among twenty applications or more some are granted, at least in part."""
    figures = amounts(report, KEYS)
    if figures is None:
        yield nothing_granted.skipped("absent_cell", "t3.granted.total", cells=KEYS, finding=None)
        return
    new, granted, partial = figures
    if new >= run.settings.threshold("nothing_granted_applications") and granted == partial == 0:
        yield nothing_granted.fail("t3.granted.total", *evidence.cells(report, KEYS), new=plain(new))
    else:
        yield nothing_granted.passed("t3.granted.total")
