"""S104: section 5 or 6 says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.sections import simple

_WORDS = re.compile(r"[\u3400-\u9fff0-9A-Za-z]")
_NOTHING = re.compile(
    r"(?:本(?:机关|单位|部门|年度|局|镇|乡|街道))*(?:暂|均)?[无没](?:有)?(?:其他|其它|需要|应当|要)*(?:报告)?(?:的)?(?:事项|内容|情况|问题)?"
)


@rule(code="S104", severity=Severity.WARNING, basis="regulation_50", needs=("form",))
def section_trivial(report: Report, run: Run) -> Iterator[Result]:
    """Section 5 names problems and improvements; section 6 reports something."""
    sections = [section for section in (report.section(5), report.section(6)) if section is not None]
    if not sections:
        yield section_trivial.skipped("section_missing", section=5, number="5", finding="S101")
    for section in sections:
        plain = "".join(_WORDS.findall(simple(section)))
        shortest = int(run.settings.threshold("short_section")) if section.number == 5 else 1
        if len(plain) >= shortest and not _NOTHING.fullmatch(plain):
            yield section_trivial.passed(f"section/{section.number}", section=section.number)
            continue
        found = (
            evidence.span(report, section.number, 0, len(section.text))
            if plain
            else evidence.missing(section.heading or "", section.number)
        )
        yield section_trivial.fail(
            f"section/{section.number}",
            found,
            section=section.number,
            severity=Severity.WARNING if section.number == 5 else Severity.INFO,
            variant="message" if plain else "empty",
            text=section.text.strip()[:40],
        )
