"""N105: the text gives another number for an outcome than table 3."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.narrative import confront_claims
from rules.registry import rule
from rules.result import Result, Severity

_FACTS = frozenset(("outcome",))


@rule(code="N105", severity=Severity.ERROR, basis=("consistency", "form_filling"), needs=("form", "year", "t3"))
def outcome_contradicts_table(report: Report, run: Run) -> Iterator[Result]:
    """Each outcome is its row or the sum of its rows, also joined (予以公开及部分公开)."""
    return confront_claims(outcome_contradicts_table, report, run, _FACTS)
