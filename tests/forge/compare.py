"""Held against what is known: how many figures were read, and whether any was read wrong without a mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from core.report import Cell, CellState, Report

_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)}


@dataclass
class Score:
    """Counts over any number of reports."""

    derivable: int = 0
    right: int = 0
    cells: int = 0
    wrong_unmarked: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    wrong_marked: int = 0

    @property
    def share(self) -> float:
        """The share of derivable cells that were read."""
        return self.right / self.derivable if self.derivable else 1.0


def expected(text: str | None) -> tuple[CellState, Decimal | None]:
    """The state and value of a printed figure."""
    if text is None:
        return CellState.ABSENT, None
    if not text:
        return CellState.BLANK, None
    plain = text.translate(_WIDE).replace(",", "").replace("增加", "+").replace("减少", "-")
    try:
        return CellState.NUMBER, Decimal(plain)
    except InvalidOperation:
        return CellState.DASH, None


def agrees(cell: Cell, text: str | None) -> bool:
    """Whether a cell holds what is printed."""
    return (cell.state, cell.value) == expected(text)


def compare(report: Report | None, truth: Mapping[str, str | None], derivable: frozenset[str], score: Score, name: str) -> None:
    """Add a report to the score."""
    score.cells += len(truth)
    score.derivable += len(derivable)
    for key, text in truth.items():
        cell = report.cells.get(key) if report is not None else None
        if cell is not None and agrees(cell, text):
            score.right += key in derivable
            continue
        if key in derivable:
            score.missed.append(f"{name} {key} {text!r} {cell.state + ':' + str(cell.raw) if cell else 'no cell'}")
        if cell is None or cell.state in (CellState.ABSENT, CellState.UNREADABLE):
            continue
        if cell.inferred:
            score.wrong_marked += 1
        else:
            score.wrong_unmarked.append(f"{name} {key} {text!r} read {cell.state}:{cell.raw}")
