"""Figures of several cells at once, as rules over tables ask for them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from core.forms import FORM_IDS, form
from core.report import Report

REFUSED = tuple(key for key in form(FORM_IDS[0]).table_by_key["t3"].cell_keys if ".refused." in key and key.endswith(".total"))
GROUPS = ("review", "suit_direct", "suit_after_review")
SUITS = ("suit_direct", "suit_after_review")


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
