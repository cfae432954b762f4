"""N304: doubled words, doubled signs, units printed twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.narrative import Anchors, narratives, quoted, without_narrative
from rules.registry import rule
from rules.result import Result, Severity

_DOUBLED = re.compile(
    r"(?P<word>[一-龥]{2,6}?)(?P=word)"
    r"|(?P<sign>[，。；、：])(?:(?P=sign)|[，。；、：])+"
    r"|[0-9](?P<unit>件|条|项|次|份|宗|起|个|篇|期|场|元|年)(?P=unit)(?![有一-龥])"
    r"|(?<![目标])的的(?!确)|(?<![绝相面针应核校比派反])对对(?![象策手方外口照比接应立标])|(?<!为)了了(?!解)|(?<![参给予])与与|(?<!以)及及(?!时)|(?<![和平])和和(?!平|谐|睦|美)|[一-龥]、。"
)
_VERBS = frozenset(
    (
        "学习",
        "研究",
        "讨论",
        "考虑",
        "调研",
        "商量",
        "了解",
        "试",
        "看看",
        "走走",
        "宣传",
        "锻炼",
        "检查",
        "休息",
        "交流",
        "沟通",
        "谈谈",
        "点滴",
    )
)
_OF_DISCLOSURE = re.compile(r"工作|条例|水平|质量|制度|指南|目录|情况|年度")
"""依申请公开公开率 is fine, 政府信息公开公开工作 is not."""
_LAWFUL = re.compile(r"^(.)\1*$")


@rule(code="N304", severity=Severity.INFO, basis="judgement")
def doubled_or_broken_words(report: Report, run: Run) -> Iterator[Result]:
    """资金资金, 。。, 件件: what a slip of copying leaves behind."""
    if without_narrative(report):
        return iter((doubled_or_broken_words.skipped("nothing_to_compare"),))
    return _found(report, run)


def _found(report: Report, run: Run) -> Iterator[Result]:
    del run
    anchors = Anchors(report)
    for section, even in narratives(report, titles=True):
        for match in _DOUBLED.finditer(even.text):
            if _is_lawful(match, even.text):
                continue
            start, end = max(0, match.start() - 6), min(len(even.text), match.end() + 6)
            yield doubled_or_broken_words.fail(
                anchors.at(section, *even.span(start, end)),
                quoted(report, section, even, start, end),
                section=section,
                words=match[0],
            )


def _is_lawful(match: re.Match[str], text: str) -> bool:
    """学习学习, 人人人 …: doubling that grammar allows, and names that meet (公开公开条例 does not)."""
    word = match["word"]
    if word is None:
        return match["sign"] is not None and match[0] in ("：：", "、、、")
    if word == "公开":
        return _OF_DISCLOSURE.match(text, match.end()) is None
    if word in _VERBS or len(set(word)) == 1:
        return True
    return word[0] in "一每逐" or word[-1] in "件项条次个" or text[match.start() - 1 : match.start()] in "一"
