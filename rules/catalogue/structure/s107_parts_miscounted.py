"""S107: the announced number of parts, the parts named and those found disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.numerals import chinese_number
from core.report import Report
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.sections import sections_found, simple

_NUMBER = re.compile(r"(?P<number>[一二三四五六七八九十]|[0-9]{1,2})\s{0,2}个?大?部分")
_ANNOUNCED = re.compile(
    r"(?:全文|本(?:年度)?报告|年度报告|年报|报告)(?:全文|内容|正文)?[^，。\n]{0,8}?(?:由|包括|分为|包含|共分?|含|分)"
)
LONGEST_LIST = 320
"""So far before the number the sentence that announces the parts may begin."""
_KNOWN = (
    r"总体情况|概述|概况|基本情况",
    r"主动公开",
    r"收到和处理|申请(?:公开)?(?:的)?(?:情况|办理)|依申请公开",
    r"复议|诉讼",
    r"问题|改进",
    r"其他需要报告|其他事项|其它",
)


@rule(code="S107", severity=Severity.WARNING, basis=("form_sections", "consistency"))
def parts_miscounted(report: Report, run: Run) -> Iterator[Result]:
    """全文由六个部分组成: six parts are named and six are found."""
    found = sections_found(report)
    announced = False
    for section in (section for section in report.sections if section.present and section.number in (0, 1)):
        text = simple(section)
        for match in _NUMBER.finditer(text):
            lead = text[max(0, match.start() - LONGEST_LIST) : match.start()].rpartition("。")[2]
            opening = _ANNOUNCED.search(lead)
            if opening is None:
                continue
            value = chinese_number(match["number"]) if not match["number"].isdigit() else int(match["number"])
            if value is None or not 3 <= value <= 15 or not (section.number == 0 or _lists(lead[opening.end() :])):
                continue
            announced = True
            number, names = int(value), lead[opening.end() :]
            named = sum(1 for words in _KNOWN if re.search(words, names)) if _lists(names) else number
            extra = len(re.findall(r"附[表件图录]|附则", names))
            if number != found and number - extra != found:
                variant = "found"
            elif named + extra != number and named == len(_KNOWN) - 1:
                variant = "named"
            else:
                continue
            quoted = evidence.span(report, section.number, match.start() - len(lead) + opening.start(), match.end())
            counts = {"announced": str(number), "found": str(found), "named": str(named)}
            expected, actual = str(number), str(found if variant == "found" else named)
            yield parts_miscounted.fail(
                f"{section.number}/parts",
                quoted,
                section=section.number,
                variant=variant,
                expected=expected,
                actual=actual,
                values=counts,
            )
            return
    if not announced:
        yield parts_miscounted.skipped("no_claim")


def _lists(names: str) -> bool:
    """Whether the sentence lists the parts by name: at least three of them."""
    return sum(1 for words in _KNOWN if re.search(words, names)) >= 3
