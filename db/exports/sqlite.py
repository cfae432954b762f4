"""The audit file as SQLite: a verified copy of the workspace, complete with sources, ledger and views.

It stands alone: anyone with `sqlite3` or Datasette reads it, `gouji -w` opens it, `gouji merge` takes it in. What only the
auditor at this machine needs (drafts of unsaved notes) is left out.
"""

from __future__ import annotations

import secrets
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from db.backup import checked, put_in_place, sync
from db.connection import connect, translated

if TYPE_CHECKING:
    from db.workspace import Workspace


def write(workspace: Workspace, target: Path, *, force: bool = False) -> None:
    """Write the workspace to a file of its own; over an existing one only with `force`, and then whole or not at all."""
    target = Path(target).absolute()
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.copy")
    try:
        workspace.backup(part)
        with translated(part), closing(connect(part)) as db:
            db.conn.execute("BEGIN IMMEDIATE")
            db.conn.execute("DELETE FROM drafts")
            db.conn.execute("COMMIT")
            db.conn.execute("VACUUM")
        checked(part)
        sync(part)
        put_in_place(part, target, force=force)
    finally:
        part.unlink(missing_ok=True)
