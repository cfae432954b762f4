"""The words that decide what a figure is about, found in even text; the words themselves are data (`lexicon.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple


class Term(NamedTuple):
    """A word of the lexicon where it stands: its kind and the value it names."""

    kind: str
    value: str
    start: int
    end: int
    word: str


_made = tuple.__new__
"""Makes a named tuple of all its fields in half the time; for what a report has hundreds of."""


@cache
def _words() -> dict[str, tuple[str, str]]:
    """Word → kind and value; a word listed twice keeps its first kind."""
    data = tomllib.loads(resources.files(__package__).joinpath("lexicon.toml").read_text("utf-8"))
    found: dict[str, tuple[str, str]] = {}
    for kind, values in data.items():
        for value, words in values.items():
            for word in words:
                found.setdefault(word, (kind, value))
    return found


@cache
def _pattern() -> re.Pattern[str]:
    """Longest first, grouped by first character so that most positions are dismissed at once."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(_words(), key=len, reverse=True):
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in by_first.items()))


_TURN = re.compile(
    r"(?P<forward>(?:结转|顺延|转结|转入|转|延)(?:至|到|入)?(?P<to>20[0-9]{2})年度?)"
    r"|(?P<over>(?P<from>20[0-9]{2})年度?(?:结转|遗留|转入|顺延)(?!下|至|到|入))"
)


def terms(text: str, year: int | None) -> Iterator[Term]:
    """Every term of `text` from left to right, none overlapping; 结转至2025年 is read by the report's year."""
    found = [_turn(match, year) for match in _TURN.finditer(text)] if "20" in text else []
    turns = [turn for turn in found if turn is not None]
    words = _words()
    following = 0
    for match in _pattern().finditer(text):
        while following < len(turns) and turns[following].end <= match.start():
            yield turns[following]
            following += 1
        if following < len(turns) and turns[following].start < match.end():
            continue
        word = match[0]
        kind, value = words[word]
        yield _made(Term, (kind, value, match.start(), match.end(), word))
    yield from turns[following:]


def _turn(match: re.Match[str], year: int | None) -> Term | None:
    if year is None:
        return None
    if match["forward"]:
        row = "carried_forward" if int(match["to"]) > year else "carried_over"
    else:
        row = "carried_over" if int(match["from"]) < year else "carried_forward"
    return Term("row", row, match.start(), match.end(), match[0])
