"""An audited report: what the reader found, what the rules say and what the auditors decided. Exports and screens render it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.identity import fingerprint
from core.report import Report
from rules.result import Result, Severity

Verdict = Literal["open", "confirmed", "dismissed", "asked", "fixed"]
VERDICTS: tuple[Verdict, ...] = ("open", "confirmed", "dismissed", "asked", "fixed")

OWN_CODE = "own"
"""The code of findings that an auditor wrote."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one auditor's last word on a finding is; several that differ are a conflict."""

    auditor: str
    verdict: Verdict
    at: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The present judgement of one finding, folded from all events about it."""

    verdict: Verdict = "open"
    severity: Severity | None = None
    """The auditor's override, None when the rule's severity stands."""
    reason: str | None = None
    """Why: always given for `dismissed`."""
    note: str = ""
    tags: tuple[str, ...] = ()
    auditor: str | None = None
    """Who spoke last."""
    at: str | None = None
    """When, UTC, `2026-11-23T04:38:40.000001Z`."""
    stale: bool = False
    """True when the values judged have changed since."""
    conflicts: tuple[Opinion, ...] = ()
    """The differing verdicts of two or more auditors, oldest first; empty when they agree or when it was settled."""
    code: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class OwnAnchor:
    """Where an auditor's own finding stands: a cell, or a section's exact text with 32 characters each side, or the report."""

    cell: str | None = None
    section: int | None = None
    start: int | None = None
    end: int | None = None
    text: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class OwnFinding:
    """A finding an auditor wrote; it stands among the rules' findings everywhere."""

    fingerprint: str
    severity: Severity
    text: str
    anchor: OwnAnchor
    auditor: str
    at: str
    tags: tuple[str, ...] = ()
    place_lost: bool = False
    """True when the marked text stands no longer, or more than once, in the present version."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A reading that an auditor set by hand. `target` is a cell key, or agency, year, form, published."""

    target: str
    old: str | None
    new: str | None
    reason: str
    auditor: str
    at: str


@dataclass(frozen=True, slots=True)
class VersionNote:
    """A version of the report: its source and whether it is the current one, a rival of it or a former one."""

    sha256: str
    part: int
    source: str
    status: Literal["current", "rival", "former"]
    loaded_at: str


@dataclass(frozen=True, slots=True)
class AuditedReport:
    """One report with everything decided about it. `results` hold the rules' results only, sorted by section, code, anchor."""

    report: Report
    results: tuple[Result, ...]
    judgements: Mapping[str, Judgement] = field(default_factory=dict)
    """By fingerprint; findings nobody touched are missing here."""
    own_findings: tuple[OwnFinding, ...] = ()
    corrections: tuple[Correction, ...] = ()
    versions: tuple[VersionNote, ...] = ()
    vanished: Mapping[str, Judgement] = field(default_factory=dict)
    """Judgements whose finding is no longer there: history, not a fault."""
    report_id: int | None = None

    def fingerprint(self, result: Result) -> str:
        """Compute the fingerprint of one of this report's results."""
        report = self.report
        return fingerprint(report.agency, report.year, report.sha256, result.code, result.anchor)

    def judgement(self, result: Result) -> Judgement:
        """Give the judgement of one of this report's results, an open one when nobody touched it."""
        return self.judgements.get(self.fingerprint(result), Judgement())

    def severity(self, result: Result) -> Severity:
        """Tell the severity that counts: the auditor's override, else the rule's."""
        return self.judgement(result).severity or result.severity
