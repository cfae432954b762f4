"""P102: a natural person is named as applicant or plaintiff."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.identity import clause_anchor
from core.report import Report
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.sections import simple

_SURNAME = (
    "(?:欧阳|上官|司马|诸葛|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭林罗郑梁谢宋唐许韩冯邓曹彭萧肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾韦邱秦江史顾侯邵孟龙万段雷钱汤尹黎武贺赖龚])"
)
_NAME = rf"(?P<name>{_SURNAME}[\u4e00-\u9fff]{{1,2}}?)"
_AFTER = r"(?=提出|提交|提起|申请|起诉|不服|向|要求|认为|等|因|与|诉|[，,。；;、）)（(])"
_PERSON = re.compile(rf"(?:申请人|原告|上诉人|第三人|复议人|当事人)\s*[:：]?\s*{_NAME}{_AFTER}")
_CASE = re.compile(rf"(?:^|[，。；、：\s“《（(的]){_NAME}诉(?=[\u4e00-\u9fff]{{2,20}}(?:局|政府|委员会|办事处|厅))")
_NO_NAME = re.compile(
    r".某|.[先女]|江苏|江西|黎明|万元|段时|史料|田地|马上|程序|许可|范围|武汉|钟头|唐山|温州|苏州|徐州|郑州|常州|杭州|龙头|余下|余额|叶子"
)
_PUBLIC = re.compile(r"先生|女士|某")


@rule(code="P102", severity=Severity.WARNING, basis=("personal", "regulation_15"))
def person_named(report: Report, run: Run) -> Iterator[Result]:
    """No natural person is named as applicant, plaintiff or party."""
    if not any(section.text for section in report.sections):
        yield person_named.skipped("no_text")
    for section in (section for section in report.sections if section.present):
        count = 0
        text = simple(section)
        for match in sorted((*_PERSON.finditer(text), *_CASE.finditer(text)), key=lambda found: found.start("name")):
            if _NO_NAME.match(match["name"]) or _PUBLIC.search(match["name"]):
                continue
            yield person_named.fail(
                clause_anchor(section.number, "person", count),
                evidence.span(report, section.number, match.start("name"), match.end("name")),
                section=section.number,
                masked=section.text[match.start("name")] + "*" * (len(match["name"]) - 1),
            )
            count += 1
