"""What a figure has to be by the report of the year before, term by term: the relations of the rules Y101, Y102 and Y103."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.forms import form, split_key
from core.report import Report

LAST_YEAR_OF_2019: Final = 2020
"""The last year whose reports are made on the form of 2019."""


@dataclass(frozen=True, slots=True)
class Part:
    """A term of a relation: whose figure, which, and whether it is added or taken off."""

    key: str
    of_last_year: bool
    added: bool = True


@dataclass(frozen=True, slots=True)
class CarriedTerm:
    """One figure that is added, or taken off, with the year of the report it stands in."""

    key: str
    year: int
    amount: Decimal
    added: bool = True


@dataclass(frozen=True, slots=True)
class Carried:
    """What a figure has to be, as the sum of figures of last year's report and of its own."""

    terms: tuple[CarriedTerm, ...]

    @property
    def due(self) -> Decimal:
        """The sum."""
        return sum((term.amount if term.added else -term.amount for term in self.terms), Decimal(0))


def carried(before: Report, report: Report, key: str) -> Carried | None:
    """What the figure has to be by the year before; None where no relation holds or one of its terms is not known."""
    if before.year is None or report.year != before.year + 1:
        return None
    terms: list[CarriedTerm] = []
    for part in relation(report, key, before.form):
        source = before if part.of_last_year else report
        found = source.cells.get(part.key)
        if found is None or found.amount is None or source.year is None:
            return None
        terms.append(CarriedTerm(part.key, source.year, found.amount, part.added))
    return Carried(tuple(terms)) if terms else None


def relation(report: Report, key: str, form_before: str | None) -> tuple[Part, ...]:
    """What the figure is the sum of, where last year's report is made on that form; nothing where nothing carries over."""
    if report.form is None or key not in form(report.form).cell_keys:
        return ()
    table, row, column = split_key(key)
    if (table, row) == ("t3", "carried_over"):
        return (Part(f"t3.carried_forward.{column}", of_last_year=True),)
    if (table, column, report.form, form_before) == ("t2", "in_force", "2021", "2021"):
        issued, repealed = f"t2.{row}.issued", f"t2.{row}.repealed"
        return (Part(key, of_last_year=True), Part(issued, of_last_year=False), Part(repealed, of_last_year=False, added=False))
    if (table, column, report.form) == ("t2", "items_last_year", "2019") and (report.year or 0) <= LAST_YEAR_OF_2019:
        return (Part(key, of_last_year=True), Part(f"t2.{row}.change", of_last_year=True))
    return ()
