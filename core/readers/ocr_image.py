"""What a scanned page shows before a character is read: its slant, its ruled lines, the lines of ink in a cell."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from core.readers.pdf_page import Rule

Pixels = NDArray[np.uint8]

_COARSE_WIDTH = 800
_MAX_SLANT = 3.0
_GRAIN = 2.5
_STROKE = 0.25
_THICKEST = 0.06
_BESIDE = 0.3
_APART = 1.5
"""In heights of a line: ink this far from the rest is another word, or dirt."""
_GRAINY_SPECK = 0.06
_THICKER = 1.6
_AT_END = 0.04
"""In inches: so near to a line a stroke ends at it."""
_BESIDE_EDGE = (0.03, 0.05)
"""In inches: the strips on both sides of a ruled line in which a stroke that passes it shows."""
_INK_SHARE = 0.5
"""So many of a hundred pixels at least are ink on a page that holds a table."""
_PALE = 110
_NOTHING_PRINTED = 20
_SPECK = 0.012
"""Ink smaller than this many square inches' worth of a 0.1 inch square is dirt."""


class Patch(NamedTuple):
    """A rectangle of pixels."""

    left: int
    top: int
    right: int
    bottom: int


def straightened(grey: Pixels) -> Pixels:
    """The page turned so that its lines are level."""
    angle = _slant(grey)
    if abs(angle) < 0.08:
        return grey
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,)), dtype=np.uint8)


def is_grainy(grey: Pixels) -> bool:
    """Whether the paper is not even: a bad scan."""
    return _grain(grey, np.asarray(cv2.medianBlur(grey, 3), dtype=np.uint8)) >= _GRAIN


def _grain(grey: Pixels, smooth: Pixels) -> float:
    return float(np.mean(cv2.absdiff(grey, smooth)))


def cleaned(grey: Pixels) -> Pixels:
    """The page without the grain of a bad scan, which would pass for ink."""
    smooth = np.asarray(cv2.medianBlur(grey, 3), dtype=np.uint8)
    grain = _grain(grey, smooth)
    if grain < _GRAIN:
        return grey
    return np.asarray(smooth if grain < 2 * _GRAIN else cv2.GaussianBlur(smooth, (3, 3), 0), dtype=np.uint8)


def ink_of(grey: Pixels) -> Pixels:
    """Ink as 255 on 0, also where the paper is grey or lit unevenly; what is left of grain is no ink."""
    block = max(31, (min(grey.shape) // 40) | 1)
    paper = float(np.median(grey))
    rough = float(np.mean(np.abs(grey[grey > paper * 0.9].astype(np.float32) - paper))) if grey.size else 0.0
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, max(18, round(5 * rough)))
    return np.asarray(ink, dtype=np.uint8)


def contrasted(grey: Pixels) -> Pixels:
    """A page whose ink is hardly darker than its paper, from black to white; an even one, which holds nothing, as it is."""
    ink, paper = (float(level) for level in np.percentile(grey, (_INK_SHARE, 60)))
    if not _NOTHING_PRINTED < paper - ink < _PALE:
        return grey
    return np.asarray(np.clip((grey.astype(np.float32) - ink) * (255 / (paper - ink)), 0, 255), dtype=np.uint8)


class Ruling(NamedTuple):
    """The ruled lines of a page as patches of pixels."""

    across: list[Patch]
    down: list[Patch]

    def in_points(self, dpi: float) -> tuple[list[Rule], list[Rule]]:
        """The horizontal and the vertical lines."""
        scale = 72 / dpi
        horizontal = [
            Rule((patch.top + patch.bottom) / 2 * scale, patch.left * scale, patch.right * scale) for patch in self.across
        ]
        vertical = [Rule((patch.left + patch.right) / 2 * scale, patch.top * scale, patch.bottom * scale) for patch in self.down]
        return horizontal, vertical


def ruling_of(ink: Pixels, dpi: float) -> Ruling:
    """The ruled lines: strokes longer than any character's with nothing but paper on both sides of them."""
    turned = np.ascontiguousarray(ink.T)
    level, upright = _level_strokes(ink, dpi), _level_strokes(turned, dpi)
    across, down = _ruled(level, [_turned(patch) for patch in upright], dpi), _ruled(upright, list(map(_turned, level)), dpi)
    return Ruling(across, list(map(_turned, down)))


def _turned(patch: Patch) -> Patch:
    return Patch(patch.top, patch.left, patch.bottom, patch.right)


def _ruled(level: list[Patch], upright: list[Patch], dpi: float) -> list[Patch]:
    """The strokes without those of stamps: thicker than the others, and with an end at none of the strokes across."""
    if not level:
        return []
    usual = float(np.median([patch.bottom - patch.top for patch in level]))
    near = dpi * _AT_END
    kept = []
    for patch in level:
        crossing = [other for other in upright if other.top - near <= patch.bottom and other.bottom + near >= patch.top]
        ends = [any(other.left - near <= end <= other.right + near for other in crossing) for end in (patch.left, patch.right)]
        if patch.bottom - patch.top <= _THICKER * usual or all(ends):
            kept.append(patch)
    return kept


def without_rules(ink: Pixels, ruling: Ruling) -> Pixels:
    """The ink without ruled lines, so that what is left in a cell is its text."""
    result = ink.copy()
    for left, top, right, bottom in (*ruling.across, *ruling.down):
        result[max(top - 2, 0) : bottom + 2, max(left - 2, 0) : right + 2] = 0
    return result


def without_specks(ink: Pixels, dpi: float) -> Pixels:
    """Ink without what is too small for a character and no dash: what grain leaves behind on a bad scan."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height, area = boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT], boxes[:, cv2.CC_STAT_AREA]
    is_dash = (width >= 1.6 * height) & (width >= 0.03 * dpi)  # grain frays the sign of a negative figure
    keep = (area >= _GRAINY_SPECK * (dpi * 0.1) ** 2) | is_dash
    keep[0] = False
    return np.asarray(np.where(keep[labels], 255, 0), dtype=np.uint8) if count > 1 else ink


def is_crossed(ink: Pixels, cell: Patch, dpi: float) -> bool:
    """Whether a stroke passes an edge of a cell, as a stamp's or a signature's does: it can pass for a figure or hide one.

    Such a stroke goes on on the other side of the ruled line, which is gone from `ink` with what touched it.
    """
    near, far = round(dpi * _BESIDE_EDGE[0]), round(dpi * _BESIDE_EDGE[1])
    left, top, right, bottom = cell
    upright, level = ink[top + near : bottom - near], ink[:, left + near : right - near]
    return any(
        _passes(band[:, at + near : at + far], band[:, max(at - far, 0) : max(at - near, 0)], far)
        for band, edges in ((upright, (left, right)), (level.T, (top, bottom)))
        for at in edges
    )


def _passes(inside: Pixels, outside: Pixels, reach: int) -> bool:
    """Whether ink stands on both sides of a line, not far from each other along it."""
    here, there = inside.any(axis=1), outside.any(axis=1)
    if not here.any() or not there.any():
        return False
    return bool((np.convolve(here, np.ones(2 * reach + 1), "same")[there] > 0).any())


def ink_lines(ink: Pixels, patch: Patch, dpi: float) -> list[Patch]:
    """The lines of text in a patch from top to bottom, each as tight as its ink, and parted where paper lies between words."""
    part = ink[patch.top : patch.bottom, patch.left : patch.right]
    rows = np.flatnonzero(part.any(axis=1))
    if rows.size == 0:
        return []
    runs = [(int(run[0]), int(run[-1]) + 1) for run in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)]
    lines: list[Patch] = []
    for top, bottom in _grown_together(runs, dpi):
        columns = np.flatnonzero(part[top:bottom].any(axis=0))
        gap = max(_APART * (bottom - top), dpi * 0.1)
        for run in np.split(columns, np.flatnonzero(np.diff(columns) > gap) + 1):
            left, right = int(run[0]), int(run[-1]) + 1
            inked = np.flatnonzero(part[top:bottom, left:right].any(axis=1))
            upper, lower = top + int(inked[0]), top + int(inked[-1]) + 1
            line = Patch(patch.left + left, patch.top + upper, patch.left + right, patch.top + lower)
            if _is_text(part[upper:lower, left:right], line, dpi):
                lines.append(line)
    return lines


def _grown_together(runs: list[tuple[int, int]], dpi: float) -> list[tuple[int, int]]:
    """Runs of inked rows as lines: the strokes of 二 or of a dotted i belong together."""
    tallest = max(max(bottom - top for top, bottom in runs), round(dpi * 0.1))
    lines: list[tuple[int, int]] = []
    for top, bottom in runs:
        if lines:
            above_top, above_bottom = lines[-1]
            together = bottom - above_top
            small = min(bottom - top, above_bottom - above_top) < 0.5 * tallest
            if small and together <= 1.25 * tallest and top - above_bottom < 0.45 * tallest:
                lines[-1] = (above_top, bottom)
                continue
        lines.append((top, bottom))
    return lines


def _is_text(part: Pixels, line: Patch, dpi: float) -> bool:
    """Whether a line is more than a speck; a dash is thin but wide."""
    area = int(np.count_nonzero(part))
    return area >= _SPECK * (dpi * 0.1) ** 2 and max(line.right - line.left, line.bottom - line.top) >= dpi * 0.02


def _level_strokes(ink: Pixels, dpi: float) -> list[Patch]:
    """Level strokes of at least a quarter of an inch, no thicker than a ruled line, also when a scan left gaps in them."""
    length, reach = round(dpi * _STROKE), max(round(dpi * 0.02), 2)
    thick = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_RECT, (1, 3)))
    joined = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (max(length // 6, 1), 1)))
    opened = cv2.morphologyEx(joined, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1)))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    patches = []
    for left, top, width, height, _ in boxes[1:count].tolist():
        patch = Patch(left, top, left + width, top + height)
        if height <= dpi * _THICKEST and _is_free(ink, patch, reach):
            patches.append(patch)
    return patches


def _is_free(ink: Pixels, patch: Patch, reach: int) -> bool:
    """Whether paper lies above and below a stroke: strokes of characters have other strokes beside them."""
    above = ink[max(patch.top - reach, 0) : patch.top, patch.left : patch.right]
    below = ink[patch.bottom : patch.bottom + reach, patch.left : patch.right]
    return all(side.size == 0 or float(side.any(axis=0).mean()) < _BESIDE for side in (above, below))


def _slant(grey: Pixels) -> float:
    """The angle at which the rows of ink stand out most sharply."""
    scale = _COARSE_WIDTH / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    ink = ink_of(np.asarray(small, dtype=np.uint8))
    height, width = ink.shape

    def sharpness(angle: float) -> float:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        sums = np.asarray(cv2.warpAffine(ink, matrix, (width, height))).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(sums)).sum())

    coarse = max(np.arange(-_MAX_SLANT, _MAX_SLANT + 0.01, 0.3), key=sharpness)
    return float(max(np.arange(coarse - 0.3, coarse + 0.31, 0.05), key=sharpness))
