"""N110: the text gives another number of decisions than table 2."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.narrative import confront_claims
from rules.registry import rule
from rules.result import Result, Severity

_FACTS = frozenset(("decision",))


@rule(code="N110", severity=Severity.ERROR, basis=("consistency", "form_filling"), needs=("form", "year", "t2"))
def decisions_contradict_table(report: Report, run: Run) -> Iterator[Result]:
    """行政许可, 行政处罚, 行政强制 decided in the year; published information about them is another notion."""
    return confront_claims(decisions_contradict_table, report, run, _FACTS)
