"""N104: the text gives another number of applications carried forward than table 3."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.narrative import confront_claims
from rules.registry import rule
from rules.result import Result, Severity

_FACTS = frozenset(("carried_forward",))


@rule(code="N104", severity=Severity.ERROR, basis=("consistency", "form_filling"), needs=("form", "year", "t3"))
def carried_forward_contradicts_table(report: Report, run: Run) -> Iterator[Result]:
    """结转, 顺延 to the next year is the row 四、结转下年度继续办理."""
    return confront_claims(carried_forward_contradicts_table, report, run, _FACTS)
