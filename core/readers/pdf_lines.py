"""Characters to lines: grouped by height, ordered from left to right, with the spaces that the gaps show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.document import Box
from core.readers.pdf_page import Glyph
from core.readers.shaping import cell_text

_WIDE_GAP = 0.6
"""In heights of the line: a gap that is a space beside a Chinese character."""
_LATIN_GAP = 0.22
_COLUMN_GAP = 1.2
_PADDING = 10.8
"""What a word processor leaves free at both sides of a cell together."""
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


@dataclass
class Line:
    """One line of glyphs, as text and with its box.

    `measure` is the right edge of its column where a page has two, `level` the height at which it is read there.
    """

    glyphs: list[Glyph]
    measure: float | None = None
    level: float | None = None

    def __post_init__(self) -> None:
        self.glyphs.sort(key=lambda glyph: glyph.left)
        self.box = Box(
            self.glyphs[0].left,
            min(glyph.top for glyph in self.glyphs),
            max(glyph.right for glyph in self.glyphs),
            max(glyph.bottom for glyph in self.glyphs),
        )
        self.height = max(sorted(glyph.bottom - glyph.top for glyph in self.glyphs)[len(self.glyphs) // 2], 1.0)

    @property
    def text(self) -> str:
        """The line with a space at every visible gap and two at a gap between columns."""
        pieces = [self.glyphs[0].text]
        for before, after in zip(self.glyphs, self.glyphs[1:], strict=False):
            gap = (after.left - before.right) / self.height
            if gap > _COLUMN_GAP:
                pieces.append("  ")
            elif gap > (_LATIN_GAP if before.text[-1] in _LATIN and after.text[0] in _LATIN else _WIDE_GAP):
                pieces.append(" ")
            pieces.append(after.text)
        return "".join(pieces)


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Glyphs grouped to lines from top to bottom: a glyph belongs to the line whose height its middle falls into."""
    rows: list[tuple[float, float, list[Glyph]]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.top + glyph.bottom, glyph.left)):
        middle = (glyph.top + glyph.bottom) / 2
        if rows:
            top, bottom, members = rows[-1]
            centre = (top + bottom) / 2
            reach = max(bottom - top, glyph.bottom - glyph.top) * 0.35
            if abs(middle - centre) <= reach:
                members.append(glyph)
                continue
        rows.append((glyph.top, glyph.bottom, [glyph]))
    return [Line(members) for _, _, members in rows]


def text_in_cell(glyphs: Sequence[Glyph], box: Box) -> str:
    """The text of a table cell. A figure that was broken because the cell is narrow is one figure again."""
    if not glyphs:
        return ""
    lines = lines_of(glyphs)
    texts = [" ".join(line.text.split()) for line in lines]
    if len(texts) > 1 and _broken_figure(lines, texts, box):
        return "".join(texts)
    return cell_text(texts)


def _broken_figure(lines: Sequence[Line], texts: Sequence[str], box: Box) -> bool:
    """Digits on several lines where every line but the last is as long as the cell is wide."""
    if not all(character.isdigit() or character in ".,，．%" for text in texts for character in text):
        return False
    room = box.right - box.left - _PADDING
    return all(
        room - (line.box.right - line.box.left) < 2.2 * (line.box.right - line.box.left) / max(len(text), 1) and len(text) > 2
        for line, text in zip(lines[:-1], texts, strict=False)
    )
