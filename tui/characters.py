"""One character at a time: what the screen shows for it and how many cells that takes.

A report may hold any code point. Letters, ideographs and signs are shown as they are. Everything that could move the cursor,
turn the writing direction, hide, or stretch the line is shown as a sign of its own or dropped, so that what an auditor sees
is what the report says. The width of "ambiguous" characters (“ ” — … ① ·) depends on the terminal and is a parameter.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal

from rich.cells import get_character_cell_size

AmbiguousWidth = Literal[1, 2]

TAB = "    "
"""A tab is always this wide: the width of a text must not depend on where it starts."""

HIDDEN_SIGN = "␦"
"""Stands for a bidirectional control, which would otherwise rearrange the figures around it."""

UNKNOWN_SIGN = "▯"
"""Stands for a code point without a common shape: private use, unassigned, lone surrogate, C1 control."""

LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
"""Characters that end a line in running text and are a space in a single line."""

_BIDIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DROPPED = frozenset("\u00ad\u034f\u180b\u180c\u180d\u180e\u180f\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff")
_SPACES = frozenset("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f")


def is_variation_selector(character: str) -> bool:
    """Whether the character only chooses among shapes of the one before it; terminals disagree about its width."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


@lru_cache(maxsize=65536)
def shown(character: str) -> str:
    """What the screen shows for one character: itself, a sign, spaces for a tab, or nothing."""
    code = ord(character)
    if 0x20 <= code < 0x7F or 0x4E00 <= code < 0xA000:
        return character
    if character in _SPACES or character in LINE_ENDS:
        return " "
    if character == "\t":
        return TAB
    if character in _DROPPED or is_variation_selector(character):
        return ""
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if character in _BIDIRECTIONAL:
        return HIDDEN_SIGN
    return UNKNOWN_SIGN if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") else character


@lru_cache(maxsize=65536)
def is_ambiguous(character: str) -> bool:
    """Whether terminals disagree about one or two cells for this character."""
    return unicodedata.east_asian_width(character) == "A" and unicodedata.category(character) not in ("Mn", "Me", "Mc", "Cf")


@lru_cache(maxsize=131072)
def width_of(character: str, ambiguous: AmbiguousWidth) -> int:
    """Cells that `shown(character)` takes on a terminal that draws ambiguous characters in `ambiguous` cells."""
    return sum(_plain_width(part, ambiguous) for part in shown(character))


def _plain_width(character: str, ambiguous: AmbiguousWidth) -> int:
    if is_ambiguous(character):
        return ambiguous
    return get_character_cell_size(character)
