"""A child process for formats whose parsers are large and written in C: bounded in time and memory, started once, used again.

A file that makes the child hang or die costs one line and a new child, never the batch.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import io
import os
import pickle
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, LifoQueue
from select import select
from time import monotonic
from typing import IO, Any

from core.document import Document, UnreadableSource
from core.readers.source import Source

READERS = {"pdf": "core.readers.scanned:read_pdf_or_scan", "image": "core.readers.scanned:read_image"}
"""What a child can read: the name that is asked for, and the function behind it."""
COMMAND = [sys.executable, "-c", "from core.readers.worker import serve; serve()"]
SECONDS = {"pdf": 60.0, "image": 60.0}
SECONDS_PER_SCANNED_PAGE = 60.0
MEMORY_BYTES = 2**30
RECOGNITION_MEMORY_BYTES = 2 * 2**30
"""The models of recognition alone need more than half a gigabyte."""
_MAX_ANSWER = 512 * 2**20
_ALLOWED = frozenset(("Box", "Place", "Paragraph", "GridCell", "Grid", "Picture", "Document"))
_HEADER = struct.Struct("<cQ")
_idle: LifoQueue[Worker] = LifoQueue()
_is_child = False


class Worker:
    """One child process and the pipes to it."""

    def __init__(self) -> None:
        root = str(Path(__file__).resolve().parents[2])
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))}
        self._process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=hasattr(os, "setsid"),
        )

    @property
    def is_alive(self) -> bool:
        """Whether the child can be asked."""
        return self._process.poll() is None

    def ask(self, kind: str, source: Source) -> Document:
        """Let the child read a source; on overrun or breakdown the child is ended and the reason raised."""
        request = pickle.dumps((kind, source.name, source.data))
        try:
            stdin = _pipe(self._process.stdin)
            stdin.write(_HEADER.pack(b"q", len(request)) + request)
            stdin.flush()
            mark, answer = self._answer(SECONDS[kind])
        except (OSError, EOFError, struct.error) as error:
            self.end()
            raise UnreadableSource("reader.crashed", format=kind) from error
        except UnreadableSource:
            self.end()
            raise
        try:
            found = _Unpickler(io.BytesIO(answer)).load()
        except (pickle.UnpicklingError, EOFError, AttributeError, IndexError, TypeError, ValueError) as error:
            self.end()
            raise UnreadableSource("reader.crashed", format=kind) from error
        if mark == b"u":
            word, parameters = found
            raise UnreadableSource(str(word), **{str(name): str(value) for name, value in parameters.items()})
        if not isinstance(found, Document):
            self.end()
            raise UnreadableSource("reader.crashed", format=kind)
        return found

    def end(self) -> None:
        """End the child, whatever it is doing."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _answer(self, seconds: float) -> tuple[bytes, bytes]:
        """The child's answer; a `m` mark grants the time for so many scanned pages more."""
        limit = seconds
        deadline = monotonic() + seconds
        stream = _Bounded(_pipe(self._process.stdout), deadline, limit)
        while True:
            mark, length = _HEADER.unpack(stream.read(_HEADER.size))
            if mark == b"m":
                limit = seconds + min(length, 100) * SECONDS_PER_SCANNED_PAGE
                stream = _Bounded(_pipe(self._process.stdout), deadline - seconds + limit, limit)
                continue
            if length > _MAX_ANSWER:
                raise EOFError
            return mark, stream.read(length)


class _Bounded:
    """Reads from a pipe up to a deadline."""

    def __init__(self, pipe: IO[bytes], deadline: float, limit: float) -> None:
        self._pipe, self._deadline, self._limit = pipe, deadline, limit

    def read(self, size: int) -> bytes:
        if sys.platform == "win32":
            return self._read_on_a_thread(size)
        pieces: list[bytes] = []
        descriptor = self._pipe.fileno()
        while size:
            if not select([descriptor], [], [], max(0.0, self._deadline - monotonic()))[0]:
                raise UnreadableSource("reader.bound.time", limit=round(self._limit))
            piece = os.read(descriptor, min(size, 1 << 20))
            if not piece:
                raise EOFError
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def _read_on_a_thread(self, size: int) -> bytes:
        """Pipes cannot be waited for with a timeout on Windows; a thread can."""
        found: list[bytes] = []
        thread = threading.Thread(target=lambda: found.append(_exactly(self._pipe, size)), daemon=True)
        thread.start()
        thread.join(max(0.0, self._deadline - monotonic()))
        if thread.is_alive():
            raise UnreadableSource("reader.bound.time", limit=round(self._limit))
        if not found or len(found[0]) != size:
            raise EOFError
        return found[0]


class _Unpickler(pickle.Unpickler):
    """Takes documents from a child and nothing else: a child that a hostile file took over cannot run code here."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "core.document" and name in _ALLOWED:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(name)


def read_in_worker(kind: str, source: Source) -> Document:
    """Read a source in a child process; children are kept for the next source."""
    with _borrowed() as worker:
        return worker.ask(kind, source)


def end_workers() -> None:
    """End every idle child."""
    with contextlib.suppress(Empty):
        while True:
            _idle.get_nowait().end()


@contextlib.contextmanager
def _borrowed() -> Iterator[Worker]:
    try:
        worker = _idle.get_nowait()
        if not worker.is_alive:
            worker.end()
            worker = Worker()
    except Empty:
        worker = Worker()
    try:
        yield worker
    finally:
        if worker.is_alive:
            _idle.put(worker)
        else:
            worker.end()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise EOFError
    return pipe


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    pieces: list[bytes] = []
    while size:
        piece = pipe.read(min(size, 1 << 20))
        if not piece:
            break
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def serve() -> None:
    """The child: read requests until the parent is gone."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints may stand between two answers
    global _is_child
    _is_child = True
    _limit_memory(MEMORY_BYTES)
    while header := _exactly(requests, _HEADER.size):
        _, length = _HEADER.unpack(header)
        kind, name, data = pickle.loads(_exactly(requests, length))  # noqa: S301 - written by the parent

        def grant(pages: int) -> None:
            answers.write(_HEADER.pack(b"m", pages))
            answers.flush()

        mark, answer = _answered(kind, Source(name, data), grant)
        body = pickle.dumps(answer)
        answers.write(_HEADER.pack(mark, len(body)) + body)
        answers.flush()


def _answered(kind: str, source: Source, grant: Any) -> tuple[bytes, Any]:
    module, _, function = READERS[kind].partition(":")
    try:
        return b"d", getattr(importlib.import_module(module), function)(source, grant)
    except UnreadableSource as error:
        return b"u", (error.word, {name: str(value) for name, value in error.parameters.items()})
    except MemoryError:
        return b"u", ("reader.bound.memory", {"limit": "1 GB"})
    except RecursionError:
        return b"u", ("reader.damaged", {"format": kind})


def allow_recognition() -> None:
    """Let this child, which has been asked to recognise pages, have the memory that the models need."""
    _limit_memory(RECOGNITION_MEMORY_BYTES)


def _limit_memory(soft: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    if resource.getrlimit(resource.RLIMIT_DATA)[1] in (resource.RLIM_INFINITY, RECOGNITION_MEMORY_BYTES) and _is_child:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (soft, RECOGNITION_MEMORY_BYTES))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _forget_workers() -> None:
    """After a fork the pipes belong to the parent."""
    global _idle
    _idle = LifoQueue()


atexit.register(end_workers)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_workers)
