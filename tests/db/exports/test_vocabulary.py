"""One word a thing: exports and the command line say what the workbench says, in both languages."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from docx import Document
from openpyxl import load_workbook

from core.words import LANGUAGES, Language, known, say
from db.exports.findings import findings, held, not_made
from db.exports.formats import FORMATS
from db.exports.options import ExportOptions
from db.exports.rows import finding_rows
from db.exports.terms import severity_name, status_name, verdict_name, version_name
from rules.audit import VERDICTS, AuditedReport, Judgement, VersionNote
from rules.result import Reason, Result, Severity, Status
from tests.db.exports.audit import audited, report

DOCS = Path(__file__).parents[3] / "docs"
OLD = re.compile("待定|成立(?!的)|待核实|严重(?!程度)|级别|年份|格式 |判定|未查|现行版本|并存版本|意见不一|工作区|规则依据")
"""Words that the workbench does not use for these things."""

SHARED = {
    "export.column.year": "queue.column_year",
    "export.column.form": "review.fact_form",
    "export.column.organ": "queue.column_organ",
    "export.column.code": "queue.column_code",
    "export.column.verdict": "review.verdict",
    "export.column.auditor": "queue.column_auditor",
    "export.column.severity": "queue.filter.facet_severity",
    "export.column.evidence": "review.evidence",
    "export.column.basis": "review.basis",
    "export.column.hint": "review.hint",
    "export.column.reason": "review.reason",
    "export.column.note": "review.note",
    "export.column.tags": "review.tags",
    "export.column.skipped": "review.status_skipped",
    "export.column.stale": "queue.only.stale",
    "export.column.conflicts": "queue.only.conflicts",
}
"""Column headings and the words that the workbench has for the same."""


def rendered(name: str, shown: AuditedReport, language: Language) -> str:
    """One export as plain text, whatever the format."""
    data = FORMATS[name].render([shown], ExportOptions(language=language))
    if name == "docx":
        document = Document(io.BytesIO(data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])
    if name == "xlsx":
        book = load_workbook(io.BytesIO(data))
        return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return data.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_verdicts_severities_and_states_are_the_workbenchs(language: Language) -> None:
    """The names come from the workbench's own words, and no others are kept beside them."""
    assert [verdict_name(each, language) for each in VERDICTS] == [say(f"review.verdict_{each}", language) for each in VERDICTS]
    assert [verdict_name(each, language) for each in VERDICTS] == [say(f"queue.verdict.{each}", language) for each in VERDICTS]
    assert [severity_name(each, language) for each in Severity] == [
        say(f"queue.severity.{each.value}", language) for each in Severity
    ]
    for status in (Status.PASS, Status.SKIPPED, Status.BROKEN):
        assert status_name(status, language) == say(f"review.status_{status.value}", language)
    for version in get_args(VersionNote.__annotations__["status"]) or ("current", "rival", "former"):
        assert version_name(version, language) == say(f"review.version_{version}", language)
    for room, names in (("verdict", VERDICTS), ("severity", [each.value for each in Severity]), ("status", ["pass", "skipped"])):
        assert not any(known(f"export.{room}.{name}", language) or known(f"cli.{room}.{name}", language) for name in names)
    assert not known("cli.family_S", language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", SHARED)
def test_columns_are_headed_as_in_the_workbench(word: str, language: Language) -> None:
    """A column of an export has the heading that the same column has on a screen."""
    assert say(word, language) == say(SHARED[word], language)


@pytest.mark.parametrize("name", ["markdown", "html", "docx", "xlsx", "csv"])
def test_every_format_speaks_the_workbenchs_words(name: str) -> None:
    """Each human format shows the verdicts in the workbench's words, and none of another vocabulary."""
    text = rendered(name, audited(), "zh")

    for verdict in ("confirmed", "dismissed", "asked"):
        assert say(f"review.verdict_{verdict}", "zh") in text
    assert not OLD.search(text.replace("未说明信息处理费", ""))


@pytest.mark.parametrize("room", ["exports", "cli", "db", "reader"])
def test_no_second_vocabulary_in_the_words(room: str) -> None:
    """The rooms of exports, command line, workspace and readers hold no word that the workbench has another for."""
    words = (Path(__file__).parents[3] / "core" / "words" / "zh" / f"{room}.toml").read_text("utf-8")

    assert not OLD.search(words), OLD.findall(words)


def test_the_glossary_names_the_workbenchs_words() -> None:
    """The page of terms gives verdicts, severities and states by the words that stand on the screen."""
    page = (DOCS / "glossary.md").read_text("utf-8")

    for verdict in VERDICTS:
        assert f"{say(f'review.verdict_{verdict}', 'zh')} {verdict}" in page
    for severity in Severity:
        assert f"{say(f'review.severity_{severity.value}', 'zh')} {severity.value}" in page
    for status in (Status.PASS, Status.SKIPPED, Status.BROKEN):
        assert say(f"review.status_{status.value}", "zh") in page
    assert not OLD.search(page)


def checks(*results: Result) -> AuditedReport:
    """A report with these results."""
    return AuditedReport(report(), results)


@pytest.mark.parametrize("name", ["markdown", "html", "docx", "xlsx"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_passed_checks_are_named_by_what_holds(name: str, language: Language) -> None:
    """A check that passed or was not made never stands under the title of its failure."""
    shown = checks(
        Result("A101", "t3.balance.total", Status.PASS, Severity.ERROR, section=3),
        Result("A102", "t3.outcomes.total", Status.SKIPPED, Severity.ERROR, section=3, reason=Reason("no_year")),
    )
    text = rendered(name, shown, language).replace("\\", "")

    for code in ("A101", "A102"):
        assert say(f"rule.{code}.holds", language) in text
        assert say(f"rule.{code}.title", language) not in text
    assert [line.claim for line in (*held(shown, language), *not_made(shown, language))] == [
        say("rule.A101.holds", language),
        say("rule.A102.holds", language),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_is_not_named_twice(language: Language) -> None:
    """An own finding, or one of a pack, stands under one name; the code is not repeated as its title."""
    names = [finding.name for finding in findings(audited(), language)]
    text = rendered("markdown", audited(), language)

    assert names.count(say("review.own_finding", language)) == 2
    assert names.count("X901") == 1
    assert "own own" not in text
    assert "X901 X901" not in text
    assert all(row[4:6] != ["own", "own"] for row in finding_rows(audited(), language))


def test_an_own_finding_is_confirmed_until_a_verdict_says_otherwise() -> None:
    """Nobody need confirm what they wrote; a dismissal of it counts."""
    bare = audited()
    dismissed = replace(bare, judgements={**bare.judgements, "f" * 32: Judgement("dismissed", reason="重复", auditor="王五")})

    def verdicts(shown: AuditedReport) -> list[str]:
        return sorted(finding.judgement.verdict for finding in findings(shown, "zh") if finding.code == "own")

    assert verdicts(bare) == ["confirmed", "confirmed"]
    assert verdicts(dismissed) == ["confirmed", "dismissed"]
