"""The findings as rows of a table, for csv and spreadsheets, and the guard that keeps text from becoming a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo

from core.words import Language, say
from db.exports.findings import Finding, findings
from db.exports.safe import safe
from db.exports.terms import local_time, section_name, severity_name, verdict_name
from rules.audit import AuditedReport
from rules.due import due
from rules.result import Result

COLUMNS = (
    "organ",
    "year",
    "form",
    "source",
    "code",
    "title",
    "severity",
    "section",
    "message",
    "due",
    "printed",
    "difference",
    "unit",
    "evidence",
    "hint",
    "basis",
    "verdict",
    "reason",
    "note",
    "tags",
    "auditor",
    "at",
    "stale",
    "conflicts",
    "anchor",
    "fingerprint",
)
"""The columns of the findings table; their headings are words `export.column.*`."""

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_FORMULA = frozenset("=+-@\t\r\n|%＝＋－＠")


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a quotation mark stands before a dangerous first character."""
    shown = safe(text)
    if shown[:1] in _FORMULA and shown and not _NUMBER.fullmatch(shown):
        return f"'{shown}"
    return shown


def headings(language: Language) -> list[str]:
    """The column headings in that language."""
    return [say(f"export.column.{name}", language) for name in COLUMNS]


def finding_rows(audited: AuditedReport, language: Language, zone: tzinfo | None = None) -> Iterator[list[str]]:
    """One row a finding, every cell guarded; moments on the clock of `zone`, else this machine's."""
    figures = {audited.fingerprint(result): result for result in audited.results}
    for finding in findings(audited, language):
        yield [guarded(cell) for cell in _row(audited, finding, figures.get(finding.fingerprint), language, zone)]


def _row(audited: AuditedReport, finding: Finding, result: Result | None, language: Language, zone: tzinfo | None) -> list[str]:
    report, judgement = audited.report, finding.judgement
    figures = due(result) if result else None
    return [
        report.agency or "",
        str(report.year or ""),
        report.form or "",
        report.source,
        finding.code,
        finding.title,
        severity_name(finding.severity, language),
        section_name(finding.section, language),
        finding.message,
        (figures.due if figures else None) or "",
        (figures.printed if figures else None) or "",
        (figures.difference if figures else None) or "",
        (result.unit if result else None) or "",
        "\n".join(f"{quote.where}: {quote.text}" for quote in finding.quotes),
        finding.hint or "",
        finding.basis,
        verdict_name(judgement.verdict, language),
        judgement.reason or "",
        judgement.note,
        ", ".join(judgement.tags),
        judgement.auditor or "",
        local_time(judgement.at, zone),
        "1" if judgement.stale else "",
        "; ".join(f"{opinion.auditor} {verdict_name(opinion.verdict, language)}" for opinion in judgement.conflicts),
        finding.anchor,
        finding.fingerprint,
    ]
