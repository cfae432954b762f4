"""Every sentence that rules, exports and screens show, in Chinese and English, as data.

`core/words/<language>/<room>.toml` holds flat tables of id = "sentence with {parameters}".
"""

from __future__ import annotations

import re
import tomllib
from collections import ChainMap
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_HERE = Path(__file__).parent
"""Not importlib.resources: importing that alone takes as long as reading all the words that the first frame shows."""

_TABLE = re.compile(r"^\[([\w-]+)", re.MULTILINE)
_KEY = re.compile(r"^([\w-]+)", re.MULTILINE)


@cache
def words(language: Language) -> Mapping[str, str]:
    """All sentences of a language by id; a table in a room's file prefixes its ids (`[A101] fail = …` is `A101.fail`)."""
    found: dict[str, str] = {}
    for name in sorted({name for names in _rooms(language).values() for name in names}):
        for word, sentence in _room(language, name).items():
            if word in found:
                raise ValueError(f"the word {word} is defined twice")
            found[word] = sentence
    return found


def say(word: str, language: Language, **parameters: object) -> str:
    """The sentence `word` in `language` with its parameters filled in. Raises KeyError for an unknown id or parameter."""
    sentence = _shelf(language, word.partition(".")[0])[word]
    return sentence.format_map(parameters) if parameters else sentence


class _Stored(dict[str, object]):
    """Parameters that another version stored: one that the sentence of today wants and they lack is shown as a gap."""

    def __missing__(self, name: str) -> str:
        return "…"


def say_stored(word: str, language: Language, parameters: Mapping[str, object]) -> str:
    """Like `say`, for parameters that a workspace kept: a sentence changed since then is said with `…` for what is missing."""
    return _shelf(language, word.partition(".")[0])[word].format_map(_Stored(parameters))


def known(word: str, language: Language = "zh") -> bool:
    """Whether a sentence of that id exists."""
    return word in _shelf(language, word.partition(".")[0])


# Reading all rooms takes longer than the first frame of the workbench may: each is read when a word of it is asked for.


@cache
def _shelf(language: Language, prefix: str) -> Mapping[str, str]:
    """The sentences of all rooms that hold words beginning so."""
    return ChainMap(*(_room(language, name) for name in _rooms(language).get(prefix, ())))


@cache
def _rooms(language: Language) -> Mapping[str, tuple[str, ...]]:
    """The rooms' files by what their words begin with, looked up without reading them in full."""
    found: dict[str, tuple[str, ...]] = {}
    for room in sorted((_HERE / language).iterdir(), key=lambda entry: entry.name):
        if room.name.endswith(".toml"):
            before, _, _ = (text := room.read_text("utf-8")).partition("\n[")
            for prefix in {*_TABLE.findall(text), *_KEY.findall(before)}:
                found[prefix] = (*found.get(prefix, ()), room.name)
    return found


@cache
def _room(language: Language, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    _collect(tomllib.loads((_HERE / language / name).read_text("utf-8")), "", found)
    return found


def _collect(table: Mapping[str, object], prefix: str, found: dict[str, str]) -> None:
    for key, value in table.items():
        word = f"{prefix}{key}"
        if isinstance(value, dict):
            _collect(value, f"{word}.", found)
        elif word in found:
            raise ValueError(f"the word {word} is defined twice")
        else:
            found[word] = str(value)
