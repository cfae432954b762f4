"""Opening a workspace file: made 0600 when it is new, refused when it is not ours, brought up to date behind a backup.

A new file comes under its name only when it is a whole workspace. So an empty one is never a workspace half made: it is what a
copy that was broken off leaves behind, and taking it for a new workspace would hide that the old one is missing.
"""

from __future__ import annotations

import errno
import os
import secrets
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
    _ensure(path, create=create)
    read_only = not os.access(path, os.W_OK)
    number = _schema_number(path, read_only=read_only)
    if number == 0:
        raise WorkspaceError("db.empty", file=path.name)
    if number < newest():
        if read_only:
            raise WorkspaceError("db.read_only_old", file=path.name)
        _bring_up_to_date(path)
    connections = Connections(path, read_only=read_only)
    try:
        with connections.reading() as db:
            refuse_altered(db, path)
    except WorkspaceError:
        connections.close()
        raise
    return connections


def _ensure(path: Path, *, create: bool) -> None:
    """See to it that a regular file is there."""
    try:
        found = path.stat()
    except FileNotFoundError:
        if not create:
            raise WorkspaceError("db.missing", file=str(path)) from None
        _make(path)
        return
    except OSError as error:
        raise WorkspaceError("db.cannot_open", file=path.name) from error
    if not stat.S_ISREG(found.st_mode):
        raise WorkspaceError("db.no_file", file=path.name)
    if not os.access(path, os.R_OK):
        raise WorkspaceError("db.cannot_open", file=path.name)


def _make(path: Path) -> None:
    """Make a new workspace and give it its name when it is whole; whoever was faster made the one that counts."""
    unfinished = path.with_name(f".{secrets.token_hex(6)}.gouji")
    try:
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with translated(path), closing(connect(unfinished)) as db:
            db.conn.execute("BEGIN IMMEDIATE")
            migrate(db)
            db.conn.execute("COMMIT")
        _name(unfinished, path)
    except OSError as error:
        raise WorkspaceError("db.cannot_create", file=str(path), detail=error.strerror or "") from error
    finally:
        for left in (unfinished, unfinished.with_name(f"{unfinished.name}-journal")):
            left.unlink(missing_ok=True)


def _name(unfinished: Path, path: Path) -> None:
    """Give a file its name unless another has it."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        return
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise
        # A drive where a file has one name only.
        if not path.exists():
            unfinished.rename(path)


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


def _bring_up_to_date(path: Path) -> None:
    """Apply the migrations that are missing, all or nothing; the workspace is copied and checked before."""
    from db.rotation import keep_backup

    connections = Connections(path)
    try:
        keep_backup(connections, "migration")
        with connections.writing() as db:
            if _still_behind(db):
                migrate(db)
    finally:
        connections.close()


def _still_behind(db: Database) -> bool:
    """Another process may have been faster; asked again with the lock held."""
    return int(db.execute("PRAGMA user_version").fetchone()[0]) < newest()
