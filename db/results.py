"""Results in the database: running the rules over a report, and keeping each finding's judgement and the counts beside it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlite_utils import Database

from core.identity import agency_key
from core.report import Report
from db import search
from db.codec import RESULT_COLUMNS, Row, result_from_row, result_row
from db.context import ANY_YEAR, WorkspaceContext
from db.events import digest, finding_fingerprint
from db.fold import JudgementState, OwnState
from db.ledger import Touched, chunks, marks, rows_of
from db.own import own_anchor, own_result
from db.reports import current_report, find_report, subject_of
from db.rulebook import Rulebook
from db.views import RecheckChanges
from rules.audit import OWN_CODE
from rules.result import Result, Status

OWN_POSITION = 1_000_000
"""Where the auditors' own findings begin among a report's results."""

_COLUMNS = ", ".join(RESULT_COLUMNS)
_INSERT = (
    f"INSERT INTO results (report_id, {_COLUMNS}, verdict, judged_severity)"  # noqa: S608
    f" VALUES (?, {', '.join('?' * len(RESULT_COLUMNS))}, ?, ?)"
)


def run_rules(db: Database, report_id: int, rules: Rulebook, report: Report | None = None) -> RecheckChanges:
    """Run the rules over a report's current version and replace its results; judgements stay. What changed is told."""
    report = report or current_report(db, report_id)
    context = WorkspaceContext(db, report_id, report, rules.settings)
    results = rules.check(report, context)
    return put_results(db, report_id, report, results, context.used, rules)


def put_results(
    db: Database,
    report_id: int,
    report: Report,
    results: Sequence[Result],
    used: Iterable[tuple[str, str]],
    rules: Rulebook,
) -> RecheckChanges:
    """Replace a report's results by these."""
    subject = subject_of(db, report_id)
    before = _failing(db, report_id)
    rows = [
        result_row(
            position,
            result,
            finding_fingerprint(*subject, result.code, result.anchor),
            rules.message(result) if result.status is Status.FAIL else None,
        )
        for position, result in enumerate(results)
    ]
    db.conn.execute("DELETE FROM results WHERE report_id = ?", [report_id])
    db.conn.executemany(_INSERT, [_with_state(report_id, row) for row in rows])
    db.conn.execute("UPDATE reports SET results_digest = ? WHERE id = ?", [rows_digest(rows), report_id])
    _put_dependencies(db, report_id, results, used)
    search.forget(db, report_id)
    search.index(db, report_id, _texts(db, report_id, rows))
    put_own(db, report_id, report)
    refresh(db, report_id)
    return _changes(report_id, report, before, _failing(db, report_id))


def rows_digest(rows: Sequence[Row]) -> str:
    """The digest of a report's results, own findings left out."""
    return digest(["gouji-results-1", *[list(row) for row in rows]])


def _with_state(report_id: int, row: Row) -> Row:
    failing = row[4] == Status.FAIL.value
    return (report_id, *row, "open" if failing else None, row[5] if failing else None)


def _put_dependencies(db: Database, report_id: int, results: Sequence[Result], used: Iterable[tuple[str, str]]) -> None:
    wanted = {(agency_key(other.agency), str(other.year)) for result in results for other in result.uses}
    db.conn.execute("DELETE FROM dependencies WHERE report_id = ?", [report_id])
    db.conn.executemany(
        "INSERT INTO dependencies (report_id, agency_key, year_key) VALUES (?, ?, ?)",
        [(report_id, *subject) for subject in sorted(wanted | set(used))],
    )


def _texts(db: Database, report_id: int, rows: Sequence[Row]) -> list[search.Text]:
    (version_id,) = db.conn.execute("SELECT current_version FROM reports WHERE id = ?", [report_id]).fetchone()
    sections = db.conn.execute("SELECT position, text FROM sections WHERE version_id = ? ORDER BY position", [version_id])
    found = [search.Text("section", f"{version_id}/{position}", text) for position, text in sections if text]
    cells = db.conn.execute(
        "SELECT raw, note FROM cells WHERE version_id = ? AND raw IS NOT NULL AND raw NOT IN ('', '0') ORDER BY position",
        [version_id],
    )
    words = " ; ".join(" ".join(filter(None, cell)) for cell in cells)
    if words:
        found.append(search.Text("cells", "", words))
    found += [search.Text("message", row[3], row[8]) for row in rows if row[8]]
    return found


def put_own(db: Database, report_id: int, report: Report) -> None:
    """Put the auditors' own findings among a report's results, each at the place where it stands now."""
    gone = db.conn.execute(
        "SELECT fingerprint FROM results WHERE report_id = ? AND position >= ?", [report_id, OWN_POSITION]
    ).fetchall()
    for (fingerprint,) in gone:
        search.forget(db, report_id, "message", fingerprint)
    db.conn.execute("DELETE FROM results WHERE report_id = ? AND position >= ?", [report_id, OWN_POSITION])
    rows = own_rows(db, report_id, report)
    db.conn.executemany(_INSERT, [_with_state(report_id, row) for row in rows])
    search.index(db, report_id, [search.Text("message", row[3], row[8]) for row in rows])


def own_rows(db: Database, report_id: int, report: Report) -> list[Row]:
    """The rows of a report's own findings."""
    subject = subject_of(db, report_id)
    states = rows_of(db, OwnState, "own_findings", "agency_key = ? AND year_key = ? ORDER BY at, fingerprint", list(subject))
    return [
        result_row(OWN_POSITION + number, own_result(state, own_anchor(state, report), report), state.fingerprint, state.text)
        for number, state in enumerate(states)
    ]


def follow(db: Database, touched: Touched) -> set[int]:
    """After a refold: bring results and counts of the reports concerned in step; gives those reports."""
    found = {report_id for subject in touched.subjects if (report_id := find_report(db, subject)) is not None}
    for subject in touched.own:
        report_id = find_report(db, subject)
        if report_id is not None:
            put_own(db, report_id, current_report(db, report_id))
            found.add(report_id)
    for report_id in found:
        refresh(db, report_id, None if touched.own else touched.fingerprints)
    return found


def refresh(db: Database, report_id: int, only: Collection[str] | None = None) -> None:
    """Write each finding's judgement beside it and count anew."""
    subject = subject_of(db, report_id)
    judgements = _judgements(db, subject, only)
    condition = "report_id = ? AND status = 'fail'"
    rows = db.conn.execute(f"SELECT position, fingerprint, severity, digest FROM results WHERE {condition}", [report_id])  # noqa: S608
    for position, fingerprint, severity, values in rows.fetchall():
        if only is not None and fingerprint not in only:
            continue
        state = judgements.get(fingerprint)
        db.conn.execute(
            "UPDATE results SET verdict = ?, judged_severity = ?, stale = ?, conflict = ?, touched_at = ?"
            " WHERE report_id = ? AND position = ?",
            [*shown_state(state, severity, values), report_id, position],
        )
        _index_note(db, report_id, fingerprint, state)
    count(db, report_id)


def shown_state(state: JudgementState | None, severity: str, values: str | None) -> tuple[str, str, int, int, str | None]:
    """What a finding's row says about its judgement: verdict, severity that counts, stale, conflict, last touched."""
    if state is None:
        return ("open", severity, 0, 0, None)
    stale = state.verdict != "open" and state.digest is not None and state.digest != values
    return (state.verdict, state.severity or severity, int(stale), int(state.opinions != "[]"), state.at)


def _judgements(db: Database, subject: tuple[str, str], only: Collection[str] | None) -> dict[str, JudgementState]:
    if only is None or len(only) > 50:
        found = rows_of(db, JudgementState, "judgements", "agency_key = ? AND year_key = ?", list(subject))
    else:
        found = []
        for chunk in chunks(sorted(only)):
            found += rows_of(db, JudgementState, "judgements", f"fingerprint IN ({marks(chunk)})", chunk)
    return {state.fingerprint: state for state in found}


def _index_note(db: Database, report_id: int, fingerprint: str, state: JudgementState | None) -> None:
    search.forget(db, report_id, "note", fingerprint)
    words = " ".join(filter(None, (state.note, state.reason, " ".join(json.loads(state.tags))))) if state else ""
    if words:
        search.index(db, report_id, [search.Text("note", fingerprint, words)])


COUNTS = (
    "total(status = 'fail' AND judged_severity = 'error'), total(status = 'fail' AND judged_severity = 'warning'),"
    " total(status = 'fail' AND judged_severity = 'info'), total(status = 'pass'), total(status = 'skipped'),"
    " total(status = 'broken'), total(verdict = 'open'), total(verdict = 'confirmed'), total(verdict = 'dismissed'),"
    " total(verdict = 'asked'), total(verdict = 'fixed'), total(stale), total(conflict)"
)
COUNTED = (
    "errors",
    "warnings",
    "infos",
    "passes",
    "skipped",
    "broken",
    "open",
    "confirmed",
    "dismissed",
    "asked",
    "fixed",
    "stale",
    "conflicts",
)


def counts(db: Database, report_id: int) -> list[Any]:
    """The counts of a report, computed from its results, and who touched it last."""
    numbers = db.conn.execute(f"SELECT {COUNTS} FROM results WHERE report_id = ?", [report_id]).fetchone()  # noqa: S608
    subject = subject_of(db, report_id)
    last = db.conn.execute(
        "SELECT at, auditor FROM (SELECT at, auditor FROM judgements WHERE agency_key = ? AND year_key = ?"
        " UNION ALL SELECT at, auditor FROM own_findings WHERE agency_key = ? AND year_key = ?)"
        " ORDER BY at DESC, auditor LIMIT 1",
        [*subject, *subject],
    ).fetchone()
    return [*(int(number) for number in numbers), *(last or (None, None))]


def count(db: Database, report_id: int) -> None:
    """Write a report's counts; the workspace's totals follow by trigger."""
    sets = ", ".join(f"{name} = ?" for name in (*COUNTED, "last_touched", "last_auditor"))
    db.conn.execute(f"UPDATE reports SET {sets} WHERE id = ?", [*counts(db, report_id), report_id])  # noqa: S608


def results_of(db: Database, report_id: int) -> tuple[Result, ...]:
    """The rules' results of a report."""
    sql = f"SELECT {_COLUMNS} FROM results WHERE report_id = ? AND position < ? ORDER BY position"  # noqa: S608
    rows = db.conn.execute(sql, [report_id, OWN_POSITION])
    return tuple(result_from_row(dict(zip(RESULT_COLUMNS, row, strict=True))) for row in rows)


def dependents(db: Database, subjects: Iterable[tuple[str, str]]) -> set[int]:
    """The reports whose results looked at one of these reports."""
    found: set[int] = set()
    for subject in subjects:
        rows = db.conn.execute(
            "SELECT report_id FROM dependencies WHERE agency_key = ? AND year_key IN (?, ?)", [*subject, ANY_YEAR]
        )
        found |= {row[0] for row in rows}
    return found


def _failing(db: Database, report_id: int) -> dict[str, str]:
    rows = db.conn.execute(
        "SELECT code, anchor, digest FROM results WHERE report_id = ? AND status = 'fail' AND code <> ?", [report_id, OWN_CODE]
    )
    return {f"{code} {anchor}": values for code, anchor, values in rows}


def _changes(report_id: int, report: Report, before: dict[str, str], after: dict[str, str]) -> RecheckChanges:
    return RecheckChanges(
        appeared=tuple(sorted(after.keys() - before.keys())),
        vanished=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(sorted(name for name in after.keys() & before.keys() if after[name] != before[name])),
        report_id=report_id,
        agency=report.agency,
        year=report.year,
    )
