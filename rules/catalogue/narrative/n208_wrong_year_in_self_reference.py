"""N208: the report speaks of itself, or of its year's work, with another year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.claims.plain import Plain
from core.report import Claim, Report
from rules.context import Run
from rules.narrative import Anchors, amount, narratives, quoted, sentence_span, within, without_narrative
from rules.registry import rule
from rules.result import Result, Severity

_ITSELF = re.compile(
    r"(?:现(?:将|公布|公开|向社会公布|发布)|编制(?:了|的|完成|本)?|(?:本|此)(?:年度)?报告(?:是|为|系)?|形成(?:了)?|特(?:编制|制定|公布)|公布)[^，。；\n]{0,24}?"
    r"(?P<year>20[0-9]{2})年度?[^，。；\n]{0,12}?(?:政府信息公开|信息公开|政务公开)(?:工作)?(?:年度)?(?:工作)?(?:年度)?"
    r"(?:报告|(?:开展|有关)?情况(?:报告|公布|汇报|公开|总结)?如下)"
)
_COMPILED = re.compile(r"编制(?:了|的|完成|本)?[^，。；\n《]{0,12}?(?P<year>20[0-9]{2})年?度(?:工作)?报告(?!格式)")
_PLAN = re.compile(
    r"(?:^|(?<=[。\n；：]))(?:[（(]?[一二三四五六七八九十0-9]{1,2}[）)、.．])?(?:下一步|下步|今后|接下来)?[，：]?(?:在)?"
    r"(?P<year>20[0-9]{2})年度?，?[^，。；\n]{0,10}?将(?:继续|进一步|着力|重点|不断|持续|大力|切实|努力|积极|认真|深入|加强|加大)"
)
_WORK = re.compile(
    r"(?:^|(?<=[。\n；]))(?:(?:[（(]?[一二三四五六七八九十0-9]{1,2}[）)、.．])?[^，。；：\n]{0,14}[：。])?"
    r"(?P<year>20[0-9]{2})年(?:度)?，?(?:我|本|全[市县区省局]|[一-龥]{2,12}(?:局|委|厅|办|政府))?[^，。；\n]{0,8}?"
    r"(?:共|全年|累计|主动公开|收到|受理|办结|制发|认真|严格|坚持|深入|扎实|严格按照|高度重视)"
)
_OTHERWISE = re.compile(
    r"上年|去年|同期|以来|同比|相比|较|比|与|回顾|截至|起|结转|印发|下发|计划|将|拟|下一步|打算|展望|存在|问题|针对|自|从"
)


@rule(code="N208", severity=Severity.WARNING, basis="consistency", needs=("year",))
def wrong_year_in_self_reference(report: Report, run: Run) -> Iterator[Result]:
    """The report names its own year; plans for the next year and comparisons with the last are no slip.

    A sentence that tells another year's work is one for itself (left over from last year's report) unless this year's figures are
    told elsewhere, or the report of that year is loaded and has these figures.
    """
    if without_narrative(report):
        return iter((wrong_year_in_self_reference.skipped("nothing_to_compare"),))
    return _found(report, run)


def _found(report: Report, run: Run) -> Iterator[Result]:
    anchors = Anchors(report)
    for section, even in narratives(report):
        found = [match for match in _ITSELF.finditer(even.text) if int(match["year"]) != report.year]
        found += [match for match in _COMPILED.finditer(even.text) if int(match["year"]) != report.year]
        found += [match for match in _PLAN.finditer(even.text) if 0 < (report.year or 0) - int(match["year"]) <= 3]
        if section == 1:
            found += [match for match in _WORK.finditer(even.text) if _is_slip(match, even.text, report.year or 0)]
            found = [match for match in found if not _tells_that_year(report, run, section, even, match)]
        for match in found:
            yield wrong_year_in_self_reference.fail(
                anchors.at(section, *even.span(match.start(), match.end())),
                quoted(report, section, even, match.start(), match.end()),
                section=section,
                expected=str(report.year),
                actual=match["year"],
                named=match["year"],
                year=str(report.year),
            )


def _tells_that_year(report: Report, run: Run, section: int, even: Plain, match: re.Match[str]) -> bool:
    """Whether its figures are that year's: as its report has them, or other than this year's, which are told elsewhere."""
    start, end = even.span(*sentence_span(even.text, match.start(), match.end()))
    told = [claim for claim in report.claims if claim.section == section and start <= claim.start < end and claim.about]
    stated = [(claim, amount(report, claim.about)) for claim in told]
    that_year = run.history(int(match["year"]))
    if told and that_year is not None and all(_agrees(claim, that_year) for claim in told):
        return True
    facts = {claim.fact for claim in report.claims if claim.period == str(report.year) and claim.about}
    return any(claim.fact in facts for claim in told) and not any(
        value is not None and within(claim, value) for claim, value in stated
    )


def _agrees(claim: Claim, report: Report) -> bool:
    value = amount(report, claim.about)
    return value is not None and within(claim, value)


def _is_slip(match: re.Match[str], text: str, year: int) -> bool:
    """A sentence that begins with another year and tells that year's work as this report's."""
    named = int(match["year"])
    if named == year or not year - 3 <= named <= year + 1:
        return False
    end = min((at for at in (text.find(sign, match.end()) for sign in "。\n") if at >= 0), default=len(text))
    sentence = text[match.start() : min(end, match.start() + 200)]
    return f"{year}年" not in sentence and not _OTHERWISE.search(sentence)
