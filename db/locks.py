"""Waiting for other processes: short naps, in the end a plain sentence, and who it is that holds the file where that is known.

SQLite's own waiting sleeps up to a tenth of a second at a time: two busy writers then leave the file idle most of the while.
"""

from __future__ import annotations

import errno
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from db.errors import WorkspaceError

BUSY_SECONDS = 15.0
"""How long a write waits for other processes before it gives up with a plain message."""

_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_SHORTEST, _LONGEST, _GROWTH = 0.0003, 0.008, 1.3
_LOCKS = Path("/proc/locks")
_FIRST_LOCK_BYTE, _LAST_LOCK_BYTE = 0x40000000, 0x40000000 + 511


@dataclass(frozen=True, slots=True)
class Holder:
    """A process of this machine that has a lock on the file."""

    pid: int
    program: str
    user: str


Done = TypeVar("Done")


def wait_for_lock(attempt: Callable[[], Done], path: Path, seconds: float | None = None) -> Done:
    """Repeat an attempt while another process holds the lock, then say so plainly; gives what the attempt gave."""
    deadline = time.monotonic() + (BUSY_SECONDS if seconds is None else seconds)
    nap = _SHORTEST
    while True:
        try:
            return attempt()
        except sqlite3.OperationalError as error:
            if not is_busy(error):
                raise
            if time.monotonic() >= deadline:
                raise locked(path) from error
            # Not all at the same beat, or the same one comes first every time.
            time.sleep(nap * random.uniform(0.5, 1.0))  # noqa: S311
            nap = min(_LONGEST, nap * _GROWTH)


def is_busy(error: sqlite3.Error) -> bool:
    """Whether an error only says that somebody else is at the file."""
    return str(getattr(error, "sqlite_errorname", "")).startswith(_BUSY)


def locked(path: Path) -> WorkspaceError:
    """The error for a file that stays locked; it names the process that holds it where the system tells."""
    found = holder(path)
    if found is None:
        return WorkspaceError("db.locked" if _locks_work(path.parent) else "db.no_locks", file=path.name)
    return WorkspaceError("db.locked_by", file=path.name, program=found.program, pid=found.pid, user=found.user)


def _locks_work(folder: Path) -> bool:
    """Whether a file in this folder can be locked at all: SQLite takes a drive without locks for one that is always busy."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".gouji-") as probe:
            fcntl.lockf(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)
    return True


def holder(path: Path) -> Holder | None:
    """The other process of this machine that has the file locked, a writer before a reader; None where that cannot be known.

    Asked of the system's list and never by a handle of our own: closing that would drop this process's locks.
    """
    found = sorted(_holders(path), key=lambda entry: entry[0] != "WRITE")
    return next((_described(pid) for _, pid in found), None)


def _holders(path: Path) -> Iterator[tuple[str, int]]:
    try:
        status = path.stat()
        lines = _LOCKS.read_text("ascii", "replace").splitlines()
    except OSError:
        return
    place = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    for line in lines:
        fields = line.split()
        if len(fields) != 8 or fields[5] != place or not fields[4].isdigit() or not fields[6].isdigit():
            continue
        pid, first = int(fields[4]), int(fields[6])
        if pid not in (0, os.getpid()) and _FIRST_LOCK_BYTE <= first <= _LAST_LOCK_BYTE:
            yield fields[3], pid


def _described(pid: int) -> Holder:
    return Holder(pid, _program(pid), _user(pid))


def _program(pid: int) -> str:
    """The program's name; of a script that of the script."""
    try:
        text = Path(f"/proc/{pid}/cmdline").read_text("utf-8", "replace")
    except OSError:
        text = ""
    words = [word.rpartition("/")[2] for word in text.split("\0") if word]
    named = [word for word in words[:2] if not word.startswith(("python", "-"))]
    return named[0][:60] if named else words[0][:60] if words else "?"


def _user(pid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(Path(f"/proc/{pid}").stat().st_uid).pw_name
    except (OSError, KeyError):
        return "?"
