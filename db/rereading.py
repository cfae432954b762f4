"""Reading the kept sources again with the present readers; judgements, corrections and choices stay.

What the readers now see differently takes the place of the stored reading of the same bytes, and the rules have to run over it.
A source that cannot be read any more, or whose bytes were not kept, keeps the reading it has.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from core.readers.source import Source
from core.report import Report
from db import judging, reports, results
from db.codec import ReportRows
from db.connection import Connections
from db.intake import concerned, mark
from db.judging import Desk
from db.ledger import Pen, Touched, program, utc_now
from db.likeness import put_likeness
from db.reading_pool import Parsed, ReadingPool
from db.rulebook import Rulebook
from db.store import count_write
from db.views import LoadProgress, RereadSummary, UnreadableFile


@dataclass
class _Tally:
    sources: int = 0
    changed: int = 0
    new: int = 0


class Rereading:
    """One run over all kept sources."""

    def __init__(self, connections: Connections, pen: Pen, rules: Rulebook) -> None:
        self._connections = connections
        self._pen = pen
        self._rules = rules

    def run(
        self,
        jobs: int,
        progress: Callable[[LoadProgress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> RereadSummary:
        """Read every kept source again, one transaction each; the caller runs the rules over what is marked."""
        stopped = cancelled or (lambda: False)
        with self._connections.reading() as db:
            rows = db.conn.execute("SELECT sha256 FROM sources WHERE compressed IS NOT NULL ORDER BY sha256").fetchall()
            (lacking,) = db.conn.execute("SELECT count(*) FROM sources WHERE compressed IS NULL").fetchone()
        kept = [str(row[0]) for row in rows]
        tally, unreadable = _Tally(), list[UnreadableFile]()
        with ReadingPool(jobs, self._rules, keep_bytes=False, cancelled=stopped) as pool:
            for parsed in pool.read(self._sources(kept, stopped)):
                tally.sources += 1
                if parsed.unreadable is not None or not parsed.reports:
                    unreadable.append(parsed.unreadable or UnreadableFile(parsed.name, "db.no_report_now", {}))
                else:
                    self._store(parsed, tally)
                if progress is not None:
                    progress(LoadProgress(tally.sources, len(kept), parsed.name, tally.changed, len(unreadable)))
        return RereadSummary(tally.sources, tally.changed, tally.new, int(lacking), tuple(unreadable), stopped())

    def _sources(self, kept: list[str], stopped: Callable[[], bool]) -> Iterator[Source]:
        """The sources one by one: their bytes are not held longer than it takes to read them."""
        for sha256 in kept:
            if stopped():
                return
            with self._connections.reading() as db:
                data = reports.original(db, sha256)
                name = db.conn.execute("SELECT source FROM versions WHERE sha256 = ? ORDER BY part LIMIT 1", [sha256]).fetchone()
            if data is not None and name is not None:
                yield Source(str(name[0]), data)

    def _store(self, parsed: Parsed, tally: _Tally) -> None:
        with self._connections.writing() as db:
            count_write(db, self._pen.sitting)
            desk = Desk(db, self._pen, lambda: self._rules)
            for report, rows, _ in parsed.reports:
                found = db.conn.execute(
                    "SELECT id, report_id, loaded_at, digest FROM versions WHERE sha256 = ? AND part = ?",
                    [report.sha256, report.part],
                ).fetchone()
                if found is None:
                    _settle(db, {reports.store_version(db, report, rows, utc_now())})
                    tally.new += 1
                elif found[3] == rows.digest:
                    db.conn.execute("UPDATE versions SET program = ? WHERE id = ?", [program(), found[0]])
                else:
                    _replace(desk, found[0], found[1], found[2], report, rows)
                    tally.changed += 1


def _replace(desk: Desk, version_id: int, report_id: int, loaded_at: str, report: Report, rows: ReportRows) -> None:
    """Put the new reading in the place of the old; its judgements move along when organ or year is read differently."""
    reports.replace_content(desk.db, version_id, report, rows, loaded_at)
    touched = Touched()
    touched.readings.add((report.sha256, report.part))
    looked, _ = judging.resettle(desk, touched, secrets.token_hex(8), automatic=True)
    mark(desk.db, results.dependents(desk.db, touched.subjects))
    _settle(desk.db, looked | {report_id})
    results.follow(desk.db, touched)


def _settle(db: Database, report_ids: set[int]) -> None:
    """Decide anew which versions are current, and mark what the rules have to look at."""
    for report_id in sorted(report_ids):
        if not db.conn.execute("SELECT 1 FROM reports WHERE id = ?", [report_id]).fetchone():
            continue
        mark(db, concerned(db, report_id, reports.subject_of(db, report_id), also_itself=True))
        reports.settle(db, report_id)
        if reports.versions_of(db, report_id):
            put_likeness(db, report_id, reports.current_report(db, report_id))
            mark(db, concerned(db, report_id, reports.subject_of(db, report_id), also_itself=True))


def older_readings(db: Database) -> int:
    """How many readings another version of this program made."""
    (number,) = db.conn.execute("SELECT count(*) FROM versions WHERE program <> ?", [program()]).fetchone()
    return int(number)
