"""Where a workspace may lie: odd names, links, long paths, drives without locks; and clocks that go backwards."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from core.words import LANGUAGES
from db import locks
from db.backup import restore
from db.errors import WorkspaceError
from db.rotation import backups_of
from db.workspace import Workspace
from tests.db.loading import load
from tests.db.reports import report, rules

WRONG = {"t3.new.total": "47", "t3.new.natural_person": "45"}


def opened(path: Path, auditor: str = "甲", *, create: bool = True) -> Workspace:
    """A workspace with the small rules and automatic backups."""
    return Workspace.open(path, auditor=auditor, rules=rules(), create=create)


@pytest.mark.parametrize("name", ["a?mode=ro.db", "a#b.db", "100%.db", "%41.db", "审 核'“;--.db", 'a"b&c=d.db', "-x.db", "~.db"])
def test_any_name_is_a_name(tmp_path: Path, name: str) -> None:
    """Signs that mean something in an address, in SQL or to a shell: the file has exactly this name, its copies too."""
    folder = tmp_path / f"dir {name}"
    folder.mkdir()
    path = folder / name
    with opened(path) as workspace:
        (report_id,) = load(workspace, report(cells=WRONG))
        workspace.judge(report_id, workspace.findings().fingerprints(), "confirmed")
        workspace.backup(folder / f"copy {name}")
    assert {entry.name for entry in folder.iterdir()} == {name, f"copy {name}", f"{name}.backups"}
    restore(backups_of(path)[-1], folder / f"new {name}")
    with opened(folder / f"new {name}", "乙", create=False) as again:
        again.merge([path])
        assert again.progress().confirmed == 1
        assert again.verify() == []


def test_a_link_leads_to_the_file(tmp_path: Path) -> None:
    """Two auditors, one by a link: they see each other, and the journal lies beside the file itself."""
    (tmp_path / "real").mkdir()
    path, link = tmp_path / "real" / "audit.db", tmp_path / "link.db"
    link.symlink_to(path)
    with opened(path) as one, opened(link, "乙") as other:
        (report_id,) = load(one, report(cells=WRONG))
        (finding,) = one.findings().fingerprints()
        other.judge(report_id, [finding], "asked")
        assert one.progress().asked == 1
        one.judge(report_id, [finding], "confirmed")
        assert other.progress().confirmed == 1
        assert not (tmp_path / "link.db-journal").exists()
        assert one.verify() == []
    assert link.is_symlink()
    link.unlink()
    link.symlink_to(tmp_path / "nowhere" / "audit.db")
    with pytest.raises(WorkspaceError):
        opened(link)


@pytest.mark.parametrize("name", ["长" * 67 + ".db", "n" * 300, "/".join(["d" * 90] * 6) + "/a.db"])
def test_too_long_a_name_is_said_to_be(tmp_path: Path, name: str) -> None:
    """Before anything is made whose journal could have no name."""
    with pytest.raises(WorkspaceError) as refused:
        opened(tmp_path / name)
    assert refused.value.word == "db.long_name"
    assert list(tmp_path.iterdir()) == []
    with opened(tmp_path / ("长" * 60 + ".db")) as workspace:
        load(workspace, report())


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_drive_without_locks_is_named_as_such(path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """SQLite takes it for one that is always busy; the user is told what to do instead of waiting for nobody."""
    opened(path).close()

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.lockf", refuse)
    error = locks.locked(path)
    assert error.word == "db.no_locks"
    for language in LANGUAGES:
        assert path.name in error.message(language)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_version_loaded_after_the_clock_went_back_waits_for_a_choice(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is later than what was there, whatever the clock says: never current unasked, never passed over."""
    with opened(path) as workspace:
        (first,) = load(workspace, report(cells=WRONG))
        monkeypatch.setattr("db.intake.utc_now", lambda: "2020-01-01T00:00:00.000000Z")
        load(workspace, report(bytes_="two", name="two.txt"))
        row = workspace.library().rows(0, 1)[0]
        assert (row.report_id, row.source, row.rivals) == (first, "report.txt", 1)
        version = workspace.audited(first).report
        workspace.choose_version(first, version.sha256)
        assert workspace.library().rows(0, 1)[0].rivals == 0
        load(workspace, report(bytes_="three", name="three.txt"))
        assert workspace.library().rows(0, 1)[0].rivals == 1
        assert workspace.verify() == []
