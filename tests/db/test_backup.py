"""Copies: verified, never over a file, thinned by age, and restored into something that works."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.backup import checked, restore
from db.errors import WorkspaceError
from db.rotation import backups_of, over_budget, to_drop
from db.workspace import Workspace
from tests.db.loading import load
from tests.db.reports import report, rules


def opened(path: Path) -> Workspace:
    """A workspace with the small rules and automatic backups."""
    return Workspace.open(path, auditor="甲", rules=rules())


def judged(path: Path) -> None:
    """Make a workspace with one judgement."""
    with opened(path) as workspace:
        (report_id,) = load(workspace, report(cells={"t3.new.total": "1"}))
        workspace.judge(report_id, workspace.findings().fingerprints(), "asked")


def test_a_backup_made_while_in_use_restores_to_the_same(path: Path, tmp_path: Path) -> None:
    """What was committed is in the copy, what comes after is not; the restored file is a whole workspace, 0600."""
    judged(path)
    copy, restored = tmp_path / "copy.db", tmp_path / "restored.db"
    with opened(path) as workspace:
        workspace.backup(copy)
        workspace.undo()
    restore(copy, restored)

    assert restored.stat().st_mode & 0o777 == 0o600
    with opened(restored) as workspace:
        assert workspace.progress().asked == 1
        assert workspace.verify() == []


def test_nothing_is_ever_overwritten(path: Path, tmp_path: Path) -> None:
    """Neither by a backup nor by a restore; no half file stays behind."""
    judged(path)
    other = tmp_path / "other.db"
    other.write_bytes(b"mine")
    with opened(path) as workspace, pytest.raises(WorkspaceError) as refused:
        workspace.backup(other)
    assert refused.value.word == "db.target_exists"
    with pytest.raises(WorkspaceError):
        restore(path, other)
    assert other.read_bytes() == b"mine"
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("place", [4096, 20480, 61440, 102400])
def test_a_damaged_backup_is_not_restored(path: Path, tmp_path: Path, place: int) -> None:
    """Pages and chains are checked before the new file gets its name."""
    judged(path)
    data = bytearray(path.read_bytes())
    data[place : place + 4096] = b"\xff" * 4096
    bad = tmp_path / "bad.db"
    bad.write_bytes(data)

    with pytest.raises(WorkspaceError):
        restore(bad, tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


def test_a_backup_whose_ledger_is_broken_is_not_restored(path: Path, tmp_path: Path) -> None:
    """SQLite finds nothing wrong with it; the chain does."""
    judged(path)
    with closing(sqlite3.connect(path)) as db:
        (text,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'events_are_never_changed'").fetchone()
        db.execute("DROP TRIGGER events_are_never_changed")
        db.execute("UPDATE events SET verdict = 'fixed'")
        db.execute(text)
        db.commit()

    with pytest.raises(WorkspaceError) as refused:
        restore(path, tmp_path / "new.db")
    assert refused.value.word == "db.verify.event_altered"


def test_automatic_backups_come_at_the_first_write_and_at_closing(path: Path) -> None:
    """One when a sitting that wrote closes; none when nothing changed; each restores."""
    judged(path)
    assert ["-close-" in copy.name for copy in backups_of(path)] == [False, True]
    with opened(path) as workspace:
        workspace.progress()
    assert len(backups_of(path)) == 2
    judged_again = opened(path)
    judged_again.undo()
    assert len(backups_of(path)) == 2
    judged_again.close()
    assert len(backups_of(path)) == 3
    for number, copy in enumerate(backups_of(path)):
        restore(copy, path.with_name(f"{number}.db"))


def test_an_uncovered_state_is_copied_before_the_first_write(path: Path) -> None:
    """After a crash the state that a sitting finds has no copy yet."""
    judged(path)
    for copy in backups_of(path):
        copy.unlink()
    with opened(path) as workspace:
        workspace.undo()
        assert ["-first-" in copy.name for copy in backups_of(path)] == [True]


def test_old_backups_are_thinned_by_age() -> None:
    """The ten newest, one an hour for two days, then days, weeks, months: a year of half-hours leaves a few dozen."""
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    recent = [now - timedelta(minutes=30 * number) for number in range(200)]
    times = recent + [recent[-1] - timedelta(hours=8 * number) for number in range(1, 1100)]
    paths = [Path(f"{at.strftime('%Y%m%dT%H%M%S')}000000Z-close-1x{number:x}.db") for number, at in enumerate(times)]
    dropped = set(to_drop(paths, now))
    kept = [at for at, path in zip(times, paths, strict=True) if path not in dropped]

    assert len(kept) < 90
    assert kept[:10] == times[:10]
    assert sum(now - at <= timedelta(days=2) for at in kept) >= 48
    assert sum(timedelta(days=2) < now - at <= timedelta(days=12) for at in kept) >= 9
    assert min(kept) <= now - timedelta(days=230)


def test_backups_stay_within_their_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest go first, and a workspace too large for the budget keeps at least a few."""
    paths = [tmp_path / f"{number}.db" for number in range(10)]
    for path in paths:
        path.write_bytes(b"x" * 100)
    monkeypatch.setattr("db.rotation._ROOM", 550)

    assert over_budget(paths, 10) == paths[4::-1]
    assert over_budget(paths, 200) == paths[1::-1]


def test_a_large_workspace_is_copied_at_most_once_an_hour(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaving it stays quick; what is skipped at closing comes at a later one."""
    judged(path)
    monkeypatch.setattr("db.rotation._LARGE", 0)
    before = backups_of(path)
    with opened(path) as workspace:
        workspace.undo()
    assert backups_of(path) == before


def test_a_copy_is_made_while_others_write(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It begins anew when somebody wrote and is made in one go in the end: always whole, never without end."""
    judged(path)
    monkeypatch.setattr("db.backup._PAGES", 5)
    with opened(path) as workspace, opened(path) as other:
        every = other.findings().fingerprints()
        stop = threading.Event()

        def write() -> None:
            while not stop.is_set():
                other.judge(None, every, "confirmed")

        thread = threading.Thread(target=write)
        thread.start()
        try:
            for number in range(3):
                workspace.backup(path.with_name(f"copy{number}.db"))
        finally:
            stop.set()
            thread.join()
    for number in range(3):
        checked(path.with_name(f"copy{number}.db"))


def test_a_copy_of_a_locked_file_is_given_up_in_time(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who holds the file for ever makes nobody wait for ever."""
    judged(path)
    monkeypatch.setattr("db.locks.BUSY_SECONDS", 0.2)
    with opened(path) as workspace, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(WorkspaceError) as refused:
            workspace.backup(tmp_path / "copy.db")
        other.execute("ROLLBACK")
    assert refused.value.word.startswith("db.locked")
    assert not (tmp_path / "copy.db").exists()
