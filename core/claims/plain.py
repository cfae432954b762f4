"""A section's text made even for reading: one width, simplified, without blanks, titles masked; offsets lead back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from core.quantity import narrow
from core.simplified import simplify
from core.text import Twins

_SIGNS = Twins({"(": "（", ")": "）", ";": "；", "[": "【", "]": "】", "?": "？", "!": "！"})
_NO_SPACE = re.compile(r"\S+")
_COMMA = re.compile(r",(?:(?![0-9]{3}(?![0-9]))|(?<![0-9],))")
_COLON = re.compile(r":(?:(?![0-9])|(?<![0-9]:))")
_TITLE = re.compile(r"《[^《》\n]{1,120}》")
_FIGURES_WITH_UNIT = re.compile(r"[0-9〇零一二两三四五六七八九十] {0,2}[件项条宗份起元]")
_LONGEST_LABEL = 12
TABLE_SECTIONS = frozenset((2, 3, 4))


@dataclass(frozen=True, slots=True)
class Plain:
    """The even text and, for each of its characters, where it stands in the section."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The section's offsets of a stretch of the even text."""
        return self.offsets[start], self.offsets[end - 1] + 1


@lru_cache(maxsize=64)
def plain(text: str, section: int, *, titles: bool = False) -> Plain:
    """The narrative of a section: lines of tables are left out, a line break ends a sentence, 《titles》 are masked or kept."""
    lines = text.splitlines(keepends=True)
    if section in TABLE_SECTIONS and all(map(_is_row, lines)):
        ends = [length - 1 for length in accumulate(map(len, lines))]
        return Plain("\n" * len(ends), tuple(ends))
    even = narrow(_SIGNS.exchanged(simplify(text)))
    even = _COLON.sub("：", _COMMA.sub("，", even))
    if not titles:
        even = _TITLE.sub(lambda match: "《" + "·" * (len(match[0]) - 2) + "》", even)
    kept: list[str] = []
    offsets: list[int] = []
    position, last = 0, len(even) - 1
    for line in even.splitlines(keepends=True):
        if _is_narrative(line, section):
            for stretch in _NO_SPACE.finditer(line):
                kept.append(stretch.group())
                offsets.extend(range(position + stretch.start(), position + stretch.end()))
        position += len(line)
        kept.append("\n")
        offsets.append(min(position - 1, last))
    return Plain("".join(kept), tuple(offsets))


def _is_row(line: str) -> bool:
    """Whether a line of a table's section is no narrative, told without making it even."""
    return "\t" in line or "|" in line or (len(line) <= _LONGEST_LABEL and "。" not in line)


def _is_narrative(line: str, section: int) -> bool:
    if "\t" in line or "|" in line:
        return False
    if section in TABLE_SECTIONS:
        return "。" in line or (len(line) > _LONGEST_LABEL and _FIGURES_WITH_UNIT.search(line) is not None)
    return True
