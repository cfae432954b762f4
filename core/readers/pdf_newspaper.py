"""Prose set in two columns beside each other: the left one is read before the right one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from core.readers.pdf_chunks import chunks_of, is_figure
from core.readers.pdf_lines import Line

_LEAST_LINES = 4
_LEAST_LENGTH = 9
_MIDDLE = 0.2
"""How far from the middle of the text the gap between the columns lies at most, as a part of its width."""
_GAP = 0.8

_HEADING = re.compile(r"\s*[一二三四五六七八九十]+、\S{2,30}\s*$")

Gap = tuple[float, float]


def unfolded(lines: Sequence[Line], breaks: Iterable[float] = ()) -> list[Line]:
    """Lines in reading order; what lies between two of the heights `breaks` is looked at by itself."""
    if len(lines) < _LEAST_LINES:
        return list(lines)
    left, right = min(line.box.left for line in lines), max(line.box.right for line in lines)
    middle, reach = (left + right) / 2, _MIDDLE * (right - left)
    tops = sorted(breaks)
    result: list[Line] = []
    run: list[Line] = []
    gap: Gap | None = None
    for line in lines:
        parted = bool(run) and any(run[-1].box.top < top <= line.box.top for top in tops)
        narrowed = None if parted else _narrowed(line, gap or (middle - reach, middle + reach))
        if narrowed is None and run and gap is not None:
            result.extend(_columns(run, gap))
            run, gap = [], None
            narrowed = _narrowed(line, (middle - reach, middle + reach))
        if narrowed is None:
            result.append(line)
        else:
            run.append(line)
            gap = narrowed
    return [*result, *(_columns(run, gap) if gap else run)]


def _narrowed(line: Line, gap: Gap) -> Gap | None:
    """The part of a gap that a line leaves free, None when too little of it."""
    edges = [
        (float("-inf"), line.box.left),
        *((one.right, two.left) for one, two in pairwise(line.glyphs)),
        (line.box.right, 1e9),
    ]
    shared = [(max(start, gap[0]), min(end, gap[1])) for start, end in edges]
    start, end = max(shared, key=lambda part: part[1] - part[0])
    return (start, end) if end - start > _GAP * line.height else None


def _columns(run: Sequence[Line], gap: Gap) -> Iterator[Line]:
    """The lines of a run column by column where both columns are prose, else as they stand."""
    middle = (gap[0] + gap[1]) / 2
    both = max((number for number, line in enumerate(run, 1) if line.box.right > middle), default=0)
    foot = next((number for number, line in enumerate(run) if number >= both and _HEADING.match(line.text)), len(run))
    run, below = run[:foot], run[foot:]
    sides = [[glyph for glyph in line.glyphs if (glyph.left < middle) == is_left] for is_left in (True, False) for line in run]
    halves = [[Line(glyphs) for glyphs in part if glyphs] for part in (sides[: len(run)], sides[len(run) :])]
    if not all(map(_is_prose, halves)):
        yield from (*run, *below)
        return
    top = run[0].box.top
    for half in halves:
        measure = max(line.box.right for line in half)
        for line in half:
            line.measure, line.level = measure, top
            yield line
    yield from below


def _is_prose(lines: Sequence[Line]) -> bool:
    if len(lines) < _LEAST_LINES or sum(len(line.glyphs) for line in lines) < _LEAST_LENGTH * len(lines):
        return False
    return not any(len(chunks) > 1 and sum(is_figure(chunk.text) for chunk in chunks) for chunks in map(chunks_of, lines))
