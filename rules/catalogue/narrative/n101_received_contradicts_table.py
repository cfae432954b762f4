"""N101: the text gives another number of applications received than table 3."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.narrative import confront_claims
from rules.registry import rule
from rules.result import Result, Severity

_FACTS = frozenset(("received",))


@rule(code="N101", severity=Severity.ERROR, basis=("consistency", "form_filling"), needs=("form", "year", "t3"))
def received_contradicts_table(report: Report, run: Run) -> Iterator[Result]:
    """收到, 受理 are the new applications; 收办, 共办理 and 含上年结转 are new and carried over together."""
    return confront_claims(received_contradicts_table, report, run, _FACTS)
