"""Connections to the workspace file: how they are opened, how a write is begun, and what SQLite's troubles mean to a user.

Rollback journal and synchronous=EXTRA (docs/decisions/0001): an acknowledged write survives a power cut. Every write begins
with BEGIN IMMEDIATE, so that it can never fail half-way for want of the lock; no read outlives the call that made it.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from db.errors import WorkspaceError

BUSY_SECONDS = 15.0
"""How long a write waits for other processes before it gives up with a plain message."""

SYNCHRONOUS = "EXTRA"
"""Every commit is on the disk before it is acknowledged, the journal's removal too."""

_STEP_MS = 400
_FULL = ("SQLITE_FULL",)
_READ_ONLY = ("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")
_INTERRUPTED = ("SQLITE_READONLY_ROLLBACK", "SQLITE_READONLY_RECOVERY")
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")


def connect(path: Path, *, read_only: bool = False) -> Database:
    """Open one connection with the settings that every use of a workspace has."""
    mode = "ro" if read_only else "rw"
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(
        address, uri=True, isolation_level=None, timeout=_STEP_MS / 1000, check_same_thread=False, cached_statements=256
    )
    try:
        for setting in (
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "foreign_keys = ON",
            "temp_store = MEMORY",
            "cache_size = -32768",
            f"synchronous = {SYNCHRONOUS}",
            "mmap_size = 0",
        ):
            connection.execute(f"PRAGMA {setting}")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        return Database(connection, execute_plugins=False, recursive_triggers=False)
    except sqlite3.Error:
        connection.close()
        raise


class Connections:
    """A few connections to one file, lent to whichever thread asks; writes of this process wait for each other."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._free: queue.LifoQueue[Database] = queue.LifoQueue()
        self._writing = threading.RLock()
        self._closed = False
        self._identity = _identity(path)

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Lend a connection inside one short read transaction: everything read in the block is of one moment."""
        with translated(self.path), self._lent() as db:
            wait_for_lock(lambda: _begin_read(db), self.path)
            try:
                yield db
            finally:
                if db.conn.in_transaction:
                    db.conn.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """Lend a connection inside one immediate transaction; committed at the end of the block, undone if it raises."""
        if self.read_only:
            raise WorkspaceError("db.read_only", file=self.path.name)
        with self._writing, translated(self.path), self._lent() as db:
            self._same_file()
            wait_for_lock(lambda: db.conn.execute("BEGIN IMMEDIATE"), self.path)
            try:
                yield db
                self._same_file()
                wait_for_lock(lambda: db.conn.execute("COMMIT"), self.path)
            except BaseException:
                if db.conn.in_transaction:
                    _roll_back(db)
                raise

    @contextmanager
    def plain(self) -> Iterator[Database]:
        """Lend a connection outside any transaction (backup, PRAGMA)."""
        with translated(self.path), self._lent() as db:
            yield db

    def close(self) -> None:
        """Close every connection; those still lent are closed when they come back."""
        self._closed = True
        while True:
            try:
                self._free.get_nowait().close()
            except queue.Empty:
                return

    @contextmanager
    def _lent(self) -> Iterator[Database]:
        if self._closed:
            raise WorkspaceError("db.closed", file=self.path.name)
        try:
            db = self._free.get_nowait()
        except queue.Empty:
            db = connect(self.path, read_only=self.read_only)
        try:
            yield db
        finally:
            if self._closed:
                db.close()
            else:
                self._free.put(db)

    def _same_file(self) -> None:
        """Refuse to write when the file under this name was deleted or replaced since it was opened."""
        if _identity(self.path) != self._identity:
            raise WorkspaceError("db.replaced", file=self.path.name)


def wait_for_lock(attempt: object, path: Path, seconds: float | None = None) -> None:
    """Repeat an attempt while another process holds the lock, then say so plainly."""
    assert callable(attempt)  # noqa: S101
    deadline = time.monotonic() + (BUSY_SECONDS if seconds is None else seconds)
    while True:
        try:
            attempt()
        except sqlite3.OperationalError as error:
            if not _named(error).startswith(_BUSY):
                raise
            if time.monotonic() >= deadline:
                raise WorkspaceError("db.locked", file=path.name) from error
            time.sleep(0.005)
        else:
            return


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into sentences that say what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise explained(error, path) from error
    except UnicodeDecodeError as error:
        # SQLite quotes the damaged text in its message, and Python cannot even read that.
        raise WorkspaceError("db.damaged", file=path.name) from error


def explained(error: sqlite3.Error, path: Path) -> WorkspaceError:
    """The plain sentence for an error of SQLite."""
    name = _named(error)
    if name.startswith(_BUSY):
        return WorkspaceError("db.locked", file=path.name)
    if name.startswith(_FULL):
        return WorkspaceError("db.full", file=path.name)
    if name in _INTERRUPTED:
        return WorkspaceError("db.interrupted", file=path.name)
    if name.startswith(_READ_ONLY):
        return WorkspaceError("db.read_only", file=path.name)
    if name.startswith(_DAMAGED):
        return WorkspaceError("db.damaged", file=path.name)
    if name.startswith("SQLITE_CANTOPEN"):
        return WorkspaceError("db.cannot_open", file=path.name)
    if name.startswith("SQLITE_IOERR"):
        return WorkspaceError("db.io", file=path.name, detail=name)
    return WorkspaceError("db.sqlite", file=path.name, detail=str(error))


def _named(error: sqlite3.Error) -> str:
    return str(getattr(error, "sqlite_errorname", ""))


def _begin_read(db: Database) -> None:
    db.conn.execute("BEGIN")
    try:
        db.conn.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.Error:
        _roll_back(db)
        raise


def _roll_back(db: Database) -> None:
    try:
        db.conn.execute("ROLLBACK")
    except sqlite3.OperationalError:
        # SQLite has already rolled back by itself (full disk, I/O error).
        if db.conn.in_transaction:
            raise


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino)
