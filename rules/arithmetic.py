"""The identities of the form confronted with a report's cells: which hold, which fail, which cannot be formed and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from core.forms import Identity, form
from core.report import Cell, CellState, Report

_NOUGHT = Decimal(0)

SumState = Literal["holds", "fails", "absent", "unreadable", "used_to_read", "blank"]


@dataclass(frozen=True, slots=True)
class Sum:
    """One identity over one report's cells. `expected` is the printed whole, `actual` what the parts give."""

    identity: Identity
    state: SumState
    expected: Decimal | None = None
    actual: Decimal | None = None
    missing: tuple[str, ...] = ()
    """The cells that could not be read, or the blank that would close the sum."""

    @property
    def difference(self) -> Decimal:
        """Actual − expected; 0 when either is unknown."""
        if self.actual is None or self.expected is None:
            return Decimal(0)
        return self.actual - self.expected


@dataclass(frozen=True, slots=True)
class NeededBlank:
    """A blank cell that, with the value `needed`, would close every failing sum it stands in."""

    cell: str
    needed: Decimal
    sums: tuple[str, ...]
    """Ids of those sums."""


@dataclass(frozen=True)
class Arithmetic:
    """All sums of a report by identity id, and the blanks that explain some of them."""

    sums: Mapping[str, Sum]
    needed_blanks: tuple[NeededBlank, ...] = ()

    def of_rule(self, code: str) -> Iterable[Sum]:
        """The sums whose results belong to rule `code`, in the form's order."""
        return (each for each in self.sums.values() if each.identity.rule == code)

    @property
    def failing(self) -> tuple[Sum, ...]:
        """The sums that do not hold."""
        return tuple(each for each in self.sums.values() if each.state == "fails")


def confront(report: Report) -> Arithmetic:
    """Every identity of the report's form; none when the report follows no form."""
    if report.form is None:
        return Arithmetic({})
    used = {identity for table in report.tables.values() for identity in table.used_identities}
    amounts = _amounts(report.cells)
    sums = {identity.id: _sum(identity, amounts, used, report.cells) for identity in form(report.form).identities}
    if all(each.state != "fails" for each in sums.values()):
        return Arithmetic(sums)
    blanks = tuple(_needed_blanks(report, sums))
    for blank in blanks:
        for identity in blank.sums:
            sums[identity] = replace(sums[identity], state="blank", missing=(blank.cell,))
    return Arithmetic(sums, blanks)


def _amounts(cells: Mapping[str, Cell]) -> dict[str, Decimal]:
    """What sums use, by cell; unreadable and absent cells are left out."""
    found = {}
    for key, cell in cells.items():
        if cell.state is CellState.NUMBER:
            if cell.value is not None:
                found[key] = cell.value
        elif cell.state is CellState.BLANK or cell.state is CellState.DASH:
            found[key] = _NOUGHT
    return found


def _sum(identity: Identity, amounts: Mapping[str, Decimal], used: set[str], cells: Mapping[str, Cell]) -> Sum:
    amount = amounts.__getitem__
    try:
        actual = sum(map(amount, identity.parts), _NOUGHT)
        expected = sum(map(amount, identity.whole), _NOUGHT)
    except KeyError:
        return _unformed(identity, cells)
    if identity.id in used:
        return Sum(identity, "used_to_read", expected, actual)
    return Sum(identity, "holds" if actual == expected else "fails", expected, actual)


def _unformed(identity: Identity, cells: Mapping[str, Cell]) -> Sum:
    unreadable = tuple(key for key in identity.keys if key in cells and cells[key].state is CellState.UNREADABLE)
    absent = tuple(key for key in identity.keys if key not in cells or cells[key].state is CellState.ABSENT)
    return Sum(identity, "absent" if absent else "unreadable", missing=absent or unreadable)


def _needed_blanks(report: Report, sums: Mapping[str, Sum]) -> Iterable[NeededBlank]:
    """Blanks that close every failing sum they stand in, break none that holds, and compete with no other blank."""
    official = form(report.form or "")
    failing = {key for each in sums.values() if each.state == "fails" for key in each.identity.keys}
    candidates = []
    for key in (key for key in official.cell_keys if key in failing):
        cell = report.cells.get(key)
        if cell is None or cell.state not in (CellState.BLANK, CellState.DASH):
            continue
        around = [sums[identity.id] for identity in official.identities_by_cell[key]]
        if any(each.state == "holds" for each in around):
            continue
        broken = [each for each in around if each.state == "fails"]
        needs = {-each.difference if key in each.identity.parts else each.difference for each in broken}
        needed = needs.pop() if len(needs) == 1 else Decimal(0)
        if needed > 0:
            candidates.append(NeededBlank(key, needed, tuple(each.identity.id for each in broken)))
    claimed: dict[str, int] = {}
    for candidate in candidates:
        for identity in candidate.sums:
            claimed[identity] = claimed.get(identity, 0) + 1
    return (candidate for candidate in candidates if all(claimed[identity] == 1 for identity in candidate.sums))


def plain(value: Decimal) -> str:
    """A decimal in plain notation with its decimals, never in exponents, never a negative nought."""
    return format(value if value else abs(value), "f")
