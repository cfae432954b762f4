"""L203: acts were corrected, and section 5 says nothing of it."""

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
from rules.tables import GROUPS, amounts

CORRECTED = tuple(f"t4.{group}.corrected" for group in GROUPS)
DECIDED = tuple(f"t4.{group}.{column}" for group in GROUPS for column in ("upheld", "corrected", "other"))
_SPOKEN = re.compile(r"复议|诉讼|应诉|纠正|败诉|纠错|被撤销|胜诉|争议")


@rule(code="L203", severity=Severity.INFO, basis="judgement", needs=("form", "t4", "s5"), section=4)
def corrections_unmentioned(report: Report, run: Run) -> Iterator[Result]:
    """Where a good part of the decided reviews and suits corrected the organ, section 5 has a word on it.

    The threshold is `corrected_share`, 25 % of those decided. Asking at any speaks up in reports that auditors find
    sound: a city with 69 of 353 corrected, all told in section 1, meets every duty. A pack that sets it to 0 asks always.
    """
    corrected, decided = amounts(report, CORRECTED), amounts(report, DECIDED)
    if corrected is None or decided is None:
        yield corrections_unmentioned.skipped("absent_cell", "t4.corrected", cells=CORRECTED, finding=None)
        return
    lost, all_decided = sum(corrected, Decimal(0)), sum(decided, Decimal(0))
    section = report.section(5)
    silent = section is not None and not _SPOKEN.search(simple(section))
    if lost and lost * 100 >= all_decided * run.settings.threshold("corrected_share") and silent:
        positive = [key for key in CORRECTED if report.cells[key].amount]
        lack = evidence.missing("复议、诉讼", 5)
        yield corrections_unmentioned.fail(
            "t4.corrected", *evidence.cells(report, positive), lack, corrected=plain(lost), decided=plain(all_decided)
        )
    else:
        yield corrections_unmentioned.passed("t4.corrected")
