"""Figures that a program broke where its lines were full: `1174` at the end of a line and `0` alone on the next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from core.align.stream import Line

_GOES_ON = re.compile(r"[0-9][0-9.,]*(?=\s|$)")
_ENDED = re.compile(r"[。;:!?)\"]\s*$")
_SHORTEST = 20
_FEW_LINES = 3
"""So many lines of narrative that break off at one width make it the width of the text."""


def cut_figures(lines: Sequence[Line], text: str) -> frozenset[int]:
    """Where the figures begin that end a full line while the next line begins with digits: either may be a part of the other."""
    doubtful = [line for line, after in pairwise(lines) if after[1][:1].isdigit() and _GOES_ON.match(after[1]) and _ends(line)]
    if not doubtful:
        return frozenset()
    prose = [line for line in lines if line.kind == "prose" and line not in doubtful and not _ENDED.search(line.text)]
    broken = Counter(width for line in prose for width in _widths(line, text))
    usual = {width for width, count in broken.items() if count >= _FEW_LINES and count * 2 > len(prose)}
    return frozenset(line.atoms[-1].start for line in doubtful if not usual.isdisjoint(_widths(line, text)))


def _ends(line: Line) -> bool:
    """Whether a line ends with the digits of a figure."""
    last = line.atoms[-1] if line.atoms else None
    return last is not None and last.kind == "figure" and last.end == line.end and last.text[-1:].isdigit()


def _widths(line: Line, text: str) -> Iterator[tuple[str, int]]:
    """How wide a line is with its indent, in characters and in columns; short lines are broken by nothing."""
    printed = text[text.rfind("\n", 0, line.start) + 1 : line.end]
    if len(printed) >= _SHORTEST:
        yield "characters", len(printed)
        yield "columns", len(printed.encode("gbk", "replace"))
