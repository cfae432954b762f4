"""Files into the workspace: known bytes, broken files, crashing readers, cancelling, many processes."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core.document import UnreadableSource
from core.readers.source import Source
from core.report import Report
from db import reading_pool
from db.rulebook import Rulebook
from db.views import LoadProgress
from db.workspace import Workspace
from tests.db.reports import report, rules


def parse(source: Source) -> tuple[Report, ...]:
    """A reader for tests: the first line names the organ and year, `kill`, `raise`, `unreadable` and `empty` do as they say."""
    first, *rest = source.data.decode().split("\n")
    if first == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if first == "slow":
        Path(rest[0]).touch()
        time.sleep(600)
        Path(rest[0]).with_name("waited for").touch()
    if first == "raise":
        raise RuntimeError("reader bug")
    if first == "unreadable":
        raise UnreadableSource("reader.empty", name=source.name)
    if first == "empty":
        return ()
    agency, _, year = first.partition(" ")
    read = report(agency, int(year), narrative="".join(rest))
    return (replace(read, source=source.name, sha256=source.sha256, source_text=source.data.decode()),)


@pytest.fixture(autouse=True)
def _parse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.parse.parse", parse)


Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files are."""
    place = tmp_path / "files"
    place.mkdir()
    return place


def write(folder: Path, name: str, text: str) -> Path:
    """A file."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_known_bytes_change_nothing_wherever_they_lie(workspace: Workspace, folder: Path) -> None:
    """The same file again, under another name too, is known; the second path is remembered."""
    write(folder, "a.txt", "甲局 2021")
    assert workspace.load([folder]).new == 1
    write(folder, "b.txt", "甲局 2021")

    summary = workspace.load([folder])

    assert (summary.known, summary.new, summary.rivals, summary.reports) == (2, 0, 0, 0)
    assert workspace.progress().reports == 1
    write(folder, "b.txt", "甲局 2021\n改")
    assert workspace.load([folder / "b.txt"]).updated == 1


def test_one_broken_file_never_stops_a_batch(workspace: Workspace, folder: Path) -> None:
    """Every kind of failure is one line with the file's name; the others are there."""
    write(folder, "a.txt", "甲局 2021")
    write(folder, "b.txt", "raise")
    write(folder, "c.txt", "unreadable")
    write(folder, "d.txt", "empty")
    write(folder, "e.txt", "乙局 2021")

    summary = workspace.load([folder, folder / "missing.txt"])

    assert (summary.new, summary.files) == (2, 6)
    assert sorted(Path(one.name).name for one in summary.unreadable) == ["b.txt", "c.txt", "missing.txt"]
    assert [Path(name).name for name in summary.empty] == ["d.txt"]
    assert next(one for one in summary.unreadable if "b.txt" in one.name).word == "db.reader_failed"


def test_a_fault_that_does_not_come_again_costs_no_file(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What went wrong once, beside another thread's work for example, was not the file's fault."""
    faults = [ImportError("half imported")]

    def stumbling(source: Source) -> tuple[Report, ...]:
        if faults:
            raise faults.pop()
        return parse(source)

    monkeypatch.setattr("core.parse.parse", stumbling)
    write(folder, "a.txt", "甲局 2021")
    write(folder, "b.txt", "乙局 2021")

    summary = workspace.load([folder])

    assert (summary.new, summary.unreadable, faults) == (2, (), [])


def test_progress_is_told_and_a_load_can_be_cancelled(workspace: Workspace, folder: Path) -> None:
    """What was read before is kept; the summary says that it was cancelled; loading again goes on."""
    for number in range(40):
        write(folder, f"{number:02}.txt", f"第{number}局 2021")
    seen: list[LoadProgress] = []

    summary = workspace.load([folder], progress=seen.append, cancelled=lambda: len(seen) >= 1)

    assert summary.cancelled
    assert 0 < summary.new < 40
    assert workspace.progress().reports == summary.new
    again = workspace.load([folder], progress=seen.append)
    assert (again.new + summary.new, again.known) == (40, summary.new)
    assert seen[-1].done == 40
    assert workspace.verify() == []


def test_bytes_are_kept_or_not_as_the_workspace_says(workspace: Workspace, folder: Path) -> None:
    """The switch is a setting of the workspace."""
    (one,) = workspace.load([write(folder, "a.txt", "甲局 2021")]).report_ids
    workspace.set_setting("keep_sources", "0")
    (two,) = workspace.load([write(folder, "b.txt", "乙局 2021")]).report_ids

    assert workspace.original(one) == "甲局 2021".encode()
    assert workspace.original(two) is None
    assert workspace.verify() == []


def test_replace_makes_other_bytes_the_current_version(workspace: Workspace, folder: Path) -> None:
    """Also bytes that are known already."""
    first, second = write(folder, "a.txt", "甲局 2021"), write(folder, "b.txt", "甲局 2021\n某某")
    (report_id,) = workspace.load([first]).report_ids
    assert workspace.load([second]).rivals == 1
    assert workspace.load([second], replace=True).updated == 1
    assert [note.status for note in workspace.audited(report_id).versions] == ["former", "current"]
    workspace.load([first], replace=True)
    assert [note.status for note in workspace.audited(report_id).versions] == ["current", "former"]
    assert workspace.verify() == []


def test_an_interrupted_load_is_finished_at_the_next_opening(path: Path, folder: Path) -> None:
    """Reports whose rules had still to run are marked in the file itself."""
    with Workspace.open(path, auditor="甲", rules=rules(), backups=False) as workspace:
        workspace.load([write(folder, "a.txt", "甲局 2021")])
        with workspace._connections.writing() as db:
            db.conn.execute("UPDATE reports SET results_digest = ''")
            db.conn.execute("DELETE FROM results")
    with Workspace.open(path, auditor="甲", rules=rules(), backups=False) as workspace:
        assert workspace.verify() == []
        assert workspace.library().rows(0, 1)[0].passes > 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_many_processes_read_and_a_dying_one_takes_only_its_file_along(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Parallel readers give what one gives; a reader that dies is a line about its file; what they log is logged here."""
    caplog.set_level(logging.DEBUG, "db")
    caplog.set_level(logging.DEBUG, "core")
    monkeypatch.setattr(reading_pool, "_context", lambda: multiprocessing.get_context("fork"))
    monkeypatch.setattr("db.reading_pool.rulebook", lambda settings: rules())
    book = rules()
    parallel = Rulebook(book.check, book.message, local=False)
    for number in range(12):
        write(folder, f"{number:02}.txt", f"第{number}局 2021")
    write(folder, "05x.txt", "kill")
    write(folder, "07x.txt", "raise")

    with Workspace.open(path, auditor="甲", rules=parallel, backups=False) as workspace:
        summary = workspace.load([folder], jobs=2)

        assert summary.new == 12
        assert {(Path(one.name).name, one.word) for one in summary.unreadable} == {
            ("05x.txt", "db.reader_died"),
            ("07x.txt", "db.reader_failed"),
        }
        logged = "\n".join(record.getMessage() for record in caplog.records)
        assert "07x.txt failed" in logged
        assert "Traceback" in logged
        assert "05x.txt died" in logged
        assert workspace.verify() == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_cancelling_does_not_wait_for_slow_readers(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers at work are ended; what was read is kept."""
    monkeypatch.setattr(reading_pool, "_context", lambda: multiprocessing.get_context("fork"))
    monkeypatch.setattr("db.reading_pool.rulebook", lambda settings: rules())
    book = rules()
    for number in range(8):
        write(folder, f"{number:02}.txt", f"第{number}局 2021" if number < 4 else f"slow\n{path.with_name('begun')}")
    with Workspace.open(path, auditor="甲", rules=Rulebook(book.check, book.message, local=False), backups=False) as workspace:
        summary = workspace.load([folder], jobs=2, cancelled=path.with_name("begun").exists)

        assert summary.cancelled
        assert not path.with_name("waited for").exists()
        assert summary.new == workspace.progress().reports
        assert workspace.verify() == []


def test_last_years_report_counts_whatever_came_first(workspace: Workspace, folder: Path, path: Path) -> None:
    """Loading order changes nothing about the results."""
    one, two = write(folder, "a.txt", "甲局 2020"), write(folder, "b.txt", "甲局 2021")
    workspace.load([two])
    workspace.load([one])
    with Workspace.open(path.with_name("other.db"), auditor="甲", rules=rules(), backups=False) as other:
        other.load([one, two])
        mine = [found.results for found in workspace.export_reports()]
        assert mine == [found.results for found in other.export_reports()]
        assert "Y101" in {result.code for result in mine[1] if result.status == "pass"}


def test_the_workspace_in_a_loaded_folder_is_not_read(path: Path) -> None:
    """`gouji load .` in the folder of the workspace reads the reports and leaves the workspace and its backups alone."""
    for _ in range(2):
        write(path.parent, "a.txt", "甲局 2021")
        with Workspace.open(path, auditor="甲", rules=rules()) as workspace:
            summary = workspace.load([path.parent])
            assert (summary.files, summary.unreadable) == (1, ())
