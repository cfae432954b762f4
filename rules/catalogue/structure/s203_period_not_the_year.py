"""S203: the statistical period is not the calendar year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.quantity import narrow
from core.report import Report
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.sections import simple

_PERIOD = re.compile(
    r"(?:统计|数据|期限|起止|周期|时限)[^。\n]{0,20}?(?P<y1>20[0-9]{2})\s*年\s*(?P<m1>[0-9]{1,2})\s*月\s*(?P<d1>[0-9]{1,2})\s*日?\s*起?\s*(?:至|到|-|~)\s*"
    r"(?:(?P<y2>20[0-9]{2})\s*年|(?:当年|同年))?\s*(?P<m2>[0-9]{1,2})\s*月\s*(?P<d2>[0-9]{1,2})\s*日"
)


@rule(code="S203", severity=Severity.WARNING, basis=("regulation_50", "form_filling"), needs=("year",))
def period_not_the_year(report: Report, run: Run) -> Iterator[Result]:
    """The period runs from 1 January to 31 December of the reported year."""
    said = False
    for section in (section for section in report.sections if section.present and section.number in (0, 1)):
        for match in _PERIOD.finditer(narrow(simple(section))):
            said = True
            first = (int(match["y1"]), int(match["m1"]), int(match["d1"]))
            last = (int(match["y2"] or match["y1"]), int(match["m2"]), int(match["d2"]))
            if first == (report.year, 1, 1) and last == (report.year, 12, 31):
                continue
            yield period_not_the_year.fail(
                f"{section.number}/period",
                evidence.span(report, section.number, match.start(), match.end()),
                section=section.number,
                printed=section.text[match.start() : match.end()],
                year=str(report.year),
            )
    if not said:
        yield period_not_the_year.skipped("no_claim")
