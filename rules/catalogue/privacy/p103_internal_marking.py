"""P103: a marking for internal use is left in."""

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

_MARKING = re.compile(
    r"(?:秘密|机密|绝密)\s*[★☆]|密\s*级\s*[:：]|此件不(?:予)?公开|[（(]此件(?:不公开|删减后公开)[）)]|(?:请勿|不得|严禁)外传"
    r"|内部(?:资料|文件|刊物|材料)[，,。 （(]{0,2}注意保存|仅供内部(?:使用|参考|掌握)|内部(?:使用|掌握)[，,]\s*(?:请勿|不得|注意)"
    r"|[（(](?:征求意见|送审|讨论|初|修改)稿[）)]|(?m:^[ \t\u3000]{0,20}(?:征求意见|送审|讨论|修改)稿[ \t\u3000]{0,20}$)"
)


@rule(code="P103", severity=Severity.WARNING, basis="secrets")
def internal_marking(report: Report, run: Run) -> Iterator[Result]:
    """No marking of secrecy, internal use or draft stands in a published report."""
    if not any(section.text for section in report.sections):
        yield internal_marking.skipped("no_text")
    for section in (section for section in report.sections if section.present):
        for count, match in enumerate(_MARKING.finditer(simple(section))):
            yield internal_marking.fail(
                clause_anchor(section.number, match.group().strip(), count),
                evidence.span(report, section.number, match.start(), match.end()),
                section=section.number,
                text=section.text[match.start() : match.end()].strip(),
            )
