"""N305: a cited law or notice whose name, number and year do not belong together, or that no longer applies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.report import Report
from rules.context import Run
from rules.narrative import Anchors, narratives, quoted, without_narrative
from rules.registry import rule
from rules.result import Result, Severity


@dataclass(frozen=True, slots=True)
class _Notice:
    """A notice: its series, year and number, what its title says, and the reports it is for."""

    series: str
    year: int
    number: int
    title: re.Pattern[str]
    last_report_year: int | None = None
    only: bool = True
    """Whether no other notice of the State Council's office has such a title."""

    @property
    def printed(self) -> str:
        return f"{self.series}〔{self.year}〕{self.number}号"


_NOTICES = (
    _Notice("国办公开办函", 2021, 30, re.compile(r"年度报告格式")),
    _Notice("国办公开办函", 2019, 60, re.compile(r"年度报告有关事项"), last_report_year=2020),
    _Notice("国办公开办函", 2016, 201, re.compile(r"行政复议|行政诉讼|统计"), only=False),
    _Notice("国办函", 2020, 109, re.compile(r"处理费")),
    _Notice("国办发", 2020, 50, re.compile(r"公共企事业单位信息公开规定")),
)
_REGULATION = re.compile(
    r"《(?:中华人民共和国)?政府信息公开条例》(?:（[^）]{0,10}修订[^）]{0,6}）)?(?:（|，)?(?:以下简称[^）]{0,10}）)?(?:（|，)?"
    r"(?:中华人民共和国)?(?:国务院令|国令|国务院)(?:令)?(?:第)?(?P<number>[0-9]{2,4})号"
)
_CITED = re.compile(
    r"(?:《(?P<title>[^《》\n]{2,80}(?:〈[^〉\n]{2,60}〉[^《》\n]{0,20})?)》[^《》。；\n]{0,4}?（?)?(?P<series>国办公开办函|国办函|国办发|国办公开函)[〔【（\[](?P<year>20[0-9]{2})[〕】）\]](?:第)?(?P<number>[0-9]{1,4})号"
)
_REGULATION_NUMBER = 711


@rule(code="N305", severity=Severity.WARNING, basis="consistency", needs=("year",), first_year=2019)
def wrong_citation(report: Report, run: Run) -> Iterator[Result]:
    """条例 is 国令第711号; each notice has one number and year; the notice of 2019 no longer applies to reports for 2021."""
    if without_narrative(report):
        return iter((wrong_citation.skipped("nothing_to_compare"),))
    return _found(report, run)


def _found(report: Report, run: Run) -> Iterator[Result]:
    del run
    anchors = Anchors(report)
    for section, even in narratives(report, titles=True):
        for match in _REGULATION.finditer(even.text):
            if int(match["number"]) != _REGULATION_NUMBER:
                yield wrong_citation.fail(
                    anchors.at(section, *even.span(match.start(), match.end())),
                    quoted(report, section, even, match.start(), match.end()),
                    section=section,
                    cited=match[0],
                    right="国令第711号",
                )
        for match in _CITED.finditer(even.text):
            right, variant = _judged(match, report.year or 0)
            if right is not None:
                yield wrong_citation.fail(
                    anchors.at(section, *even.span(match.start(), match.end())),
                    quoted(report, section, even, match.start(), match.end()),
                    section=section,
                    variant=variant,
                    cited=match[0],
                    right=right,
                )


def _judged(match: re.Match[str], year: int) -> tuple[str | None, str | None]:
    """What ought to be cited instead, and which sentence says so; (None, None) when nothing is known to be wrong."""
    series, cited_year, number = match["series"], int(match["year"]), int(match["number"])
    title = match["title"] or ""
    exact = next((n for n in _NOTICES if (n.series, n.year, n.number) == (series, cited_year, number)), None)
    meant = next((n for n in _NOTICES if title and n.title.search(title) and (n.only or n.series == series)), None)
    if meant is not None and meant is not exact:
        return meant.printed, None
    if exact is not None and exact.last_report_year is not None and year > exact.last_report_year:
        return _NOTICES[0].printed, "outdated"
    if exact is None:
        near = [
            n
            for n in _NOTICES
            if n.series == series and (n.number == number or (n.year == cited_year and series == "国办公开办函" and not title))
        ]
        if len(near) == 1 and near[0].number == number:
            return near[0].printed, None
    return None, None
