"""Reading and checking sources in child processes: a bounded queue, results in the order of completion, crashes survived."""

from __future__ import annotations

import logging
import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from types import TracebackType

from core.document import UnreadableSource
from core.readers.source import Source
from core.report import Report
from db.codec import ReportRows
from db.reading_log import kept, log_again, wanted_level
from db.reports import SourceBytes, source_bytes
from db.rulebook import Rulebook, rulebook
from db.views import UnreadableFile
from rules.result import Result
from rules.settings import Settings

FEW = 4
"""Up to so many files are read in this process: starting others would take longer."""

_AHEAD = 2
_LOOK_SECONDS = 0.2
"""How long a cancelled load may go on unnoticed."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Parsed:
    """What became of one source: its reports with their rows and context-free results, or why it could not be read."""

    name: str
    source: SourceBytes | None = None
    reports: tuple[tuple[Report, ReportRows, tuple[Result, ...] | None], ...] = ()
    unreadable: UnreadableFile | None = None
    log: tuple[logging.LogRecord, ...] = ()
    """What a child process logged while it read."""

    def source_at(self, path: str) -> SourceBytes:
        """The source's bytes under the path that is remembered."""
        assert self.source is not None  # noqa: S101
        return replace(self.source, path=path)


def read_one(source: Source, settings: Settings, rules: Rulebook | None, *, keep_bytes: bool) -> Parsed:
    """Read and check one source. Whatever goes wrong in a reader is told as this file's trouble and stops nothing else.

    A fault is met twice before it is believed: one that does not come again was not the file's.
    """
    try:
        try:
            return _read(source, rules or rulebook(settings), keep_bytes=keep_bytes)
        except (UnreadableSource, MemoryError):
            raise
        except Exception:  # the second reading tells whether it is the file's fault
            _LOG.debug("reading %s failed and is tried again", source.name, exc_info=True)
            return _read(source, rules or rulebook(settings), keep_bytes=keep_bytes)
    except UnreadableSource as error:
        return Parsed(source.name, unreadable=UnreadableFile(source.name, error.word, dict(error.parameters)))
    except MemoryError:
        return Parsed(source.name, unreadable=UnreadableFile(source.name, "db.reader_memory", {}))
    except Exception as error:  # the boundary where any fault of a reader becomes a line about its file
        _LOG.debug("reading %s failed", source.name, exc_info=True)
        detail = f"{type(error).__name__}: {error}"[:200]
        return Parsed(source.name, unreadable=UnreadableFile(source.name, "db.reader_failed", {"detail": detail}))


def _read(source: Source, book: Rulebook, *, keep_bytes: bool) -> Parsed:
    from core.parse import parse

    found = parse(source)
    media_type = found[0].media_type if found else "application/octet-stream"
    return Parsed(
        name=source.name,
        source=source_bytes(source.data, source.sha256, media_type, source.name, keep=keep_bytes),
        reports=tuple((report, ReportRows(report), book.check(report, None)) for report in found),
    )


def read_apart(source: Source, settings: Settings, *, keep_bytes: bool, level: int) -> Parsed:
    """Read one source in a child process; what it logs from that level on comes along."""
    with kept(level) as records:
        parsed = read_one(source, settings, None, keep_bytes=keep_bytes)
    return replace(parsed, log=tuple(records))


class ReadingPool:
    """Reads sources with a number of child processes, started only when there are more than a few files."""

    def __init__(
        self,
        jobs: int,
        rules: Rulebook,
        *,
        keep_bytes: bool = True,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._jobs = max(1, jobs)
        self._cancelled = cancelled
        self._rules = rules
        self._keep_bytes = keep_bytes
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> ReadingPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._pool is not None:
            if self._cancelled() or kind is not None:
                self._end_children(self._pool)
            self._pool.shutdown(wait=True, cancel_futures=True)

    @staticmethod
    def _end_children(pool: ProcessPoolExecutor) -> None:
        """What is still being read is wanted by nobody: the pool offers no way to say so but ending its processes."""
        for process in list((getattr(pool, "_processes", None) or {}).values()):
            process.terminate()

    def read(self, sources: Iterable[Source]) -> Iterator[Parsed]:
        """Read every source; at most a few wait in memory at a time."""
        remaining = iter(sources)
        if self._jobs == 1 or self._rules.local:
            yield from (self._here(source) for source in remaining)
            return
        few: deque[Source] = deque()
        for source in remaining:
            few.append(source)
            if len(few) > FEW:
                yield from self._parallel(few, remaining)
                return
        yield from (self._here(source) for source in few)

    def _here(self, source: Source) -> Parsed:
        return read_one(source, self._rules.settings, self._rules, keep_bytes=self._keep_bytes)

    def _parallel(self, first: deque[Source], remaining: Iterator[Source]) -> Iterator[Parsed]:
        running: dict[Future[Parsed], Source] = {}
        more = True
        while (more or first or running) and not self._cancelled():
            while more and len(running) + len(first) < self._jobs * _AHEAD:
                source = next(remaining, None)
                more = source is not None
                if source is not None:
                    first.append(source)
            while first and len(running) < self._jobs * _AHEAD:
                source = first.popleft()
                running[self._submit(source)] = source
            if running:
                yield from self._finished(running)

    def _finished(self, running: dict[Future[Parsed], Source]) -> Iterator[Parsed]:
        done, _ = wait(running, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
        broken: list[Source] = []
        for future in done:
            source = running.pop(future)
            try:
                yield self._heard(future.result())
            except BrokenProcessPool:
                broken.append(source)
        if broken:
            # A child died: it takes the whole pool with it. Each file that was being read is tried again alone.
            suspects = [*broken, *running.values()]
            running.clear()
            self._stop()
            for source in suspects:
                yield self._alone(source)

    def _alone(self, source: Source) -> Parsed:
        try:
            return self._heard(self._submit(source).result())
        except BrokenProcessPool:
            _LOG.debug("the process that read %s died", source.name)
            self._stop()
            return Parsed(source.name, unreadable=UnreadableFile(source.name, "db.reader_died", {}))

    @staticmethod
    def _heard(parsed: Parsed) -> Parsed:
        log_again(parsed.log)
        return parsed

    def _submit(self, source: Source) -> Future[Parsed]:
        """Hand a source to a child; a pool that broke a moment ago is replaced, its own futures tell whose fault it was."""
        for _ in range(2):
            if self._pool is None:
                self._pool = ProcessPoolExecutor(self._jobs, mp_context=_context())
            try:
                settings, level = self._rules.settings, wanted_level()
                return self._pool.submit(read_apart, source, settings, keep_bytes=self._keep_bytes, level=level)
            except BrokenProcessPool:
                self._stop()
        raise BrokenProcessPool("child processes cannot be started")

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _context() -> multiprocessing.context.BaseContext:
    """Fork is unsafe beside the workbench's threads; a fork server starts children cheaply and cleanly."""
    if sys.platform == "win32" or "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["core.parse", "rules.check", "db.codec"])
    return context
