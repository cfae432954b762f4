"""S105: section 1 leaves out one of its five topics."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.report import Report
from core.simplified import simplify
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity

TOPICS = {
    "主动公开": re.compile(
        r"主动公开|主动向社会|公开(?:各类|政府|重点|政务)?.{0,12}信息|发布.{0,20}(?:信息|文件|[0-9]+\s*[条篇件])"
    ),
    "依申请公开": re.compile(r"依申请|申请公开|公开申请|收到.{0,8}申请|受理.{0,8}申请"),
    "政府信息管理": re.compile(
        r"信息.{0,12}管理|管理.{0,12}(?:制度|规范|机制)|公开审[查核]|保密审[查核]|审核.{0,6}(?:制度|把关|发布)|源头.{0,4}(?:认定|管理)|公开属性|动态调整|规范性文件.{0,8}清理|公开(?:指南|目录)"
    ),
    "平台建设": re.compile(r"平台|网站|新媒体|公众号|专栏|专区|微信|微博|政务服务网|公开栏"),
    "监督保障": re.compile(r"监督|保障|考核|培训|评议|责任追究|督查|督导|检查|领导小组|组织领导"),
}
"""For each topic words that show it is spoken of; a report may well use no sub-headings."""
_PLAIN = {"监督保障": "教育|学习", "平台建设": "载体|渠道"}


@rule(code="S105", severity=Severity.WARNING, basis=("form_sections", "regulation_50"), needs=("form", "s1"), section=1)
def topic_missing(report: Report, run: Run) -> Iterator[Result]:
    """Section 1 speaks of all five topics of the form."""
    section = report.section(1)
    text = simplify(section.text) if section else ""
    for topic, words in TOPICS.items():
        if words.search(text) or (topic in _PLAIN and re.search(_PLAIN[topic], text)):
            yield topic_missing.passed(f"topic/{topic}")
        else:
            yield topic_missing.fail(f"topic/{topic}", evidence.missing(topic, 1), topic=topic)
