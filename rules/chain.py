"""An organ's years side by side: each figure over the years, what must carry over, and what the text kept from last year."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from rapidfuzz import fuzz, process

from core.forms import Form, form
from core.report import Cell, Report
from rules.carrying import Carried, carried

ALTERED_FROM: Final = 60
"""How alike, in percent, two sentences must be for one to count as the other rewritten."""

COMPARED_AT_MOST: Final = 600
"""Sentences of a section that are compared with each other; longer sections are compared by equality only."""

_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class YearCell:
    """A figure in one year, and what it has to be by last year's report; None where nothing must carry over."""

    cell: Cell | None
    carried: Carried | None = None

    @property
    def due(self) -> Decimal | None:
        """What it has to be."""
        return None if self.carried is None else self.carried.due

    @property
    def difference(self) -> Decimal | None:
        """By how much the printed figure is more; None where one of the two is not known."""
        amount = None if self.cell is None else self.cell.amount
        return None if amount is None or self.due is None else amount - self.due

    @property
    def broken(self) -> bool:
        """Whether it should have carried over and did not."""
        return bool(self.difference)


@dataclass(frozen=True, slots=True)
class YearRow:
    """One figure of the form over the years, in the order of the reports given."""

    key: str
    form: str
    """The form whose labels name it: the latest one that has the cell."""
    cells: tuple[YearCell, ...]

    @property
    def broken(self) -> bool:
        """Whether it fails to carry over in some year."""
        return any(cell.broken for cell in self.cells)

    @property
    def nought(self) -> bool:
        """Whether every year says nothing but 0."""
        return all(cell.cell is None or not cell.cell.amount for cell in self.cells)


def year_rows(reports: Sequence[Report]) -> tuple[YearRow, ...]:
    """Every cell of the reports' forms, the latest form's order first; `reports` ascend by year."""
    forms = [form(form_id) for form_id in dict.fromkeys(report.form for report in reversed(reports) if report.form)]
    home: dict[str, Form] = {}
    for known in forms:
        for key in known.cell_keys:
            home.setdefault(key, known)
    return tuple(YearRow(key, known.id, tuple(_cells(reports, key))) for key, known in home.items())


def _cells(reports: Sequence[Report], key: str) -> list[YearCell]:
    cells: list[YearCell] = []
    for position, report in enumerate(reports):
        before = reports[position - 1] if position else None
        cells.append(YearCell(report.cells.get(key), None if before is None else carried(before, report, key)))
    return cells


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """One sentence that differs from last year's: `before` → `after`; None for one that was added or dropped."""

    kind: Literal["altered", "added", "dropped"]
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What a section kept from last year's. `same` of its `total` sentences are equal, spaces apart."""

    section: int
    total: int
    same: int
    changes: tuple[SentenceChange, ...]

    @property
    def percent(self) -> int | None:
        """The share of equal sentences, rounded, a hundred only when all are; None when the section has none."""
        if not self.total:
            return None
        return 100 if self.same == self.total else min(round(100 * self.same / self.total), 99)


def section_changes(before: Report, after: Report) -> tuple[SectionChange, ...]:
    """How each section of a report differs from that of the year before."""
    old = {section.number: section.text for section in before.sections if section.present}
    return tuple(
        _section_change(section.number, sentences(old.get(section.number, "")), sentences(section.text))
        for section in after.sections
        if section.present and section.number > 0
    )


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a section; lines of tables, which hold tabs, are left out."""
    prose = "\n".join(line for line in text.split("\n") if "\t" not in line)
    return tuple(stripped for found in _SENTENCE.findall(prose) if len(stripped := found.strip()) > 1)


def _section_change(number: int, before: Sequence[str], after: Sequence[str]) -> SectionChange:
    old = _counted(before)
    same = 0
    fresh: list[str] = []
    for sentence in after:
        key = _BLANK.sub("", sentence)
        if old.get(key):
            old[key].pop()
            same += 1
        else:
            fresh.append(sentence)
    left = [sentence for sentence in before if sentence in {kept for group in old.values() for kept in group}]
    return SectionChange(number, len(after), same, tuple(_paired(left, fresh)))


def _counted(found: Sequence[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for sentence in found:
        groups.setdefault(_BLANK.sub("", sentence), []).append(sentence)
    return groups


def _paired(left: list[str], fresh: list[str]) -> list[SentenceChange]:
    """Each new sentence with the old one it was made from, if any; then the old ones that nothing was made of."""
    remaining = dict(enumerate(left))
    changes: list[SentenceChange] = []
    compare = len(left) <= COMPARED_AT_MOST and len(fresh) <= COMPARED_AT_MOST
    for sentence in fresh:
        best = _nearest(sentence, remaining) if compare else None
        if best is None:
            changes.append(SentenceChange("added", None, sentence))
        else:
            changes.append(SentenceChange("altered", remaining.pop(best), sentence))
    return [*changes, *(SentenceChange("dropped", sentence, None) for sentence in remaining.values())]


def _nearest(sentence: str, remaining: Mapping[int, str]) -> int | None:
    found = process.extractOne(sentence, remaining, scorer=fuzz.ratio, score_cutoff=ALTERED_FROM)
    return None if found is None else int(found[2])
