"""A203: many refusals, and section 5 says nothing of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from core.report import Report
from rules import evidence
from rules.arithmetic import plain
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.sections import simple
from rules.tables import REFUSED, amounts

KEYS = (*REFUSED, "t3.total.total")
_SPOKEN = re.compile(
    r"不予公开|不公开|免予公开|拒绝|公开范围|公开率|应公开尽公开|答复.{0,8}(?:质量|规范|水平|准确)|办理.{0,8}(?:质量|规范|水平)"
)


@rule(code="A203", severity=Severity.INFO, basis="judgement", needs=("form", "t3", "s5"), section=3)
def refusals_unmentioned(report: Report, run: Run) -> Iterator[Result]:
    """Where three in ten are refused, section 5 has a word on it."""
    figures = amounts(report, KEYS)
    if figures is None:
        yield refusals_unmentioned.skipped("absent_cell", "t3.refused", cells=KEYS, finding=None)
        return
    refused, closed = sum(figures[:-1], Decimal(0)), figures[-1]
    section = report.section(5)
    silent = section is not None and not _SPOKEN.search(simple(section))
    many = closed >= run.settings.threshold("refused_applications") and refused * 100 >= closed * run.settings.threshold(
        "refused_share"
    )
    if many and silent:
        positive = [key for key in KEYS if report.cells[key].amount]
        lack = evidence.missing("不予公开", 5)
        yield refusals_unmentioned.fail(
            "t3.refused", *evidence.cells(report, positive), lack, refused=plain(refused), closed=plain(closed)
        )
    else:
        yield refusals_unmentioned.passed("t3.refused")
