"""Reading files from inside the running app: what the child processes that read need, and the sentence at the end."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from textual.reactive import reactive
from textual.worker import WorkerFailed

from core.words import Language, say
from db.errors import WorkspaceError
from tui.inks import InkedApp
from tui.stylesheet import SharedStylesheet

if TYPE_CHECKING:
    from db.views import LoadProgress, LoadSummary
    from tui.port import WorkspacePort


SHOW_SECONDS: Final = 1.0
"""While files are read, the screens show the reports that have come this often."""


class LoadingApp(InkedApp):
    """The part of the app that reads files into its workspace while everything else goes on."""

    language: reactive[Language] = reactive[Language]("zh", init=False)

    def __init__(self) -> None:
        super().__init__()
        self.stylesheet = SharedStylesheet(variables=self.get_css_variables())
        self.workspace: WorkspacePort | None = None
        self.loading = False
        self.load_cancelled = False
        """Set it to stop the reading after the file that is being read."""
        self.load_progress: LoadProgress | None = None
        self.load_summary: LoadSummary | None = None
        self.summary_awaited = False
        """The page that reads was left before the reading ended: coming back shows how it ended."""
        self.imported = asyncio.Event()
        """Set once the modules of the rooms are there: a thread that reads must not import parts of the same packages beside."""
        self._unshown = False
        self._shown_at = 0.0

    @property
    def fault(self) -> BaseException | None:
        """The exception that ended the program, if one did; whoever ran it says so."""
        error = self._exception
        return error.error if isinstance(error, WorkerFailed) else error

    def _print_error_renderables(self) -> None:
        """Leave a fault to whoever ran the app: the framework would print pages of call record."""
        if self._exception is not None:
            self._exit_renderables.clear()
        super()._print_error_renderables()

    def load(self, paths: Sequence[Path]) -> None:
        """Read files, folders and archives into the workspace."""
        self.run_worker(self.read_files(tuple(paths)), group="load")

    async def read_files(self, paths: Sequence[Path]) -> None:
        """Read files in a thread; how far it is and how it ended is told to the screen shown."""
        workspace = self.workspace
        if workspace is None or self.loading:
            return
        self.loading, self.load_cancelled = True, False
        self.load_progress = self.load_summary = None
        ready_for_processes()
        try:
            await self.imported.wait()
            self.load_summary = summary = await asyncio.to_thread(
                workspace.load,
                paths,
                progress=lambda progress: self.call_from_thread(self._load_moved, progress),
                cancelled=lambda: self.load_cancelled,
            )
        except WorkspaceError as error:
            self.tell(say("app.failed", self.language, what=error.message(self.language)), "error")
            return
        finally:
            self.loading = False
        self.changed()
        self.tell(*summary_text(summary, self.language))

    def _load_moved(self, progress: LoadProgress) -> None:
        before, self.load_progress = self.load_progress, progress
        grown = before is not None and progress.reports > before.reports
        self._unshown = self._unshown or grown
        if self._unshown and monotonic() - self._shown_at > SHOW_SECONDS:
            self._unshown, self._shown_at = False, monotonic()
            self.changed()
        self.tell(progress_text(progress, self.language))

    def tell(self, text: str, kind: str = "info") -> None:
        """Say something on whatever screen is shown."""
        raise NotImplementedError

    def changed(self) -> None:
        """Let every open screen read again what it shows."""
        raise NotImplementedError


def ready_for_processes() -> None:
    """Start what child processes are tracked by, with the real standard error.

    While the app runs, `sys.stderr` is its own capture and has no file descriptor; a tracker started then cannot start at all.
    """
    from multiprocessing import resource_tracker  # needed once something is read, not for the first frame

    captured, sys.stderr = sys.stderr, sys.__stderr__
    try:
        resource_tracker.ensure_running()
    finally:
        sys.stderr = captured


def progress_text(progress: LoadProgress, language: Language) -> str:
    """How far a load is."""
    word = "app.loading" if progress.total else "app.listing"
    return say(word, language, done=progress.done, total=progress.total or 0, name=progress.name)


def summary_text(summary: LoadSummary, language: Language) -> tuple[str, str]:
    """What a load did, in one line, and which kind of message that is."""
    if summary.cancelled:
        return say("app.load_cancelled", language, reports=summary.new + summary.updated), "warning"
    unreadable = ""
    if summary.unreadable:
        first = summary.unreadable[0]
        why = f"{first.name}: {say(first.word, language, **first.parameters)}"
        unreadable = say("app.loaded_unreadable", language, count=len(summary.unreadable), first=why)
    counts = {"new": summary.new, "updated": summary.updated, "known": summary.known}
    return say("app.loaded", language, **counts, unreadable=unreadable), "warning" if unreadable else "saved"
