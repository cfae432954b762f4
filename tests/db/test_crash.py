"""Killed at any moment: what was acknowledged is there, what was not is not half there, and the file is whole."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from db import schema
from db.backup import checked
from db.connection import connect
from db.errors import WorkspaceError
from db.workspace import Workspace
from tests.db.loading import load
from tests.db.reports import report, rules

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")

Tell = Callable[[object], None]
CELLS = {"t3.new.total": "47", "t3.new.natural_person": "45", "t3.granted.total": "3"}
LATER_MIGRATION = (
    "CREATE TABLE extra_a (x TEXT) STRICT;\nINSERT INTO extra_a SELECT hash FROM events;\nCREATE TABLE extra_b (x TEXT) STRICT;\n"
)


def opened(path: Path, auditor: str = "甲") -> Workspace:
    """A workspace without automatic backups."""
    return Workspace.open(path, auditor=auditor, rules=rules(), backups=False)


def judging(path: Path, tell: Tell) -> None:
    """Judge one finding after another; acknowledged are the steps."""
    with opened(path) as workspace:
        found = workspace.findings().rows(0, 10)
        for number in range(10_000):
            row = found[number % len(found)]
            tell(workspace.judge(row.report_id, [row.fingerprint], ("confirmed", "asked", "fixed")[number % 3]).batch)


def undoing(path: Path, tell: Tell) -> None:
    """Judge all, undo, redo; acknowledged are the steps."""
    with opened(path) as workspace:
        every = workspace.findings().fingerprints()
        for _ in range(10_000):
            tell(workspace.judge(None, every, "confirmed").batch)
            workspace.undo()
            workspace.redo()


def loading(path: Path, tell: Tell) -> None:
    """Load report after report; acknowledged are their names."""
    with opened(path) as workspace:
        for number in range(1_000):
            name = f"第{number}局"
            load(workspace, report(name, 2000 + number % 20, bytes_=f"{number}", name=f"{number}.txt"))
            tell(name)


def merging(path: Path, tell: Tell) -> None:
    """Merge another auditor's copy; acknowledged is its last step."""
    with opened(path) as workspace:
        workspace.merge([path.with_name("other.db")])
        tell(path.with_name("other.txt").read_text())


def migrating(path: Path, tell: Tell) -> None:
    """Open with a program that knows one migration more."""
    scripts = (*schema.scripts(), (schema.newest() + 1, "9999_more", LATER_MIGRATION))
    schema.scripts = lambda: scripts  # type: ignore[assignment]
    with Workspace.open(path, auditor="甲", rules=rules()):
        pass


def backing_up(path: Path, tell: Tell) -> None:
    """Judge and make copies."""
    with opened(path) as workspace:
        found = workspace.findings().rows(0, 10)
        for number in range(1_000):
            tell(workspace.judge(found[0].report_id, [found[0].fingerprint], "confirmed").batch)
            workspace.backup(path.with_name(f"copy{number}.db"))


SCENES = (judging, undoing, loading, merging, migrating, backing_up)


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workspace and a colleague's copy of it with many steps more."""
    folder = tmp_path_factory.mktemp("start")
    with opened(folder / "audit.db") as workspace:
        load(workspace, report(cells=CELLS), report("某县司法局", cells=CELLS, bytes_="b", name="b.txt"))
    shutil.copy(folder / "audit.db", folder / "other.db")
    with opened(folder / "other.db", "乙") as workspace:
        every = workspace.findings().fingerprints()
        for _ in range(40):
            batch = workspace.judge(None, every, "asked").batch
        load(workspace, *(report(f"并{n}", bytes_=f"m{n}", name=f"m{n}.txt") for n in range(8)))
    (folder / "other.txt").write_text(batch)
    return folder


def _send(pipe: int, told: object) -> None:
    os.write(pipe, json.dumps(told).encode() + b"\n")


def killed(scene: Callable[[Path, Tell], None], path: Path, delay: float, after: int = 0) -> list[str]:
    """Run a scene in a child and kill it, a while after so many acknowledgements; what it had acknowledged until then."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        try:
            scene(path, lambda told: _send(sending, told))
        finally:
            os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as stream:
        lines = [stream.readline() for _ in range(after)]
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines += stream.read().splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


def check_after(scene: Callable[[Path, Tell], None], path: Path, told: list[str]) -> None:
    """The workspace is whole and holds everything acknowledged; copies are whole or not there."""
    if scene is migrating:
        _check_migration(path)
        return
    with opened(path, "丙") as workspace:
        assert workspace.verify() == []
        db = connect(path)
        steps = {row[0] for row in db.conn.execute("SELECT batch FROM events")}
        names = {row[0] for row in db.conn.execute("SELECT agency FROM reports")}
        db.close()
        assert set(told) <= steps | names
    for copy in path.parent.glob("copy*.db"):
        checked(copy)


def _check_migration(path: Path) -> None:
    db = connect(path)
    number = db.conn.execute("PRAGMA user_version").fetchone()[0]
    tables = {row[0] for row in db.conn.execute("SELECT name FROM sqlite_master WHERE name LIKE 'extra%'")}
    db.close()
    if number == schema.newest():
        assert tables == set()
        with opened(path) as workspace:
            assert workspace.verify() == []
    else:
        assert tables == {"extra_a", "extra_b"}
        with pytest.raises(WorkspaceError):
            opened(path)


def kill_often(start: Path, folder: Path, times: int) -> None:
    """Kill that many times, scene after scene, each at a random moment."""
    moments = random.Random(20261123)
    for number in range(times):
        scene = SCENES[number % len(SCENES)]
        place = folder / str(number)
        shutil.copytree(start, place)
        told = killed(scene, place / "audit.db", moments.uniform(0.005, 0.16))
        check_after(scene, place / "audit.db", told)
        shutil.rmtree(place)


def test_killed_twenty_times_nothing_acknowledged_is_lost(start: Path, tmp_path: Path) -> None:
    """Load, judge, undo, merge, migrate, back up, each killed at random moments."""
    kill_often(start, tmp_path, 20)


@pytest.mark.slow
def test_killed_two_hundred_times_nothing_acknowledged_is_lost(start: Path, tmp_path: Path) -> None:
    """The same, longer."""
    kill_often(start, tmp_path, 200)


def test_a_scene_left_alone_acknowledges_much(start: Path, tmp_path: Path) -> None:
    """The harness kills something that really works: step after step is acknowledged."""
    for scene in (judging, undoing, loading):
        place = tmp_path / scene.__name__
        shutil.copytree(start, place)
        told = killed(scene, place / "audit.db", 0, after=6)
        assert len(told) >= 6
        check_after(scene, place / "audit.db", told)
