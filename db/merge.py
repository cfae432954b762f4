"""Bringing other copies together: the union of sittings and events, and the reports that are lacking here.

The outcome does not depend on the order of merging, and merging again changes nothing. Another file is a stranger's: it is
opened read-only, its schema must be exactly ours, its rows pass through bounded models, its hashes are computed again.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlite_utils import Database

from core.report import Report
from db import foreign, ledger, reports
from db.codec import ReportRows, unpack
from db.connection import Connections, begin_read, connect, translated
from db.errors import WorkspaceError
from db.events import EVENT_COLUMNS, SITTING_COLUMNS, Event, Sitting
from db.intake import concerned, mark
from db.likeness import put_likeness
from db.locks import wait_for_lock
from db.reports import SourceBytes
from db.results import dependents, follow
from db.schema import migrate, newest, refuse_altered, refuse_foreign
from db.store import count_write
from db.views import MergeSummary, Problem

_MOST_JSON = 1 << 30


@dataclass
class Copy:
    """What was read and believed of another copy."""

    sittings: list[Sitting] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class ForeignVersion(BaseModel):
    """A version's own columns, as another copy has them."""

    model_config = ConfigDict(strict=True)

    id: int
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    part: int = Field(ge=0, le=10**6)
    loaded_at: str = Field(pattern=r"^(19[7-9]|20[0-8])\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{6}Z$")
    source: str = Field(max_length=10_000)
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    program: str = Field(max_length=200)


@dataclass
class _Tally:
    sittings: int = 0
    events: int = 0
    reports: int = 0
    versions: int = 0
    forks: list[str] = field(default_factory=list)
    newcomers: set[str] = field(default_factory=set)
    """The auditors of sittings that were lacking."""


def merge(connections: Connections, others: Sequence[Path], sitting: str) -> MergeSummary:
    """Merge other workspaces (.db) or json exports into this one; the caller runs the rules over what is marked."""
    tally, problems = _Tally(), []
    for path in others:
        path = Path(path).absolute()
        if _same(path, connections.path):
            raise WorkspaceError("db.merge_self", file=path.name)
        if not path.is_file():
            raise WorkspaceError("db.missing", file=str(path))
        if path.suffix.lower() == ".json":
            copy = from_json(path)
            with connections.writing() as db:
                count_write(db, sitting)
                _take(db, copy, tally, [])
        else:
            with _opened(path) as other, translated(path):
                copy = read_ledger(other)
                with connections.writing() as db:
                    count_write(db, sitting)
                    _take(db, copy, tally, _versions(other, db, copy.problems))
        problems += copy.problems
    with connections.reading() as db:
        (conflicts,) = db.conn.execute("SELECT conflicts FROM totals").fetchone()
        shared = db.conn.execute("SELECT auditor FROM sittings GROUP BY auditor HAVING count(DISTINCT machine) > 1")
        namesakes = tuple(sorted(name for (name,) in shared if name in tally.newcomers))
    return MergeSummary(
        sittings=tally.sittings,
        events=tally.events,
        reports=tally.reports,
        versions=tally.versions,
        forks=tuple(tally.forks),
        refused=tuple(problems),
        conflicts=conflicts,
        namesakes=namesakes,
    )


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


@contextmanager
def _opened(path: Path) -> Iterator[Database]:
    """Another workspace, read-only in one transaction; an older one is copied and brought up to date in the copy."""
    with translated(path):
        db = connect(path, read_only=True)
        try:
            number = wait_for_lock(lambda: refuse_foreign(db, path), path)
            if number == 0:
                raise WorkspaceError("db.not_a_workspace", file=path.name)
            wait_for_lock(lambda: begin_read(db), path)
            refuse_altered(db, path)
            if number == newest():
                yield db
                return
            with tempfile.TemporaryDirectory(prefix="gouji-") as folder:
                copy = _brought_up_to_date(db, Path(folder) / "copy.db")
                try:
                    yield copy
                finally:
                    copy.close()
        finally:
            db.close()


def _brought_up_to_date(db: Database, target: Path) -> Database:
    target.touch(mode=0o600)
    copy = connect(target)
    db.conn.backup(copy.conn)
    copy.conn.execute("BEGIN IMMEDIATE")
    migrate(copy, fold=False)
    copy.conn.execute("COMMIT")
    return copy


def read_ledger(db: Database) -> Copy:
    """The sittings and events of another workspace, as far as they can be believed."""
    copy = Copy()
    copy.sittings = list(foreign.believed_sittings(_rows(db, "sittings", SITTING_COLUMNS), copy.problems))
    copy.events = list(foreign.believed_events(_rows(db, "events", EVENT_COLUMNS), copy.problems))
    return copy


def from_json(path: Path) -> Copy:
    """The sittings and events in a json export's `ledger`."""
    try:
        if path.stat().st_size > _MOST_JSON:
            raise WorkspaceError("db.merge_not_read", file=path.name, detail="size")
        found = json.loads(path.read_bytes())
        entries = found["ledger"]
        copy = Copy()
        copy.sittings = list(foreign.believed_sittings(entries["sittings"], copy.problems))
        copy.events = list(foreign.believed_events(entries["events"], copy.problems))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise WorkspaceError("db.merge_not_read", file=path.name, detail=type(error).__name__) from error
    return copy


def ledger_document(db: Database) -> dict[str, list[dict[str, Any]]]:
    """The whole ledger as a json export carries it, so that the export can be merged."""
    return {
        "sittings": list(_rows(db, "sittings", SITTING_COLUMNS, "started, id")),
        "events": list(_rows(db, "events", EVENT_COLUMNS, "time, sitting, number, hash")),
    }


def _rows(db: Database, table: str, columns: Sequence[str], order: str = "1") -> Iterator[dict[str, Any]]:
    sql = f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}"  # noqa: S608
    for row in db.conn.execute(sql):
        yield dict(zip(columns, row, strict=True))


def _take(db: Database, copy: Copy, tally: _Tally, versions: Iterable[_Version]) -> None:
    """Store what is lacking here and bring everything that follows in step."""
    events = _take_ledger(db, copy, tally)
    touched = ledger.refold(db, events)
    looked: set[int] = set()
    for version in versions:
        looked |= _take_version(db, version, tally)
    # Who looked at a report under the name it had has to look again when it goes.
    before = {reports.subject_of(db, report_id) for report_id in _holders(db, touched)}
    for sha256, part in touched.readings:
        looked |= reports.resettle_source(db, sha256, part)
    mark(db, dependents(db, before))
    for subject in touched.choices:
        found = reports.find_report(db, subject)
        looked |= set() if found is None else {found}
    for report_id in sorted(looked):
        subject = reports.subject_of(db, report_id)
        changed = concerned(db, report_id, subject, also_itself=True)
        reports.settle(db, report_id)
        mark(db, changed)
        if report_id in changed and reports.versions_of(db, report_id):
            put_likeness(db, report_id, reports.current_report(db, report_id))
            mark(db, concerned(db, report_id, reports.subject_of(db, report_id), also_itself=True))
    follow(db, touched)


def _holders(db: Database, touched: ledger.Touched) -> set[int]:
    """The reports whose versions were read otherwise than before."""
    sql = "SELECT report_id FROM versions WHERE sha256 = ? AND part = ?"
    return {int(row[0]) for reading in touched.readings for row in db.conn.execute(sql, reading)}


def _take_ledger(db: Database, copy: Copy, tally: _Tally) -> list[Event]:
    """Store the sittings and events that are lacking; of a broken chain only what stands before the break."""
    sittings = {row[0]: (row[1], row[2]) for row in db.conn.execute("SELECT id, hash, auditor FROM sittings")}
    speaking = {event.sitting for event in copy.events}
    for sitting in copy.sittings:
        if sitting.id not in sittings and sitting.id in speaking:
            ledger.insert_sitting(db, sitting)
            sittings[sitting.id] = (sitting.hash, sitting.auditor)
            tally.sittings += 1
            tally.newcomers.add(sitting.auditor)
        elif sitting.id in sittings and sittings[sitting.id][0] != sitting.hash:
            copy.problems.append(Problem("db.verify.sitting", {"sitting": sitting.id, "auditor": sitting.auditor}))
    here = {row[0]: (row[1], row[2]) for row in db.conn.execute("SELECT hash, sitting, number FROM events")}
    here |= {hash_: (sitting_id, 0) for sitting_id, (hash_, _) in sittings.items()}
    numbers = set(here.values())
    new: list[Event] = []
    for event in sorted(copy.events, key=lambda event: (event.sitting, event.number, event.hash)):
        if event.hash in here:
            continue
        wrong = _out_of_place(event, sittings, here)
        if wrong is not None:
            copy.problems.append(wrong)
            continue
        if (event.sitting, event.number) in numbers:
            tally.forks.append(f"{event.sitting} {event.number}")
        new.append(event)
        here[event.hash] = (event.sitting, event.number)
        numbers.add((event.sitting, event.number))
    ledger.insert_events(db, new)
    for sitting_id in {event.sitting for event in new}:
        head = db.conn.execute(
            "SELECT sitting, number, hash FROM events WHERE sitting = ? ORDER BY number DESC, hash DESC LIMIT 1", [sitting_id]
        ).fetchone()
        ledger.set_heads(db, [head])
    tally.events += len(new)
    return new


def _out_of_place(event: Event, sittings: dict[str, tuple[str, str]], here: dict[str, tuple[str, int]]) -> Problem | None:
    """Why an event does not continue what is known, None when it does."""
    place = {name: getattr(event, name) for name in ("sitting", "number", "auditor")}
    if event.sitting not in sittings:
        return Problem("db.verify.no_sitting", place)
    if sittings[event.sitting][1] != event.auditor:
        return Problem("db.verify.event_auditor", place)
    if here.get(event.previous) != (event.sitting, event.number - 1):
        return Problem("db.verify.event_missing", place)
    return None


@dataclass(frozen=True)
class _Version:
    report: Report
    rows: ReportRows
    loaded_at: str
    source: SourceBytes
    program: str
    """What read it."""
    known: int | None
    """Our version's id when we have a reading of these bytes already."""

    @classmethod
    def of(cls, report: Report, loaded: tuple[str, str], source: SourceBytes, program: str, known: int | None) -> _Version:
        report = replace(report, source=loaded[1])
        return cls(report, ReportRows(report), loaded[0], source, program, known)


def _versions(other: Database, db: Database, problems: list[Problem]) -> Iterator[_Version]:
    """The versions of another workspace that are lacking here, read by a newer program there, or loaded earlier."""
    columns = tuple(ForeignVersion.model_fields)
    for row in _rows(other, "versions", columns, "loaded_at, source, sha256, part"):
        try:
            version = ForeignVersion.model_validate(row)
            chosen = _chosen(other, db, version)
            if chosen is None:
                continue
            if (chosen.report.sha256, chosen.report.part) != (version.sha256, version.part):
                raise WorkspaceError("db.bad_details", detail="sha256")
        except (ValidationError, WorkspaceError, ValueError, TypeError, sqlite3.Error):
            problems.append(Problem("db.verify.version", {"source": str(row.get("source", ""))[:200]}))
            continue
        yield chosen


def _chosen(other: Database, db: Database, version: ForeignVersion) -> _Version | None:
    """What to store of a version; None when ours stands.

    Of two readings of the same bytes that of the newer program counts, of the same program that loaded first, each under the
    time and name of the earlier loading: in whatever order copies are merged, the outcome is the same.
    """
    sql = "SELECT id, loaded_at, source, program FROM versions WHERE sha256 = ? AND part = ?"
    found = db.conn.execute(sql, [version.sha256, version.part]).fetchone()
    theirs, program = (version.loaded_at, version.source), version.program
    if found is None:
        return _Version.of(reports.as_read(other, version.id), theirs, _source(other, version.sha256), program, None)
    ours = (str(found[1]), str(found[2]))
    newer, same = _age(program) > _age(found[3]), _age(program) == _age(found[3])
    if newer or (same and theirs < ours):
        report = reports.as_read(other, version.id)
    elif theirs < ours:
        report, program = reports.as_read(db, found[0]), str(found[3])
    else:
        return None
    return _Version.of(report, min(ours, theirs), _source(other, version.sha256), program, int(found[0]))


def _age(program: str) -> tuple[int, ...]:
    """A program's version as numbers, so that 0.10 comes after 0.9."""
    return tuple(int(number[:9]) for number in re.findall(r"[0-9]+", program)[:4])


def _source(other: Database, sha256: str) -> SourceBytes:
    """A source's bytes, believed only when they have the digest they go by."""
    size, media_type, compressed = other.conn.execute(
        "SELECT size, media_type, compressed FROM sources WHERE sha256 = ?", [sha256]
    ).fetchone()
    if compressed is not None and hashlib.sha256(unpack(compressed)).hexdigest() != sha256:
        raise WorkspaceError("db.bad_details", detail="source")
    paths = other.conn.execute("SELECT path FROM source_paths WHERE sha256 = ? ORDER BY path LIMIT 1", [sha256]).fetchone()
    return SourceBytes(sha256, int(size), str(media_type)[:200], compressed, str(paths[0])[:10_000] if paths else "")


def _take_version(db: Database, version: _Version, tally: _Tally) -> set[int]:
    reports.store_source(db, version.source, version.loaded_at)
    if version.known is not None:
        reports.replace_content(db, version.known, version.report, version.rows, version.loaded_at, version.program)
        (report_id,) = db.conn.execute("SELECT report_id FROM versions WHERE id = ?", [version.known]).fetchone()
        return {int(report_id)}
    before = reports.find_report(db, reports.present_subject_of(db, version.report))
    report_id = reports.store_version(db, version.report, version.rows, version.loaded_at, version.program)
    tally.versions += 1
    tally.reports += before is None
    return {report_id}
