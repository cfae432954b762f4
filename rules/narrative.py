"""What the rules about the narrative share: anchors of clauses, claims against cells, severities by scope, period and wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from core.claims.plain import Plain
from core.claims.plain import plain as plain_text
from core.forms import split_key
from core.identity import clause_anchor
from core.report import CellState, Claim, Report
from rules import evidence
from rules.arithmetic import plain
from rules.context import Run
from rules.hints import Hint
from rules.registry import Rule
from rules.result import CellEvidence, Parameter, Result, Severity, Suspect, TextEvidence

_BORDER = re.compile(r"[，。；：、！？,;:\n（）()]")
_SENTENCE_BORDER = re.compile(r"[。！？\n]")
_FILED = re.compile(r"备案|报备|备查")
_REACH = 80


def text_of(report: Report, section: int) -> str:
    """The text of a section, empty when there is none."""
    return next((each.text for each in report.sections if each.number == section), "")


def clause_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a stretch: from the sign before it to the sign after it, at most some 80 characters either way."""
    before = [match.end() for match in _BORDER.finditer(text, max(0, start - _REACH), start)]
    after = _BORDER.search(text, end, min(len(text), end + _REACH))
    return (before[-1] if before else max(0, start - _REACH)), (after.start() if after else min(len(text), end + _REACH))


def sentence_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a stretch, at most some 400 characters either way."""
    before = [match.end() for match in _SENTENCE_BORDER.finditer(text, max(0, start - 400), start)]
    after = _SENTENCE_BORDER.search(text, end, min(len(text), end + 400))
    return (before[-1] if before else max(0, start - 400)), (after.end() if after else min(len(text), end + 400))


@dataclass
class Anchors:
    """Anchors of one rule's results in one report: equal clauses are told apart by their order."""

    report: Report
    _seen: dict[str, int] = field(default_factory=dict)

    def at(self, section: int, start: int, end: int) -> str:
        """The anchor of a stretch of text."""
        words = text_of(self.report, section)[start:end]
        first = clause_anchor(section, words)
        ordinal = self._seen.get(first, 0)
        self._seen[first] = ordinal + 1
        return clause_anchor(section, words, ordinal) if ordinal else first

    def of(self, claim: Claim) -> str:
        """The anchor of the clause that a claim stands in."""
        return self.at(claim.section, *clause_span(text_of(self.report, claim.section), claim.start, claim.end))


def quote(report: Report, claim: Claim) -> TextEvidence:
    """The claim's clause as evidence."""
    return evidence.span(report, claim.section, *clause_span(text_of(report, claim.section), claim.start, claim.end))


def suspects(hints: Iterable[Hint], parts: Sequence[Claim], whole: Claim | str) -> tuple[Suspect, ...]:
    """Hints about figures of the text (or, for the whole, a cell) as the suspects of a result."""
    found = []
    for hint in hints:
        place = whole if hint.index is None else parts[hint.index]
        if isinstance(place, str):
            found.append(Suspect(plain(hint.printed), plain(hint.suggested), hint.why, cell=place))
        else:
            suggested = None if hint.why == "counted_twice" else plain(hint.suggested)
            found.append(
                Suspect(plain(hint.printed), suggested, hint.why, section=place.section, start=place.start, end=place.end)
            )
    return tuple(found)


def amount(report: Report, keys: Iterable[str]) -> Decimal | None:
    """What the cells add to; None when one of them is not known."""
    total = Decimal(0)
    for key in keys:
        cell = report.cells.get(key)
        if cell is None or cell.amount is None:
            return None
        total += _row_sum(report, key) if cell.state is not CellState.NUMBER else cell.amount
    return total


def _row_sum(report: Report, key: str) -> Decimal:
    """What an empty total of table 3 ought to hold: the sum of its row's columns; 0 for any other empty place."""
    table, row, column = split_key(key)
    if table != "t3" or column != "total":
        return Decimal(0)
    columns = (cell for name, cell in report.cells.items() if name.startswith(f"t3.{row}.") and name != key)
    return sum((cell.amount or Decimal(0) for cell in columns), Decimal(0))


def cells_used(report: Report, keys: Iterable[str]) -> tuple[CellEvidence, ...]:
    """The cells that `amount` took its figures from: where a total is empty, the columns of its row that hold some."""
    used: list[str] = []
    for key in keys:
        table, row, column = split_key(key)
        empty = key in report.cells and report.cells[key].state is not CellState.NUMBER
        row_keys = [name for name in report.cells if name.startswith(f"{table}.{row}.") and name != key]
        parts = [name for name in row_keys if report.cells[name].amount] if empty and (table, column) == ("t3", "total") else []
        used += parts or [key]
    return evidence.cells(report, used)


def within(claim: Claim, value: Decimal) -> bool:
    """Whether the claim's figure leaves room for `value`."""
    slack = claim.step / 2 if claim.step > 1 else Decimal(0)
    return claim.low - slack <= value <= claim.high + slack


def about_this_year(claim: Claim, report: Report) -> bool:
    """Whether the claim is about the year of the report."""
    return report.year is not None and claim.period == str(report.year)


def confront_claims(rule: Rule, report: Report, run: Run, facts: frozenset[str]) -> Iterator[Result]:
    """Every claim of these facts against the cells it states: passes, fails, and skips where cells are not known."""
    del run
    return otherwise(_confronted(rule, report, facts), rule.skipped("no_claim"))


def _confronted(rule: Rule, report: Report, facts: frozenset[str]) -> Iterator[Result]:
    anchors = Anchors(report)
    for claim in claims_of(report, facts):
        yield from _confront(rule, report, claim, anchors.of(claim))


def claims_of(report: Report, facts: frozenset[str]) -> Iterator[Claim]:
    """The claims of these facts that state cells of this year's tables."""
    for claim in report.claims:
        said_in_words = claim.role == "nought" and claim.fact != "received"
        stated = claim.fact in facts and claim.about and (claim.role == "figure" or said_in_words)
        if stated and claim.scope != "part" and about_this_year(claim, report):
            yield claim


def _confront(rule: Rule, report: Report, claim: Claim, anchor: str) -> Iterator[Result]:
    stated = amount(report, claim.about)
    if stated is None:
        missing = tuple(key for key in claim.about if key not in report.cells or report.cells[key].amount is None)
        yield rule.skipped("absent_cell", anchor, section=claim.section, cells=missing, finding="S302")
        return
    if within(claim, stated):
        yield rule.passed(anchor, section=claim.section)
        return
    if any(fits is not None and within(claim, fits) for fits in (amount(report, other) for other in claim.others)):
        yield rule.passed(anchor, section=claim.section)
        return
    empty = tuple(key for key in claim.about if report.cells[key].state is not CellState.NUMBER)
    if empty:
        yield rule.skipped("blank_needed", anchor, section=claim.section, cells=empty, finding="S304")
        return
    yield _contradicted(rule, report, claim, anchor, stated)


def _may_leave_out_carried_over(report: Report, claim: Claim, stated: Decimal) -> bool:
    """办结48件 beside 总计50件 may speak of this year's applications only, when at least two were carried over."""
    over = amount(report, ("t3.carried_over.total",))
    return claim.fact == "handled" and bool(over) and Decimal(0) < stated - claim.value <= (over or Decimal(0))


def _filed(report: Report, claim: Claim) -> bool:
    """备案行政复议案件134件: cases filed for the record are another quantity than those that table 4 counts."""
    if claim.fact not in ("review", "suit"):
        return False
    text = text_of(report, claim.section)
    return _FILED.search(text, sentence_span(text, claim.start, claim.end)[0], claim.end) is not None


def _contradicted(rule: Rule, report: Report, claim: Claim, anchor: str, stated: Decimal) -> Result:
    inferred = any(report.cells[key].inferred for key in claim.about)
    sure = claim.firm and claim.scope == "own" and not inferred and not _may_leave_out_carried_over(report, claim, stated)
    variant, severity = (None, Severity.ERROR) if sure else ("question", Severity.WARNING)
    if _filed(report, claim):
        variant, severity = "filed", Severity.INFO
    parameters: dict[str, Parameter] = {"figure": claim.text, "cells": claim.about, "table": plain(stated)}
    return rule.fail(
        anchor,
        quote(report, claim),
        *evidence.cells(report, claim.about),
        section=claim.section,
        severity=severity,
        variant=variant,
        expected=plain(stated),
        actual=plain(claim.value),
        difference=plain(claim.value - stated),
        unit=claim.unit,
        values=parameters,
    )


_KEPT = 20_000
"""Texts up to this length are kept even between rules."""
_even_text = lru_cache(maxsize=32)(plain_text)


def narratives(report: Report, *, titles: bool = False) -> Iterator[tuple[int, Plain]]:
    """The narrative of each section as even text without blanks, whose offsets lead back; 《titles》 masked unless wanted."""
    for section in report.sections:
        if section.present:
            read = _even_text if len(section.text) <= _KEPT else plain_text
            yield section.number, read(section.text, section.number, titles=titles)


def quoted(report: Report, section: int, even: Plain, start: int, end: int) -> TextEvidence:
    """A stretch of even text as evidence, in the section's own offsets."""
    return evidence.span(report, section, *even.span(start, end))


def otherwise(results: Iterable[Result], skipped: Result) -> Iterator[Result]:
    """The results; `skipped` when there are none, because the narrative says nothing that the rule could judge."""
    spoken = False
    for result in results:
        spoken = True
        yield result
    if not spoken:
        yield skipped


def without_narrative(report: Report) -> bool:
    """Whether the report has no running text at all."""
    return not any(even.text.strip() for _, even in narratives(report, titles=True))
