"""The kinds of lines that the section pane is made of."""

from __future__ import annotations

from dataclasses import dataclass

from tui.review.runs import Run
from tui.wrap import WrappedLine


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a canonical cell is drawn on its line."""

    key: str
    start: int
    width: int
    centered: bool = False


@dataclass(frozen=True, slots=True)
class StillLine:
    """A line nobody can stand on: headings, rules, the legend."""

    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class CellLine:
    """A row of an official table: its label, cropped to its column, and its cells."""

    label: str
    label_ink: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact about the whole report that the auditor may correct: `target` is agency, year, form or published."""

    target: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the section's text."""

    wrapped: WrappedLine


DocLine = StillLine | CellLine | FactLine | TextLine
