"""Where the auditor goes next: the next finding still open, over a report's sections and then over the reports of a list."""

from __future__ import annotations

from sqlite_utils import Database

from db.library import next_report
from db.views import LibraryFilter, LibraryOrder, NextOpen


def next_open(
    db: Database, report_id: int, fingerprint: str | None, direction: int, wanted: LibraryFilter, order: LibraryOrder
) -> NextOpen | None:
    """The open finding after (or before) this one, and past the end of the list from its other end; None when none is left."""
    forward = direction >= 0
    here = _within(db, report_id, fingerprint, forward=forward)
    if here is not None:
        return NextOpen(report_id, here)
    following = next_report(db, report_id, wanted, order, forward=forward, also="open > 0")
    wrapped = following is None
    if following is None:
        following = next_report(db, None, wanted, order, forward=forward, also="open > 0")
    found = None if following is None else _within(db, following, None, forward=forward)
    return None if following is None or found is None else NextOpen(following, found, wrapped)


def first_open(db: Database, wanted: LibraryFilter, order: LibraryOrder) -> NextOpen | None:
    """The first open finding of a list of reports."""
    report_id = next_report(db, None, wanted, order, forward=True, also="open > 0")
    found = None if report_id is None else _within(db, report_id, None, forward=True)
    return None if report_id is None or found is None else NextOpen(report_id, found)


def _within(db: Database, report_id: int, fingerprint: str | None, *, forward: bool) -> str | None:
    """The next open finding of one report after the given one; from its start or end when none is given or it is gone."""
    rows = db.conn.execute(
        "SELECT fingerprint, verdict FROM results WHERE report_id = ? AND status = 'fail'"
        " ORDER BY coalesce(section, 0), position",
        [report_id],
    ).fetchall()
    if not forward:
        rows.reverse()
    start = next((place + 1 for place, row in enumerate(rows) if row[0] == fingerprint), 0)
    return next((str(row[0]) for row in rows[start:] if row[1] == "open"), None)
