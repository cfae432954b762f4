"""The sum of a figure that does not follow from last year's report, written out: `9 + 2 - 0 = 11 ≠ 9 ✗`, and in words."""

from __future__ import annotations

from core.forms import split_key
from core.personal import mask
from core.report import Report
from core.words import Language, say
from rules.carrying import Part, relation
from rules.due import due
from rules.labels import column_label, row_label
from rules.result import CellEvidence, Result
from tui.review.table_layout import figure_text
from tui.signs import Signs
from tui.text import one_line

CARRYING = frozenset({"Y101", "Y102", "Y103"})
"""The rules that hold a figure to last year's report."""


def carried_sum(result: Result, report: Report, language: Language, signs: Signs) -> tuple[str, str] | None:
    """The figures and the words of the sum; None for a result about no such figure, or without the figures of last year."""
    parts = relation(report, result.anchor, report.form) if result.code in CARRYING else ()
    figures = [_figure(part, result, report, signs) for part in parts]
    told = due(result)
    if not parts or None in figures or told.due is None or told.printed is None:
        return None
    summed = _joined(parts, [figure or "" for figure in figures], signs)
    if len(parts) > 1:
        summed += f" = {told.due}"
    names = _joined(parts, [_name(part, report, language) for part in parts], signs)
    own = _short_name(result.anchor, language)
    return f"{summed} {signs.unequal} {told.printed}  {signs.error}", f"{signs.plain(names)} = {signs.plain(own)}"


def _joined(parts: tuple[Part, ...], terms: list[str], signs: Signs) -> str:
    first, *others = zip(parts, terms, strict=True)
    return first[1] + "".join(f" {'+' if part.added else signs.minus} {term}" for part, term in others)


def _figure(part: Part, result: Result, report: Report, signs: Signs) -> str | None:
    """A term as printed; last year's is known from the evidence only."""
    if not part.of_last_year:
        return figure_text(report.cells.get(part.key), signs)
    quoted = [item for item in result.evidence if isinstance(item, CellEvidence) and item.report and item.cell == part.key]
    return (one_line(mask(quoted[0].raw or "")).strip() or "_") if quoted else None


def _name(part: Part, report: Report, language: Language) -> str:
    name = _short_name(part.key, language)
    return say("review.of_year", language, year=(report.year or 0) - 1, name=name) if part.of_last_year else name


def _short_name(key: str, language: Language) -> str:
    """What the terms are told apart by: a row of table 3, a column of table 2."""
    table, row, column = split_key(key)
    return row_label(f"{table}.{row}", language) if table == "t3" else column_label(f"{table}.{column}", language)
