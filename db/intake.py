"""Files into the workspace: read and checked in parallel processes, stored in small transactions, one broken file never the end.

Known bytes change nothing but the memory of their path. New bytes at a known path, or with `replace`, become the report's
current version; other new bytes for a report that is there become a rival that the auditor chooses about (S205).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from core.identity import agency_key
from core.readers.files import Unreadable, expand
from core.readers.source import Source
from db import judging, reports, results
from db.connection import Connections
from db.context import ANY_YEAR
from db.events import choice_fingerprint
from db.fold import Subject
from db.judging import Desk
from db.ledger import Pen, following, utc_now
from db.likeness import look_alikes, put_likeness
from db.reading_pool import Parsed, ReadingPool
from db.readings import corrected
from db.rotation import folder_of
from db.rulebook import Rulebook
from db.store import count_write
from db.views import LoadProgress, LoadSummary, UnreadableFile

_GROUP_REPORTS = 16
_GROUP_SECONDS = 0.5


@dataclass
class _Tally:
    files: int = 0
    new: int = 0
    updated: int = 0
    rivals: int = 0
    known: int = 0
    reports: int = 0
    empty: list[str] = field(default_factory=list)
    unreadable: list[UnreadableFile] = field(default_factory=list)
    report_ids: dict[int, None] = field(default_factory=dict)
    cancelled: bool = False

    def summary(self) -> LoadSummary:
        return LoadSummary(
            files=self.files,
            reports=self.reports,
            new=self.new,
            updated=self.updated,
            rivals=self.rivals,
            known=self.known,
            empty=tuple(self.empty),
            unreadable=tuple(self.unreadable),
            cancelled=self.cancelled,
            report_ids=tuple(self.report_ids),
        )


class Intake:
    """One load: what it reads, what it has done so far, and how it stores."""

    def __init__(
        self,
        connections: Connections,
        pen: Pen,
        rules: Rulebook,
        *,
        replace: bool = False,
        keep_bytes: bool = True,
        progress: Callable[[LoadProgress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._connections = connections
        self._pen = pen
        self._rules = rules
        self._replace = replace
        self._keep_bytes = keep_bytes
        self._progress = progress
        self._cancelled = cancelled or (lambda: False)
        self._tally = _Tally()
        self._listed = 0
        self._total: int | None = None

    def load(self, paths: Iterable[Path], jobs: int | None) -> LoadSummary:
        """Load files, folders and archives."""
        waiting: list[Parsed] = []
        since = time.monotonic()
        jobs = jobs or os.cpu_count() or 1
        with ReadingPool(jobs, self._rules, keep_bytes=self._keep_bytes, cancelled=self._stopped) as pool:
            for parsed in pool.read(self._new_sources(paths)):
                waiting.append(parsed)
                if len(waiting) >= _GROUP_REPORTS or time.monotonic() - since > _GROUP_SECONDS:
                    self._store(waiting)
                    waiting, since = [], time.monotonic()
                if self._stopped():
                    break
        self._store(waiting)
        if not self._tally.cancelled:
            recheck_marked(self._connections, self._rules, self._cancelled, self._pen.sitting)
        return self._tally.summary()

    def _stopped(self) -> bool:
        self._tally.cancelled = self._tally.cancelled or self._cancelled()
        return self._tally.cancelled

    def _new_sources(self, paths: Iterable[Path]) -> Iterator[Source]:
        """The sources that have to be read; what is known or unreadable is dealt with on the way."""
        own = _own_files(self._connections.path)
        for path in paths:
            for found in expand(Path(path), own):
                if self._stopped():
                    return
                self._listed += 1
                if isinstance(found, Unreadable):
                    self._unreadable(UnreadableFile(found.name, found.word, dict(found.parameters)))
                elif self._is_known(found):
                    self._tally.files += 1
                    self._tally.known += 1
                    self._tell(found.name)
                else:
                    yield found
        self._total = self._listed

    def _is_known(self, source: Source) -> bool:
        path = _full(source.name)
        with self._connections.reading() as db:
            if not reports.knows_source(db, source.sha256):
                return False
            latest = reports.bytes_at_path(db, path) == source.sha256
        if not latest or self._replace:
            with self._connections.writing() as db:
                reports.remember_path(db, path, source.sha256, utc_now())
                if self._replace:
                    self._choose_known(db, source.sha256)
        return True

    def _choose_known(self, db: Database, sha256: str) -> None:
        rows = db.conn.execute("SELECT report_id, part, status FROM versions WHERE sha256 = ?", [sha256]).fetchall()
        for report_id, part, status in rows:
            if status != "current":
                judging.choose_version(self._desk(db), report_id, sha256, part, automatic=True)
                mark(db, {report_id})
                self._tally.updated += 1
                self._tally.report_ids[report_id] = None

    def _desk(self, db: Database) -> Desk:
        return Desk(db, self._pen, lambda: self._rules)

    def _store(self, group: Sequence[Parsed]) -> None:
        """Store a few files in one transaction; only then are they counted."""
        if not group:
            return
        done = _Tally()
        with self._connections.writing() as db:
            count_write(db, self._pen.sitting)
            for parsed in group:
                self._store_one(db, parsed, done)
        self._tally.new += done.new
        self._tally.updated += done.updated
        self._tally.rivals += done.rivals
        self._tally.reports += done.reports
        self._tally.report_ids |= done.report_ids
        for parsed in group:
            self._tally.files += 1
            if parsed.unreadable is not None:
                self._unreadable(parsed.unreadable, counted=True)
            elif not parsed.reports:
                self._tally.empty.append(parsed.name)
                self._tell(parsed.name)
            else:
                self._tell(parsed.name)

    def _store_one(self, db: Database, parsed: Parsed, done: _Tally) -> None:
        if parsed.source is None or not parsed.reports or reports.knows_source(db, parsed.source.sha256):
            return
        at = _now_after_all(db, parsed)
        path = _full(parsed.source.path)
        before = reports.bytes_at_path(db, path)
        reports.store_source(db, parsed.source_at(path), at)
        for report, rows, checked in parsed.reports:
            subject = reports.present_subject_of(db, report)
            known = reports.find_report(db, subject)
            report_id = reports.store_version(db, report, rows, at)
            if known is None:
                done.new += 1
            elif self._replace or _has_version(db, known, before):
                judging.choose_version(self._desk(db), report_id, report.sha256, report.part, automatic=True)
                done.updated += 1
            else:
                done.rivals += 1
            changed = reports.settle(db, report_id)
            if changed and reports.is_current(db, report_id, report):
                fixed = corrected(report, reports.corrections_of(db, report.sha256, report.part))
                put_likeness(db, report_id, fixed)
                if fixed == report and checked is not None:
                    results.put_results(db, report_id, report, checked, _any_year(report.agency), self._rules)
                else:
                    mark(db, {report_id})
            mark(db, concerned(db, report_id, subject, also_itself=known is not None))
            done.reports += 1
            done.report_ids[report_id] = None

    def _unreadable(self, found: UnreadableFile, *, counted: bool = False) -> None:
        if not counted:
            self._tally.files += 1
        self._tally.unreadable.append(found)
        self._tell(found.name)

    def _tell(self, name: str) -> None:
        if self._progress is not None:
            self._progress(LoadProgress(self._tally.files, self._total, name, self._tally.reports, len(self._tally.unreadable)))


def _now_after_all(db: Database, parsed: Parsed) -> str:
    """The time of loading: after every version and choice there is, whatever the clock says, or this one would pass for older."""
    latest = utc_now()
    for report, _, _ in parsed.reports:
        subject = reports.present_subject_of(db, report)
        found = db.conn.execute(
            "SELECT max(loaded_at) FROM versions WHERE report_id = (SELECT id FROM reports WHERE agency_key = ? AND year_key = ?)"
            " UNION ALL SELECT max(at) FROM choices WHERE fingerprint = ?",
            [*subject, choice_fingerprint(*subject)],
        )
        latest = max([latest, *(following(time) for (time,) in found if time)])
    return latest


def concerned(db: Database, report_id: int, subject: Subject, *, also_itself: bool) -> set[int]:
    """The reports whose results may change because this one came or changed: itself when it has company, and those beside it."""
    others = results.dependents(db, [subject]) | look_alikes(db, report_id)
    others.discard(report_id)
    siblings = db.conn.execute(
        "SELECT count(*) FROM reports WHERE agency_key = ? AND id <> ?", [subject[0], report_id]
    ).fetchone()[0]
    wanted = db.conn.execute(
        "SELECT count(*) FROM dependencies JOIN reports USING (agency_key, year_key) WHERE dependencies.report_id = ?"
        " AND reports.id <> ?",
        [report_id, report_id],
    ).fetchone()[0]
    return others | ({report_id} if also_itself or siblings or wanted or others else set())


def mark(db: Database, report_ids: Iterable[int]) -> None:
    """Note that rules must run again; the note is stored, so that a kill before they ran loses nothing."""
    db.conn.executemany("UPDATE reports SET results_digest = '' WHERE id = ?", [[report_id] for report_id in report_ids])


def recheck_marked(connections: Connections, rules: Rulebook, cancelled: Callable[[], bool], sitting: str) -> None:
    """Run the rules over every report that is marked."""
    while not cancelled():
        with connections.reading() as db:
            rows = db.conn.execute("SELECT id FROM reports WHERE results_digest = '' LIMIT ?", [_GROUP_REPORTS]).fetchall()
        if not rows:
            return
        with connections.writing() as db:
            count_write(db, sitting)
            for (report_id,) in rows:
                if db.conn.execute("SELECT 1 FROM reports WHERE id = ?", [report_id]).fetchone():
                    results.run_rules(db, report_id, rules)


def _own_files(path: Path) -> set[tuple[int, int]]:
    """The workspace and its backups, which may lie in a folder that is loaded."""
    places = [place for place in (path, folder_of(path)) if place.exists()]
    return {(found.st_dev, found.st_ino) for found in (place.stat() for place in places)}


def _any_year(agency: str | None) -> set[Subject]:
    return set() if agency is None else {(agency_key(agency), ANY_YEAR)}


def _has_version(db: Database, report_id: int, sha256: str | None) -> bool:
    sql = "SELECT 1 FROM versions WHERE report_id = ? AND sha256 = ?"
    return sha256 is not None and db.conn.execute(sql, [report_id, sha256]).fetchone() is not None


def _full(name: str) -> str:
    """A source's name as a path that is the same from every folder."""
    return name if name.startswith(("-", "<")) else str(Path(os.path.abspath(name)))  # noqa: PTH100 - links stay as given
