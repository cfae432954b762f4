"""Whether the pages of a file are whole, looked at by a process of its own that locks nothing.

A large table takes longer to check than a writer waits, and SQLite checks it in one read. So a child process looks at the file as
if nobody could write to it. When it finds all whole, it is. Trouble is looked for again under a lock; when others wrote meanwhile
it may come from that, and cannot be told from it. (A process of its own, because closing a second handle would drop the locks of
the first.)
"""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from sqlite_utils import Database

from db.views import Problem

ATTEMPTS = 2


def problems(db: Database, table: str) -> list[Problem]:
    """What is wrong with a table's pages, indexes and references; every table's when none is named."""
    argument = f"('{table}')" if table else ""
    found = [
        Problem("db.verify.page", {"detail": str(said)[:300]})
        for (said,) in db.conn.execute(f"PRAGMA integrity_check{argument}")
        if said != "ok"
    ]
    for child, row, parent, _ in db.conn.execute(f"PRAGMA foreign_key_check{argument}"):
        found.append(Problem("db.verify.foreign_key", {"table": child, "row": row, "parent": parent}))
    return found


def looked_at(path: Path, tables: Sequence[str]) -> dict[str, bool | None]:
    """Whether each table is whole, None where others wrote too often to tell; tables left out could not be looked at."""
    found: dict[str, bool | None] = {}
    try:
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            for _ in range(ATTEMPTS):
                for table in tables:
                    if found.get(table) is None:
                        found[table] = pool.submit(is_whole, path, table).result()
    except (BrokenProcessPool, OSError):
        pass  # no process to be had
    return found


def is_whole(path: Path, table: str) -> bool | None:
    """In the child: whether a table is whole, None when what is wrong with it may come from what was written meanwhile."""
    before = _counter(path)
    return _seems_whole(path, table) or (False if _counter(path) == before else None)


def _counter(path: Path) -> bytes:
    """What changes in the file with every commit."""
    try:
        with path.open("rb") as file:
            return file.read(28)[24:]
    except OSError:
        return b""


def _seems_whole(path: Path, table: str) -> bool:
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
        try:
            for setting in ("trusted_schema = OFF", "cell_size_check = ON", "cache_size = -32768"):
                connection.execute(f"PRAGMA {setting}")
            return not problems(Database(connection, execute_plugins=False, recursive_triggers=False), table)
        finally:
            connection.close()
    except (sqlite3.Error, OSError, UnicodeDecodeError):
        return False
