"""Opening a workspace file: made 0600 when it is new, refused when it is not ours, brought up to date behind a backup."""

from __future__ import annotations

import os
import stat
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from db.connection import Connections, connect, translated
from db.errors import WorkspaceError
from db.locks import wait_for_lock
from db.schema import migrate, newest, refuse_altered, refuse_foreign

_LONGEST_NAME = 200
"""Bytes of a file name: the journal's and the copies' names are longer, and no file system has more than 255."""
_LONGEST_PATH = 480
"""Bytes of a path: SQLite itself knows no more than 512."""


def open_file(path: Path, *, create: bool) -> Connections:
    """Open the file at `path`, making or migrating it where needed; raises WorkspaceError with a plain sentence otherwise."""
    path = Path(path).absolute()
    if len(os.fsencode(path.name)) > _LONGEST_NAME or len(os.fsencode(path)) > _LONGEST_PATH:
        raise WorkspaceError("db.long_name", file=path.name[:60], most=_LONGEST_NAME)
    made = _ensure(path, create=create)
    read_only = not os.access(path, os.W_OK)
    number = _schema_number(path, read_only=read_only)
    if number < newest():
        if read_only:
            raise WorkspaceError("db.read_only_old" if number else "db.read_only", file=path.name)
        _bring_up_to_date(path, number, new=made or number == 0)
    connections = Connections(path, read_only=read_only)
    try:
        with connections.reading() as db:
            refuse_altered(db, path)
    except WorkspaceError:
        connections.close()
        raise
    return connections


def _ensure(path: Path, *, create: bool) -> bool:
    """See to it that a regular file is there; True when it was made just now."""
    try:
        found = path.stat()
    except FileNotFoundError:
        if not create:
            raise WorkspaceError("db.missing", file=str(path)) from None
        return _make(path)
    except OSError as error:
        raise WorkspaceError("db.cannot_open", file=path.name) from error
    if not stat.S_ISREG(found.st_mode):
        raise WorkspaceError("db.no_file", file=path.name)
    if not os.access(path, os.R_OK):
        raise WorkspaceError("db.cannot_open", file=path.name)
    return False


def _make(path: Path) -> bool:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return False
    except OSError as error:
        raise WorkspaceError("db.cannot_create", file=str(path), detail=error.strerror or "") from error
    return True


def _schema_number(path: Path, *, read_only: bool) -> int:
    """Asked read-only, so that a newer file stays as it is; only what a crash left half-written is rolled back before."""
    try:
        return _asked(path, read_only=True)
    except WorkspaceError as error:
        if error.word != "db.interrupted" or read_only:
            raise
    return _asked(path, read_only=False)


def _asked(path: Path, *, read_only: bool) -> int:
    with translated(path), closing(connect(path, read_only=read_only)) as db:
        return wait_for_lock(lambda: refuse_foreign(db, path), path)


def _bring_up_to_date(path: Path, number: int, *, new: bool) -> None:
    """Apply the migrations that are missing, all or nothing; an existing workspace is copied and checked before."""
    from db.rotation import keep_backup

    connections = Connections(path)
    try:
        if not new:
            keep_backup(connections, "migration")
        with connections.writing() as db:
            if _still_behind(db):
                migrate(db)
    finally:
        connections.close()


def _still_behind(db: Database) -> bool:
    """Another process may have been faster; asked again with the lock held."""
    return int(db.execute("PRAGMA user_version").fetchone()[0]) < newest()
