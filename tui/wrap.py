"""Break running text into lines the way Chinese is set.

A line may end between any two ideographs, but never starts with a closing mark (，。；：、）】》”！？%…) nor ends with an
opening one (（【《“), and Latin words and figures stay whole. Each line knows which stretch of the text it shows, so that marks
keyed by offsets can be drawn on it. One pass, linear in the length of the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from tui.characters import LINE_ENDS, AmbiguousWidth, is_ambiguous, shown, width_of

CLOSING = frozenset("，。；：、）】》”’！？％…〉」』〕〗〙〛｝］,.;:!?)]}%‰℃·—～〜々ー＂＇・〞〟")
"""Never at the start of a line."""

OPENING = frozenset("（【《“‘〈「『〔〖〘〚｛［([{〝¥￥$＄№")
"""Never at the end of a line."""

_INSIDE_WORDS = frozenset(",.;:!?)]}%’")
_SPACE, _WORD, _WIDE, _OPENING, _CLOSING, _NOTHING = range(6)
_COMBINED_LIMIT = 4
LONGEST_KEPT = 4000
"""Characters up to which a text's lines are remembered."""
"""More marks than this stacked on one letter are dropped: they would grow into the lines above and below."""


@dataclass(frozen=True, slots=True)
class WrappedLine:
    """One line of the screen: `text` as shown, for the characters from `start` up to `end` of the source text."""

    start: int
    end: int
    text: str
    offsets: tuple[int, ...]
    """Cell at which each source character of the line begins, and after the last the width of the line."""

    @property
    def width(self) -> int:
        """Cells that the line takes."""
        return self.offsets[-1]

    def cells(self, start: int, end: int) -> tuple[int, int] | None:
        """The cells that show the source text from `start` to `end` on this line, None if no part of it is here."""
        first, last = max(start, self.start), min(end, self.end)
        if first >= last:
            return None
        return self.offsets[first - self.start], self.offsets[last - self.start]

    def offset_at(self, cell: int) -> int:
        """The source offset of the character drawn at `cell`; past the end, the end of the line."""
        position = bisect_right(self.offsets, max(cell, 0)) - 1
        return self.start + min(position, self.end - self.start)


def line_at(lines: Sequence[WrappedLine], offset: int) -> int:
    """The index of the line that shows the character at `offset`."""
    return max(0, bisect_right(lines, offset, key=lambda line: line.start) - 1)


def wrap_cjk(text: str, width: int, ambiguous: AmbiguousWidth = 1, *, start: int = 0, indent: int = 0) -> list[WrappedLine]:
    """Lines of at most `width` cells that show `text`, whose first character has offset `start`.

    `indent` narrows every line of a paragraph but its first, for hanging indents that the caller draws. A single character wider
    than `width` still gets its line; a run without a lawful break is cut where it must be.
    """
    wrapped = _wrapped_before if len(text) <= LONGEST_KEPT else _wrapped
    return [*wrapped(text, width, ambiguous, start, indent)]


def _wrapped(text: str, width: int, ambiguous: AmbiguousWidth, start: int, indent: int) -> tuple[WrappedLine, ...]:
    lines: list[WrappedLine] = []
    position, length = 0, len(text)
    while position <= length:
        end = _paragraph_end(text, position)
        _wrap_paragraph(text, position, end, (width, max(width - indent, 1)), ambiguous, start, lines)
        if end >= length:
            break
        position = end + (2 if text.startswith("\r\n", end) else 1)
    return tuple(lines)


_wrapped_before = lru_cache(maxsize=512)(_wrapped)
"""A section is laid out again after every judgement in it."""


def _paragraph_end(text: str, position: int) -> int:
    newline = text.find("\n", position)
    end = len(text) if newline < 0 else newline
    for mark in _RARE_LINE_ENDS:
        if (rare := text.find(mark, position, end)) >= 0:
            end = rare
    return end


_RARE_LINE_ENDS = tuple(mark for mark in LINE_ENDS if mark != "\n")


class _Table(dict[str, tuple[int, int, str]]):
    """Kind, width and sign of each character, worked out once."""

    def __init__(self, ambiguous: AmbiguousWidth) -> None:
        self.ambiguous = ambiguous

    def __missing__(self, character: str) -> tuple[int, int, str]:
        cells = width_of(character, self.ambiguous)
        entry = self[character] = _kind(character, cells), cells, shown(character)
        return entry


_TABLES: dict[AmbiguousWidth, _Table] = {1: _Table(1), 2: _Table(2)}


def _wrap_paragraph(
    text: str, begin: int, end: int, widths: tuple[int, int], ambiguous: AmbiguousWidth, shift: int, lines: list[WrappedLine]
) -> None:
    """Append the lines of one paragraph. `used` counts cells since the line began, `at_break` those before the last lawful break.

    Spaces may hang over the edge, where they are not drawn; only something visible starts a new line.
    """
    table = _TABLES[ambiguous]
    limit, later_limit = widths
    line = broken_at = begin
    used = at_break = 0
    before, character_before = _NOTHING, ""
    for index in range(begin, end):
        character = text[index]
        kind, cells, _ = table[character]
        if kind is _NOTHING:
            continue
        if index > line and _may_break(before, kind, character_before, character):
            broken_at, at_break = index, used
        if kind is not _SPACE and used + cells > limit:
            while used + cells > limit and index > line:
                cut, cells_before = (broken_at, at_break) if broken_at > line else (index, used)
                lines.append(_line(text, line, cut, limit, ambiguous, shift))
                line, used, limit = cut, used - cells_before, later_limit
                broken_at, at_break = cut, 0
        used += cells
        before, character_before = kind, character
    lines.append(_line(text, line, end, limit, ambiguous, shift))


def _line(text: str, begin: int, end: int, limit: int, ambiguous: AmbiguousWidth, shift: int) -> WrappedLine:
    table = _TABLES[ambiguous]
    entries = [table[character] for character in text[begin:end]]
    pieces = [sign for _, _, sign in entries]
    cells = [width for _, width, _ in entries]
    if 0 in cells:
        _drop_piled_up(pieces, cells)
    offsets = tuple(accumulate(cells, initial=0))
    if offsets[-1] > limit and end - begin > 1:
        offsets = tuple(min(offset, limit) for offset in offsets)
        pieces = [_hung(piece, offsets[i + 1] - offsets[i]) for i, piece in enumerate(pieces)]
    return WrappedLine(begin + shift, end + shift, "".join(pieces), offsets)


def _drop_piled_up(pieces: list[str], cells: Sequence[int]) -> None:
    """Leave out what combines with one character beyond the limit: no line is to grow over its neighbours."""
    combined = 0
    for index, width in enumerate(cells):
        combined = combined + 1 if width == 0 else 0
        if combined > _COMBINED_LIMIT:
            pieces[index] = ""


def _hung(piece: str, cells: int) -> str:
    """The part of a space that still fits; anything visible fits by construction."""
    return piece if piece.strip(" \u3000") else piece[:cells] if piece.isascii() else piece if cells == 2 else " " * cells


def _kind(character: str, cells: int) -> int:
    if cells == 0:
        return _NOTHING
    if shown(character).isspace():
        return _SPACE
    if character in OPENING:
        return _OPENING
    if character in CLOSING:
        return _CLOSING
    return _WIDE if cells == 2 or is_ambiguous(character) else _WORD


def _may_break(before: int, kind: int, character_before: str, character: str) -> bool:
    """Whether a line may end between two neighbours."""
    if kind in (_SPACE, _CLOSING) or before in (_OPENING, _NOTHING):
        return False
    if before == _CLOSING:
        return not (kind == _WORD and character_before in _INSIDE_WORDS)
    if before == _WORD:
        return not (kind == _WORD or (kind == _OPENING and character.isascii()))
    return True
