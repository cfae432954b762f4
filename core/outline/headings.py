"""Where the sections begin: official headings in every state of repair, and any numbered heading for reports without a form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from core.align.stream import Line
from core.forms import form
from core.text import compact, unspaced

_ORDINAL = r"(?:第?[一二三四五六七八九十]{1,3}(?:部分|章|节)?|[壹贰叁肆伍陆柒捌玖拾]|[0-9]{1,2}|\([一二三四五六七八九十]{1,2}\))"
_MARK = r"[、.,:;·]?"
_KEYWORD = re.compile(
    r"总\s*体\s*情\s*况|主动公开|收到和处理|收到与处理|复\s*议|问\s*题|改\s*进|需要报告|其他需|申请情况|总体|诉讼"
)
_ORDINAL_LINE = re.compile(rf"[\s#*]*{_ORDINAL}{_MARK}[^,。]{{2,24}}$")
_ORDINAL_FIRST = re.compile(rf"[\s#*]*(?P<ordinal>{_ORDINAL}){_MARK}")
_ORDINAL_BEFORE = re.compile(rf"(?P<ordinal>{_ORDINAL}){_MARK}$")
_LEAD = re.compile(r"[\s#*>\-·.|★☆◆◇■□●○▲△▼▽►▶※✦❖§◎♦]*")
_PAIRS = {"(": ")", '"': '"', "《": "》", "〈": "〉", "<": ">", "[": "]", "“": "”", "‘": "’"}
"""What a heading may stand in as a whole; 【】 and 「」 are compared as () and "".."""
_NUMBERED = re.compile(r"[\s#*>]*(?P<ordinal>[一二三四五六七八九十]{1,3})\s*[、.,]\s*(?P<title>[^。;]{2,40}?)\s*[*#:]*\s*")
_YEAR_BEFORE = re.compile(r"^(?:20[0-9]{2}|二零?[一二三四五六七八九十零]{1,2})年度?")
"""一、2023年总体情况: the year says nothing of which section it is. What is compared has lost its 〇."""
_SENTENCE_END = '。;!?:)"'
_LOOK_BACK = 40
_LONGEST_HEADING = 40
_ALIKE = 78.0
_PAGED = 0.9
"""How surely a heading with a page's number beside it is one: where it stands without, that is a running title."""


class Heading(NamedTuple):
    """A section heading: the section's number, where it stands and how surely it is one (1 for the official words)."""

    number: int
    line: int
    start: int
    end: int
    ordinal: str | None
    quality: float
    lines: int = 1
    """How many lines it is broken over."""


@dataclass(frozen=True, slots=True)
class _Title:
    number: int
    text: str
    pattern: re.Pattern[str]


@cache
def _titles() -> tuple[_Title, ...]:
    """The official headings and their variants, longest first, without punctuation."""
    found: dict[str, int] = {}
    for form_id in ("2021", "2019"):
        for section in form(form_id).sections:
            for text in (section.heading, *section.variants):
                found[compact(text).text] = section.number
    return tuple(
        _Title(number, text, re.compile(r"\W?".join(map(re.escape, text))))
        for text, number in sorted(found.items(), key=lambda entry: -len(entry[0]))
    )


@cache
def _numbers() -> Mapping[str, int]:
    return {title.text: title.number for title in _titles()}


def headings(lines: Sequence[Line]) -> tuple[Heading, ...]:
    """All places where an official section may begin, in order."""
    found: list[Heading] = []
    for number, line in enumerate(lines):
        paged = _paged(line)
        if line[4] in ("row", "furniture") and not _single(line) and not paged:
            continue
        if not _KEYWORD.search("".join(line.text.split())) and not _ORDINAL_LINE.match(line.text):
            continue
        exact = [heading._replace(quality=_PAGED) if paged else heading for heading in _exact(line, number)]
        found.extend(exact)
        if not exact:
            likely = _broken(lines, number) or _alike(line, number)
            if likely is not None:
                found.append(likely)
    return tuple(found)


def _single(line: Line) -> bool:
    atoms = line[0]
    if (len(atoms) > 1 and atoms[0][1] and atoms[1][1]) or line.kind != "row":
        return False
    return len([atom for atom in line.atoms if atom.text]) == 1


def _paged(line: Line) -> bool:
    """Whether a numbered heading has only a page's number beside it."""
    atoms = [atom for atom in line.atoms if atom.text]
    return line.kind == "row" and len(atoms) == 2 and atoms[1].figure is not None and bool(_ORDINAL_FIRST.match(line.text))


class _Printed(NamedTuple):
    """A heading in a line's text: the section's number, where it stands there, its ordinal."""

    number: int
    start: int
    end: int
    ordinal: str | None


def _exact(line: Line, number: int) -> Iterator[Heading]:
    """Official headings at the start of a line, or inside one behind a sentence's end, with or without an ordinal."""
    text = line.text
    for printed in _often_printed(text) if len(text) <= _LONGEST_HEADING else _printed(text):
        yield Heading(printed.number, number, line.start + printed.start, line.start + printed.end, printed.ordinal, 1.0)


@lru_cache(maxsize=2048)
def _often_printed(text: str) -> tuple[_Printed, ...]:
    """Headings and the labels of tables are the same in every report."""
    return tuple(_printed(text))


def _printed(text: str) -> Iterator[_Printed]:
    squeezed, plain = unspaced(text), compact(text).text
    for title in _titles():
        if title.text not in plain:
            continue
        for match in title.pattern.finditer(squeezed.text):
            behind = max(0, match.start() - _LOOK_BACK)
            before = squeezed.text[behind : match.start()]
            ordinal = _ORDINAL_BEFORE.search(before)
            lead = before[: ordinal.start()] if ordinal else before
            start, end = squeezed.span(behind + ordinal.start() if ordinal else match.start(), match.end())
            apart = ordinal is not None and start > 0 and text[start - 1].isspace()
            rest = squeezed.text[match.end() : match.end() + 9]
            begins = apart or _begins(lead, ordinal is not None)
            if not (begins and _ends(rest, ordinal is not None)) and not _enclosed(lead, rest):
                continue
            yield _Printed(title.number, start, end, ordinal["ordinal"] if ordinal else None)
            break


def _begins(lead: str, ordinal: bool) -> bool:
    """Whether what stands before can end: nothing, marks, or (only with an ordinal) the end of a sentence or of a heading."""
    plain = _LEAD.sub("", lead, count=1)
    return not plain or (ordinal and (plain[-1] in _SENTENCE_END or plain.endswith(("情况", "事项", "报告", "元", "0"))))


def _enclosed(lead: str, rest: str) -> bool:
    """Whether nothing but brackets or quotes stands around it."""
    opened = _LEAD.sub("", lead, count=1)
    return _PAIRS.get(opened) == rest != ""


def _ends(rest: str, ordinal: bool) -> bool:
    """Whether what follows leaves it a heading: no sentence goes on from it."""
    if not rest or not re.match(r"[\u3400-\u9fff,]", rest):
        return not rest.startswith(("、", '"', "》", "'", "”", "’"))
    return ordinal and not re.match(r"[,的等和及为如]", rest)


def _broken(lines: Sequence[Line], number: int) -> Heading | None:
    """A heading that goes on in the next line or two."""
    line = lines[number]
    match = _ORDINAL_FIRST.match(line.text)
    if match is None or len(line.text) > _LONGEST_HEADING:
        return None
    text = compact(line.text[match.end() :]).text
    if not any(title.startswith(text) for title in _numbers()):
        return None
    for extra in (1, 2):
        if number + extra >= len(lines):
            break
        if len(lines[number + extra].text) > _LONGEST_HEADING:
            break
        text += compact(lines[number + extra].text).text
        found = _numbers().get(text)
        if found is not None:
            end = lines[number + extra].end
            return Heading(found, number, line.start, end, match["ordinal"], 1.0, 1 + extra)
    return None


def _alike(line: Line, number: int) -> Heading | None:
    """A short line that reads almost like an official heading."""
    if "。" in line.text or line.figures:
        return None
    match = _ORDINAL_FIRST.match(line.text)
    text = _YEAR_BEFORE.sub("", compact(line.text[match.end() :] if match else line.text).text)
    if not 4 <= len(text) <= 32:
        return None
    section, score = _likest(text)
    ordinal = match["ordinal"] if match else None
    if not section or score < (_ALIKE if ordinal else 90.0):
        return None
    return Heading(section, number, line.start, line.end, ordinal, score / 110)


@lru_cache(maxsize=2048)
def _likest(text: str) -> tuple[int, float]:
    """The section whose heading is most like a text, and how much."""
    best, score = 0, 0.0
    for title in _titles():
        value = fuzz.ratio(title.text, text)
        if value > score:
            best, score = title.number, value
    return best, score


def numbered_headings(lines: Sequence[Line]) -> tuple[Heading, ...]:
    """Headings 一、 二、 … of a report that follows no national form, numbered as found."""
    found: list[Heading] = []
    for number, line in enumerate(lines):
        match = _NUMBERED.fullmatch(line.text) if line.kind in ("text", "prose") else None
        if match is not None and not line.figures:
            found.append(Heading(len(found) + 1, number, line.start, line.end, match["ordinal"], 0.5))
    return tuple(found)
