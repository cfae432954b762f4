"""Sections whose heading is lost while their content is there: what S101 and S107 must not mistake for a missing section."""

from __future__ import annotations

import re
from functools import lru_cache

from core.forms import FormSection, form
from core.report import Report, Section
from core.simplified import simplify

_BLANK = r"[ \t\u3000]{0,10}"
_LEAD = rf"(?m)^[^\w\n]{{0,10}}(?:[（(]?[一二三四五六]?[）)]?[、.]?)?{_BLANK}"
_KEPT = 20_000
"""Texts up to this length are kept even between rules."""
_even = lru_cache(maxsize=16)(simplify)


def simple(section: Section) -> str:
    """A section's text in simplified characters, of the same length, so that offsets hold in the text as printed."""
    return _even(section.text) if len(section.text) <= _KEPT else simplify(section.text)


TRACES = {
    1: re.compile(rf"{_LEAD}(?:主动公开|依申请公开)(?:工作|政府信息)?(?:情况)?{_BLANK}(?:[。：:]|$)"),
    5: re.compile(rf"{_LEAD}(?:存在的?)?(?:主要)?(?:问题|不足)(?:[和与]不足)?{_BLANK}(?:[。：:]|$)"),
    6: re.compile(r"信息(?:公开)?处理费"),
}
"""Words that show a section's content to be there although its heading is not."""


def content_stands(report: Report, official: FormSection) -> bool:
    """Whether the content of a section without a heading is found elsewhere in the report."""
    tables = [table.key for table in form(report.form or "").tables if table.section == official.number]
    if tables:
        return any(report.tables[key].present for key in tables if key in report.tables)
    trace = TRACES.get(official.number)
    return trace is not None and any(trace.search(simple(section)) for section in report.sections if section.present)


def sections_found(report: Report) -> int:
    """How many sections the report has, those that only lost their heading among them."""
    found = sum(1 for section in report.sections if section.present and section.number)
    if report.form is None:
        return found
    lost = [official for official in form(report.form).sections if report.section(official.number) is None]
    return found + sum(1 for official in lost if content_stands(report, official))
