"""`gouji verify`: everything stored that follows from something else is computed again and compared.

Pages and references, the ledger's chains, the tables folded from it, each version's and source's digest, results and their
judgements, counts, settings, the full-text index. What cannot even be read becomes a problem too; nothing here raises.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlite_utils import Database

from db import chains, fold, ledger, reports, results, search, search_words
from db.codec import RESULT_COLUMNS, content_digest, unpack
from db.errors import WorkspaceError
from db.events import Event
from db.fold import AliasState, ChoiceState, CorrectionState, JudgementState, OwnState, StepState
from db.schema import refuse_altered
from db.store import setting_digest
from db.views import Problem

_STATES: tuple[tuple[str, type[Any]], ...] = (
    ("judgements", JudgementState),
    ("own_findings", OwnState),
    ("corrections", CorrectionState),
    ("choices", ChoiceState),
    ("aliases", AliasState),
    ("steps", StepState),
)


def verify(db: Database) -> list[Problem]:
    """Every problem of a workspace; an empty list when it is whole."""
    found: list[Problem] = []
    for part, look in _PARTS:
        try:
            found += look(db)
        except (sqlite3.Error, WorkspaceError, ValueError, KeyError, TypeError, IndexError, ArithmeticError) as error:
            found.append(Problem("db.verify.unreadable", {"part": part, "detail": f"{type(error).__name__}: {error}"[:200]}))
    return found


def _schema(db: Database) -> Iterator[Problem]:
    from pathlib import Path

    (path,) = [row[2] for row in db.conn.execute("PRAGMA database_list") if row[1] == "main"]
    try:
        refuse_altered(db, Path(path))
    except WorkspaceError as error:
        yield Problem(error.word, dict(error.parameters))


def _pages(db: Database) -> Iterator[Problem]:
    for (said,) in db.conn.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield Problem("db.verify.page", {"detail": str(said)[:300]})
    for table, row, parent, _ in db.conn.execute("PRAGMA foreign_key_check"):
        yield Problem("db.verify.foreign_key", {"table": table, "row": row, "parent": parent})


def _states(db: Database) -> Iterator[Problem]:
    """Whether every table that follows from the ledger is what its events come to."""
    wanted = folded(list(ledger.all_events(db)))
    for table, state in _STATES:
        stored = {row[0]: row for row in map(ledger.row_of, ledger.rows_of(db, state, table))}
        for key in sorted(stored.keys() | wanted[table].keys()):
            if stored.get(key) != wanted[table].get(key):
                yield Problem("db.verify.fold", {"table": table, "key": key})


def folded(events: Sequence[Event]) -> dict[str, dict[str, tuple[Any, ...]]]:
    """The tables that follow from the ledger, computed from nothing but its events."""
    found: dict[str, list[Any]] = defaultdict(list)
    special: dict[str, dict[str, list[Event]]] = defaultdict(lambda: defaultdict(list))
    findings: list[Event] = []
    for event in events:
        if event.code in ("correction", "version", "alias"):
            special[event.code][event.fingerprint].append(event)
        else:
            findings.append(event)
    for fingerprint, group in special["correction"].items():
        found["corrections"].append(fold.fold_correction(fingerprint, group))
    for fingerprint, group in special["version"].items():
        found["choices"].append(fold.fold_choice(fingerprint, group))
    for group in special["alias"].values():
        found["aliases"] += fold.fold_aliases(group)
    aliases: dict[fold.Subject, list[AliasState]] = defaultdict(list)
    for alias in found["aliases"]:
        aliases[alias.agency_key, alias.year_key].append(alias)
    for fingerprint, (subject, group) in ledger.group_findings(findings, aliases).items():
        found["judgements"].append(fold.fold_judgement(fingerprint, subject, group))
        found["own_findings"].append(fold.fold_own(fingerprint, subject, group))
    found["steps"] = [*fold.fold_steps(events)]
    return {table: {row[0]: row for row in map(ledger.row_of, filter(None, found[table]))} for table, _ in _STATES}


def _versions(db: Database) -> Iterator[Problem]:
    """Whether the content of each version fits its digest, and the version's columns its content."""
    sql = "SELECT id, source, title, agency, year, form, published, sha256, part, media_type, details, digest FROM versions"
    for row in db.conn.execute(sql).fetchall():
        version_id, source, *shown, details, digest = row
        sections, cells, claims = reports.content_rows(db, version_id)
        whole = content_digest(sections, cells, claims, details) == digest
        if not whole or reports.described(reports.as_read(db, version_id)) != (source, *shown):
            yield Problem("db.verify.version", {"source": source})


def _sources(db: Database) -> Iterator[Problem]:
    for sha256, size, compressed in db.conn.execute("SELECT sha256, size, compressed FROM sources").fetchall():
        if compressed is not None:
            data = unpack(compressed)
            if hashlib.sha256(data).hexdigest() != sha256 or len(data) != size:
                yield Problem("db.verify.source", {"sha256": sha256})


def _results(db: Database) -> Iterator[Problem]:
    """Whether results fit their digest, findings their judgements, and counts their results."""
    columns = ", ".join(RESULT_COLUMNS)
    names = ", ".join((*results.COUNTED, "last_touched", "last_auditor"))
    rows = db.conn.execute(f"SELECT id, agency, year, agency_key, year_key, results_digest, {names} FROM reports").fetchall()  # noqa: S608
    for report_id, agency, year, key, year_key, digest, *counted in rows:
        place: dict[str, object] = {"agency": agency or "", "year": year or ""}
        stored = db.conn.execute(
            f"SELECT {columns} FROM results WHERE report_id = ? AND position < ? ORDER BY position",  # noqa: S608
            [report_id, results.OWN_POSITION],
        ).fetchall()
        if digest and results.rows_digest(stored) != digest:
            yield Problem("db.verify.results", place)
        yield from _findings(db, report_id, (key, year_key), place)
        if results.counts(db, report_id) != counted:
            yield Problem("db.verify.counts", place)
        if not _settled(db, report_id):
            yield Problem("db.verify.report", place)


def _findings(db: Database, report_id: int, subject: fold.Subject, place: dict[str, object]) -> Iterator[Problem]:
    """Whether each finding's row shows its judgement, and own findings stand as their events say."""
    states = ledger.rows_of(db, JudgementState, "judgements", "agency_key = ? AND year_key = ?", list(subject))
    judged = {state.fingerprint: state for state in states}
    for code, fingerprint, severity, digest, status, *shown in db.conn.execute(
        "SELECT code, fingerprint, severity, digest, status, verdict, judged_severity, stale, conflict, touched_at"
        " FROM results WHERE report_id = ?",
        [report_id],
    ):
        wanted = results.shown_state(judged.get(fingerprint), severity, digest) if status == "fail" else (None, None, 0, 0, None)
        if tuple(shown) != wanted:
            yield Problem("db.verify.finding", {**place, "code": code})
    stored = db.conn.execute(
        f"SELECT {', '.join(RESULT_COLUMNS)} FROM results WHERE report_id = ? AND position >= ? ORDER BY position",  # noqa: S608
        [report_id, results.OWN_POSITION],
    ).fetchall()
    if stored != results.own_rows(db, report_id, reports.current_report(db, report_id)):
        yield Problem("db.verify.finding", {**place, "code": "own"})


def _settled(db: Database, report_id: int) -> bool:
    """Whether the report's columns show its current version and the statuses of its versions are as they follow."""
    statuses, shown = reports.settled(db, report_id)
    stored = {version.id: version.status for version in reports.versions_of(db, report_id)}
    names = ", ".join(reports.SHOWN)
    row = db.conn.execute(f"SELECT {names} FROM reports WHERE id = ?", [report_id]).fetchone()  # noqa: S608
    return statuses == stored and tuple(row) == shown


def _totals(db: Database) -> Iterator[Problem]:
    wanted = db.conn.execute(
        "SELECT count(*), total(errors + warnings = 0), total(open = 0), total(errors), total(warnings), total(infos),"
        " total(open), total(confirmed), total(dismissed), total(asked), total(fixed), total(stale), total(conflicts)"
        " FROM reports"
    ).fetchone()
    stored = db.conn.execute("SELECT * FROM totals").fetchall()
    if [tuple(int(number) for number in wanted)] != [row[1:-1] for row in stored]:
        yield Problem("db.verify.totals")


def _settings(db: Database) -> Iterator[Problem]:
    for key, value, digest in db.conn.execute("SELECT key, value, digest FROM settings"):
        if setting_digest(key, value) != digest:
            yield Problem("db.verify.setting", {"key": key})


def _search(db: Database) -> Iterator[Problem]:
    """Whether the index holds the words it should hold: each text's own words find it again."""
    try:
        db.conn.execute("SELECT count(*) FROM search WHERE search MATCH '\"无\"'").fetchone()
    except sqlite3.DatabaseError as error:
        yield Problem("db.verify.search", {"detail": str(error)[:200]})
        return
    for row_id, kind, place, text in db.conn.execute("SELECT id, kind, place, text FROM search_texts").fetchall():
        words = search_words.indexed(search.section(db, place)[1] if kind == "section" else text).split(" ")
        wanted = " AND ".join(f'"{word}"' for word in (*words[:8], *words[-8:]) if word)
        if wanted and not db.conn.execute("SELECT 1 FROM search WHERE search MATCH ? AND rowid = ?", [wanted, row_id]).fetchone():
            yield Problem("db.verify.search", {"detail": f"{kind} {place} {json.dumps(row_id)}"})


_PARTS: tuple[tuple[str, Callable[[Database], Iterator[Problem]]], ...] = (
    ("schema", _schema),
    ("pages", _pages),
    ("ledger", chains.check),
    ("states", _states),
    ("versions", _versions),
    ("sources", _sources),
    ("results", _results),
    ("totals", _totals),
    ("settings", _settings),
    ("search", _search),
)
