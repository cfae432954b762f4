"""docs/workspace.md describes the file as it is."""

from __future__ import annotations

import re
from pathlib import Path

from db.connection import connect
from db.workspace import Workspace

PAGE = Path(__file__).parents[2] / "docs" / "workspace.md"
HIDDEN = re.compile(r"search_(config|data|docsize|idx|content)")


def test_every_table_view_and_column_is_described(workspace: Workspace) -> None:
    """A table's row on the page names each of its columns; nothing is described that is not there."""
    rows = {match[1]: match[0] for match in re.finditer(r"^\| `(\w+)` \|.*$", PAGE.read_text("utf-8"), re.MULTILINE)}
    db = connect(workspace.path, read_only=True)
    objects = dict(db.conn.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')").fetchall())
    names = {name for name in objects if not HIDDEN.fullmatch(name)}
    assert set(rows) == names
    for name in names:
        if objects[name] == "table":
            for column in db.conn.execute(f"PRAGMA table_info({name})").fetchall():
                assert f"`{column[1]}`" in rows[name], f"{name}.{column[1]}"
    db.close()


def test_every_table_is_strict(workspace: Workspace) -> None:
    """A column holds what it says; only SQLite's own and the migration record are exempt."""
    db = connect(workspace.path, read_only=True)
    loose = [
        row[1]
        for row in db.conn.execute("PRAGMA table_list")
        if row[2] == "table" and not row[5] and not row[1].startswith(("sqlite_", "_sqlite")) and not HIDDEN.fullmatch(row[1])
    ]
    db.close()
    assert loose == []
