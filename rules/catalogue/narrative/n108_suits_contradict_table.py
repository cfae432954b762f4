"""N108: the text gives another number of suits than table 4."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.narrative import confront_claims
from rules.registry import rule
from rules.result import Result, Severity

_FACTS = frozenset(("suit",))


@rule(code="N108", severity=Severity.ERROR, basis=("consistency", "form_filling"), needs=("form", "year", "t4"))
def suits_contradict_table(report: Report, run: Run) -> Iterator[Result]:
    """Suits, direct and after review, and their results against table 4."""
    return confront_claims(suits_contradict_table, report, run, _FACTS)
