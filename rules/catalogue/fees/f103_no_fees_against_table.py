"""F103: the text says that no administrative fee was charged, and table 2 has an amount; or the reverse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.arithmetic import plain
from rules.context import Run
from rules.fees import AMOUNT
from rules.narrative import Anchors, amount, narratives, otherwise, quoted
from rules.registry import rule
from rules.result import Result, Severity

_NONE = re.compile(
    r"(?:没有|未|无|不)(?:发生|产生|收取|征收|涉及|存在|有|开展|实施)?(?:任何|各类|各项|相关)?(?:的)?行政事业性(?:收费|费用)"
    r"(?!项目(?:目录|清单|调整|变动|变化|增加))"
    r"|行政事业性收费(?:项目)?(?:金额|收入|总额|情况)?(?:为|：|是|共)?(?:0|零|〇)(?:元|万元|(?=[，。；\n]|$))"
    r"|行政事业性收费(?:项目)?(?:为|：)?(?:无|没有)(?=[，。；\n]|$)"
)
_SOME = re.compile(
    r"(?:依法|按规定|按标准)?(?:收取|征收)(?:了)?[^，。；\n]{0,12}?行政事业性收费(?:[^，。；\n]{0,6}?)(?=[1-9][0-9,.]*(?:万|亿)?元)"
)
_OTHER_YEAR = re.compile(r"(?:上年|去年|上一年|以前)")


@rule(
    code="F103",
    severity=Severity.ERROR,
    basis=("consistency", "form_filling"),
    needs=("form", "t2"),
    forms=("2021",),
    yields_to=("F101",),
)
def no_fees_against_table(report: Report, run: Run) -> Iterator[Result]:
    """No 行政事业性收费 in words and an amount in table 2, or an amount in words and a nought there."""
    return otherwise(_found(report, run), no_fees_against_table.skipped("no_claim"))


def _found(report: Report, run: Run) -> Iterator[Result]:
    del run
    charged = amount(report, (AMOUNT,))
    if charged is None:
        yield no_fees_against_table.skipped("absent_cell", AMOUNT, cells=(AMOUNT,), finding="S303")
        return
    anchors = Anchors(report)
    for section, even in narratives(report):
        for match, says_none in _statements(even.text):
            anchor = anchors.at(section, *even.span(match.start(), match.end()))
            if says_none == (not charged):
                yield no_fees_against_table.passed(anchor, section=section)
                continue
            yield no_fees_against_table.fail(
                anchor,
                quoted(report, section, even, match.start(), match.end()),
                *evidence.cells(report, (AMOUNT,)),
                section=section,
                variant=None if says_none else "reverse",
                statement=match[0],
                charged=plain(charged),
            )


def _statements(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """What the text says about there being fees, of this year: each place, and whether it says that there were none."""
    for pattern, says_none in ((_NONE, True), (_SOME, False)):
        for match in pattern.finditer(text):
            if not _OTHER_YEAR.search(text[max(0, match.start() - 12) : match.start()]):
                yield match, says_none
