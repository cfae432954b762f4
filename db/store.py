"""Settings, drafts and the marks by which processes notice each other's writes."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from sqlite_utils import Database

from db.connection import Connections, connect, translated
from db.errors import RefusedError, WorkspaceError
from db.events import digest, storable
from db.ledger import utc_now
from db.locks import wait_for_lock

_MOST_DRAFT = 1_000_000


def settings(db: Database) -> Mapping[str, str]:
    """The workspace's own settings."""
    return dict(db.conn.execute("SELECT key, value FROM settings ORDER BY key").fetchall())


def set_setting(db: Database, key: str, value: str | None) -> None:
    """Keep a setting; None forgets it."""
    if value is None:
        db.conn.execute("DELETE FROM settings WHERE key = ?", [key])
    else:
        key, value = storable(key), storable(value)
        sql = "INSERT OR REPLACE INTO settings (key, value, digest) VALUES (?, ?, ?)"
        db.conn.execute(sql, [key, value, setting_digest(key, value)])


def setting_digest(key: str, value: str) -> str:
    """The digest stored beside a setting."""
    return digest(["gouji-setting-1", key, value])


def draft(db: Database, key: str, auditor: str) -> str | None:
    """Text that this auditor typed and did not yet record."""
    found = db.conn.execute("SELECT text FROM drafts WHERE key = ?", [_draft_key(key, auditor)]).fetchone()
    return None if found is None else str(found[0])


def save_draft(db: Database, key: str, auditor: str, text: str) -> None:
    """Keep text that is being typed; empty text forgets it."""
    if len(text) > _MOST_DRAFT:
        raise RefusedError("db.too_long", most=_MOST_DRAFT)
    if text:
        sql = "INSERT OR REPLACE INTO drafts (key, auditor, text, saved_at) VALUES (?, ?, ?, ?)"
        db.conn.execute(sql, [_draft_key(key, auditor), auditor, storable(text), utc_now()])
    else:
        db.conn.execute("DELETE FROM drafts WHERE key = ?", [_draft_key(key, auditor)])


def _draft_key(key: str, auditor: str) -> str:
    return storable(f"{auditor}\n{key}")


def count_write(db: Database, sitting: str) -> None:
    """Note inside a write that this sitting wrote."""
    db.conn.execute(
        "INSERT INTO writers (sitting, writes) VALUES (?, 1) ON CONFLICT (sitting) DO UPDATE SET writes = writes + 1", [sitting]
    )


class Watch:
    """Notices others' writes: SQLite's data_version says at almost no cost whether anything was committed at all."""

    def __init__(self, connections: Connections, sitting: str) -> None:
        self._connections = connections
        self._sitting = sitting
        self._lock = threading.Lock()
        self._db: Database | None = None
        self._version = -1
        self._token = 0

    def token(self, before: int | None) -> int:
        """A number that differs from `before` when another process or sitting wrote; while the file is busy, the old one."""
        path = self._connections.path
        with self._lock, translated(path):
            if self._db is None:
                self._db = connect(path, read_only=self._connections.read_only)
            db = self._db
            try:
                wait_for_lock(lambda: self._look(db, force=before is None), path, seconds=0.5)
            except WorkspaceError as error:
                if not error.word.startswith(("db.locked", "db.no_locks")):
                    raise
            return self._token

    def _look(self, db: Database, *, force: bool) -> None:
        (version,) = db.conn.execute("PRAGMA data_version").fetchone()
        if version != self._version or force:
            self._read(db)
            self._version = version

    def _read(self, db: Database) -> None:
        (self._token,) = db.conn.execute(
            "SELECT coalesce(sum(writes), 0) FROM writers WHERE sitting <> ?", [self._sitting]
        ).fetchone()

    def close(self) -> None:
        """Let the connection go."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None
