"""Every sentence that rules, exports and screens show, in Chinese and English, as data.

`core/words/<language>/<room>.toml` holds flat tables of id = "sentence with {parameters}".
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@cache
def words(language: Language) -> Mapping[str, str]:
    """All sentences of a language by id; a table in a room's file prefixes its ids (`[A101] fail = …` is `A101.fail`)."""
    found: dict[str, str] = {}
    for room in sorted(resources.files(__name__).joinpath(language).iterdir(), key=lambda entry: entry.name):
        if room.name.endswith(".toml"):
            _collect(tomllib.loads(room.read_text("utf-8")), "", found)
    return found


def say(word: str, language: Language, **parameters: object) -> str:
    """The sentence `word` in `language` with its parameters filled in. Raises KeyError for an unknown id or parameter."""
    sentence = words(language)[word]
    return sentence.format_map(parameters) if parameters else sentence


def known(word: str, language: Language = "zh") -> bool:
    """Whether a sentence of that id exists."""
    return word in words(language)


def _collect(table: Mapping[str, object], prefix: str, found: dict[str, str]) -> None:
    for key, value in table.items():
        word = f"{prefix}{key}"
        if isinstance(value, dict):
            _collect(value, f"{word}.", found)
        elif word in found:
            raise ValueError(f"the word {word} is defined twice")
        else:
            found[word] = str(value)
