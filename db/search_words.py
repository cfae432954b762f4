"""The words of the full-text index: every character one, every two neighbours one, so that Chinese needs no dictionary.

A word of one character is looked up as it stands, a longer one by its pairs: 信息处理 by 信息, 息处 and 处理. A text that holds
the pairs but not the word is told apart by looking into it (`db.search_looks`). Pinned by tests: a change needs a migration that
builds the index anew.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from core.simplified import simplify

_WORD = re.compile(r"[0-9a-z]+|[^\W_]")
_MOST_WORDS = 60
"""Of a long query the first words are asked of the index; that all of it stands there is seen in the text."""


class _Folds(dict[int, str]):
    """What each character is compared as, found out once."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


def _fold(character: str) -> str:
    if character < "\x80":
        return character.lower()
    plain = unicodedata.normalize("NFKC", character)
    plain = simplify(plain) if len(plain) == 1 else character
    return plain.lower() if len(plain.lower()) == 1 else plain


_FOLDS = _Folds()


def folded(text: str) -> str:
    """The text as it is compared, of the same length: full-width as half-width, traditional as simplified, lower case."""
    return text.translate(_FOLDS)


def fold(character: str) -> str:
    """One character as it is compared."""
    return _FOLDS[ord(character)]


def words(text: str) -> list[str]:
    """A text's single words: characters, and runs of Latin letters or digits."""
    return _WORD.findall(folded(text))


def indexed(text: str) -> str:
    """The words that a text is found by, each once: single ones and their pairs."""
    single = words(text)
    return " ".join(dict.fromkeys([*single, *_pairs(single)]))


def asked(query: str) -> str | None:
    """What FTS5 is asked for a query, whose words must all occur; None when it has none."""
    wanted: dict[str, None] = {}
    for part in query.split():
        single = words(part)
        pairs = _pairs(single)
        wanted |= dict.fromkeys([*pairs, *single] if len(pairs) < len(single) - 1 else pairs or single)
    return " AND ".join(f'"{word}"' for word in list(wanted)[:_MOST_WORDS]) or None


def _pairs(single: list[str]) -> list[str]:
    """Neighbours as one word; not two Latin ones, which would run together."""
    return [one + other for one, other in pairwise(single) if not (one.isascii() and other.isascii())]
