"""Decisions as events: judging, noting, tagging, own findings, corrections, choices. Each function is one step."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from db import ledger, own, readings, results
from db.errors import RefusedError
from db.events import Draft, Event, alias_fingerprint, canonical, choice_fingerprint, reading_fingerprint
from db.fold import Subject, active, verdict_of
from db.ledger import Pen, chunks, marks
from db.reports import current_report, resettle_source, settle, subject_of, versions_of
from db.rulebook import Rulebook
from db.views import OwnFindingDraft, Receipt, RecheckChanges
from rules.audit import OWN_CODE, VERDICTS, Verdict
from rules.result import Severity

MOST_TEXT = 100_000
"""Characters of a note or reason; longer ones are refused, so that no line of the ledger grows without bound."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a decision needs: the open transaction, who writes, and the rules."""

    db: Database
    pen: Pen
    rules: Callable[[], Rulebook]


@dataclass(frozen=True, slots=True)
class _Finding:
    report_id: int
    fingerprint: str
    code: str
    anchor: str
    digest: str | None
    conflict: bool
    subject: Subject


def judge(
    desk: Desk,
    fingerprints: Sequence[str],
    verdict: Verdict,
    *,
    reason: str | None = None,
    severity: Severity | None = None,
    tags: Collection[str] | None = None,
    report_id: int | None = None,
) -> Receipt:
    """Record a verdict on findings, one event each, one step together. Dismissing needs a reason."""
    if verdict not in VERDICTS:
        raise RefusedError("db.unknown_verdict", verdict=verdict)
    reason = (reason or "").strip() or None
    if verdict == "dismissed" and reason is None:
        raise RefusedError("db.reason_needed")
    _bounded(reason)
    spelled = None if not tags else _tags(tags)
    found = _findings(desk.db, fingerprints, report_id)
    drafts = [
        _draft(
            finding,
            verdict=verdict,
            reason=reason,
            severity=None if severity is None else Severity(severity).value,
            tags=spelled,
            payload={"settles": _others(desk, finding.fingerprint)} if finding.conflict else {},
        )
        for finding in found
    ]
    return _record(desk, drafts)


def annotate(
    desk: Desk,
    report_id: int | None,
    fingerprints: Sequence[str],
    *,
    note: str | None = None,
    tags: Collection[str] | None = None,
    add: bool = False,
    severity: str | None = None,
) -> Receipt:
    """Record a note, tags or another severity (`rule` gives the rule's own back) without a verdict, as one step.

    Tags take the place of those before; with `add` they come on top of what each finding has.
    """
    _bounded(note)
    if severity is not None and severity != "rule":
        severity = Severity(severity).value
    found = _findings(desk.db, fingerprints, report_id)
    has = _tags_of(desk.db, fingerprints) if add and tags is not None else {}
    drafts = [
        _draft(
            finding,
            note=note,
            tags=None if tags is None else _tags([*has.get(finding.fingerprint, ()), *tags]),
            severity=severity,
        )
        for finding in found
    ]
    return _record(desk, drafts)


def _tags_of(db: Database, fingerprints: Sequence[str]) -> dict[str, list[str]]:
    """The tags that findings have."""
    found: dict[str, list[str]] = {}
    for chunk in chunks(list(dict.fromkeys(fingerprints))):
        sql = f"SELECT fingerprint, tags FROM judgements WHERE fingerprint IN ({marks(chunk)})"  # noqa: S608
        found |= {row[0]: json.loads(row[1] or "[]") for row in db.conn.execute(sql, chunk)}
    return found


def add_own(desk: Desk, report_id: int, draft: OwnFindingDraft) -> Receipt:
    """Record an auditor's own finding."""
    _bounded(draft.text)
    if not draft.text.strip():
        raise RefusedError("db.text_needed")
    report = current_report(desk.db, report_id)
    anchor = own.with_surroundings(draft.anchor, report)
    if anchor.cell is not None and anchor.cell not in report.cells:
        raise RefusedError("db.unknown_target", target=anchor.cell)
    event = Draft(
        kind="own",
        agency_key=subject_of(desk.db, report_id)[0],
        year_key=subject_of(desk.db, report_id)[1],
        fingerprint="",
        code=OWN_CODE,
        anchor=own.anchor_name(anchor),
        severity=Severity(draft.severity).value,
        payload={"text": draft.text.strip(), "anchor": own.stored_anchor(anchor)},
    )
    written = desk.pen.write(desk.db, [event])
    if draft.tags:
        labels = Draft(
            kind="judgement",
            agency_key=event.agency_key,
            year_key=event.year_key,
            fingerprint=written[0].fingerprint,
            code=OWN_CODE,
            anchor=event.anchor,
            tags=_tags(draft.tags),
        )
        written += desk.pen.write(desk.db, [labels], batch=written[0].batch)
    results.follow(desk.db, ledger.refold(desk.db, written))
    return _receipt(written, report_id)


def correct(desk: Desk, report_id: int, target: str, new: str | None, reason: str, *, withdraw: bool = False) -> Receipt:
    """Record a corrected reading and run the rules again; `withdraw` gives the reader's own reading back."""
    _bounded(reason)
    if not reason.strip() and not withdraw:
        raise RefusedError("db.reason_needed")
    report = current_report(desk.db, report_id)
    old = readings.reading(report, target)
    value = None if withdraw else readings.checked(target, new, report)
    subject = subject_of(desk.db, report_id)
    payload: dict[str, Any] = {"sha256": report.sha256, "part": report.part, "old": old, "new": value}
    if withdraw:
        payload["withdrawn"] = True
    draft = Draft(
        kind="correction",
        agency_key=subject[0],
        year_key=subject[1],
        fingerprint=reading_fingerprint(report.sha256, report.part, target),
        code="correction",
        anchor=target,
        reason=reason.strip(),
        payload=payload,
    )
    written = desk.pen.write(desk.db, [draft])
    touched = ledger.refold(desk.db, written)
    looked, moved = resettle(desk, touched, written[0].batch)
    changes = after_reading(desk, looked, touched)
    final = moved if moved is not None else report_id
    return _receipt([*written], final, changes.get(final))


def choose_version(desk: Desk, report_id: int, sha256: str, part: int = 0, *, automatic: bool = False) -> Receipt:
    """Record which version of a report is the current one; `automatic` marks what intake decided, which is no step."""
    if not any((version.sha256, version.part) == (sha256, part) for version in versions_of(desk.db, report_id)):
        raise RefusedError("db.no_version", sha256=sha256[:12])
    subject = subject_of(desk.db, report_id)
    payload: dict[str, Any] = {"sha256": sha256, "part": part}
    if automatic:
        payload["automatic"] = True
    draft = Draft(
        kind="version",
        agency_key=subject[0],
        year_key=subject[1],
        fingerprint=choice_fingerprint(*subject),
        code="version",
        anchor=f"{sha256}/{part}",
        payload=payload,
    )
    written = desk.pen.write(desk.db, [draft])
    touched = ledger.refold(desk.db, written)
    settle(desk.db, report_id)
    changes = {} if automatic else after_reading(desk, {report_id}, touched)
    return _receipt(written, report_id, changes.get(report_id))


def after_reading(desk: Desk, report_ids: Iterable[int], touched: ledger.Touched) -> dict[int, RecheckChanges]:
    """After readings or versions changed: settle the reports, run the rules over them and over those that look at them."""
    changes: dict[int, RecheckChanges] = {}
    subjects: set[Subject] = set(touched.subjects)
    rules = desk.rules()
    present = []
    for report_id in sorted(report_ids):
        subjects.add(subject_of(desk.db, report_id))
        settle(desk.db, report_id)
        if desk.db.conn.execute("SELECT 1 FROM reports WHERE id = ?", [report_id]).fetchone():
            present.append(report_id)
            subjects.add(subject_of(desk.db, report_id))
    for report_id in present:
        changes[report_id] = results.run_rules(desk.db, report_id, rules)
    for report_id in sorted(results.dependents(desk.db, subjects) - set(present)):
        changes[report_id] = results.run_rules(desk.db, report_id, rules)
    results.follow(desk.db, touched)
    return changes


def resettle(desk: Desk, touched: ledger.Touched, batch: str, *, automatic: bool = False) -> tuple[set[int], int | None]:
    """Move versions whose organ or year is another now; judgements move along by an alias event when nothing stays behind.

    `automatic` marks what no auditor decided, which is no step to be undone.
    """
    looked: set[int] = set()
    moved: int | None = None
    for sha256, part in sorted(touched.readings):
        found = desk.db.conn.execute("SELECT report_id FROM versions WHERE sha256 = ? AND part = ?", [sha256, part]).fetchone()
        if found is None:
            continue
        old = subject_of(desk.db, found[0])
        looked |= resettle_source(desk.db, sha256, part)
        (report_id,) = desk.db.conn.execute(
            "SELECT report_id FROM versions WHERE sha256 = ? AND part = ?", [sha256, part]
        ).fetchone()
        new = subject_of(desk.db, report_id)
        moved = report_id
        if new != old and not _stays(desk.db, old):
            alias = Draft(
                kind="alias",
                agency_key=old[0],
                year_key=old[1],
                fingerprint=alias_fingerprint(*old),
                code="alias",
                anchor=canonical(list(new)),
                payload={"to": list(new), **({"automatic": True} if automatic else {})},
            )
            more = ledger.refold(desk.db, desk.pen.write(desk.db, [alias], batch=batch))
            touched.fingerprints |= more.fingerprints
            touched.subjects |= more.subjects | {old, new}
            touched.own |= more.own
    return looked, moved


def _stays(db: Database, subject: Subject) -> bool:
    """Whether a subject still has versions of its own."""
    sql = (
        "SELECT 1 FROM versions JOIN reports ON reports.id = versions.report_id"
        " WHERE reports.agency_key = ? AND reports.year_key = ?"
    )
    return db.conn.execute(sql, list(subject)).fetchone() is not None


def _findings(db: Database, fingerprints: Sequence[str], report_id: int | None) -> list[_Finding]:
    """The present findings with these fingerprints, in the order asked for."""
    found: dict[str, _Finding] = {}
    subjects: dict[int, Subject] = {}
    for chunk in chunks(list(dict.fromkeys(fingerprints))):
        sql = (
            "SELECT report_id, fingerprint, code, anchor, digest, conflict FROM results"  # noqa: S608
            f" WHERE status = 'fail' AND fingerprint IN ({marks(chunk)})"
        )
        for row in db.conn.execute(sql, chunk).fetchall():
            if report_id is None or row[0] == report_id:
                subject = subjects.setdefault(row[0], subject_of(db, row[0]))
                found[row[1]] = _Finding(row[0], row[1], row[2], row[3], row[4], bool(row[5]), subject)
    missing = [fingerprint for fingerprint in fingerprints if fingerprint not in found]
    if missing or not fingerprints:
        raise RefusedError("db.no_finding", fingerprint=missing[0] if missing else "")
    return [found[fingerprint] for fingerprint in dict.fromkeys(fingerprints)]


def _draft(finding: _Finding, **said: Any) -> Draft:
    return Draft(
        kind="judgement",
        agency_key=finding.subject[0],
        year_key=finding.subject[1],
        fingerprint=finding.fingerprint,
        code=finding.code,
        anchor=finding.anchor,
        digest=finding.digest,
        **said,
    )


def _others(desk: Desk, fingerprint: str) -> list[str]:
    """The verdicts of other auditors that a judgement made in full view of the conflict settles.

    What this auditor settled before and stands by is not said again: undo takes the later judgement back first.
    """
    aliases = ledger.load_aliases(desk.db)
    events = ledger.events_with(desk.db, "fingerprint", ledger.kin(desk.db, {fingerprint}, aliases))
    groups = ledger.group_findings(events, aliases)
    _, group = groups.get(fingerprint, (("", ""), []))
    before = {
        target
        for event in active(group)
        if event.auditor == desk.pen.auditor and verdict_of(event)
        for target in event.data.get("settles", ())
    }
    others = {event.hash for event in group if verdict_of(event) and event.auditor != desk.pen.auditor}
    return sorted(others - before)


def _record(desk: Desk, drafts: Sequence[Draft]) -> Receipt:
    written = desk.pen.write(desk.db, drafts)
    reports = results.follow(desk.db, ledger.refold(desk.db, written))
    return _receipt(written, min(reports) if len(reports) == 1 else None)


def _receipt(written: Sequence[Event], report_id: int | None, changes: RecheckChanges | None = None) -> Receipt:
    return Receipt(
        batch=written[0].batch,
        events=len(written),
        at=written[-1].time,
        report_id=report_id,
        fingerprints=tuple(event.fingerprint for event in written),
        changes=changes,
    )


def _tags(tags: Collection[str]) -> str:
    cleaned = sorted({" ".join(tag.split()) for tag in tags} - {""})
    if len(cleaned) > 100 or any(len(tag) > 100 for tag in cleaned):
        raise RefusedError("db.too_long", most=100)
    return json.dumps(cleaned, ensure_ascii=False, separators=(",", ":"))


def _bounded(text: str | None) -> None:
    if text is not None and len(text) > MOST_TEXT:
        raise RefusedError("db.too_long", most=MOST_TEXT)
