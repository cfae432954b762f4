"""Sentences beside one table: rules N and F say exactly what the list says, and no more."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from rules.context import PlainContext, Run
from rules.registry import all_rules
from rules.result import Status
from tests.rules.build import build

_FIGURES = {
    "t3.new.total": "50",
    "t3.new.natural_person": "45",
    "t3.new.business": "5",
    "t3.carried_over.total": "2",
    "t3.total.total": "49",
    "t3.carried_forward.total": "3",
    "t3.granted.total": "20",
    "t3.partial.total": "9",
    "t3.refused.admin_query.total": "5",
    "t3.unavailable.not_held.total": "10",
    "t3.rejected.complaint.total": "2",
    "t3.other.other.total": "3",
    "t4.review.total": "4",
    "t4.review.upheld": "3",
    "t4.review.corrected": "1",
    "t4.suit_direct.total": "2",
    "t4.suit_direct.pending": "2",
    "t2.normative_documents.issued": "8",
    "t2.normative_documents.repealed": "2",
    "t2.normative_documents.in_force": "30",
    "t2.licences.decisions": "97",
    "t2.penalties.decisions": "12",
    "t2.fees.amount": "15.2",
}


def cases() -> list[tuple[str, str, str]]:
    """Organ, expected findings, sentence."""
    data = tomllib.loads((Path(__file__).parent / "narrative_findings.toml").read_text("utf-8"))
    return [
        (organ["name"], *line.strip().split("|", 1))
        for organ in data["organ"]
        for line in organ["sentences"].splitlines()
        if line.strip()
    ]


def findings(organ: str, sentence: str) -> list[str]:
    """Codes and severities of what fails for a report with this sentence, yielding rules left out."""
    number, colon, text = sentence.partition(":")
    section, text = (int(number), text) if colon and number in "01456" else (1, sentence)
    report = build(agency=organ, sections={0: "", 1: "", 5: "", 6: "未收取信息处理费。"} | {section: text}, cells=_FIGURES)
    run = Run(report, PlainContext(report))
    rules = [rule for code, rule in all_rules().items() if code[0] in "NF"]
    fails = [(rule, result) for rule in rules for result in rule(report, run) if result.status is Status.FAIL]
    codes = {result.code for _, result in fails}
    return sorted({f"{result.code}{result.severity[0]}" for rule, result in fails if not set(rule.yields_to) & codes})


@pytest.mark.parametrize(("organ", "expected", "sentence"), cases(), ids=[sentence[:30] for _, _, sentence in cases()])
def test_findings(organ: str, expected: str, sentence: str) -> None:
    """Exactly these rules fail, with these severities."""
    assert expected.split() == findings(organ, sentence)


def test_the_list_is_large() -> None:
    """At least 140 sentences, a third of which are silent."""
    assert len(cases()) >= 140
    assert sum(not expected for _, expected, _ in cases()) * 3 >= len(cases())
