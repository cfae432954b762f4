"""N303: a placeholder was never filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.narrative import Anchors, narratives, quoted, without_narrative
from rules.registry import rule
from rules.result import Result, Severity

_PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9＊*/@.＠_+\-])(?:[XxＸｘ]{2,}|[×✕╳〤]{2,})(?![A-Za-z0-9/@.＠_+\-])"
    r"|[×✕╳Ｘ](?=年|月|日|件|条|项|次|份|人|元|局|市|县|区)"
    r"|(?<=[共为了计收到公开])[Xx](?=件|条|项|次|份|人|元)"
    r"|某某(?:某)?|(?<![A-Za-z])(?:待填写?|待补充|待定稿|此处填写|请填写|请输入|填写说明)|[（(【](?:请?填写|待定|空)[^）)】\n]{0,12}[）)】]"
    r"|_{2,}|＿{2,}|[?？]{3,}|(?<=[年共])/(?=[月件条])|○{2,}|[〇]{2,}(?=[局市县区年件])"
    r"|[*＊]{2,}(?=[局市县区镇件条项次年月日])"
)
_HARMLESS = re.compile(r"https?:|www\.")


@rule(code="N303", severity=Severity.WARNING, basis="consistency")
def placeholder_left_in(report: Report, run: Run) -> Iterator[Result]:
    """XX, 某某, 待填 and their like stand where a name or a figure belongs."""
    if without_narrative(report):
        return iter((placeholder_left_in.skipped("nothing_to_compare"),))
    return _found(report, run)


def _found(report: Report, run: Run) -> Iterator[Result]:
    del run
    anchors = Anchors(report)
    for section, even in narratives(report, titles=True):
        for match in _PLACEHOLDER.finditer(even.text):
            line = even.text.rfind("\n", 0, match.start()) + 1
            if _HARMLESS.search(even.text[max(line, match.start() - 40) : match.start()]):
                continue
            yield placeholder_left_in.fail(
                anchors.at(section, *even.span(max(0, match.start() - 8), min(len(even.text), match.end() + 4))),
                quoted(report, section, even, match.start(), match.end()),
                section=section,
                placeholder=match[0],
            )
