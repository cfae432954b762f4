"""The child process: one broken file never stops a batch."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.document import Document, UnreadableSource
from core.readers import Source, worker
from core.readers.worker import Worker, read_in_worker
from tests.forge import render_pdf
from tests.forge.official import known_report

MODULE = """
import os, signal, time
from core.document import Document, UnreadableSource

def sleep(source, grant):
    time.sleep(600)

def grow(source, grant):
    return Document("x" * (3 << 30), (), "x")

def die(source, grant):
    os.kill(os.getpid(), signal.SIGKILL)

def chatter(source, grant):
    print("noise between answers", flush=True)
    os.write(1, b"more noise")
    return Document("read", (), "x")

def refuse(source, grant):
    raise UnreadableSource("reader.encrypted", format="pdf")

def bad(source, grant):
    class Evil:
        def __reduce__(self):
            return (os.system, ("true",))
    return Evil()

def patient(source, grant):
    grant(1)
    open(source.name, "w").close()
    return Document("read", (), "x")
"""
KINDS = ("sleep", "grow", "die", "chatter", "refuse", "bad", "patient")


@pytest.fixture
def misbehaving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Children that know readers with every fault; started afresh and ended after the test."""
    (tmp_path / "misbehaving.py").write_text(MODULE)
    starter = "import core.readers.worker as w\n" + "".join(f"w.READERS[{kind!r}] = 'misbehaving:{kind}'\n" for kind in KINDS)
    (tmp_path / "sitecustomize.py").write_text("")
    (tmp_path / "starter.py").write_text(starter + "w.serve()\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(worker, "COMMAND", [sys.executable, str(tmp_path / "starter.py")])
    monkeypatch.setattr(worker, "SECONDS", dict.fromkeys(KINDS, 600.0))
    worker.end_workers()
    yield
    worker.end_workers()


@pytest.mark.usefixtures("misbehaving")
@pytest.mark.parametrize(("kind", "word"), [("die", "reader.crashed"), ("refuse", "reader.encrypted"), ("bad", "reader.crashed")])
def test_faults_cost_one_line(kind: str, word: str) -> None:
    """A reader that dies, refuses or answers with something else costs one line; the next source is read."""
    with pytest.raises(UnreadableSource) as raised:
        read_in_worker(kind, Source("x", b""))

    assert word == raised.value.word
    assert "read" == read_in_worker("chatter", Source("x", b"")).text


@pytest.mark.usefixtures("misbehaving")
def test_overrun_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader past its time is ended; scanned pages are granted theirs."""
    monkeypatch.setitem(worker.SECONDS, "sleep", 0.3)
    granted = tmp_path / "granted"
    read_in_worker("chatter", Source("x", b""))

    with pytest.raises(UnreadableSource, match=r"reader\.bound\.time"):
        read_in_worker("sleep", Source("x", b""))
    read_in_worker("chatter", Source("x", b""))

    # past the 600 seconds as soon as the time is granted, which is 660 then
    monkeypatch.setattr(worker, "monotonic", lambda: 630.0 if granted.exists() else 0.0)
    assert "read" == read_in_worker("patient", Source(str(granted), b"")).text


@pytest.mark.usefixtures("misbehaving")
@pytest.mark.skipif(sys.platform != "linux", reason="the bound is the kernel's")
def test_memory_is_bounded() -> None:
    """A reader that wants three gigabytes is stopped by name."""
    with pytest.raises(UnreadableSource, match=r"reader\.bound\.memory"):
        read_in_worker("grow", Source("x", b""))


def test_a_child_is_used_again() -> None:
    """The second pdf is read by the child that read the first; a child that was killed is replaced."""
    worker.end_workers()
    source = Source("x", render_pdf.as_pdf(known_report(1)))

    first = read_in_worker("pdf", source)
    child = worker._idle.queue[0]
    assert first == read_in_worker("pdf", source)
    assert child is worker._idle.queue[0]
    os.kill(child._process.pid, signal.SIGTERM)
    child._process.wait()
    assert first == read_in_worker("pdf", source)


def test_only_documents_come_back() -> None:
    """The parent unpickles documents and nothing that could run."""
    with pytest.raises(pickle.UnpicklingError):
        worker._Unpickler(__import__("io").BytesIO(pickle.dumps(os.system))).load()
    document = Document("x", (), "x")
    assert document == worker._Unpickler(__import__("io").BytesIO(pickle.dumps(document))).load()


def test_workers_are_forgotten_after_a_fork() -> None:
    """A forked process does not talk through its parent's pipes."""
    worker.end_workers()
    kept = Worker()
    worker._idle.put(kept)

    worker._forget_workers()

    assert worker._idle.empty()
    kept.end()
