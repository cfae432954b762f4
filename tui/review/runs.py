"""Pieces of a line: text with the names of its inks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from tui.text import AmbiguousWidth, cell_width, safe, wrap_cjk


class Run(NamedTuple):
    """A stretch of a line in one ink or several (`error strong`). The text must already be safe (tui.text)."""

    text: str
    ink: str = "plain"


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph to be wrapped: runs one after the other, an indent, and a further one for its later lines."""

    runs: tuple[Run, ...] = ()
    indent: int = 0
    hanging: int = 0


def para(text: str, ink: str = "plain", *, indent: int = 0, hanging: int = 0) -> Para:
    """A paragraph in one ink, from any text."""
    return Para((Run(safe(text), ink),), indent, hanging)


def width_of_runs(runs: Iterable[Run]) -> int:
    """Cells that the runs take."""
    return sum(cell_width(run.text) for run in runs)


def overlay(runs: Sequence[Run], start: int, end: int, ink: str) -> list[Run]:
    """The runs with `ink` added to the cells from `start` up to `end`; a wide character counts by its first cell."""
    drawn: list[Run] = []
    at = 0
    for run in runs:
        cells = []
        for character in run.text:
            cells.append((start <= at < end, character))
            at += cell_width(character)
        for inside, group in groupby(cells, key=lambda cell: cell[0]):
            drawn.append(Run("".join(character for _, character in group), f"{run.ink} {ink}" if inside else run.ink))
    return drawn


def lay_out(paragraphs: Iterable[Para], width: int, ambiguous: AmbiguousWidth) -> list[list[Run]]:
    """The paragraphs as lines of at most `width` cells, wrapped as Chinese is set."""
    lines: list[list[Run]] = []
    for paragraph in paragraphs:
        text = "".join(run.text for run in paragraph.runs)
        room = max(width - paragraph.indent, 8)
        for number, line in enumerate(wrap_cjk(text, room, ambiguous, indent=paragraph.hanging)):
            indent = paragraph.indent + (paragraph.hanging if number else 0)
            lines.append([Run(" " * indent)] * bool(indent) + _cut(paragraph.runs, line.start, line.end))
    return lines


def _cut(runs: tuple[Run, ...], start: int, end: int) -> list[Run]:
    cut: list[Run] = []
    at = 0
    for run in runs:
        piece = run.text[max(start - at, 0) : max(end - at, 0)]
        if piece:
            cut.append(Run(piece, run.ink))
        at += len(run.text)
    return cut
