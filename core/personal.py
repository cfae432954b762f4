"""Personal numbers in running text: identity cards, bank cards, mobile telephones. Found for rule P101, masked in exports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

PersonalKind = Literal["identity_card", "bank_card", "mobile"]

_RUN = re.compile(r"[0-9](?:[ \u3000-]?[0-9]){10,}[Xx]?")  # no personal number has fewer than eleven digits
_FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
_SEPARATORS = re.compile(r"[ \u3000-]")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_IDENTITY_CARD = re.compile(r"[1-9][0-9]{5}(?:18|19|20)[0-9]{9}[0-9Xx]")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_BANK_CARD = re.compile(r"(?:62[0-9]{14,17}|4[0-9]{15}|5[1-5][0-9]{14}|3[47][0-9]{13}|35[0-9]{14})")
_JOINED_BEFORE = frozenset("0123456789.,，．_")


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A number that belongs to a person; `start` and `end` are offsets in the text it was found in."""

    kind: PersonalKind
    start: int
    end: int


def personal_numbers(text: str) -> Iterator[PersonalNumber]:
    """Every valid personal number of the text, in order. Check digits must hold, so that case numbers stay out."""
    plain = text.translate(_FULL_WIDTH)
    for run in _RUN.finditer(plain):
        if _stands_alone(plain, run.start(), run.end()):
            yield from _in_run(run.group(), run.start())


def mask(text: str) -> str:
    """The text with the middle of every personal number starred; its length stays, so that offsets hold."""
    found = tuple(personal_numbers(text))
    if not found:
        return text
    characters = list(text)
    for number in found:
        for place in range(number.start + 3, number.end - 2):
            if characters[place] not in " \u3000-":
                characters[place] = "*"
    return "".join(characters)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit is glued to the run: `A1381234…` is a case number, `1.381…` a decimal."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not ((before and before in _JOINED_BEFORE) or _is_latin(before) or _is_latin(after))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _in_run(run: str, start: int) -> Iterator[PersonalNumber]:
    """A run of digits is one number as a whole, or several that spaces part."""
    kind = _kind(_SEPARATORS.sub("", run))
    if kind is not None:
        yield PersonalNumber(kind, start, start + len(run))
        return
    for part in re.finditer(r"[^ \u3000-]+", run):
        kind = _kind(part.group())
        if kind is not None:
            yield PersonalNumber(kind, start + part.start(), start + part.end())


def _kind(digits: str) -> PersonalKind | None:
    if _MOBILE.fullmatch(digits):
        return "mobile"
    if _IDENTITY_CARD.fullmatch(digits) and _is_identity_card(digits):
        return "identity_card"
    if _BANK_CARD.fullmatch(digits) and _passes_luhn(digits):
        return "bank_card"
    return None


def _is_identity_card(digits: str) -> bool:
    try:
        date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _IDENTITY_WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == digits[17].upper()


def _passes_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
