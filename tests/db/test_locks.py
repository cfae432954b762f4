"""Two at one file: waiting is short, and who holds the lock is named where the system tells."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from core.words import LANGUAGES
from db import locks
from db.errors import WorkspaceError
from db.workspace import Workspace
from tests.db.loading import load
from tests.db.reports import report, rules

HOLD = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute(sys.argv[2])
db.execute("SELECT count(*) FROM reports").fetchone()
print("held", flush=True)
sys.stdin.read()
"""
linux = pytest.mark.skipif(not Path("/proc/locks").exists(), reason="asks the system's list of locks")


def opened(path: Path, auditor: str = "甲") -> Workspace:
    """A workspace with the small rules."""
    return Workspace.open(path, auditor=auditor, rules=rules(), backups=False)


@contextmanager
def held(path: Path, begin: str = "BEGIN EXCLUSIVE") -> Iterator[int]:
    """Another process that has a transaction open; its number."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), begin], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        assert child.stdout.readline() == "held\n"
        yield child.pid
        child.stdin.close()


@linux
@pytest.mark.parametrize("begin", ["BEGIN EXCLUSIVE", "BEGIN IMMEDIATE", "BEGIN"])
def test_the_process_that_holds_the_lock_is_named(path: Path, monkeypatch: pytest.MonkeyPatch, begin: str) -> None:
    """A writer, a writer that has not yet written, a reader that never ends: number, program and user are told."""
    monkeypatch.setattr(locks, "BUSY_SECONDS", 0.2)
    with opened(path) as workspace:
        (report_id,) = load(workspace, report(cells={"t3.new.total": "1"}))
        (finding,) = workspace.findings().fingerprints()
        with held(path, begin) as pid:
            with pytest.raises(WorkspaceError) as refused:
                workspace.judge(report_id, [finding], "confirmed")
            assert refused.value.word == "db.locked_by"
            assert refused.value.parameters["pid"] == pid
            assert str(refused.value.parameters["program"]).startswith("python")
            for language in LANGUAGES:
                assert str(pid) in refused.value.message(language)
        assert workspace.progress().confirmed == 0
        workspace.judge(report_id, [finding], "confirmed")
        assert workspace.progress().confirmed == 1


@linux
def test_our_own_connections_are_no_strangers(path: Path) -> None:
    """What this very process has locked is not told as another program."""
    opened(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        assert locks.holder(path) is None
    assert locks.holder(path.with_name("none.db")) is None


def test_a_system_that_lists_no_locks_gives_the_plain_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the system's list nobody is named."""
    monkeypatch.setattr(locks, "_LOCKS", path.with_name("no list"))

    assert locks.locked(path).word == "db.locked"


class Clock:
    """A clock that only naps move on; after each nap something may happen."""

    def __init__(self, after_nap: Callable[[], None] = lambda: None) -> None:
        self.now, self.naps, self.after_nap = 1000.0, 0, after_nap

    def monotonic(self) -> float:
        """What the clock shows."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Nap: so much later it is then."""
        self.now, self.naps = self.now + seconds, self.naps + 1
        self.after_nap()


def test_a_lock_that_is_let_go_is_taken_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits comes in within a few milliseconds, not after SQLite's own long naps."""
    opened(path).close()
    clock = Clock()
    monkeypatch.setattr(locks, "time", clock)
    busy = sqlite3.OperationalError("busy")
    busy.sqlite_errorname = "SQLITE_BUSY"
    until = clock.now + 0.3

    def attempt() -> None:
        if clock.now < until:
            raise busy

    locks.wait_for_lock(attempt, path)
    assert clock.naps > 0
    assert clock.now - until < 0.05


def test_the_journal_goes_when_the_workspace_is_closed(path: Path) -> None:
    """While it is open the journal's file is kept, empty at its head; closed, the workspace is a single file again."""
    journal = path.with_name(f"{path.name}-journal")
    with opened(path) as one:
        load(one, report(cells={"t3.new.total": "1"}))
        assert journal.read_bytes()[:28] == bytes(28)
        assert journal.stat().st_mode & 0o777 == 0o600
        with opened(path, "乙") as other:
            other.judge(None, other.findings().fingerprints(), "confirmed")
        one.judge(None, one.findings().fingerprints(), "asked")
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


@linux
def test_opening_waits_for_a_writer_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a workspace while another process commits waits as long as any step would."""
    with opened(path) as workspace:
        load(workspace, report(cells={"t3.new.total": "1"}))
    with held(path, "BEGIN EXCLUSIVE") as pid:

        def fifty_naps() -> None:
            if clock.naps == 50:
                os.kill(pid, signal.SIGKILL)
                os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)

        clock = Clock(fifty_naps)
        monkeypatch.setattr(locks, "time", clock)
        with opened(path, "乙") as other:
            assert clock.naps == 50
            assert other.progress().reports == 1
