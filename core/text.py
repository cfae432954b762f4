"""Text made comparable without moving a character, and text made fit to be shown.

`comparable` never changes the length, so that offsets into it are offsets into the source.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from core.simplified import simplify

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"\s+")
_READING = re.compile(r"(?<=[\u3400-\u9fff])\([a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]{1,7}\)")
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


def _table() -> dict[int, str]:
    """Every character of one-to-one compatibility (full-width forms, radicals, circled figures) to its plain twin."""
    table: dict[int, str] = {}
    ranges = ((0xFF00, 0xFFEF), (0x2E80, 0x2FDF), (0x3200, 0x33FF), (0xF900, 0xFAFF), (0x2000, 0x206F))
    for low, high in ranges:
        for code in range(low, high):
            folded = unicodedata.normalize("NFKC", chr(code))
            if len(folded) == 1 and folded != chr(code):
                table[code] = folded
    table.update({ord(character): plain for character, plain in _UNLIKE_FORM.items()})
    table.update(dict.fromkeys((*_NOTHING_SHOWN, *range(0x2060, 0x206A)), " "))
    return table


_FOLD = _table()


def comparable(text: str) -> str:
    """`text` with full-width forms, brackets, quotes, dashes and traditional characters folded; of exactly the same length.

    Readings in brackets (項(xiàng)目) become spaces.
    """
    folded = text.translate(_FOLD)
    if text.isascii():
        return folded
    return _READING.sub(lambda match: " " * len(match.group()), simplify(folded))


def clean(text: str) -> str:
    """`text` fit for a name or a heading: no control or direction characters, white space collapsed, ends trimmed."""
    return _SPACES.sub(" ", _CONTROL.sub(" ", _INVISIBLE.sub("", text))).strip()


@dataclass(frozen=True, slots=True)
class Compact:
    """A text without what does not count, and where each of its characters stands in the text it came from."""

    text: str
    positions: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original text that the characters start..end stand for."""
        return self.positions[start], self.positions[end - 1] + 1


_HAN_OR_DIGIT = re.compile(r"[0-9A-Za-z\u3400-\u9fff]")


def compact(text: str, keep: re.Pattern[str] = _HAN_OR_DIGIT) -> Compact:
    """The characters of `text` that match `keep`, with their positions."""
    matches = [(match.start(), match.group()) for match in keep.finditer(text)]
    return Compact("".join(character for _, character in matches), tuple(position for position, _ in matches))
