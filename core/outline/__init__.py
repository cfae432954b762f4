"""A document cut into reports, a report into its sections; title, organ, year and date with the places where they were found."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from core.align.stream import Line, lines_of, text_line
from core.document import Document, Paragraph, Place
from core.forms import form
from core.outline.body import Body
from core.outline.facts import (
    Opening,
    Title,
    find_agencies,
    find_dates,
    find_signature,
    find_title,
    find_years,
    organ_of_title,
    year_in,
)
from core.outline.headings import Heading, headings, numbered_headings
from core.outline.organs import defined, full_name, publishers
from core.report import Found, Section
from core.text import clean

_FOOTER = re.compile(
    r"\s*(?:版权所有|主办单位|主办[:：]|承办|技术支持|网站标识码|.{0,12}ICP备|.{0,6}公网安备|网站地图|联系我们|关于我们|上一篇|下一篇|上一条|下一条"
    r"|【?打印|\[?打印|【?关闭|\[?关闭|关闭窗口|分享到|扫一扫|相关附件|附件下载|责任编辑|浏览次数|访问量|您是第|返回顶部|友情链接|无障碍|相关链接|相关阅读|相关信息"
    r"|\S.{1,80}\.(?:docx?|wps|pdf|ofd|xlsx?|et|zip|rar)(?:\(.{1,20}\))?\s*$)"
)
_TOP_SECTIONS = 6
_TITLE = re.compile(r"(?:19|20)\d\d\D.*(?:年度|工作)报告|(?:年度|工作)报告\D*(?:19|20)\d\d")
_LONGEST_TITLE = 50
_REPEATED = 2
_FEW_LINES = 3
_LONG_LINE = 20
_FEW_HEADINGS = 4
"""With this many official headings the report has the official sections, whatever its tables are."""


@dataclass(frozen=True)
class Outline:
    """One report of a document: its lines, its sections and what it says about itself."""

    part: int
    lines: tuple[Line, ...]
    title: str | None
    agency: str | None
    year: int | None
    sections: tuple[Section, ...]
    """The six official sections, missing ones marked."""
    free_sections: tuple[Section, ...]
    """The sections as a report without a form numbers them."""
    found: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)
    official: bool = True
    """Whether official section headings were found."""
    start: int = 0
    stop: int = sys.maxsize
    """Where it stands in the document's text; the first report begins, and the last one ends, with it."""


def outline(document: Document, name: str = "") -> tuple[Outline, ...]:
    """The reports of a document, usually one. `name` is the source's name, the last place to look for organ and year."""
    lines = _without_furniture(tuple(lines_of(document)))
    found = headings(lines)
    if any(_inside(heading, lines) for heading in found):
        lines = _cut(lines, found)
        found = headings(lines)
    parts = _parts(lines, found)
    bounds = [0, *(part.lines[0].start for part in parts[1:]), sys.maxsize]
    return tuple(
        _outline(document, name, number, part, (bounds[number], bounds[number + 1])) for number, part in enumerate(parts)
    )


def _without_furniture(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Mark lines that are printed again on every page (a running title) as furniture, all but the first."""
    counts = Counter(
        line.text for line in lines if line.kind == "text" and len(line.text) <= _LONGEST_TITLE and _TITLE.search(line.text)
    )
    repeated = {text for text, count in counts.items() if count >= _REPEATED}
    if not repeated:
        return lines
    seen: set[str] = set()
    kept: list[Line] = []
    for line in lines:
        if line.text in repeated and line.text in seen:
            line = line._replace(atoms=(), kind="furniture")
        seen.add(line.text)
        kept.append(line)
    return tuple(kept)


def _inside(heading: Heading, lines: Sequence[Line]) -> bool:
    """Whether a heading shares its line with other text."""
    line = lines[heading.line]
    return (
        line.kind in ("text", "prose") and heading.lines == 1 and (heading.start > line.start + 3 or heading.end < line.end - 1)
    )


def _cut(lines: Sequence[Line], found: Sequence[Heading]) -> tuple[Line, ...]:
    """Lines cut before and behind the headings inside them, so that each piece is read for what it is."""
    marks: dict[int, set[int]] = {}
    for heading in found:
        if _inside(heading, lines):
            marks.setdefault(heading.line, set()).update((heading.start, heading.end))
    kept: list[Line] = []
    for number, line in enumerate(lines):
        if number not in marks:
            kept.append(line)
            continue
        bounds = sorted({line.start, line.end, *marks[number]})
        for start, end in pairwise(bounds):
            piece = line.text[start - line.start : end - line.start]
            if piece.strip():
                kept.append(text_line(piece, start, line.block))
    return tuple(kept)


@dataclass(frozen=True)
class _Part:
    lines: tuple[Line, ...]
    headings: tuple[Heading, ...]


def _parts(lines: tuple[Line, ...], found: tuple[Heading, ...]) -> list[_Part]:
    """Cut where a second report begins: its sections start again under a title of their own."""
    found = _without_contents(found, lines)
    starts = [0]
    highest = 0
    exact = [heading for heading in found if heading.quality == 1.0]
    for heading in exact:
        if heading.number <= 2 and highest >= 4:
            title = _title_line_before(lines, heading.line, starts[-1])
            if title is not None:
                starts.append(title)
                highest = 0
        highest = max(highest, heading.number)
    parts: list[_Part] = []
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        inside = [h._replace(line=h.line - start) for h in found if start <= h.line < stop]
        parts.append(_Part(lines[start:stop], _chosen(inside)))
    return parts


def _title_line_before(lines: Sequence[Line], line: int, after: int) -> int | None:
    """Where the title of a further report stands: the nearest line above that names a report with organ and year."""
    for number in range(line - 1, max(after, line - 30), -1):
        text = "".join(lines[number].text.split())
        if len(text) <= 60 and "报告" in text and "公开" in text and "。" not in text and year_in(text):
            if organ_of_title(text) is None and number > after + 1 and len(lines[number - 1].text) <= 40:
                return number - 1
            return number
    return None


def _without_contents(found: tuple[Heading, ...], lines: Sequence[Line]) -> tuple[Heading, ...]:
    """Drop a table of contents: four or more headings in a row with nothing between them, when they come again."""
    kept: list[Heading] = []
    run: list[Heading] = []
    for heading in (*found, None):
        if run and (heading is None or heading.line - run[-1].line > 1 or heading.number <= run[-1].number):
            later = {h.number for h in found if h.line > run[-1].line}
            if not (len(run) >= 4 and len(later) >= 3):
                kept.extend(run)
            run = []
        if heading is not None:
            run.append(heading)
    return tuple(kept)


def _chosen(found: Sequence[Heading]) -> tuple[Heading, ...]:
    """One heading a section: the best, then the first; in the form's order where several are as good."""
    best: dict[int, Heading] = {}
    for heading in found:
        current = best.get(heading.number)
        if (
            current is None
            or heading.quality > current.quality
            or (heading.quality == current.quality and heading.ordinal and not current.ordinal)
        ):
            best[heading.number] = heading
    return tuple(sorted(best.values(), key=lambda heading: (heading.line, heading.start)))


def _outline(document: Document, name: str, number: int, part: _Part, bounds: tuple[int, int]) -> Outline:
    lines, chosen = part.lines, part.headings
    official = len(chosen) >= 2 or any(h.number != 1 for h in chosen)
    numbered = chosen if len(chosen) >= _FEW_HEADINGS else numbered_headings(lines)
    first = min((heading.line for heading in (chosen if official else numbered)), default=len(lines))
    title = find_title(lines, document.text, min(first, 60) if first < len(lines) else min(len(lines), 40))
    opening = Opening.of(document.text[lines[0].start : lines[min(len(lines) - 1, first + 12)].end] if lines else "")
    body = document.text[lines[0].start : lines[-1].end] if lines else ""
    whole = document if number == 0 else replace(document, title=None, metadata=())
    file_name = name if number == 0 else ""
    years = find_years(title, opening, whole, file_name, body)
    year = int(years[0].value) if years else None
    agencies = find_agencies(title, opening, find_signature(lines, document.text), whole, file_name)
    agencies = _spelled_out(agencies, opening, lines)
    found = {"agency": agencies, "year": years, "published": find_dates(lines, document.text, whole, year, title)}
    sections = _sections(document, lines, chosen, title, official=True)
    return Outline(
        part=number,
        lines=lines,
        title=title.text if title else None,
        agency=agencies[0].value if agencies else None,
        year=year,
        sections=sections,
        free_sections=sections if numbered is chosen else _sections(document, lines, numbered, title, official=False),
        found={key: value for key, value in found.items() if value},
        official=official,
        start=bounds[0],
        stop=bounds[1],
    )


def _spelled_out(agencies: tuple[Found, ...], opening: Opening, lines: Sequence[Line]) -> tuple[Found, ...]:
    """The organs found, first the full name of one that the title only abbreviates."""
    if not agencies:
        return agencies
    short = agencies[0].value
    full = full_name(short, (*agencies[1:], *defined(short, opening.even), *publishers(short, lines)))
    return agencies if full is None else (full, *(found for found in agencies if found is not full))


def _sections(
    document: Document, lines: Sequence[Line], chosen: Sequence[Heading], title: Title | None, *, official: bool
) -> tuple[Section, ...]:
    wrapped = _hard_wrapped(document, lines)
    origin = title.place.start if title else lines[0].start if lines else 0
    first = chosen[0].start if chosen else _end_of(lines)
    sections = [_section(document, lines, 0, None, origin, first, wrapped)]
    for heading, after in zip(chosen, [*chosen[1:], None], strict=False):
        stop = after.start if after else _end_of(lines)
        sections.append(_section(document, lines, heading.number, heading, heading.end, stop, wrapped))
    if official:
        present = {section.number for section in sections}
        missing = [n for n in range(1, _TOP_SECTIONS + 1) if n not in present]
        sections.extend(Section(n, None, False, "") for n in missing)
        sections.sort(key=lambda section: section.number)
    return tuple(sections)


def _hard_wrapped(document: Document, lines: Sequence[Line]) -> bool:
    """Whether lines are broken for width: the reader says so, or too many lines of prose end in the middle of a sentence."""
    if sum(1 for block in document.blocks if isinstance(block, Paragraph) and block.wrapped) > _FEW_LINES:
        return True
    prose = [line.text.rstrip() for line in lines if line.kind == "prose" and len(line.text) >= _LONG_LINE]
    unended = sum(1 for text in prose if text[-1:] not in '。;:!?)”"')
    return unended > _FEW_LINES and unended * 5 > len(prose) * 2


def _section(
    document: Document, lines: Sequence[Line], number: int, heading: Heading | None, start: int, stop: int, hard_wrapped: bool
) -> Section:
    body = Body(document.text, document.blocks, hard_wrapped=hard_wrapped)
    for line in [line for line in lines if line[2] < stop and line[3] > start and line[4] != "furniture"]:
        if number >= _TOP_SECTIONS and _FOOTER.match(line.text):
            break
        first, last = max(line.start, start), min(line.end, stop)
        if last < line.end and not document.text[first:last].strip("#*> \t\u3000"):
            continue  # the mark of Markdown before the next heading
        body.add(line, first, last)
    if heading is None:
        return Section(number, None, True, body.text, body.segments)
    return Section(
        number,
        clean(document.text[heading.start : heading.end]),
        True,
        body.text,
        body.segments,
        Place(heading.start, heading.end),
        heading.ordinal,
    )


def _end_of(lines: Sequence[Line]) -> int:
    return lines[-1].end if lines else 0


__all__ = ["Outline", "form", "outline"]
