"""Corrections of the reader: a report as read becomes a report as the auditor says it reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from core.forms import FORM_IDS, form
from core.report import Cell, CellState, Found, Report
from db.errors import RefusedError
from db.events import storable
from db.fold import CorrectionState

FACTS = ("agency", "year", "form", "published")
"""What can be corrected about a report as a whole."""

_DASHES = frozenset({"-", "—", "–", "－", "/", "／"})


def checked(target: str, new: str | None, report: Report) -> str | None:
    """The corrected value in its stored spelling; refuses what cannot be a value of that target."""
    if new is not None:
        new = storable(new).strip()
    if target in report.cells:
        return _cell_value(target, new)
    if target == "agency":
        return new or None
    if target == "year":
        return None if not new else _year(new)
    if target == "form":
        return _one_of(target, new or None, (None, *FORM_IDS))
    if target == "published":
        return None if not new else _date(new)
    raise RefusedError("db.unknown_target", target=target)


def reading(report: Report, target: str) -> str | None:
    """What is read at a target at present, in the spelling that corrections have."""
    cell = report.cells.get(target)
    if cell is not None:
        return spelled(cell)
    if target not in FACTS:
        raise RefusedError("db.unknown_target", target=target)
    value = getattr(report, target)
    return None if value is None else str(value)


def spelled(cell: Cell) -> str | None:
    """A cell's value as corrections spell it: a figure, "" for blank, "-" for a dash, None for absent, else the raw text."""
    if cell.state is CellState.NUMBER and cell.value is not None:
        return format(cell.value, "f")
    if cell.state is CellState.UNREADABLE:
        return cell.raw
    return {CellState.BLANK: "", CellState.DASH: "-"}.get(cell.state)


def corrected(report: Report, corrections: Sequence[CorrectionState]) -> Report:
    """The report with the corrections that were made to it."""
    if not corrections:
        return report
    by_target = {correction.target: correction for correction in corrections}
    for target in FACTS:
        if target in by_target:
            report = _with_fact(report, target, by_target[target].new)
    cells = dict(report.cells)
    for target, correction in by_target.items():
        if target in cells:
            cells[target] = _with_value(cells[target], correction.new)
    return replace(report, cells=cells)


def _with_fact(report: Report, target: str, new: str | None) -> Report:
    fact = Found(value=new or "", origin="auditor", text=new or "")
    found: Mapping[str, tuple[Found, ...]] = {**report.found, target: (fact, *report.found.get(target, ()))}
    report = replace(report, found=found)
    if target == "agency":
        return replace(report, agency=new)
    if target == "year":
        return replace(report, year=None if new is None else int(new))
    if target == "published":
        return replace(report, published=None if new is None else date.fromisoformat(new))
    return _with_form(report, new)


def _with_form(report: Report, new: str | None) -> Report:
    """Under another form the cells both forms share keep what was read; those the reader never looked for are absent."""
    if new is None:
        return replace(report, form=None)
    cells = {key: report.cells.get(key, Cell(key, CellState.ABSENT)) for key in form(new).cell_keys}
    return replace(report, form=new, cells=cells)


def _with_value(cell: Cell, new: str | None) -> Cell:
    state, value = CellState.ABSENT, None
    if new == "":
        state = CellState.BLANK
    elif new == "-":
        state = CellState.DASH
    elif new is not None:
        state, value = CellState.NUMBER, Decimal(new)
    return replace(cell, state=state, value=value, inferred=False, corrected=True)


def _cell_value(target: str, new: str | None) -> str | None:
    if not new:
        return new
    if new in _DASHES:
        return "-"
    try:
        value = Decimal(new.replace(",", ""))
    except InvalidOperation as error:
        raise RefusedError("db.bad_value", target=target, value=new) from error
    if not value.is_finite() or abs(value.adjusted()) > 30:
        raise RefusedError("db.bad_value", target=target, value=new)
    return format(value, "f")


def _year(new: str) -> str:
    if not (new.isascii() and new.isdigit() and 1990 <= int(new) <= 2200):
        raise RefusedError("db.bad_value", target="year", value=new)
    return str(int(new))


def _date(new: str) -> str:
    try:
        return date.fromisoformat(new).isoformat()
    except ValueError as error:
        raise RefusedError("db.bad_value", target="published", value=new) from error


def _one_of(target: str, new: str | None, known: Sequence[str | None]) -> str | None:
    if new not in known:
        raise RefusedError("db.bad_value", target=target, value=new)
    return new


def well_spelled(target: str, new: str | None) -> bool:
    """Whether a stored value of a correction is one that this program could have stored."""
    try:
        if target in ("agency", "year", "form", "published"):
            return new is None or (
                (bool(new.strip()) and {"year": _year, "published": _date}.get(target, str)(new) == new)
                and (target != "form" or new in FORM_IDS)
            )
        return new == _cell_value(target, new)
    except RefusedError:
        return False
