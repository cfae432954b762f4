"""What is printed on a page and yet no part of its text: watermarks, the raised marks of notes, struck-out words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from core.readers.pdf_page import Glyph, Page, Rule

_STAMP = 1.8
"""How many times as tall as the page's text a watermark is at least."""
_MOST_LARGE = 400
_RAISED = 0.8
"""How tall the mark of a note is at most, beside the figure it follows."""
_MARKS = frozenset("0123456789*＊①②③④⑤⑥⑦⑧⑨[]［］")
_MOST_OFF = 6.0
_SHORT = 0.35
"""A line through words is shorter than this part of the page's width; longer ones rule a table."""


def drop_unread(page: Page) -> None:
    """Leave only what is to be read among a page's glyphs."""
    page.glyphs = _without_stamps(page.glyphs)
    page.glyphs = _without_raised(page.glyphs)
    if page.horizontal:
        page.glyphs = _without_struck(
            page.glyphs, [rule for rule in page.horizontal if rule.end - rule.start < _SHORT * page.width]
        )


def _without_stamps(glyphs: list[Glyph]) -> list[Glyph]:
    """Glyphs without large ones that are printed across smaller ones: a watermark and all that stands on its line."""
    if not glyphs:
        return glyphs
    heights = sorted(glyph.bottom - glyph.top for glyph in glyphs)
    limit = _STAMP * heights[len(heights) // 2]
    if heights[-1] <= limit:
        return glyphs
    small = sorted((glyph for glyph in glyphs if glyph.bottom - glyph.top <= limit), key=_middle)
    stamps = [glyph for glyph in glyphs if glyph.bottom - glyph.top > limit][:_MOST_LARGE]
    across = [_middle(stamp) for stamp in stamps if any(_across(stamp, glyph) for glyph in _beside(stamp, small))]

    def stamped(glyph: Glyph) -> bool:
        height = glyph.bottom - glyph.top
        return height > limit and any(abs(_middle(glyph) - level) < height / 4 for level in across)

    return [glyph for glyph in glyphs if not stamped(glyph)]


def _middle(glyph: Glyph) -> float:
    return (glyph.top + glyph.bottom) / 2


def _beside(stamp: Glyph, small: Sequence[Glyph]) -> Sequence[Glyph]:
    """The small glyphs on the level of a large one; `small` is in the order of their middles."""
    return small[bisect_left(small, stamp.top, key=_middle) : bisect_left(small, stamp.bottom, key=_middle)]


def _across(large: Glyph, small: Glyph) -> bool:
    """Whether a small glyph's middle lies well inside a large one."""
    x, width, height = (small.left + small.right) / 2, large.right - large.left, large.bottom - large.top
    return abs(x - large.left - width / 2) < 0.35 * width and abs(_middle(small) - _middle(large)) < 0.3 * height


def _without_raised(glyphs: list[Glyph]) -> list[Glyph]:
    """Glyphs without small raised digits and signs right behind a figure."""
    kept: list[Glyph] = []
    base: Glyph | None = None
    right = 0.0
    for glyph in glyphs:
        if base is not None and glyph.text in _MARKS and _is_raised(glyph, base, right):
            right = glyph.right
            continue
        base, right = (glyph if glyph.text.isdigit() else None), glyph.right
        kept.append(glyph)
    return kept


def _is_raised(glyph: Glyph, base: Glyph, right: float) -> bool:
    height = base.bottom - base.top
    return (
        glyph.bottom - glyph.top < _RAISED * height
        and -0.2 * height < glyph.left - right < 0.3 * height
        and _middle(glyph) < _middle(base) - 0.05 * height
        and glyph.bottom > base.top
    )


def _without_struck(glyphs: list[Glyph], rules: Sequence[Rule]) -> list[Glyph]:
    """Glyphs without those through whose middle a line of just their own width runs."""
    if not rules:
        return glyphs
    ordered = sorted(glyphs, key=_middle)
    struck: set[Glyph] = set()
    for rule in rules:
        near = ordered[
            bisect_left(ordered, rule.at - _MOST_OFF, key=_middle) : bisect_left(ordered, rule.at + _MOST_OFF, key=_middle)
        ]
        hit = [
            glyph
            for glyph in near
            if rule.start - 1 < (glyph.left + glyph.right) / 2 < rule.end + 1
            and abs(rule.at - _middle(glyph)) < 0.2 * (glyph.bottom - glyph.top)
        ]
        if sum(glyph.right - glyph.left for glyph in hit) > 0.7 * (rule.end - rule.start):
            struck.update(hit)
    return [glyph for glyph in glyphs if glyph not in struck] if struck else glyphs
