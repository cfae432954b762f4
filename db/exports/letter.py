"""The findings that were confirmed, organ by organ: what an auditor sends, at the head of every export that a human reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.identity import agency_key
from core.words import Language, say
from db.exports.findings import Finding
from db.exports.terms import section_name, severity_name
from rules.audit import AuditedReport
from rules.result import Status

LETTER_COLUMNS = ("number", "year", "severity", "section", "message", "figures", "basis")
"""The columns of an organ's table; their headings are given by `letter_headings`."""


@dataclass(slots=True)
class Letter:
    """One organ's confirmed findings as rows, in the order of their reports."""

    organ: str
    rows: list[tuple[str, ...]] = field(default_factory=list)


class Letters:
    """Collects the confirmed findings of reports as they are rendered; organs stand in the order in which they came."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._letters: dict[str, Letter] = {}

    def add(self, audited: AuditedReport, found: Iterable[Finding]) -> None:
        """Take the confirmed findings of one report."""
        report, language = audited.report, self._language
        for finding in found:
            if finding.status is not Status.FAIL or finding.judgement.verdict != "confirmed":
                continue
            name = report.agency or say("library.unknown_agency", language, source=report.source)
            key = agency_key(report.agency) if report.agency else report.source
            letter = self._letters.setdefault(key, Letter(name))
            letter.rows.append(
                (
                    str(len(letter.rows) + 1),
                    str(report.year) if report.year is not None else say("review.unknown_year", language),
                    severity_name(finding.severity, language),
                    section_name(finding.section, language),
                    finding.message,
                    finding.figures or "",
                    finding.basis,
                )
            )

    def __iter__(self) -> Iterator[Letter]:
        """The organs that have any."""
        return iter(self._letters.values())


def letter_headings(language: Language) -> list[str]:
    """The headings of an organ's table."""
    named = {"number": "export.number", "figures": "review.arithmetic"}
    return [say(named.get(name, f"export.column.{name}"), language) for name in LETTER_COLUMNS]
