"""`gouji verify`: everything stored that follows from something else is computed again and compared.

Pages and references, the ledger's chains, the tables folded from it, each version's and source's digest, results and their
judgements, counts, settings, the full-text index. What cannot even be read becomes a problem too; nothing here raises.

Every part is read in portions, each in a short transaction of its own: colleagues go on judging meanwhile. A portion holds what
has to fit together; the ledger only ever grows, so its events are read little by little and the rest of it with the last ones.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from db import chains, fold, ledger, pages, reports, results, search, search_words
from db.codec import RESULT_COLUMNS, content_digest, unpack
from db.errors import WorkspaceError
from db.events import EVENT_COLUMNS, Event
from db.fold import AliasState, ChoiceState, CorrectionState, JudgementState, OwnState, StepState
from db.library import Reading
from db.schema import refuse_altered
from db.store import setting_digest
from db.views import Problem

_PORTION = 50
_EVENTS = 2000
_TEXTS = 2000
_LARGE = 256 * 2**20
"""Pages of a file larger than this are checked table by table, without a lock."""

_STATES: tuple[tuple[str, type[Any]], ...] = (
    ("judgements", JudgementState),
    ("own_findings", OwnState),
    ("corrections", CorrectionState),
    ("choices", ChoiceState),
    ("aliases", AliasState),
    ("steps", StepState),
)


def verify(reading: Reading) -> list[Problem]:
    """Every problem of a workspace; an empty list when it is whole. `reading` lends a connection for one short read."""
    found: list[Problem] = []
    for part, look in _PARTS:
        try:
            found += look(reading)
        except (sqlite3.Error, WorkspaceError, ValueError, KeyError, TypeError, IndexError, ArithmeticError) as error:
            found.append(Problem("db.verify.unreadable", {"part": part, "detail": f"{type(error).__name__}: {error}"[:200]}))
    return found


def _portions(reading: Reading, table: str, columns: str, size: int = _PORTION) -> Iterator[tuple[Database, list[Any]]]:
    """The rows of a table, some at a time, each time with the connection that they were read by and its transaction open."""
    last = -1
    while True:
        with reading() as db:
            sql = f"SELECT rowid, {columns} FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT ?"  # noqa: S608
            rows = db.conn.execute(sql, [last, size]).fetchall()
            yield db, [row[1:] for row in rows]
        if len(rows) < size:
            return
        last = rows[-1][0]


def _schema(reading: Reading) -> Iterator[Problem]:
    with reading() as db:
        (path,) = [row[2] for row in db.conn.execute("PRAGMA database_list") if row[1] == "main"]
        try:
            refuse_altered(db, Path(path))
        except WorkspaceError as error:
            yield Problem(error.word, dict(error.parameters))


def _pages(reading: Reading) -> Iterator[Problem]:
    with reading() as db:
        (size,) = db.conn.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
        (path,) = [row[2] for row in db.conn.execute("PRAGMA database_list") if row[1] == "main"]
        tables = [row[0] for row in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0")]
    large = size > _LARGE
    told = pages.looked_at(Path(path), tables) if large else {}
    for table in tables if large else [""]:
        said = told.get(table, False)
        if said is None:
            yield Problem("db.verify.busy", {"table": table}, fatal=False)
        elif not said:
            with reading() as db:
                yield from pages.problems(db, table)


def _ledger(reading: Reading) -> Iterator[Problem]:
    """Whether the chains are whole, and every table that follows from the ledger is what its events come to."""
    events: list[Event] = []
    for db, rows in _portions(reading, "events", ", ".join(EVENT_COLUMNS), _EVENTS):
        events += map(Event._make, rows)
        if len(rows) < _EVENTS:
            sittings, heads = chains.sittings(db), chains.heads(db)
            stored = {table: [ledger.row_of(row) for row in ledger.rows_of(db, state, table)] for table, state in _STATES}
    events.sort(key=lambda event: (event.sitting, event.number, event.hash))
    yield from chains.compared(sittings, heads, events)
    wanted = folded(events)
    for table, _ in _STATES:
        found = {row[0]: row for row in stored[table]}
        for key in sorted(found.keys() | wanted[table].keys()):
            if found.get(key) != wanted[table].get(key):
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


def _versions(reading: Reading) -> Iterator[Problem]:
    """Whether the content of each version fits its digest, and the version's columns its content."""
    columns = "id, source, title, agency, year, form, published, sha256, part, media_type, details, digest"
    for db, rows in _portions(reading, "versions", columns):
        for version_id, source, *shown, details, digest in rows:
            sections, cells, claims = reports.content_rows(db, version_id)
            whole = content_digest(sections, cells, claims, details) == digest
            if not whole or reports.described(reports.as_read(db, version_id)) != (source, *shown):
                yield Problem("db.verify.version", {"source": source})


def _sources(reading: Reading) -> Iterator[Problem]:
    for _, rows in _portions(reading, "sources", "sha256, size, compressed"):
        for sha256, size, compressed in rows:
            if compressed is not None:
                data = unpack(compressed)
                if hashlib.sha256(data).hexdigest() != sha256 or len(data) != size:
                    yield Problem("db.verify.source", {"sha256": sha256})


def _results(reading: Reading) -> Iterator[Problem]:
    """Whether results fit their digest, findings their judgements, and counts their results."""
    names = ", ".join((*results.COUNTED, "last_touched", "last_auditor"))
    for db, rows in _portions(reading, "reports", f"id, agency, year, agency_key, year_key, results_digest, {names}"):
        for report_id, agency, year, key, year_key, digest, *counted in rows:
            place: dict[str, object] = {"agency": agency or "", "year": year or ""}
            if digest and results.rows_digest(_stored(db, report_id, "position < ?")) != digest:
                yield Problem("db.verify.results", place)
            yield from _findings(db, report_id, (key, year_key), place)
            if results.counts(db, report_id) != counted:
                yield Problem("db.verify.counts", place)
            if not _settled(db, report_id):
                yield Problem("db.verify.report", place)


def _stored(db: Database, report_id: int, where: str) -> list[Any]:
    """A report's results as stored: the rules' (`position < ?`) or the auditors' own (`position >= ?`)."""
    sql = f"SELECT {', '.join(RESULT_COLUMNS)} FROM results WHERE report_id = ? AND {where} ORDER BY position"  # noqa: S608
    return db.conn.execute(sql, [report_id, results.OWN_POSITION]).fetchall()


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
    own = _stored(db, report_id, "position >= ?")
    wrote = db.conn.execute("SELECT 1 FROM own_findings WHERE agency_key = ? AND year_key = ? LIMIT 1", list(subject)).fetchone()
    # Reading a report takes longer than all else here, and few have findings of an auditor's own.
    if (own or wrote) and own != results.own_rows(db, report_id, reports.current_report(db, report_id)):
        yield Problem("db.verify.finding", {**place, "code": "own"})


def _settled(db: Database, report_id: int) -> bool:
    """Whether the report's columns show its current version and the statuses of its versions are as they follow."""
    statuses, shown = reports.settled(db, report_id)
    stored = {version.id: version.status for version in reports.versions_of(db, report_id)}
    names = ", ".join(reports.SHOWN)
    row = db.conn.execute(f"SELECT {names} FROM reports WHERE id = ?", [report_id]).fetchone()  # noqa: S608
    return statuses == stored and tuple(row) == shown


def _totals(reading: Reading) -> Iterator[Problem]:
    with reading() as db:
        wanted = db.conn.execute(
            "SELECT count(*), total(errors + warnings = 0), total(open = 0), total(errors), total(warnings), total(infos),"
            " total(open), total(confirmed), total(dismissed), total(asked), total(fixed), total(stale), total(conflicts)"
            " FROM reports"
        ).fetchone()
        stored = db.conn.execute("SELECT * FROM totals").fetchall()
        by_rule = _rules_add_up(db)
    if not by_rule or [tuple(int(number) for number in wanted)] != [row[1:-1] for row in stored]:
        yield Problem("db.verify.totals")


def _rules_add_up(db: Database) -> bool:
    """Whether each rule's findings are those that are there, and what rules did else is what the reports count together."""
    found = db.conn.execute(
        "SELECT code, count(*), total(verdict = 'open') FROM results INDEXED BY findings_by_code WHERE status = 'fail'"
        " GROUP BY code"
    ).fetchall()
    stored = db.conn.execute("SELECT code, fails, open FROM rule_totals WHERE fails <> 0 OR open <> 0 ORDER BY code").fetchall()
    counted = db.conn.execute("SELECT total(passes), total(skipped), total(broken) FROM reports").fetchone()
    kept = db.conn.execute("SELECT total(passes), total(skipped), total(broken) FROM rule_totals").fetchone()
    return bool(found == stored and counted == kept)


def _settings(reading: Reading) -> Iterator[Problem]:
    with reading() as db:
        rows = db.conn.execute("SELECT key, value, digest FROM settings").fetchall()
    for key, value, digest in rows:
        if setting_digest(key, value) != digest:
            yield Problem("db.verify.setting", {"key": key})


def _search(reading: Reading) -> Iterator[Problem]:
    """Whether the index holds the words it should hold: each text's own words find it again."""
    with reading() as db:
        try:
            db.conn.execute("SELECT count(*) FROM search WHERE search MATCH '\"无\"'").fetchone()
        except sqlite3.DatabaseError as error:
            yield Problem("db.verify.search", {"detail": str(error)[:200]})
            return
    for db, rows in _portions(reading, "search_texts", "id, kind, place, text", _TEXTS):
        lost = _not_found(db, rows)
        for row_id, kind, place, _ in rows:
            if row_id in lost:
                yield Problem("db.verify.search", {"detail": f"{kind} {place} {json.dumps(row_id)}"})


def _not_found(db: Database, rows: Sequence[Any]) -> set[int]:
    """The texts that some of their own words do not find. Each word is asked for once, among all these texts."""
    holders: dict[str, set[int]] = defaultdict(set)
    for row_id, kind, place, text in rows:
        words = search_words.indexed(search.section(db, place)[1] if kind == "section" else text).split()
        for word in (*words[:8], *words[-2:]):
            holders[word].add(row_id)
    lost: set[int] = set()
    sql = "SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?"
    for word, wanted in holders.items():
        lost |= wanted - {row[0] for row in db.conn.execute(sql, [f'"{word}"', rows[0][0], rows[-1][0]])}
    return lost


_PARTS: tuple[tuple[str, Callable[[Reading], Iterator[Problem]]], ...] = (
    ("schema", _schema),
    ("pages", _pages),
    ("ledger", _ledger),
    ("versions", _versions),
    ("sources", _sources),
    ("results", _results),
    ("totals", _totals),
    ("settings", _settings),
    ("search", _search),
)
