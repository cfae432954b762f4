"""Connections to the workspace file: how they are opened, how a write is begun, and what SQLite's troubles mean to a user.

Rollback journal and synchronous=EXTRA (docs/decisions/0001): an acknowledged write survives a power cut. The journal's file is
kept while the workspace is open (making and deleting one costs more than writing it) and goes when the workspace is closed.
Every write begins with BEGIN IMMEDIATE, so that it never fails half-way for want of the lock; no read outlives its call.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from db.errors import WorkspaceError
from db.locks import is_busy, locked, wait_for_lock

SYNCHRONOUS = "EXTRA"
"""Every commit is on the disk before it is acknowledged, the journal's end too."""

JOURNAL_BYTES = 4 * 2**20
"""What is kept of the journal between two writes."""

_STEP_MS = 400
_FULL = ("SQLITE_FULL",)
_READ_ONLY = ("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")
_INTERRUPTED = ("SQLITE_READONLY_ROLLBACK", "SQLITE_READONLY_RECOVERY")
_LOCKLESS = ("SQLITE_IOERR_LOCK", "SQLITE_IOERR_RDLOCK", "SQLITE_IOERR_UNLOCK", "SQLITE_IOERR_CHECKRESERVEDLOCK")
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


def connect(path: Path, *, read_only: bool = False) -> Database:
    """Open one connection with the settings that every use of a workspace has."""
    mode = "ro" if read_only else "rw"
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(
        address, uri=True, isolation_level=None, timeout=0, check_same_thread=False, cached_statements=256
    )
    try:
        for setting in (
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "foreign_keys = ON",
            "temp_store = MEMORY",
            "cache_size = -32768",
            f"synchronous = {SYNCHRONOUS}",
            "fullfsync = ON",  # macOS: a plain fsync stops at the drive's own memory
            "mmap_size = 0",
        ):
            # Some settings read the schema, which has to wait while another process commits.
            wait_for_lock(lambda setting=setting: connection.execute(f"PRAGMA {setting}"), path)  # type: ignore[misc]
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA busy_timeout = {_STEP_MS}")
        return Database(connection, execute_plugins=False, recursive_triggers=False)
    except sqlite3.DatabaseError as error:
        connection.close()
        if _named(error) == "SQLITE_NOTADB":
            raise WorkspaceError("db.not_a_workspace", file=path.name) from error
        raise
    except WorkspaceError:
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
            wait_for_lock(lambda: begin_read(db), self.path)
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
                self._let_go(self._free.get_nowait())
            except queue.Empty:
                return

    @contextmanager
    def _lent(self) -> Iterator[Database]:
        if self._closed:
            raise WorkspaceError("db.closed", file=self.path.name)
        try:
            db = self._free.get_nowait()
        except queue.Empty:
            db = self._connected()
        try:
            yield db
        finally:
            if self._closed:
                self._let_go(db)
            else:
                self._free.put(db)

    def _connected(self) -> Database:
        db = connect(self.path, read_only=self.read_only)
        try:
            if not self.read_only:
                wait_for_lock(lambda: db.conn.execute("PRAGMA journal_mode = PERSIST").fetchone(), self.path)
                db.conn.execute(f"PRAGMA journal_size_limit = {JOURNAL_BYTES}")
            db.conn.execute("PRAGMA busy_timeout = 0")  # from here on `wait_for_lock` waits
        except BaseException:
            db.close()
            raise
        return db

    def _let_go(self, db: Database) -> None:
        """Close a connection; the journal's file goes too unless another process is writing, who will then see to it."""
        try:
            if not self.read_only and _identity(self.path) == self._identity:
                db.conn.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.Error:
            pass  # it is empty and harms nobody
        finally:
            db.close()

    def _same_file(self) -> None:
        """Refuse to write when the file under this name was deleted or replaced since it was opened."""
        if _identity(self.path) != self._identity:
            raise WorkspaceError("db.replaced", file=self.path.name)


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
    if is_busy(error):
        return locked(path)
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
    if name.startswith(_LOCKLESS):
        return WorkspaceError("db.no_locks", file=path.name)
    if name.startswith("SQLITE_IOERR"):
        return WorkspaceError("db.io", file=path.name, detail=name)
    return WorkspaceError("db.sqlite", file=path.name, detail=str(error))


def _named(error: sqlite3.Error) -> str:
    return str(getattr(error, "sqlite_errorname", ""))


def begin_read(db: Database) -> None:
    """Begin a read transaction that has its lock: what follows is of one moment and waits for nobody."""
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
