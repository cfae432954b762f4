"""What a check that held looked at: results keep no evidence of passes, so it is found again when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.identity import clause_anchor
from core.report import Claim, Report
from rules import evidence
from rules.labels import is_cell
from rules.narrative import Anchors, amount, cells_used, claims_of, clause_span, quote, text_of, within
from rules.result import Evidence, Result, Status

FACT_OF: Final = {
    "N101": "received", "N102": "handled", "N103": "carried_over", "N104": "carried_forward", "N105": "outcome",
    "N106": "applicant", "N107": "review", "N108": "suit", "N109": "document", "N110": "decision",
}  # fmt: skip
"""What the narrative states in the rules that hold it against a table."""


def compared(result: Result, report: Report) -> tuple[Evidence, ...]:
    """The words and cells that a result stands on: its own evidence, or what a passed check compared."""
    if result.evidence or result.status is not Status.PASS:
        return result.evidence
    keys = result.anchor.split("+")
    if all(is_cell(key) for key in keys):
        return evidence.cells(report, keys)
    found = _claims(report, result) if result.code in FACT_OF else _clauses(report, result.anchor)
    return tuple(dict.fromkeys(found))


def _claims(report: Report, result: Result) -> Iterator[Evidence]:
    """The clause, and the cells whose sum its figure states."""
    anchors = Anchors(report)
    for claim in claims_of(report, frozenset((FACT_OF[result.code],))):
        if anchors.of(claim) == result.anchor:
            yield quote(report, claim)
            yield from cells_used(report, _stated(report, claim))


def _stated(report: Report, claim: Claim) -> tuple[str, ...]:
    for keys in (claim.about, *claim.others):
        total = amount(report, keys)
        if total is not None and within(claim, total):
            return keys
    return claim.about


def _clauses(report: Report, anchor: str) -> Iterator[Evidence]:
    """The stretches of text that lead to such an anchor; more than one where the same words stand twice."""
    wanted = anchor.rpartition("/")[0]
    spans = [(each.span.section, each.span.start, each.span.end) for each in report.breakdowns]
    spans += [
        (claim.section, *clause_span(text_of(report, claim.section), claim.start, claim.end))
        for claim in report.claims
        if wanted.startswith(f"{claim.section}/")
    ]
    for section, start, end in dict.fromkeys(spans):
        if clause_anchor(section, text_of(report, section)[start:end]).rpartition("/")[0] == wanted:
            yield evidence.span(report, section, start, end)
