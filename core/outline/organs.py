"""The organ's full name where its title has only a short one (市科委) and the source itself spells it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from core.align.stream import Line
from core.report import Found
from core.text import comparable

_FULL_END = r"(?:委员会|办公室|办公厅|管理局|总局|局|厅|院|署|处|中心|办事处|集团|公司|银行|大学|学院|会)"
_NAME = r"[\u3400-\u9fff]"
_PUBLISHER = re.compile(
    rf"(?:主办单位|主办|版权所有|承办单位|承办|发布机构|发布单位|公开主体|公开机构|制发机关|信息来源|来源)\s*[:：]?\s*({_NAME}{{3,30}}{_FULL_END})(?!{_NAME})"
)
_NEAR_THE_EDGES = 40


def publishers(short: str, lines: Sequence[Line]) -> tuple[Found, ...]:
    """Organs that the page names as its publisher, above or below the report; only those that begin like a short name."""
    beginning = _plain(short)[:2]
    near = [*lines[:_NEAR_THE_EDGES], *lines[max(_NEAR_THE_EDGES, len(lines) - _NEAR_THE_EDGES) :]]
    texts = (line.text for line in near if line.kind == "text" and beginning in line.text)
    return tuple(Found(match[1], "text", match.group().strip()) for text in texts for match in _PUBLISHER.finditer(text))


def defined(short: str, even: str) -> tuple[Found, ...]:
    """Full names that the opening (comparable) defines a short one for: 上海市科学技术委员会（以下简称“市科委”）."""
    if "简称" not in even:
        return ()
    names = "|".join(re.escape(name) for name in (short, short[-3:], short[-2:]))
    pattern = rf"({_NAME}{{3,30}}{_FULL_END})\((?:以下)?简称\W{{0,3}}(?:{names})\W?\)"
    return tuple(Found(match[1], "text", match.group()) for match in re.finditer(pattern, even))


def full_name(short: str, evidence: Iterable[Found]) -> Found | None:
    """The evidence that spells out a short name; None when there is none or two places spell it differently."""
    fulls = {found.value: found for found in evidence if spells_out(short, found.value)}
    return next(iter(fulls.values())) if len(fulls) == 1 else None


def spells_out(short: str, full: str) -> bool:
    """Whether one name is an abbreviation of the other: the same place, and its characters among the longer one's in their order.

    A name that only goes on (某县 and 某县人民政府) is not abbreviated.
    """
    plain, long = _plain(short), _plain(full)
    if len(long) < len(plain) + 2 or long.startswith(plain) or long[:2] != plain[:2] or not re.search(f"{_FULL_END}$", long):
        return False
    characters = iter(long)
    return all(character in characters for character in plain)


def _plain(name: str) -> str:
    return "".join(comparable(name).split())
