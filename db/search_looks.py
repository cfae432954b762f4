"""Looking for a query in texts that hold all its pairs.

Folding a text takes ten times as long as looking through it. So once many texts were folded in vain, a glance at each text as
it stands comes first, in any spelling that a word may have: what it passes over cannot hold the query.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import chain

from core.simplified import simplify
from db.search_words import fold, folded, words

FOLDED_IN_VAIN = 500
"""Texts that are folded in vain before glances begin: these need the list of all spellings, which takes as long to make."""

_GLANCED = 40
"""Of a long query the first words are glanced for."""

_IDEOGRAPHS = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x33480))
_OTHERS = (range(0x80, 0x3400), range(0xA000, 0xAC00), range(0xFB00, 0x20000))
_WORD = re.compile(r"[^\W_]")


class Looks:
    """What the parts of a query look like in a text: the words of each in a row, with nothing but signs between them."""

    def __init__(self, query: str) -> None:
        self._parts = [found for found in map(words, query.split()) if found]
        self._exact = [re.compile(r"[\W_]*".join(map(_alone, part))) for part in self._parts]
        self._glances: Sequence[re.Pattern[str]] | None = None
        self._in_vain = 0

    def find(self, text: str) -> tuple[int, int] | None:
        """Where the query's first part stands; None when one of its parts does not."""
        if self._glances is None and (self._in_vain >= FOLDED_IN_VAIN or spellings.cache_info().currsize):
            self._glances = [_glance(part) for part in self._parts]
        if self._glances is not None and not all(glance.search(text) for glance in self._glances):
            return None
        plain = folded(text)
        found = [look.search(plain) for look in self._exact]
        if found and found[0] is not None and None not in found:
            return found[0].span()
        self._in_vain += 1
        return None


def _alone(word: str) -> str:
    """A run of Latin letters or digits stands alone: 7 is not found in 47."""
    return f"(?<![0-9a-z]){re.escape(word)}(?![0-9a-z])" if word[-1].isascii() else re.escape(word)


def _glance(part: Sequence[str]) -> re.Pattern[str]:
    """The words in any spelling; more than they do may look like that, nothing that they do may not."""
    spelled = spellings()
    gap = f"[\\W_{spelled['']}]*"
    letters = ("".join(f"[{re.escape(one)}{spelled[one]}]" for one in word) for word in part[:_GLANCED])
    return re.compile(gap.join(letters))


@cache
def spellings() -> defaultdict[str, str]:
    """By character all others that are compared as it; by the empty text those that are compared as some sign and are none."""
    found: defaultdict[str, str] = defaultdict(str)
    for character in _changing():
        plain = fold(character)
        if plain != character and words(plain):
            found[plain] += character
        elif not words(plain) and _WORD.match(character):
            found[""] += character
    return found


def _changing() -> list[str]:
    """Every character that may be compared as another one."""
    ideographs = [*map(chr, chain(*_IDEOGRAPHS))]
    simple = simplify("\n".join(ideographs)).split("\n")
    others = map(chr, chain(*_OTHERS))
    return [
        *(one for one, other in zip(ideographs, simple, strict=True) if one != other or unicodedata.decomposition(one)),
        *(one for one in others if unicodedata.decomposition(one) or one.lower() != one),
        *(chr(code) for code in range(0x41, 0x5B)),
    ]
