"""One report with everything decided about it, as screens and exports want it."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlite_utils import Database

from core.report import Report
from db import ledger
from db.fold import CorrectionState, JudgementState, OwnState, undone_hashes
from db.ledger import rows_of
from db.own import own_finding
from db.remembered import Remembered
from db.reports import corrections_of, subject_of, versions_of
from db.views import HistoryEntry
from rules.audit import AuditedReport, Correction, Judgement, Opinion, OwnFinding, VersionNote
from rules.result import Severity, Status


def audited(db: Database, report_id: int, remembered: Remembered) -> AuditedReport:
    """Read one report with results, judgements, own findings, corrections and versions."""
    report = remembered.report(db, report_id)
    subject = subject_of(db, report_id)
    present = {
        fingerprint: bool(stale)
        for fingerprint, stale in db.conn.execute(
            "SELECT fingerprint, stale FROM results WHERE report_id = ? AND status = 'fail'", [report_id]
        )
    }
    states: list[JudgementState] = rows_of(
        db, JudgementState, "judgements", "agency_key = ? AND year_key = ? ORDER BY at, fingerprint", list(subject)
    )
    return AuditedReport(
        report=report,
        results=remembered.results(db, report_id),
        judgements={s.fingerprint: judgement(s, present[s.fingerprint]) for s in states if s.fingerprint in present},
        own_findings=_own(db, subject, states, report),
        corrections=tuple(_correction(state) for state in corrections_of(db, report.sha256, report.part)),
        versions=tuple(
            VersionNote(version.sha256, version.part, version.source, version.status, version.loaded_at)  # type: ignore[arg-type]
            for version in versions_of(db, report_id)
        ),
        vanished={s.fingerprint: judgement(s, False) for s in states if s.fingerprint not in present},
        report_id=report_id,
    )


def judgement(state: JudgementState, stale: bool) -> Judgement:
    """A stored judgement as screens and exports see it."""
    return Judgement(
        verdict=state.verdict,  # type: ignore[arg-type]
        severity=None if state.severity is None else Severity(state.severity),
        reason=state.reason,
        note=state.note,
        tags=tuple(json.loads(state.tags)),
        auditor=state.auditor,
        at=state.at,
        stale=stale,
        conflicts=tuple(Opinion(*opinion[:4]) for opinion in json.loads(state.opinions)),
        code=state.code,
        anchor=state.anchor,
    )


def history(db: Database, fingerprint: str) -> list[HistoryEntry]:
    """Every event about a finding, oldest first."""
    aliases = ledger.load_aliases(db)
    events = ledger.events_with(db, "fingerprint", ledger.kin(db, {fingerprint}, aliases))
    _, group = ledger.group_findings(events, aliases).get(fingerprint, (("", ""), []))
    taken_back = undone_hashes(group)
    machines = dict(db.conn.execute("SELECT id, machine FROM sittings").fetchall())
    return [
        HistoryEntry(
            at=event.time,
            auditor=event.auditor,
            kind=event.kind,
            verdict=event.verdict,  # type: ignore[arg-type]
            severity=event.severity,
            reason=event.reason,
            note=event.note,
            tags=event.tag_list,
            undone=event.hash in taken_back,
            machine=str(machines.get(event.sitting, "")),
        )
        for event in sorted(group, key=lambda event: event.order)
    ]


def _own(db: Database, subject: tuple[str, str], states: list[JudgementState], report: Report) -> tuple[OwnFinding, ...]:
    judged = {state.fingerprint: state for state in states}
    found = rows_of(db, OwnState, "own_findings", "agency_key = ? AND year_key = ? ORDER BY at, fingerprint", list(subject))
    return tuple(own_finding(state, judged.get(state.fingerprint), report) for state in found)


def _correction(state: CorrectionState) -> Correction:
    return Correction(state.target, state.old, state.new, state.reason, state.auditor, state.at)


def cut(report: AuditedReport, fingerprints: set[str]) -> AuditedReport:
    """The report with only those findings; checks that are none stay, to be counted."""
    return replace(
        report,
        results=tuple(
            result
            for result in report.results
            if result.status in (Status.PASS, Status.SKIPPED) or report.fingerprint(result) in fingerprints
        ),
        own_findings=tuple(own for own in report.own_findings if own.fingerprint in fingerprints),
        judgements={name: one for name, one in report.judgements.items() if name in fingerprints},
        vanished={},
    )
