"""N106: the text divides by applicant otherwise than table 3."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.narrative import confront_claims
from rules.registry import rule
from rules.result import Result, Severity

_FACTS = frozenset(("applicant",))


@rule(code="N106", severity=Severity.ERROR, basis=("consistency", "form_filling"), needs=("form", "year", "t3"))
def applicants_contradict_table(report: Report, run: Run) -> Iterator[Result]:
    """自然人, 法人或其他组织 in the row that the sentence names: new, new and carried over, or handled."""
    return confront_claims(applicants_contradict_table, report, run, _FACTS)
