"""N103: the text gives another number of applications carried over than table 3."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.narrative import confront_claims
from rules.registry import rule
from rules.result import Result, Severity

_FACTS = frozenset(("carried_over",))


@rule(code="N103", severity=Severity.ERROR, basis=("consistency", "form_filling"), needs=("form", "year", "t3"))
def carried_over_contradicts_table(report: Report, run: Run) -> Iterator[Result]:
    """上年结转 in the text is the row 二、上年结转."""
    return confront_claims(carried_over_contradicts_table, report, run, _FACTS)
