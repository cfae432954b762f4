"""Undo and redo as events: each takes back, or brings back, one step of this auditor, after a restart too."""

from __future__ import annotations

from collections.abc import Sequence

from db import ledger, results
from db.events import UNDOABLE, Draft, Event
from db.fold import undone_hashes
from db.judging import Desk, after_reading
from db.ledger import Touched
from db.reports import find_report, resettle_source
from db.views import Undone, UndoRefused


def undo(desk: Desk) -> Undone | UndoRefused:
    """Take back this auditor's last step; refused with the name when another auditor judged the same since."""
    found = desk.db.conn.execute(
        "SELECT batch FROM steps WHERE auditor = ? AND undone IS NULL ORDER BY made DESC LIMIT 1", [desk.pen.auditor]
    ).fetchone()
    if found is None:
        return UndoRefused("db.nothing_to_undo")
    members = _members(desk, found[0])
    blocked = _judged_since(desk, members)
    if blocked is not None:
        report_id = find_report(desk.db, (blocked.agency_key, blocked.year_key))
        return UndoRefused("db.judged_since", {"auditor": blocked.auditor, "at": blocked.time}, report_id)
    return _turn(desk, "undo", found[0], members)


def redo(desk: Desk) -> Undone | UndoRefused:
    """Bring back the step undone last, unless a new one was made since."""
    auditor = desk.pen.auditor
    found = desk.db.conn.execute(
        "SELECT batch FROM steps WHERE auditor = ? AND undone IS NOT NULL AND undone >"
        " (SELECT max(made) FROM steps WHERE auditor = ?) ORDER BY undone DESC LIMIT 1",
        [auditor, auditor],
    ).fetchone()
    if found is None:
        return UndoRefused("db.nothing_to_redo")
    return _turn(desk, "redo", found[0], _members(desk, found[0]))


def _members(desk: Desk, batch: str) -> list[Event]:
    sql = "batch = ? AND auditor = ? ORDER BY sitting, number, hash"
    events = ledger.events_where(desk.db, sql, [batch, desk.pen.auditor])
    return [event for event in events if event.kind in UNDOABLE]


def _judged_since(desk: Desk, members: Sequence[Event]) -> Event | None:
    """An event of another auditor that still counts and came after one of these about the same thing."""
    aliases = ledger.load_aliases(desk.db)
    fingerprints = ledger.kin(desk.db, {event.fingerprint for event in members}, aliases)
    everything = ledger.events_with(desk.db, "fingerprint", fingerprints)
    taken_back = undone_hashes(everything)
    groups = ledger.group_findings(everything, aliases)
    group_of = {event.hash: group for _, group in groups.values() for event in group}
    since: list[Event] = []
    for member in members:
        since += [
            event
            for event in group_of[member.hash]
            if event.order > member.order
            and event.auditor != desk.pen.auditor
            and event.kind in UNDOABLE
            and event.hash not in taken_back
        ]
    return max(since, key=lambda event: event.order, default=None)


def _turn(desk: Desk, kind: str, batch: str, members: Sequence[Event]) -> Undone:
    assert kind in ("undo", "redo")  # noqa: S101
    drafts = [
        Draft(
            kind="undo" if kind == "undo" else "redo",
            agency_key=event.agency_key,
            year_key=event.year_key,
            fingerprint=event.fingerprint,
            code=event.code,
            anchor=event.anchor,
            payload={"target": event.hash, "batch": batch},
        )
        for event in members
    ]
    touched = ledger.refold(desk.db, desk.pen.write(desk.db, drafts))
    reports = _follow(desk, touched)
    first = next((event for event in members if event.kind in ("judgement", "own")), members[0])
    report_id = min(reports) if len(reports) == 1 else find_report(desk.db, (first.agency_key, first.year_key))
    found = desk.db.conn.execute("SELECT verdict FROM judgements WHERE fingerprint = ?", [first.fingerprint]).fetchone()
    return Undone(
        batch=batch,
        kind=members[0].kind,
        report_id=report_id,
        fingerprints=tuple(event.fingerprint for event in members),
        verdict=found[0] if found else "open",
        code=first.code if first.kind in ("judgement", "own") else "",
        said=tuple(name for name in ("verdict", "note", "tags", "severity") if getattr(first, name) is not None),
    )


def _follow(desk: Desk, touched: Touched) -> set[int]:
    looked: set[int] = set()
    for sha256, part in touched.readings:
        looked |= resettle_source(desk.db, sha256, part)
    for subject in touched.choices:
        report_id = find_report(desk.db, subject)
        if report_id is not None:
            looked.add(report_id)
    if looked:
        return set(after_reading(desk, looked, touched)) & looked
    return results.follow(desk.db, touched)
