"""Full disks, failing writes, two at once: nothing acknowledged is lost, and the screen is told plainly."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db.connection import connect
from db.errors import WorkspaceError
from db.workspace import Workspace
from tests.db.loading import load
from tests.db.reports import report, rules

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

CELLS = {"t3.new.total": "47", "t3.new.natural_person": "45", "t3.granted.total": "3"}
TROUBLE = {"db.full", "db.io", "db.cannot_open", "db.sqlite", "db.read_only"}


def opened(path: Path, auditor: str = "甲") -> Workspace:
    """A workspace without automatic backups."""
    return Workspace.open(path, auditor=auditor, rules=rules(), backups=False)


def batches(path: Path) -> list[str]:
    """The steps of the ledger."""
    db = connect(path)
    try:
        return [row[0] for row in db.conn.execute("SELECT batch FROM events ORDER BY id")]
    finally:
        db.close()


def in_child(work: Callable[[Callable[[object], None]], None]) -> list[list[object]]:
    """Run work in a forked child; what it told."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        try:
            work(lambda told: _send(sending, told))
        except BaseException as error:
            _send(sending, ["broken", repr(error)])
        finally:
            os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as stream:
        told = [json.loads(line) for line in stream.read().splitlines()]
    os.waitpid(child, 0)
    return told


def _send(pipe: int, told: object) -> None:
    os.write(pipe, json.dumps(told).encode() + b"\n")


@pytest.fixture
def filled(path: Path) -> Path:
    """A workspace with a few findings."""
    with opened(path) as workspace:
        load(workspace, report(cells=CELLS))
    return path


def judge_until_trouble(workspace: Workspace, tell: Callable[[object], None], most: int = 400) -> None:
    """Write notes until one fails; tell each step and the trouble; look whether reading still works."""
    (finding, *_) = workspace.findings().fingerprints()
    for number in range(most):
        try:
            tell(["step", workspace.note(1, finding, f"{number}" * 3000).batch])
        except WorkspaceError as error:
            tell(["trouble", error.word])
            note = workspace.audited(1).judgements[finding].note if number else ""
            tell(["shown", note == (f"{number - 1}" * 3000 if number else "")])
            return


def test_a_file_that_cannot_grow_loses_nothing(filled: Path) -> None:
    """At a size limit the step fails with a sentence, the screen shows the step before, and later steps work again."""

    def work(tell: Callable[[object], None]) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with opened(filled) as workspace:
            most = filled.stat().st_size + 200_000
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
            judge_until_trouble(workspace, tell)
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            tell(["step", workspace.judge(1, workspace.findings().fingerprints(), "confirmed").batch])

    told = in_child(work)
    steps = [value for kind, value in told if kind == "step"]
    assert len(steps) > 3
    assert {value for kind, value in told if kind == "trouble"} <= TROUBLE
    assert ["shown", True] in told
    assert list(dict.fromkeys(batches(filled))) == steps
    with opened(filled) as workspace:
        assert workspace.verify() == []


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A tmpfs of that size, where this may be mounted."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)], capture_output=True, check=False)  # noqa: S607
    if done.returncode != 0:
        pytest.skip("no permission to mount a tmpfs")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)  # noqa: S607


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a tmpfs")
def test_a_full_disk_loses_nothing(filled: Path, tmp_path: Path) -> None:
    """A real disk that is full: the same promise, also for loading; when space is freed the work goes on."""
    with small_disk(tmp_path / "disk", "1500k") as disk:
        path = Path(shutil.copy(filled, disk / "audit.db"))
        (disk / "filler").write_bytes(b"x" * 300_000)
        told: list[list[object]] = []
        with opened(path) as workspace:
            judge_until_trouble(workspace, lambda one: told.append(one))  # type: ignore[arg-type]
            assert ["trouble", "db.full"] in told
            assert ["shown", True] in told
            with pytest.raises(WorkspaceError):
                load(workspace, *(report(f"第{n}局", bytes_=f"{n}", name=f"{n}.txt") for n in range(30)))
            assert workspace.progress().reports == 1
            (disk / "filler").unlink()
            workspace.note(1, workspace.findings().fingerprints()[0], "有地方了")
            assert workspace.verify() == []
        steps = [value for kind, value in told if kind == "step"]
        assert batches(path)[:-1] == steps


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a tmpfs")
def test_a_disk_too_full_for_a_backup_does_not_stop_the_work(filled: Path, tmp_path: Path) -> None:
    """The step is stored, the missing copy is told, and no half copy is left lying."""
    with small_disk(tmp_path / "disk", "1500k") as disk:
        path = Path(shutil.copy(filled, disk / "audit.db"))
        (disk / "filler").write_bytes(b"x" * (1_150_000 - path.stat().st_size))
        workspace = Workspace.open(path, auditor="甲", rules=rules())
        workspace.judge(None, workspace.findings().fingerprints(), "confirmed")
        assert [trouble.word for trouble in workspace.take_troubles()] == ["db.backup_no_room"]
        workspace.close()
        assert [trouble.word for trouble in workspace.take_troubles()] == ["db.backup_no_room"]
        assert list(disk.glob("audit.db.backups/*")) == []
        with opened(path) as again:
            assert again.progress().confirmed > 0
            assert again.verify() == []


FAILING = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>
static long left = -1;
void gouji_fail_after(long calls) { left = calls; }
static int failing(void) { if (left < 0) return 0; if (left == 0) { errno = EIO; return 1; } left--; return 0; }
#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
ssize_t pwrite(int f, const void *b, size_t n, off_t o) { REAL(pwrite); return failing() ? -1 : real(f, b, n, o); }
ssize_t pwrite64(int f, const void *b, size_t n, off64_t o) { REAL(pwrite64); return failing() ? -1 : real(f, b, n, o); }
int fsync(int f) { REAL(fsync); return failing() ? -1 : real(f); }
int fdatasync(int f) { REAL(fdatasync); return failing() ? -1 : real(f); }
int ftruncate64(int f, off64_t n) { REAL(ftruncate64); return failing() ? -1 : real(f, n); }
int ftruncate(int f, off_t n) { REAL(ftruncate); return failing() ? -1 : real(f, n); }
int unlink(const char *p) { REAL(unlink); return strstr(p, "-journal") && failing() ? -1 : real(p); }
"""

STORY = """
import ctypes, json, sys
from pathlib import Path
from db.errors import WorkspaceError
from tests.db.test_durability import opened
shim = ctypes.CDLL(None).gouji_fail_after
shim.argtypes = [ctypes.c_long]
path, most = Path(sys.argv[1]), int(sys.argv[2])
sure, failed = [], 0
with opened(path) as workspace:
    finding = workspace.findings().fingerprints()[0]
    for calls in range(most):
        shim(calls * 7 % 260)
        try:
            sure.append(workspace.note(1, finding, str(calls) * 50).batch)
        except WorkspaceError as error:
            failed += 1
            assert error.word in ("db.io", "db.full", "db.cannot_open", "db.sqlite", "db.read_only"), error.word
        finally:
            shim(-1)
        shown = workspace.audited(1).judgements.get(finding)
        assert shown is not None or not sure
print(json.dumps([sure, failed]))
"""


def fail_everywhere(path: Path, folder: Path, times: int) -> None:
    """Let the n-th write, sync or truncation of a step fail, for many n."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("needs a C compiler and LD_PRELOAD")
    (folder / "failing.c").write_text(FAILING)
    library = folder / "failing.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", str(library), str(folder / "failing.c"), "-ldl"], check=True)
    done = subprocess.run(
        [sys.executable, "-c", STORY, str(path), str(times)],
        env={**os.environ, "LD_PRELOAD": str(library), "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    sure, failed = json.loads(done.stdout)
    assert failed >= times // 10
    assert len(sure) >= times // 10
    assert set(sure) <= set(batches(path))
    with opened(path) as workspace:
        assert workspace.verify() == []


def test_a_failing_write_or_sync_loses_nothing(filled: Path, tmp_path: Path) -> None:
    """Errors injected under SQLite at every call of a step: refused with a sentence, never half stored."""
    fail_everywhere(filled, tmp_path, 80)


@pytest.mark.slow
def test_a_failing_write_or_sync_loses_nothing_for_long(filled: Path, tmp_path: Path) -> None:
    """The same, two thousand times."""
    fail_everywhere(filled, tmp_path, 2000)


def write_together(path: Path, times: int, writers: int = 2) -> None:
    """Several processes judge as fast as they can."""
    pipes = []
    for number in range(writers):
        receiving, sending = os.pipe()
        if os.fork() == 0:
            os.close(receiving)
            try:
                _judge_many(path, f"第{number}人", times, sending)
            except BaseException as error:
                _send(sending, f"broken: {error!r}")
            finally:
                os._exit(0)
        os.close(sending)
        pipes.append(receiving)
    told: list[str] = []
    for receiving in pipes:
        with os.fdopen(receiving, "rb") as stream:
            told += [json.loads(line) for line in stream.read().splitlines()]
        os.wait()
    assert [line for line in told if line.startswith("broken")] == []
    stored = batches(path)
    assert len(told) == times * writers
    assert sorted(stored) == sorted(told)
    with opened(path) as workspace:
        assert workspace.verify() == []


def _judge_many(path: Path, auditor: str, times: int, pipe: int) -> None:
    with opened(path, auditor) as workspace:
        rows = workspace.findings().rows(0, 100)
        for number in range(times):
            row = rows[number % len(rows)]
            receipt = workspace.judge(row.report_id, [row.fingerprint], ("confirmed", "asked")[number % 2])
            _send(pipe, receipt.batch)


def test_two_processes_judge_at_once(filled: Path) -> None:
    """None lost, none doubled, and nobody is told that the database is locked."""
    write_together(filled, 40)


@pytest.mark.slow
def test_two_processes_judge_ten_thousand_times(path: Path) -> None:
    """Ten thousand judgements in all."""
    with opened(path) as workspace:
        load(workspace, *(report(f"第{n}局", cells=CELLS, bytes_=f"{n}", name=f"{n}.txt") for n in range(50)))
    write_together(path, 5000)


def test_many_threads_share_one_workspace(filled: Path) -> None:
    """Screens call from several threads: every step is stored once, every read is whole."""
    failures: list[BaseException] = []

    def work(workspace: Workspace, number: int) -> None:
        try:
            for step in range(8):
                workspace.note(1, workspace.findings().fingerprints()[0], f"{number}/{step}")
                workspace.audited(1)
                workspace.changed_since(None)
        except BaseException as error:
            failures.append(error)

    with opened(filled) as workspace:
        threads = [threading.Thread(target=work, args=(workspace, number)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert len(batches(filled)) == 32
        assert workspace.verify() == []


def test_a_reader_is_not_kept_waiting_by_an_open_screen(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No read lives on after its call: a writer elsewhere commits at once while this workspace stays open."""
    with opened(filled) as one, opened(filled, "乙") as other:
        one.audited(1)
        one.findings().rows(0, 10)
        list(one.export_reports())
        monkeypatch.setattr("db.locks.BUSY_SECONDS", 0.0)
        other.judge(1, other.findings().fingerprints(), "asked")
        assert one.progress().asked == 2
