"""Backups: a copy made while the workspace is in use, opened again and checked before it counts; and restoring one."""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from pathlib import Path

from sqlite_utils import Database

from db import chains, locks
from db.connection import Connections, connect, translated
from db.errors import WorkspaceError
from db.schema import refuse_altered, refuse_foreign

_PAGES = 4096
"""Pages that are copied in one go, a few hundredths of a second's work."""
_ANEW = 3
"""How often a copy begins anew because somebody wrote, before it is made in one go."""


def backup(connections: Connections, target: Path) -> None:
    """Write a verified copy to `target`, which must not exist."""
    target = Path(target).absolute()
    if os.path.lexists(target):
        raise WorkspaceError("db.target_exists", file=str(target))
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with translated(target):
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            with connections.plain() as db:
                _copy(db, part, connections.path)
            checked(part)
        sync(part)
        put_in_place(part, target)
    except OSError as error:
        raise WorkspaceError("db.backup_failed", file=str(target), detail=error.strerror or str(error)) from error
    finally:
        part.unlink(missing_ok=True)


def restore(source: Path, target: Path) -> None:
    """Make a new workspace from a backup, checked before it appears under its name; never over an existing file."""
    source = Path(source).absolute()
    if not source.is_file():
        raise WorkspaceError("db.missing", file=str(source))
    connections = Connections(source, read_only=True)
    try:
        with connections.reading() as db:
            refuse_foreign(db, source)
            refuse_altered(db, source)
        backup(connections, target)
    finally:
        connections.close()


def checked(path: Path) -> None:
    """Open a copy as a stranger would and refuse it when its pages or its ledger are not whole."""
    db = connect(path, read_only=True)
    try:
        if not refuse_foreign(db, path):
            raise WorkspaceError("db.not_a_workspace", file=path.name)
        refuse_altered(db, path)
        said = db.conn.execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok":
            raise WorkspaceError("db.backup_damaged", file=path.name, detail=str(said)[:200])
        wrong = next((problem for problem in chains.check(db) if problem.fatal), None)
        if wrong is not None:
            raise WorkspaceError(wrong.word, **wrong.parameters)
    finally:
        db.close()


class _BegunAgainError(Exception):
    """Others wrote so often that the copy, which then begins anew, would never be finished bit by bit."""


class _Course:
    """How a copy goes: it ends when the file stays locked, or when it had to begin anew too often."""

    def __init__(self, path: Path, most: int) -> None:
        self._path = path
        self._anew_left = most
        self._remaining = -1
        self._until = time.monotonic() + locks.BUSY_SECONDS

    def __call__(self, status: int, remaining: int, total: int) -> None:
        now = time.monotonic()
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            if now >= self._until:
                raise locks.locked(self._path)
            return
        self._until = now + locks.BUSY_SECONDS
        if 0 <= self._remaining < remaining:
            self._anew_left -= 1
            if self._anew_left < 0:
                raise _BegunAgainError
        self._remaining = remaining


def _copy(db: Database, part: Path, path: Path) -> None:
    """Copy bit by bit, so that others can write in between; all at once when they do so again and again."""
    copy = connect(part)
    try:
        copy.conn.execute("PRAGMA synchronous = OFF")  # synced once, when it is whole
        try:
            db.conn.backup(copy.conn, pages=_PAGES, progress=_Course(path, _ANEW), sleep=0.005)
        except _BegunAgainError:
            db.conn.backup(copy.conn, progress=_Course(path, _ANEW), sleep=0.005)
    finally:
        copy.close()


def sync(path: Path) -> None:
    """Have the disk hold the file's bytes."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(part: Path, target: Path, *, force: bool = False) -> None:
    """Give the finished file its name; without `force` refused when the name was taken meanwhile."""
    if force:
        part.replace(target)
    else:
        _link(part, target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _link(part: Path, target: Path) -> None:
    try:
        os.link(part, target)
    except FileExistsError as error:
        raise WorkspaceError("db.target_exists", file=str(target)) from error
    except OSError:
        # File systems without hard links: the name was free a moment ago.
        if os.path.lexists(target):
            raise WorkspaceError("db.target_exists", file=str(target)) from None
        part.rename(target)
