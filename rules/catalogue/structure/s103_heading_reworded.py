"""S103: a section heading differs from the official one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from core.forms import FORM_IDS, form
from core.report import Report
from core.simplified import simplify
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity, TextEvidence

_ORDINAL = re.compile(
    r"^[\W_]*(?:第?[一二三四五六七八九十壹贰叁肆伍陆]{1,2}(?:部分|章|节)?[\W_]+|[(（][一二三四五六七八九十]{1,2}[)）]"
    r"|[IV]{1,3}[\W_]+|[0-9]{1,2}[、.．]?)?"
)
_SIGNS = re.compile(r"[\W_]+")
_FREE = re.compile(r"[的和与及暨并]|工作|本机关|存在")
"""What does not tell one heading from another, beside punctuation: conjunctions, 工作."""


@rule(code="S103", severity=Severity.INFO, basis="form_sections", needs=("form",))
def heading_reworded(report: Report, run: Run) -> Iterator[Result]:
    """A heading is the official one or a variant that is as good."""
    official = {section.number: section for section in form(report.form or "").sections}
    for section in report.sections:
        if section.present and section.heading and section.number in official and not _as_good(section.number, section.heading):
            yield heading_reworded.fail(
                f"heading/{section.number}",
                TextEvidence(section.number, 0, 0, section.heading),
                section=section.number,
                printed=section.heading,
                official=f"{official[section.number].ordinal}、{official[section.number].heading}",
            )


def _as_good(number: int, heading: str) -> bool:
    plain = _plain(heading)
    return not plain or plain in _accepted(number)


@cache
def _accepted(number: int) -> frozenset[str]:
    return frozenset(
        _plain(heading)
        for form_id in FORM_IDS
        for section in form(form_id).sections
        if section.number == number
        for heading in (section.heading, *section.variants)
    )


def _plain(heading: str) -> str:
    text = simplify(unicodedata.normalize("NFKC", heading))
    return _FREE.sub("", _SIGNS.sub("", _ORDINAL.sub("", text, count=1)))
