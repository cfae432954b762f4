"""A large JSON object decoded piece by piece.

The decoder lets no other thread run while it is at work. The reading of 300 pages is a list of many thousand entries, and the
screen is to go on meanwhile: each entry of a list is decoded by itself, and between portions who draws goes first.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar

Item = TypeVar("Item")

PORTION: Final = 128
"""So many entries are worked on in one go, a millisecond or so."""
_PAUSE: Final = 0.0005
"""Seconds between two portions. A thread that only works on leaves others half of the time, one that sleeps most of it."""

_decode = json.JSONDecoder().raw_decode
_spaces = re.compile(r"[ \t\r\n]*").match


def object_of(text: str) -> dict[str, Any]:
    """The object that `text` spells. Raises ValueError for anything else."""
    found: dict[str, Any] = {}
    at = _past(text, 0, "{")
    while text[at : at + 1] != "}":
        if found:
            at = _past(text, at, ",")
        name, at = _decode(text, at)
        at = _past(text, _space(text, at), ":")
        found[name], at = _list(text, at) if text[at : at + 1] == "[" else _decode(text, at)
        at = _space(text, at)
    if _space(text, at + 1) != len(text):
        raise ValueError("more than an object")
    return found


def portions(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items, some at a time."""
    for start in range(0, len(items), PORTION):
        _give_way(start)
        yield items[start : start + PORTION]


def _list(text: str, at: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    at = _past(text, at, "[")
    while text[at : at + 1] != "]":
        if found:
            at = _past(text, at, ",")
        item, at = _decode(text, at)
        _give_way(len(found))
        at = _space(text, at)
        found.append(item)
    return found, at + 1


def _give_way(done: int) -> None:
    if done and done % PORTION == 0:
        time.sleep(_PAUSE)


def _past(text: str, at: int, sign: str) -> int:
    """Where it goes on after a sign and the space behind it."""
    if text[at : at + 1] != sign:
        raise ValueError(f"{sign} expected at {at}")
    return _space(text, at + 1)


def _space(text: str, at: int) -> int:
    found = _spaces(text, at)
    return found.end() if found else at
