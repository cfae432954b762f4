"""S106: the numbering inside a section has a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.identity import clause_anchor
from core.report import Report, Section
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity

_NUMERALS = "一二三四五六七八九十"
_BLANK = r"[ \t\u3000]{0,8}"
_KINDS = (
    re.compile(
        rf"(?:^|(?<=[。！？；：:;\n])){_BLANK}[（(]{_BLANK}(?P<number>[{_NUMERALS}]|十[一二三四五]){_BLANK}[）)](?!{_BLANK}项)"
    ),
    re.compile(rf"(?:^|(?<=[。！？；：，:;,\n在])){_BLANK}(?P<number>[{_NUMERALS}])是"),
)
"""（一）…（二）… at the beginning of a sentence; 一是…二是…"""
NARRATIVE = (1, 5, 6)


@dataclass(frozen=True)
class _Mark:
    number: int
    start: int
    end: int


@rule(code="S106", severity=Severity.INFO, basis="judgement")
def numbering_gap(report: Report, run: Run) -> Iterator[Result]:
    """（一）, （二）, （三） and 一是, 二是, 三是 follow one another without a gap."""
    if not any(section.text for section in report.sections):
        yield numbering_gap.skipped("no_text")
    for section in report.sections:
        if not section.present or (report.form is not None and section.number not in NARRATIVE):
            continue
        ordinals: dict[str, int] = {}
        for kind in _KINDS:
            for before, mark in _gaps(_marks(kind, section)):
                quoted = section.text[mark.start : mark.end + 12].strip()
                ordinal = ordinals.setdefault(quoted, 0)
                ordinals[quoted] += 1
                yield numbering_gap.fail(
                    clause_anchor(section.number, quoted, ordinal),
                    evidence.span(report, section.number, mark.start, min(len(section.text), mark.end + 12)),
                    section=section.number,
                    variant="first" if before == 0 else "message",
                    printed=section.text[mark.start : mark.end].strip(),
                    missing=_NUMERALS[before] if before < len(_NUMERALS) else "",
                )


def _marks(kind: re.Pattern[str], section: Section) -> Iterator[_Mark]:
    for match in kind.finditer(section.text):
        if "\t" in _line(section.text, match.start("number")):
            continue  # a row of a table that stands here, as the labels of table 3 are numbered too
        digits = match["number"]
        number = 10 + _NUMERALS.index(digits[1]) + 1 if len(digits) > 1 else _NUMERALS.index(digits) + 1
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        yield _Mark(number, start, match.end())


def _line(text: str, at: int) -> str:
    """The line in which a character stands."""
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]


def _gaps(marks: Iterator[_Mark]) -> Iterator[tuple[int, _Mark]]:
    """Marks whose forerunner is missing, with the number of the mark before them (0: none)."""
    last = 0
    for mark in marks:
        if mark.number != 1 and mark.number > last + 1:
            yield last, mark
        last = mark.number
