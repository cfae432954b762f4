"""The workspace's schema: how it is made, brought up to date, and checked against what a stranger may have put into a file.

Each `db/migrations/NNNN_name.sql` is one migration, applied through sqlite-utils in one transaction with its record.
"""

from __future__ import annotations

import re
import sqlite3
from functools import cache
from importlib import resources
from pathlib import Path

from sqlite_utils import Database, Migrations

from db.errors import WorkspaceError
from db.search_words import indexed

APPLICATION_ID = 0x676F756A
"""`gouj`, at byte 68 of every workspace file."""

_FILE_NAME = re.compile(r"(\d{4})_\w+\.sql")
_OWN_ARE_CONFIRMED = 3
"""The schema since which an own finding counts as confirmed."""
_SHADOW = ("search_config", "search_data", "search_docsize", "search_idx", "search_content")


@cache
def scripts() -> tuple[tuple[int, str, str], ...]:
    """The migrations as (number, name, SQL), in order."""
    found = []
    for entry in resources.files("db.migrations").iterdir():
        match = _FILE_NAME.fullmatch(entry.name)
        if match:
            found.append((int(match[1]), entry.name.removesuffix(".sql"), entry.read_text("utf-8")))
    return tuple(sorted(found))


def newest() -> int:
    """The schema number this program writes."""
    return scripts()[-1][0]


def refuse_foreign(db: Database, path: Path) -> int:
    """The schema number of a file opened for reading; refuses files of other programs and of newer versions. 0: an empty file.

    The file is asked through SQLite and never opened beside it: closing any other handle on it would drop this process's locks.
    """
    try:
        application = int(db.execute("PRAGMA application_id").fetchone()[0])
        number = int(db.execute("PRAGMA user_version").fetchone()[0])
        objects = int(db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
            raise WorkspaceError("db.not_a_workspace", file=path.name) from error
        raise
    if application == 0 and number == 0 and objects == 0:
        return 0
    if application != APPLICATION_ID or number < 1:
        raise WorkspaceError("db.not_a_workspace", file=path.name)
    if number > newest():
        raise WorkspaceError("db.newer", file=path.name, found=number, known=newest())
    return number


def migrate(db: Database, *, until: int | None = None, fold: bool = True) -> None:
    """Bring the schema up to date inside the transaction that is open: all or nothing.

    Without `fold` what follows from the ledger stays as it is: enough for a copy of which only the events are read.
    """
    if not db.conn.in_transaction:
        raise RuntimeError("migrate() runs inside the caller's transaction")
    db.conn.create_function("indexed_words", 1, indexed, deterministic=True)
    migrations = Migrations("gouji")
    (before,) = db.execute("PRAGMA user_version").fetchone()
    last = 0
    for number, name, script in scripts():
        if until is not None and number > until:
            break
        _register(migrations, name, script)
        last = number
    migrations.apply(db)
    if fold and 0 < before < _OWN_ARE_CONFIRMED <= last:
        _fold_own_again(db)
    db.execute(f"PRAGMA user_version = {last}")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _fold_own_again(db: Database) -> None:
    """Give own findings the verdict they have; a ledger that cannot be read stays as it is, for `verify` to tell."""
    from db import ledger, reports, results

    db.conn.execute("SAVEPOINT folding")
    try:
        touched = ledger.refold_own(db)
        for subject in touched.subjects:
            report_id = reports.find_report(db, subject)
            if report_id is not None:
                results.refresh(db, report_id, touched.fingerprints)
    except (ValueError, LookupError, TypeError, AttributeError):
        db.conn.execute("ROLLBACK TO folding")
    db.conn.execute("RELEASE folding")


def refuse_altered(db: Database, path: Path) -> None:
    """Refuse a schema that holds a trigger, a view or an index of its tables that this program did not make, or made otherwise.

    A stranger's index can hide rows of the table from whoever reads by it.
    """
    wanted = _expected(db.execute("PRAGMA user_version").fetchone()[0])
    found = _objects(db)
    ours = {name for kind, name in wanted if kind == "table"}
    indexed = dict(db.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'").fetchall())
    for (kind, name), sql in found.items():
        if (kind, name) in wanted:
            if wanted[kind, name] != sql:
                raise WorkspaceError("db.altered", file=path.name, kind=kind, name=name)
        elif kind in ("trigger", "view") or indexed.get(name) in ours or (sql or "").upper().startswith("CREATE VIRTUAL"):
            raise WorkspaceError("db.altered", file=path.name, kind=kind, name=name)
    for kind, name in wanted:
        if (kind, name) not in found:
            raise WorkspaceError("db.missing_object", file=path.name, kind=kind, name=name)


@cache
def _expected(number: int) -> dict[tuple[str, str], str | None]:
    db = Database(sqlite3.connect(":memory:", isolation_level=None), execute_plugins=False, recursive_triggers=False)
    try:
        db.execute("BEGIN")
        migrate(db, until=number)
        db.execute("COMMIT")
        return _objects(db)
    finally:
        db.close()


def _objects(db: Database) -> dict[tuple[str, str], str | None]:
    rows = db.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'").fetchall()
    return {(kind, name): sql for kind, name, sql in rows if name not in _SHADOW and not _record(kind, name)}


def _record(kind: str, name: str) -> bool:
    """The migrations' own record is made by sqlite-utils, whose wording is not ours to compare."""
    return kind in ("table", "index") and name.removeprefix("idx_").startswith("_sqlite_migrations")


def _register(migrations: Migrations, name: str, script: str) -> None:
    def apply(db: Database) -> None:
        for statement in statements(script):
            db.execute(statement)

    migrations(name=name)(apply)


def statements(script: str) -> list[str]:
    """The statements of a script, comments between them left out."""
    found: list[str] = []
    pending = ""
    for line in script.splitlines(keepends=True):
        if not pending and (not line.strip() or line.lstrip().startswith("--")):
            continue
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending.strip().removesuffix(";"))
            pending = ""
    if pending.strip():
        raise ValueError("the script ends inside a statement")
    return found
