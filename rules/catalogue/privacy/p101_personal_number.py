"""P101: a personal number is exposed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.identity import clause_anchor
from core.personal import PersonalNumber, mask, personal_numbers
from core.report import Report, Section
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity

_CONTACT = re.compile(r"联系|电话|热线|手机|传真|咨询|值班|监督|举报")
_CLAUSE_END = re.compile(r"[，。；！？,;!?\n\t]")
NEAR = 16
"""So many characters before a mobile number a word of contact makes it the organ's own."""


@rule(code="P101", severity=Severity.ERROR, basis=("personal", "regulation_15"))
def personal_number(report: Report, run: Run) -> Iterator[Result]:
    """No valid identity card, bank card or personal mobile number stands in the text."""
    sections = [section for section in report.sections if section.present]
    if not any(section.text for section in sections):
        yield personal_number.skipped("no_text")
    for section in sections:
        ordinals: dict[str, int] = {}
        for number in personal_numbers(section.text):
            clause = _clause(section, number)
            ordinal = ordinals.get(clause, 0)
            ordinals[clause] = ordinal + 1
            contact = number.kind == "mobile" and _CONTACT.search(section.text[max(0, number.start - NEAR) : number.start])
            yield personal_number.fail(
                clause_anchor(section.number, clause, ordinal),
                evidence.span(report, section.number, number.start, number.end),
                section=section.number,
                severity=Severity.INFO if contact else None,
                variant="contact" if contact else number.kind,
                masked=mask(section.text[number.start : number.end]),
            )


def _clause(section: Section, number: PersonalNumber) -> str:
    """The clause around the number, without the number: values never enter an anchor."""
    before = section.text[max(0, number.start - 40) : number.start]
    after = section.text[number.end : number.end + 40]
    return _CLAUSE_END.split(before)[-1] + number.kind + _CLAUSE_END.split(after)[0]
