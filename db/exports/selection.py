"""Narrowing an export: which reports and which of their findings it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.identity import agency_key
from core.words import Language, say
from db.exports.findings import own_judgement
from db.exports.terms import severity_name, verdict_name
from rules.audit import OWN_CODE, AuditedReport, Judgement, OwnFinding, Verdict
from rules.result import Result, Severity, Status


def code_matches(code: str, patterns: Sequence[str]) -> bool:
    """Whether a code is named by one of the patterns: in full (`A101`), by family (`A`) or by beginning (`A1`)."""
    folded = code.upper()
    return any(folded.startswith(pattern.upper()) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class Selection:
    """What an export is narrowed to; empty fields demand nothing. Checks that held are counted whatever was decided on others."""

    verdicts: tuple[Verdict, ...] = ()
    severities: tuple[Severity, ...] = ()
    codes: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    """Parts of organs' names."""
    years: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    auditors: tuple[str, ...] = ()
    failed_only: bool = False
    """Whether the lists of checks that held or were not made are left out; their counts stay."""

    @property
    def narrows_findings(self) -> bool:
        """Whether some findings of a chosen report may be left out."""
        return bool(self.verdicts or self.severities or self.codes or self.tags or self.auditors)

    @property
    def lists_checks(self) -> bool:
        """Whether checks that are no findings are listed: who asks for certain decisions does not ask for them."""
        return not (self.failed_only or self.verdicts or self.tags or self.auditors)

    def described(self, language: Language) -> tuple[str, ...]:
        """Each demand in words, so that the export says what it leaves out."""
        named: Mapping[str, Iterable[object]] = {
            "verdict": [verdict_name(verdict, language) for verdict in self.verdicts],
            "severity": [severity_name(severity, language) for severity in self.severities],
            "code": self.codes,
            "organ": self.organs,
            "year": self.years,
            "tag": self.tags,
            "auditor": self.auditors,
        }
        failed: tuple[str, ...] = (say("export.filter.failed", language),) if self.failed_only else ()
        comma = "、" if language == "zh" else ", "
        return failed + tuple(
            say(f"export.filter.{name}", language, values=comma.join(map(str, values)))
            for name, values in named.items()
            if values
        )

    def of(self, reports: Iterable[AuditedReport]) -> Iterator[AuditedReport]:
        """The chosen reports with their chosen findings; a report without a chosen finding is left out."""
        for audited in reports:
            if not self._wants_report(audited):
                continue
            chosen = self._narrowed(audited)
            if not self.narrows_findings or chosen.own_findings or any(r.status is Status.FAIL for r in chosen.results):
                yield chosen

    def _wants_report(self, audited: AuditedReport) -> bool:
        report = audited.report
        if self.years and report.year not in self.years:
            return False
        if not self.organs:
            return True
        name = agency_key(report.agency or "")
        return any(agency_key(organ) in name for organ in self.organs)

    def _narrowed(self, audited: AuditedReport) -> AuditedReport:
        if not self.narrows_findings:
            return audited
        return replace(
            audited,
            results=tuple(result for result in audited.results if self._wants_result(audited, result)),
            own_findings=tuple(own for own in audited.own_findings if self._wants_own(audited, own)),
        )

    def _wants_result(self, audited: AuditedReport, result: Result) -> bool:
        if self.codes and not code_matches(result.code, self.codes):
            return False
        if result.status is Status.BROKEN:
            return not (self.verdicts or self.tags or self.auditors)
        if result.status is not Status.FAIL:
            return True
        return self._wants(audited.severity(result), audited.judgement(result))

    def _wants_own(self, audited: AuditedReport, own: OwnFinding) -> bool:
        if self.codes and not code_matches(OWN_CODE, self.codes):
            return False
        judgement = own_judgement(audited, own)
        return self._wants(judgement.severity or own.severity, judgement)

    def _wants(self, severity: Severity, judgement: Judgement) -> bool:
        return (
            (not self.severities or severity in self.severities)
            and (not self.verdicts or judgement.verdict in self.verdicts)
            and (not self.tags or bool(set(self.tags) & set(judgement.tags)))
            and (not self.auditors or judgement.auditor in self.auditors)
        )
