"""Files that are not ours, too new, read-only, locked, replaced: a plain message each, and nothing touched."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.words import LANGUAGES, words
from db import locks
from db.errors import WorkspaceError
from db.rotation import backups_of
from db.schema import newest, scripts, statements
from db.workspace import Workspace
from tests.db.loading import load
from tests.db.reports import report, rules

SETTINGS = {"journal_mode": "persist", "synchronous": 3, "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1}
FIXTURES = Path(__file__).parent / "fixtures"


def opened(path: Path, *, create: bool = True) -> Workspace:
    """A workspace with the small rules."""
    return Workspace.open(path, auditor="甲", create=create, rules=rules())


def refusal(path: Path, *, create: bool = True) -> str:
    """The word that a file is refused with, its bytes unchanged."""
    before = path.read_bytes()
    with pytest.raises(WorkspaceError) as refused:
        opened(path, create=create)
    assert path.read_bytes() == before
    for language in LANGUAGES:
        assert refused.value.message(language)
    return refused.value.word


def test_a_missing_file_is_made_or_said_to_be_missing(tmp_path: Path) -> None:
    """Only who wants a new workspace gets one."""
    with pytest.raises(WorkspaceError) as refused:
        opened(tmp_path / "a.db", create=False)
    assert refused.value.word == "db.missing"
    assert not (tmp_path / "a.db").exists()
    opened(tmp_path / "a.db").close()
    opened(tmp_path / "a.db", create=False).close()


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("script", [None, "VACUUM"])
def test_an_empty_file_is_refused(tmp_path: Path, script: str | None, create: bool) -> None:
    """What a copy that was broken off leaves is not taken for a new workspace, nor a database without a table."""
    path = tmp_path / "a.db"
    path.touch()
    if script is not None:
        with closing(sqlite3.connect(path)) as db:
            db.execute(script)

    assert refusal(path, create=create) == "db.empty"
    path.unlink()
    opened(path).close()


def test_a_new_file_has_its_name_only_when_it_is_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Making one that fails half-way leaves nothing, and the same step works later."""
    with monkeypatch.context() as broken:
        add_migration(broken, "INSERT INTO nowhere VALUES (1);")
        with pytest.raises(WorkspaceError):
            opened(path)
    assert [*path.parent.iterdir()] == []

    opened(path).close()
    assert [*path.parent.iterdir()] == [path]
    assert path.stat().st_mode & 0o777 == 0o600


def test_of_two_who_make_it_at_once_the_first_wins(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes second opens the workspace of the first and replaces nothing."""
    made: list[Path] = []
    link = os.link

    def overtaken(source: Path, target: Path) -> None:
        if not made:
            made.append(target)
            with opened(path) as workspace:
                load(workspace, report())
        link(source, target)

    monkeypatch.setattr("db.opening.os.link", overtaken)
    with opened(path) as workspace:
        assert workspace.progress().reports == 1


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP])
def test_a_drive_without_second_names_takes_a_new_file_too(path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """As many a stick does."""

    def refused(source: Path, target: Path) -> None:
        raise OSError(number, "not here")

    monkeypatch.setattr("db.opening.os.link", refused)
    opened(path).close()
    assert [*path.parent.iterdir()] == [path]


@pytest.mark.parametrize("data", [b"hello", b"SQLite format 3\x00", b"\x00" * 5000, "报告".encode() * 3000])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, data: bytes) -> None:
    """Text, rubbish, a cut header."""
    path = tmp_path / "a.db"
    path.write_bytes(data)

    assert refusal(path) in ("db.not_a_workspace", "db.damaged")


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    """Its tables are safe from us."""
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE t (x)")
        db.commit()

    assert refusal(path) == "db.not_a_workspace"


def test_a_newer_workspace_is_refused_untouched(path: Path) -> None:
    """Byte for byte."""
    opened(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {newest() + 1}")

    assert refusal(path) == "db.newer"


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_folders_and_pipes_are_refused(tmp_path: Path, make: object) -> None:
    """Nothing hangs and nothing is created in them."""
    place = tmp_path / "x.db"
    assert callable(make)
    make(place)

    with pytest.raises(WorkspaceError) as refused:
        opened(place)
    assert refused.value.word == "db.no_file"


def test_a_folder_that_cannot_hold_it_is_said_plainly(tmp_path: Path) -> None:
    """No such folder."""
    with pytest.raises(WorkspaceError) as refused:
        opened(tmp_path / "no" / "a.db")
    assert refused.value.word == "db.cannot_create"


def test_a_read_only_workspace_can_be_looked_at(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading works, recording says why not; nothing is left beside the file."""
    with opened(path) as workspace:
        (report_id,) = load(workspace, report(cells={"t3.new.total": "1"}))
    shutil.rmtree(f"{path}.backups", ignore_errors=True)
    monkeypatch.setattr("db.opening.os.access", lambda path, mode: mode != os.W_OK)
    with opened(path) as workspace:
        assert workspace.read_only
        assert workspace.audited(report_id).report.agency == "云岭市公安局"
        with pytest.raises(WorkspaceError) as refused:
            workspace.judge(report_id, workspace.findings().fingerprints(), "confirmed")
        assert refused.value.word == "db.read_only"
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_file_locked_by_another_is_said_to_be(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After waiting, one plain sentence; when the lock is gone the same step works."""
    monkeypatch.setattr(locks, "BUSY_SECONDS", 0.2)
    with opened(path) as workspace:
        (report_id,) = load(workspace, report(cells={"t3.new.total": "1"}))
        every = workspace.findings().fingerprints()
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(WorkspaceError) as refused:
                workspace.judge(report_id, every, "confirmed")
            assert refused.value.word == "db.locked"
            other.execute("ROLLBACK")
        assert workspace.progress().confirmed == 0
        workspace.judge(report_id, every, "confirmed")
        assert workspace.progress().confirmed == 1


def test_a_deleted_or_replaced_file_is_noticed(path: Path, tmp_path: Path) -> None:
    """Nothing is acknowledged that went into a file nobody will find."""
    with opened(path) as workspace:
        (report_id,) = load(workspace, report(cells={"t3.new.total": "1"}))
        every = workspace.findings().fingerprints()
        moved = path.rename(tmp_path / "moved.db")
        with pytest.raises(WorkspaceError) as refused:
            workspace.judge(report_id, every, "confirmed")
        assert refused.value.word == "db.replaced"
        shutil.copy(moved, path)
        with pytest.raises(WorkspaceError):
            workspace.judge(report_id, every, "confirmed")
        path.unlink()
        moved.rename(path)
        workspace.judge(report_id, every, "confirmed")


def test_the_safest_settings_are_on(path: Path) -> None:
    """Rollback journal, every commit synced with its folder, foreign keys held, no functions from the schema."""
    with opened(path) as workspace, workspace._connections.plain() as db:
        found = {name: db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in SETTINGS}
    assert found == SETTINGS


def test_a_closed_workspace_says_so(path: Path) -> None:
    """A thread that comes late gets a sentence, not a traceback of SQLite."""
    workspace = opened(path)
    workspace.close()
    workspace.close()
    with pytest.raises(WorkspaceError) as refused:
        workspace.progress()
    assert refused.value.word == "db.closed"


def add_migration(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Pretend that this program knows one migration more."""
    longer = (*scripts(), (newest() + 1, f"{newest() + 1:04d}_more", script))
    monkeypatch.setattr("db.schema.scripts", lambda: longer)


def test_an_older_workspace_is_backed_up_and_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a migration a verified copy is made; all judgements are there afterwards."""
    with opened(path) as workspace:
        (report_id,) = load(workspace, report(cells={"t3.new.total": "1"}))
        workspace.judge(report_id, workspace.findings().fingerprints(), "asked")
    shutil.rmtree(f"{path}.backups")
    add_migration(monkeypatch, "CREATE TABLE more (x TEXT) STRICT;")

    with opened(path) as workspace:
        assert workspace.progress().asked == 1
        assert workspace.verify() == []
    assert ["-migration-" in copy.name for copy in backups_of(path)] == [True]


def test_a_failing_migration_leaves_everything_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All or nothing."""
    with opened(path) as workspace:
        load(workspace, report())
    before = path.read_bytes()
    add_migration(monkeypatch, "CREATE TABLE more (x TEXT) STRICT;\nINSERT INTO nowhere VALUES (1);")

    with pytest.raises(WorkspaceError):
        opened(path)
    monkeypatch.undo()
    assert path.read_bytes()[100:] == before[100:]
    with opened(path) as workspace:
        assert workspace.progress().reports == 1


@pytest.mark.parametrize("fixture", sorted(FIXTURES.glob("*.db")), ids=lambda path: path.stem)
def test_workspaces_of_every_released_schema_open(tmp_path: Path, fixture: Path) -> None:
    """A workspace of each schema there ever was is opened, verified, judged in."""
    path = Path(shutil.copy(fixture, tmp_path / "old.db"))
    with opened(path) as workspace:
        assert workspace.verify() == []
        verdicts = sorted(row.verdict for row in workspace.findings().rows(0, 10))
        assert verdicts == ["asked", "confirmed", "confirmed", "open"]
        assert [row.agency for row in workspace.library().rows(0, 5)] == ["云岭市公安局", "某县司法局"]
        (own,) = [own for found in workspace.export_reports() for own in found.own_findings]
        assert own.text == "自己的"
        workspace.judge(None, workspace.findings().fingerprints(), "confirmed")
        assert workspace.verify() == []


def test_there_is_a_fixture_of_the_newest_schema() -> None:
    """Whoever adds a migration keeps a file of the schema before it."""
    assert len(list(FIXTURES.glob("*.db"))) == len(scripts())


def test_statements_are_told_apart() -> None:
    """A trigger's inner semicolons do not end it, comments between statements are dropped, a cut script is refused."""
    script = "-- a;\nCREATE TABLE t (x);\n\n-- b\nCREATE TRIGGER g AFTER INSERT ON t\nBEGIN\n  SELECT 1;\nEND;\n"

    assert [text.split()[1] for text in statements(script)] == ["TABLE", "TRIGGER"]
    with pytest.raises(ValueError, match="inside"):
        statements("CREATE TABLE t (x")


def test_both_languages_have_the_same_words() -> None:
    """No sentence of this room is missing in one language."""
    rooms = [{word for word in words(language) if word.startswith("db.")} for language in LANGUAGES]

    assert rooms[0] == rooms[1]


def test_every_word_of_the_code_exists() -> None:
    """A word that the code names and no file has would be a crash while telling of trouble."""
    known = words("zh")
    for module in (Path(__file__).parents[2] / "db").glob("*.py"):
        for word in re.findall(r'"(db\.[a-z_.]+)"', module.read_text("utf-8")):
            assert word in known or word in ("db.migrations", "db.codec"), (module.name, word)
