"""C104: section 5 names nothing concrete."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.sections import simple

_CONCRETE = re.compile(
    r"[0-9０-９]\s{0,2}[条件次个项场期人家名篇份%％]|[《“‘「]|网站|公众号|微信|微博|专栏|栏目|平台|系统|目录|指南|解读|培训|窗口|热线|电话|专人|图解|视频|数据|清单|台账|案例"
    r"|街道|社区|村|企业|学校|医院|工程|项目|资金|预算|文件|答复|审查|更新|检索|互动|征集|发布会|新媒体|申请"
)
"""Words that name something one could go and look at."""
LONG_ENOUGH = 20


@rule(code="C104", severity=Severity.INFO, basis=("regulation_50", "judgement"), needs=("s5",), section=5)
def problems_without_substance(report: Report, run: Run) -> Iterator[Result]:
    """Section 5 names at least one thing that one could go and look at."""
    section = report.section(5)
    if section is None or len(section.text) < LONG_ENOUGH:
        yield problems_without_substance.skipped("too_small")
    elif not _CONCRETE.search(simple(section)):
        yield problems_without_substance.fail("section/5", evidence.span(report, 5, 0, len(section.text)))
