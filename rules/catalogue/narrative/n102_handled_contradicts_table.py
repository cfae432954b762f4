"""N102: the text gives another number of applications handled than table 3."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.narrative import confront_claims
from rules.registry import rule
from rules.result import Result, Severity

_FACTS = frozenset(("handled",))


@rule(code="N102", severity=Severity.ERROR, basis=("consistency", "form_filling"), needs=("form", "year", "t3"))
def handled_contradicts_table(report: Report, run: Run) -> Iterator[Result]:
    """办结, 答复, 办复 are （七）总计; 办理 alone may also mean new and carried over together."""
    return confront_claims(handled_contradicts_table, report, run, _FACTS)
