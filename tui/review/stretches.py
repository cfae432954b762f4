"""Stretches of a text, found by where they lie: a narrative may hold thousands, a line of the screen needs a few."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

Stretch = tuple[int, int, str]
"""Start and end as offsets of the text, and the ink it is marked with."""


class Stretches:
    """Any number of stretches that may overlap; they are given back in the order in which they were put in."""

    def __init__(self, stretches: Iterable[Stretch] = ()) -> None:
        """Take the stretches; what is put in later lies over what was put in before."""
        numbered = sorted((start, end, number, ink) for number, (start, end, ink) in enumerate(stretches))
        self._stretches = numbered
        self._starts = [start for start, *_ in numbered]
        self._longest = max((end - start for start, end, *_ in numbered), default=0)

    def on(self, start: int, end: int) -> list[Stretch]:
        """Those that may touch the text from `start` to `end`."""
        first = bisect_left(self._starts, start - self._longest - 1)
        last = bisect_right(self._starts, end)
        touching = [stretch for stretch in self._stretches[first:last] if stretch[1] >= start]
        touching.sort(key=lambda stretch: stretch[2])
        return [(begin, until, ink) for begin, until, _, ink in touching]
