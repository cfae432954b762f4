"""N109: the text gives another number of rules or normative documents than table 2."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.narrative import confront_claims
from rules.registry import rule
from rules.result import Result, Severity

_FACTS = frozenset(("document",))


@rule(code="N109", severity=Severity.ERROR, basis=("consistency", "form_filling"), needs=("form", "year", "t2"))
def documents_contradict_table(report: Report, run: Run) -> Iterator[Result]:
    """规章 and 规范性文件 made, repealed, in force; 政策性文件 are another notion."""
    return confront_claims(documents_contradict_table, report, run, _FACTS)
