"""What a figure should be and what it is, told alike for every finding: due by the other figures, and as printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from core.words import Language, say
from rules.result import Result

ADDED_UP: Final = frozenset({"A101", "A102", "A103", "L101", "N201", "O101", "O102"})
"""Rules whose results carry the printed whole as `expected` and what its parts give as `actual`."""

_NAMED: Final[Mapping[str, str]] = {
    "元": "yuan", "千元": "yuan_1000", "万元": "yuan_10000", "亿元": "yuan_100000000",
    "倍": "times", "百分点": "points", "个百分点": "points",
}  # fmt: skip
"""Units that English has words for; all others only count."""


class Due(NamedTuple):
    """The figure that follows from the others, the one that is printed, and by how much that is more."""

    due: str | None
    printed: str | None
    difference: str | None


def due(result: Result) -> Due:
    """The figures of a result the way people are told them; the result itself names the figure to be met `expected`."""
    if result.code in ADDED_UP or result.variant == "pack" or (result.code == "F101" and result.variant is None):
        return Due(result.actual, result.expected, _turned(result.difference))
    return Due(result.expected, result.actual, result.difference)


def unsigned(difference: str) -> str:
    """By how much two figures differ, whichever is the larger: a sentence names both."""
    return difference.lstrip("+-")


def unit_text(unit: str | None, language: Language) -> str:
    """A unit as it stands behind a figure; English counts without the words that Chinese counts with (件, 项, 条)."""
    if language == "zh" or not unit or unit == "%":
        return unit or ""
    return say(f"unit.{_NAMED[unit]}", language) if unit in _NAMED else ""


def _turned(difference: str | None) -> str | None:
    if difference is None or not difference.strip("+-0."):
        return difference
    return difference[1:] if difference.startswith("-") else f"-{difference.lstrip('+')}"
