"""Columns of a line list and how they share the width of the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeVar

Row = TypeVar("Row")


Role = str
"""The name of an ink, or several parted by spaces."""


class CellText(NamedTuple):
    """A text and its ink (a name of `inks.INKS`). The text may come from anywhere: it is made safe where it is drawn."""

    text: str
    ink: Role = ""


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: where its text comes from and how much room it wants."""

    key: str
    title: str
    cell: Callable[[Row], CellText]
    width: int
    """Cells it needs at least."""
    flexible: int = 0
    """Its share of the room that is left, in proportion to those of the others; 0: always as wide as it needs to be."""
    most: int = 0
    """The widest it may become; 0: any width."""
    align: Literal["left", "right"] = "left"
    cut: Literal["end", "start"] = "end"
    """Where a text that is too long is cut; the start for paths."""
    sortable: bool = False
    parts: Callable[[Row, int], Sequence[CellText]] | None = None
    """Several texts one after the other, for the width the column has, in the place of `cell`."""
    optional: int = 0
    """0: always shown. Higher numbers are left out first when the screen is narrow."""


GAP = 1


def layout(columns: Sequence[Column[Row]], room: int) -> tuple[list[tuple[Column[Row], int]], int]:
    """The columns that are shown with their widths, and the width of a line; more than `room` means it must be scrolled."""
    shown = list(columns)
    while _needed(shown) > room and any(column.optional for column in shown):
        shown.remove(max(shown, key=lambda column: column.optional))
    spare = max(room - _needed(shown), 0)
    shares = sum(column.flexible for column in shown)
    widths: list[tuple[Column[Row], int]] = []
    for column in shown:
        share = spare * column.flexible // shares if column.flexible else 0
        if column.most:
            share = min(share, max(column.most - column.width, 0))
        spare, shares = spare - share, shares - column.flexible
        widths.append((column, column.width + share))
    return widths, sum(width for _, width in widths) + GAP * max(len(widths) - 1, 0)


def _needed(columns: Sequence[Column[Row]]) -> int:
    return sum(column.width for column in columns) + GAP * max(len(columns) - 1, 0)
