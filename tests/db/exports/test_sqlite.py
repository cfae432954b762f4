"""The audit file as SQLite stands alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.forms import form
from db.errors import WorkspaceError
from db.exports.sqlite import write
from db.workspace import Workspace
from tests.db.loading import load
from tests.db.reports import report, rules


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """A workspace with a verdict and a draft, exported."""
    target = tmp_path / "audit.db"
    cells = {"t3.new.total": "47", "t3.new.natural_person": "45", "t2.fees.amount": "12.5"}
    with Workspace.open(tmp_path / "mine.db", auditor="甲", rules=rules(), backups=False) as workspace:
        (report_id,) = load(workspace, report(cells=cells))
        workspace.judge(report_id, workspace.findings().fingerprints(), "confirmed", reason="核对过")
        workspace.correct(report_id, "t3.granted.total", "4", "看错")
        workspace.save_draft("note", "未写完")
        write(workspace, target)
        with pytest.raises(WorkspaceError):
            write(workspace, target)
        write(workspace, target, force=True)
    return target


def test_anyone_reads_it_with_sqlite3(exported: Path) -> None:
    """The documented views need nothing of gouji."""
    with closing(sqlite3.connect(exported)) as db:
        db.row_factory = sqlite3.Row
        (finding,) = db.execute("SELECT * FROM findings WHERE code = 'A101'").fetchall()
        assert (finding["agency"], finding["verdict"], finding["reason"], finding["expected"]) == (
            "云岭市公安局",
            "confirmed",
            "核对过",
            "47",
        )
        (wide,) = db.execute("SELECT * FROM cells_wide").fetchall()
        assert (wide["t3.new.total"], wide["t2.fees.amount"], wide["t3.granted.total"]) == (47, 12.5, 4)
        assert db.execute("SELECT count(*) FROM verdicts").fetchone()[0] == 2
        assert db.execute("SELECT confirmed FROM progress").fetchone()[0] == 1
        assert db.execute("SELECT count(*) FROM drafts").fetchone()[0] == 0
        columns = {row[1] for row in db.execute("PRAGMA table_info(cells_wide)")}
        assert set(form("2021").cell_keys) | set(form("2019").cell_keys) <= columns


def test_it_is_a_workspace_again(exported: Path) -> None:
    """It opens, verifies and merges."""
    with Workspace.open(exported, auditor="乙", rules=rules(), backups=False) as workspace:
        assert workspace.verify() == []
        assert workspace.progress().confirmed == 1
