"""Reports and their versions in the database: storing what was read, deciding which version is current, reading it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from core.identity import subject_key
from core.report import Report
from db.codec import CELL_COLUMNS, CLAIM_COLUMNS, SECTION_COLUMNS, ReportRows, pack, report_from_rows, unpack
from db.errors import WorkspaceError
from db.events import storable
from db.fold import ChoiceState, CorrectionState, Subject
from db.ledger import program, rows_of
from db.readings import corrected

_CELLS = ", ".join(CELL_COLUMNS)
_SECTIONS = ", ".join(SECTION_COLUMNS)
_CLAIMS = ", ".join(CLAIM_COLUMNS)


@dataclass(frozen=True, slots=True)
class SourceBytes:
    """A source about to be stored; `data` is None when the bytes are not to be kept, `compressed` what is stored of them."""

    sha256: str
    size: int
    media_type: str
    compressed: bytes | None
    path: str


@dataclass(frozen=True, slots=True)
class Version:
    """One stored version of a report, without its content."""

    id: int
    report_id: int
    sha256: str
    part: int
    status: str
    source: str
    loaded_at: str


def source_bytes(data: bytes, sha256: str, media_type: str, path: str, *, keep: bool) -> SourceBytes:
    """A source's bytes made ready for storing."""
    return SourceBytes(sha256, len(data), media_type, pack(data) if keep else None, storable(path))


def store_source(db: Database, source: SourceBytes, at: str) -> None:
    """Remember a source and the path it came from; a source known without its bytes gets them."""
    db.conn.execute(
        "INSERT INTO sources (sha256, size, media_type, compressed, first_seen) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (sha256) DO UPDATE SET compressed = coalesce(compressed, excluded.compressed),"
        " first_seen = min(first_seen, excluded.first_seen)",
        [source.sha256, source.size, source.media_type, source.compressed, at],
    )
    remember_path(db, source.path, source.sha256, at)


def remember_path(db: Database, path: str, sha256: str, at: str) -> None:
    """Remember that these bytes stood at this path, now the latest there."""
    db.conn.execute(
        "INSERT INTO source_paths (path, sha256, seen_at) VALUES (?, ?, ?)"
        " ON CONFLICT (path, sha256) DO UPDATE SET seen_at = max(seen_at, excluded.seen_at)",
        [storable(path), sha256, at],
    )


def knows_source(db: Database, sha256: str) -> bool:
    """Whether these bytes are loaded already."""
    return db.conn.execute("SELECT 1 FROM sources WHERE sha256 = ?", [sha256]).fetchone() is not None


def bytes_at_path(db: Database, path: str) -> str | None:
    """The digest of the bytes last seen at a path."""
    found = db.conn.execute(
        "SELECT sha256 FROM source_paths WHERE path = ? ORDER BY seen_at DESC, sha256 LIMIT 1", [storable(path)]
    ).fetchone()
    return None if found is None else str(found[0])


def original(db: Database, sha256: str) -> bytes | None:
    """The source's bytes as they were, None when they were not kept."""
    found = db.conn.execute("SELECT compressed FROM sources WHERE sha256 = ?", [sha256]).fetchone()
    return None if found is None or found[0] is None else unpack(found[0])


def store_version(db: Database, report: Report, rows: ReportRows, at: str, by: str | None = None) -> int:
    """Store a report as read (`by` another program, when merged); gives the id of its report, which the caller settles."""
    subject = present_subject_of(db, report)
    report_id = ensure_report(db, subject)
    cursor = db.conn.execute(
        "INSERT INTO versions (report_id, sha256, part, status, source, title, agency, year, form, published, media_type,"
        " loaded_at, program, details, digest) VALUES (?, ?, ?, 'rival', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(report_id, report.sha256, report.part),
            *_facts(report),
            *(report.media_type, at, by or program(), rows.details, rows.digest),
        ],
    )
    version_id = cursor.lastrowid
    _insert_content(db, int(version_id or 0), rows)
    return report_id


def replace_content(
    db: Database, version_id: int, report: Report, rows: ReportRows, loaded_at: str, by: str | None = None
) -> None:
    """Put another reading of the same bytes in the place of the one stored."""
    from db.search import forget

    (report_id,) = db.conn.execute("SELECT report_id FROM versions WHERE id = ?", [version_id]).fetchone()
    forget(db, report_id)
    for table in ("sections", "cells", "claims"):
        db.conn.execute(f"DELETE FROM {table} WHERE version_id = ?", [version_id])  # noqa: S608
    columns = (*_FACTS, "media_type", "loaded_at", "program", "details", "digest")
    sets = ", ".join(f"{name} = ?" for name in columns)
    values = [*_facts(report), report.media_type, loaded_at, by or program(), rows.details, rows.digest]
    db.conn.execute(f"UPDATE versions SET {sets} WHERE id = ?", [*values, version_id])  # noqa: S608
    _insert_content(db, version_id, rows)


_FACTS = ("source", "title", "agency", "year", "form", "published")


def _facts(report: Report) -> tuple[Any, ...]:
    published = None if report.published is None else report.published.isoformat()
    return (_storable(report.source), _storable(report.title), _storable(report.agency), report.year, report.form, published)


def described(report: Report) -> tuple[Any, ...]:
    """What a version's columns say about its report."""
    return (*_facts(report), report.sha256, report.part, report.media_type)


def _storable(text: str | None) -> str | None:
    return None if text is None else storable(text)


def _insert_content(db: Database, version_id: int, rows: ReportRows) -> None:
    for table, columns, content in (
        ("sections", _SECTIONS, rows.sections),
        ("cells", _CELLS, rows.cells),
        ("claims", _CLAIMS, rows.claims),
    ):
        places = ", ".join("?" * (columns.count(",") + 2))
        sql = f"INSERT INTO {table} (version_id, {columns}) VALUES ({places})"  # noqa: S608
        db.conn.executemany(sql, [(version_id, *row) for row in content])


def present_subject_of(db: Database, report: Report) -> Subject:
    """The subject of a report as read, after the corrections that were made to that source."""
    fixed = corrected(report, corrections_of(db, report.sha256, report.part))
    return subject_key(fixed.agency, fixed.year, fixed.sha256)


def ensure_report(db: Database, subject: Subject) -> int:
    """The id of a subject's report, made when it is new."""
    found = find_report(db, subject)
    if found is not None:
        return found
    cursor = db.conn.execute("INSERT INTO reports (agency_key, year_key) VALUES (?, ?)", list(subject))
    return int(cursor.lastrowid or 0)


def find_report(db: Database, subject: Subject) -> int | None:
    """The id of a subject's report."""
    found = db.conn.execute("SELECT id FROM reports WHERE agency_key = ? AND year_key = ?", list(subject)).fetchone()
    return None if found is None else int(found[0])


def subject_of(db: Database, report_id: int) -> Subject:
    """The subject of a report."""
    found = db.conn.execute("SELECT agency_key, year_key FROM reports WHERE id = ?", [report_id]).fetchone()
    if found is None:
        raise WorkspaceError("db.no_report", report_id=report_id)
    return (found[0], found[1])


def corrections_of(db: Database, sha256: str, part: int) -> list[CorrectionState]:
    """The corrections made to one reading, by target."""
    return rows_of(db, CorrectionState, "corrections", "sha256 = ? AND part = ? ORDER BY target", [sha256, part])


def versions_of(db: Database, report_id: int) -> list[Version]:
    """The versions of a report, the earliest loaded first."""
    rows = db.conn.execute(
        "SELECT id, report_id, sha256, part, status, source, loaded_at FROM versions WHERE report_id = ?"
        " ORDER BY loaded_at, sha256, part",
        [report_id],
    )
    return [Version(*row) for row in rows]


def as_read(db: Database, version_id: int) -> Report:
    """A version as the reader read it."""
    details = db.conn.execute("SELECT details FROM versions WHERE id = ?", [version_id]).fetchone()
    if details is None:
        raise WorkspaceError("db.no_report", report_id=version_id)
    return report_from_rows(_section_rows(db, version_id), _cell_rows(db, version_id), details[0])


def content_rows(db: Database, version_id: int) -> tuple[list[Any], list[Any], list[Any]]:
    """The rows of sections, cells and claims of a version, as stored."""
    sql = f"SELECT {_CLAIMS} FROM claims WHERE version_id = ? ORDER BY position"  # noqa: S608
    return _section_rows(db, version_id), _cell_rows(db, version_id), db.conn.execute(sql, [version_id]).fetchall()


def _section_rows(db: Database, version_id: int) -> list[Any]:
    sql = f"SELECT {_SECTIONS} FROM sections WHERE version_id = ? ORDER BY position"  # noqa: S608
    return db.conn.execute(sql, [version_id]).fetchall()


def _cell_rows(db: Database, version_id: int) -> list[Any]:
    sql = f"SELECT {_CELLS} FROM cells WHERE version_id = ? ORDER BY key"  # noqa: S608
    return db.conn.execute(sql, [version_id]).fetchall()


def current_report(db: Database, report_id: int) -> Report:
    """The current version of a report with the corrections made to it."""
    version_id, sha256, part, _ = current_digest(db, report_id)
    return corrected(as_read(db, version_id), corrections_of(db, sha256, part))


def current_digest(db: Database, report_id: int) -> tuple[int, str, int, str]:
    """Which version of a report is the current one: its id, source and part, and the digest over all that was read."""
    found = db.conn.execute(
        "SELECT versions.id, versions.sha256, versions.part, versions.digest FROM reports"
        " JOIN versions ON versions.id = reports.current_version WHERE reports.id = ?",
        [report_id],
    ).fetchone()
    if found is None:
        raise WorkspaceError("db.no_report", report_id=report_id)
    version_id, sha256, part, digest = found
    return version_id, sha256, part, digest


SHOWN = (
    *("current_version", "title", "agency", "year", "form", "published"),
    *("source", "loaded_at", "rivals"),
)
"""The columns of `reports` that follow from its versions, corrections and choices."""


def is_current(db: Database, report_id: int, report: Report) -> bool:
    """Whether this reading is the report's current version."""
    sql = (
        "SELECT 1 FROM reports JOIN versions ON versions.id = reports.current_version"
        " WHERE reports.id = ? AND versions.sha256 = ? AND versions.part = ?"
    )
    return db.conn.execute(sql, [report_id, report.sha256, report.part]).fetchone() is not None


def settle(db: Database, report_id: int) -> bool:
    """Decide which version of a report is current; True when that changed. A report left without versions is removed."""
    versions = versions_of(db, report_id)
    if not versions:
        _remove(db, report_id)
        return True
    statuses, shown = settled(db, report_id)
    for version in versions:
        if statuses[version.id] != version.status:
            db.conn.execute("UPDATE versions SET status = ? WHERE id = ?", [statuses[version.id], version.id])
    (before,) = db.conn.execute("SELECT current_version FROM reports WHERE id = ?", [report_id]).fetchone()
    sets = ", ".join(f"{name} = ?" for name in SHOWN)
    db.conn.execute(f"UPDATE reports SET {sets} WHERE id = ?", [*shown, report_id])  # noqa: S608
    return bool(before != shown[0])


def settled(db: Database, report_id: int) -> tuple[dict[int, str], tuple[Any, ...]]:
    """The status of each version and what the report's row shows.

    The version chosen last is current, without a choice the one loaded first. Versions loaded after the choice (or beside
    the first, when there is none) are rivals; the others are former ones. Nothing here depends on the order of arrival.
    """
    versions = versions_of(db, report_id)
    choices = rows_of(db, ChoiceState, "choices", "agency_key = ? AND year_key = ?", list(subject_of(db, report_id)))
    chosen = next((v for c in choices for v in versions if (v.sha256, v.part) == (c.sha256, c.part)), None)
    current = chosen or versions[0]
    since = choices[0].at if chosen else ""
    statuses = {
        version.id: "current" if version is current else "rival" if version.loaded_at > since else "former"
        for version in versions
    }
    return statuses, _shown(db, current, sum(status == "rival" for status in statuses.values()))


def _shown(db: Database, current: Version, rivals: int) -> tuple[Any, ...]:
    title, agency, year, form, published = db.conn.execute(
        "SELECT title, agency, year, form, published FROM versions WHERE id = ?", [current.id]
    ).fetchone()
    facts: dict[str, Any] = {"agency": agency, "year": year, "form": form, "published": published}
    for correction in corrections_of(db, current.sha256, current.part):
        if correction.target in facts:
            new = correction.new
            facts[correction.target] = int(new) if new is not None and correction.target == "year" else new
    return (current.id, title, *facts.values(), current.source, current.loaded_at, rivals)


def _remove(db: Database, report_id: int) -> None:
    from db.search import forget

    forget(db, report_id)
    for table in ("results", "dependencies", "likenesses"):
        db.conn.execute(f"DELETE FROM {table} WHERE report_id = ?", [report_id])  # noqa: S608
    db.conn.execute("DELETE FROM reports WHERE id = ?", [report_id])


def resettle_source(db: Database, sha256: str, part: int) -> set[int]:
    """After a correction of organ or year: move the version to the report it belongs to now. The reports to look at again."""
    found = db.conn.execute("SELECT id, report_id FROM versions WHERE sha256 = ? AND part = ?", [sha256, part]).fetchone()
    if found is None:
        return set()
    version_id, old_id = found
    old = subject_of(db, old_id)
    new = present_subject_of(db, as_read(db, version_id))
    if new == old:
        return {old_id}
    new_id = find_report(db, new)
    (alone,) = db.conn.execute("SELECT count(*) = 1 FROM versions WHERE report_id = ?", [old_id]).fetchone()
    if new_id is None and alone:
        db.conn.execute("UPDATE reports SET agency_key = ?, year_key = ? WHERE id = ?", [*new, old_id])
        return {old_id}
    new_id = ensure_report(db, new)
    db.conn.execute("UPDATE versions SET report_id = ? WHERE id = ?", [new_id, version_id])
    if alone:
        db.conn.execute("UPDATE reports SET current_version = NULL WHERE id = ?", [old_id])
    return {old_id, new_id}
