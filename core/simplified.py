"""Traditional characters to simplified ones, for matching only: source text is always kept as printed."""

from __future__ import annotations

from functools import cache

import opencc


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """`text` with traditional characters replaced by simplified ones; always of the same length, so that offsets stay true."""
    if text.isascii():
        return text
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    if "\n" in text:
        return "".join(map(simplify, text.splitlines(keepends=True)))
    return "".join(map(_simplify_character, text))


@cache
def _simplify_character(character: str) -> str:
    converted: str = _converter().convert(character)
    return converted if len(converted) == 1 else character
