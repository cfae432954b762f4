"""N107: the text gives another number of reviews than table 4."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.narrative import confront_claims
from rules.registry import rule
from rules.result import Result, Severity

_FACTS = frozenset(("review",))


@rule(code="N107", severity=Severity.ERROR, basis=("consistency", "form_filling"), needs=("form", "year", "t4"))
def reviews_contradict_table(report: Report, run: Run) -> Iterator[Result]:
    """Administrative reviews and their results against table 4; a question where cases filed may differ from cases counted."""
    return confront_claims(reviews_contradict_table, report, run, _FACTS)
