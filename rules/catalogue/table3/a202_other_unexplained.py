"""A202: outcomes under 其他处理·其他 that the text does not explain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.arithmetic import plain
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.sections import simple
from rules.tables import amounts

KEYS = ("t3.other.other.total", "t3.total.total")
_EXPLAINED = re.compile(r"撤回|撤销申请|撤件|终止办理|其他处理|其他情形|其他方式|其它处理")


@rule(code="A202", severity=Severity.INFO, basis="judgement", needs=("form", "t3"), forms=("2021",), section=3)
def other_unexplained(report: Report, run: Run) -> Iterator[Result]:
    """A share worth mentioning under 其他处理·其他 is explained: withdrawn applications, say.

    The threshold is `other_outcome_share`, 5 % of those closed. Asking whenever there is one speaks up in reports that an auditor
    finds sound: a city with 110 of 3050 there and no word about them meets every duty. A pack that sets it to 0 asks always.
    """
    figures = amounts(report, KEYS)
    if figures is None:
        yield other_unexplained.skipped("absent_cell", KEYS[0], cells=KEYS, finding=None)
        return
    others, closed = figures
    large = others > 0 and others * 100 >= closed * run.settings.threshold("other_outcome_share")
    told = any(
        _EXPLAINED.search(simple(section)) for section in report.sections if section.present and section.number in (0, 1, 5, 6)
    )
    if large and not told:
        yield other_unexplained.fail(KEYS[0], *evidence.cells(report, KEYS), others=plain(others), closed=plain(closed))
    else:
        yield other_unexplained.passed(KEYS[0])
