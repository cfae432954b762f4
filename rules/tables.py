"""Figures of several cells at once, as rules over tables ask for them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from core.forms import FORM_IDS, Table, form
from core.report import CellState, Report

REFUSED = tuple(key for key in form(FORM_IDS[0]).table_by_key["t3"].cell_keys if ".refused." in key and key.endswith(".total"))
GROUPS = ("review", "suit_direct", "suit_after_review")
SUITS = ("suit_direct", "suit_after_review")
_TOTAL = "total"
_FEW_ROWS = 8
_MOST = 0.6


def amounts(report: Report, keys: Iterable[str]) -> tuple[Decimal, ...] | None:
    """The cells' values, blanks as 0; None when one of them is unknown."""
    found = []
    for key in keys:
        cell = report.cells.get(key)
        if cell is None or cell.amount is None:
            return None
        found.append(cell.amount)
    return tuple(found)


def total(report: Report, keys: Iterable[str]) -> Decimal | None:
    """What the cells add to, None when one of them is unknown."""
    figures = amounts(report, keys)
    return None if figures is None else sum(figures, Decimal(0))


def empty_totals(report: Report, table: Table) -> tuple[str, ...]:
    """The totals of a table where none is printed though its rows hold figures: that column is empty, or another is lost.

    A column that is gone from the left of an empty one moves all figures to the left; either way no blank there means nought.
    """
    totals = [key for key in table.cell_keys if key.endswith(f".{_TOTAL}")] if table.layout == "rows" else []
    empty = [key for key in totals if report.cells[key].state in (CellState.BLANK, CellState.DASH)]
    printed = any(report.cells[key].state is CellState.NUMBER and not report.cells[key].inferred for key in totals)
    if printed or len(totals) < _FEW_ROWS or len(empty) < _MOST * len(totals):
        return ()
    return tuple(empty) if any(report.cells[key].amount for key in table.cell_keys) else ()
