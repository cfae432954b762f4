"""docs/workspace.md describes the file as it is."""

from __future__ import annotations

import re
from pathlib import Path

from db.connection import connect
from db.workspace import Workspace

PAGE = Path(__file__).parents[2] / "docs" / "workspace.md"
FIGURE = re.compile(r"t\d\.")
HIDDEN = re.compile(r"search_(config|data|docsize|idx|content)")


def test_every_table_view_and_column_is_described(workspace: Workspace) -> None:
    """The row of a table or view on the page names each of its columns; nothing is described that is not there."""
    rows = {match[1]: match[0] for match in re.finditer(r"^\| `(\w+)` \|.*$", PAGE.read_text("utf-8"), re.MULTILINE)}
    db = connect(workspace.path, read_only=True)
    objects = dict(db.conn.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')").fetchall())
    names = {name for name in objects if not HIDDEN.fullmatch(name)}
    assert set(rows) == names
    for name in names:
        columns = [row[1] for row in db.conn.execute(f"PRAGMA table_info({name})")]
        for column in columns:
            if not FIGURE.match(column):
                assert f"`{column}`" in rows[name], f"{name}.{column}"
        if objects[name] == "view":
            named = re.findall(r"`\"?([\w.]+)\"?`", rows[name])[1:]
            assert set(named) <= set(columns), (name, set(named) - set(columns))
    db.close()


def test_every_query_on_the_pages_runs(workspace: Workspace) -> None:
    """Each SQL snippet of the documentation runs on a workspace as it is."""
    db = connect(workspace.path, read_only=True)
    queries = [
        query.replace('\\"', '"')
        for page in sorted((*PAGE.parent.rglob("*.md"), PAGE.parents[1] / "README.md"))
        for query in re.findall(r'sqlite3 [^\n]*?"(SELECT (?:[^"\\]|\\.)+)"', page.read_text("utf-8"))
    ]
    assert len(queries) >= 4
    for query in queries:
        db.conn.execute(query).fetchall()
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
