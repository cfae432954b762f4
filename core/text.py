"""Text made comparable without moving a character, and text made fit to be shown.

`comparable` never changes the length, so that offsets into it are offsets into the source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from core.simplified import simplify

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"\s+")
_READING = re.compile(r"\((?<=[\u3400-\u9fff]\()[a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]{1,7}\)")
"""The reading of a character in brackets behind it, as some converters print it: 項(xiàng)目."""
_UNLIKE_FORM = {
    "〔": "(", "〕": ")", "【": "(", "】": ")", "［": "(", "］": ")", "「": '"', "」": '"', "『": '"', "』": '"', "—": "-",
    "–": "-", "－": "-", "―": "-", "‐": "-", "‑": "-", "−": "-", "─": "-", "｡": "。", "﹒": ".", "．": ".", "∶": ":", "︰": ":",
    "ㆍ": "·", "•": "·", "丶": "、", "\u3000": " ", "\xa0": " ",
}  # fmt: skip
_NOTHING_SHOWN = (
    *range(0x09),
    *range(0x0E, 0x20),
    *range(0x7F, 0xA0),
    0xAD,
    0xFEFF,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
)


def _table() -> dict[str, str]:
    """Every character of one-to-one compatibility (full-width forms, radicals, circled figures) to its plain twin."""
    table: dict[str, str] = {}
    ranges = ((0xFF00, 0xFFEF), (0x2E80, 0x2FDF), (0x3200, 0x33FF), (0xF900, 0xFAFF), (0x2000, 0x206F))
    for low, high in ranges:
        for code in range(low, high):
            folded = unicodedata.normalize("NFKC", chr(code))
            if len(folded) == 1 and folded != chr(code):
                table[chr(code)] = _UNLIKE_FORM.get(folded, folded)
    table.update(_UNLIKE_FORM)
    table.update(dict.fromkeys(map(chr, (*_NOTHING_SHOWN, *range(0x2060, 0x206A))), " "))
    return table


class Twins:
    """Characters and the twins they are exchanged for, none of which is itself exchanged for another.

    Few of them stand in any one text, so that replacing one after the other is much quicker than `str.translate`.
    """

    def __init__(self, twins: Mapping[str, str]) -> None:
        self._twins = twins
        self._any = re.compile("[" + "".join(map(re.escape, twins)) + "]")

    def exchanged(self, text: str) -> str:
        """`text` with every character that has a twin exchanged for it."""
        for character in set(self._any.findall(text)):
            text = text.replace(character, self._twins[character])
        return text


_FOLD = Twins(_table())


def comparable(text: str) -> str:
    """`text` with full-width forms, brackets, quotes, dashes and traditional characters folded; of exactly the same length.

    Readings in brackets (項(xiàng)目) become spaces.
    """
    folded = _FOLD.exchanged(text)
    if text.isascii():
        return folded
    folded = simplify(folded)
    return _READING.sub(lambda match: " " * len(match.group()), folded) if "(" in folded else folded


def clean(text: str) -> str:
    """`text` fit for a name or a heading: no control or direction characters, white space collapsed, ends trimmed."""
    return _SPACES.sub(" ", _CONTROL.sub(" ", _INVISIBLE.sub("", text))).strip()


class Compact(NamedTuple):
    """A text without what does not count, and where each of its characters stands in the text it came from."""

    text: str
    positions: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original text that the characters start..end stand for."""
        return self.positions[start], self.positions[end - 1] + 1


_COUNTED = re.compile(r"[0-9A-Za-z\u3400-\u9fff]+")
_NO_SPACE = re.compile(r"\S+")


def compact(text: str) -> Compact:
    """The Chinese characters, letters and digits of `text` with their positions."""
    return _kept(text, _COUNTED)


def unspaced(text: str) -> Compact:
    """`text` without its white space, with the positions of what is left."""
    return _kept(text, _NO_SPACE)


def _kept(text: str, stretch: re.Pattern[str]) -> Compact:
    if stretch.fullmatch(text):
        return Compact(text, range(len(text)))
    spans = [match.span() for match in stretch.finditer(text)]
    return Compact("".join([text[start:end] for start, end in spans]), [i for span in spans for i in range(*span)])
