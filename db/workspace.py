"""The workspace: one file that holds reports, results and every decision. All that screens and commands call.

Safe to use from several threads and, beside it, from other processes. Every call is one short transaction; what it gives
back are frozen values; a decision is acknowledged by returning, after the commit.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from sqlite_utils import Database

from db import backup as backups
from db import judging, recheck, rule_choices, store, undoing
from db import merge as merging
from db.connection import Connections
from db.errors import WorkspaceError
from db.intake import Intake, recheck_marked
from db.judging import Desk
from db.ledger import Pen, login_name
from db.lookups import Lookups
from db.opening import open_file
from db.places import Places
from db.remembered import Remembered
from db.rereading import Rereading
from db.rotation import Occasion, keep_backup
from db.rule_choices import RuleChoices
from db.rulebook import Rulebook, rulebook
from db.store import Watch
from db.views import (
    LoadProgress,
    LoadSummary,
    MergeSummary,
    OwnFindingDraft,
    Receipt,
    RecheckChanges,
    RereadSummary,
    Undone,
    UndoRefused,
)
from rules.audit import Verdict
from rules.result import Severity
from rules.settings import Settings


class Workspace(Lookups):
    """An open workspace. Use `Workspace.open`, and `close` it (or use it in a `with` block)."""

    def __init__(self, connections: Connections, pen: Pen, rules: Callable[[], Rulebook], *, backups: bool = True) -> None:
        self._connections = connections
        self._pen = pen
        self._rules = rules
        self._watch = Watch(connections, pen.sitting)
        self._places = Places()
        self._remembered = Remembered()
        self._backups = backups
        self._first = threading.Lock()
        self._wrote = False
        self._troubles: list[WorkspaceError] = []
        self._closed = False

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        auditor: str | None = None,
        create: bool = True,
        settings: Settings | None = None,
        rules: Rulebook | None = None,
        backups: bool = True,
    ) -> Workspace:
        """Open a workspace file for an auditor. Raises WorkspaceError when that cannot be.

        `backups` keeps automatic ones beside the file; `settings` are the rules' settings, `rules` (for tests) other rules.
        """
        connections = open_file(Path(path), create=create)
        given = settings or Settings()

        def in_force() -> Rulebook:
            with connections.reading() as db:
                return rules or rulebook(rule_choices.applied(given, rule_choices.read(db)))

        opened = cls(connections, Pen(auditor or login_name()), in_force, backups=backups)
        try:
            opened._finish_marked()
        except WorkspaceError:
            opened.close()
            raise
        return opened

    def close(self) -> None:
        """Close the file; when this sitting wrote, an automatic backup is made."""
        if self._closed:
            return
        self._closed = True
        self._watch.close()
        try:
            if self._wrote:
                self._keep_backup("close")
        finally:
            self._connections.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def load(
        self,
        paths: Sequence[Path],
        *,
        jobs: int | None = None,
        replace: bool = False,
        progress: Callable[[LoadProgress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> LoadSummary:
        """Read files, folders and archives into the workspace; one broken file never stops the rest."""
        self._first_write()
        intake = Intake(
            self._connections,
            self._pen,
            self._rules(),
            replace=replace,
            keep_bytes=self.settings().get("keep_sources", "1") != "0",
            progress=progress,
            cancelled=cancelled,
        )
        return intake.load([Path(path) for path in paths], jobs)

    def judge(
        self,
        report_id: int | None,
        fingerprints: Sequence[str],
        verdict: Verdict,
        *,
        reason: str | None = None,
        severity: Severity | None = None,
        tags: Collection[str] | None = None,
    ) -> Receipt:
        """Record a verdict on findings of one report (None: of any); returns after the commit."""
        with self._desk() as desk:
            return judging.judge(desk, fingerprints, verdict, reason=reason, severity=severity, tags=tags, report_id=report_id)

    def note(self, report_id: int, fingerprint: str, text: str) -> Receipt:
        """Record a note; an empty one takes the last away."""
        with self._desk() as desk:
            return judging.annotate(desk, report_id, [fingerprint], note=text)

    def tag(self, report_id: int, fingerprint: str, tags: Collection[str]) -> Receipt:
        """Record the tags, in the place of those before."""
        with self._desk() as desk:
            return judging.annotate(desk, report_id, [fingerprint], tags=tags)

    def tag_all(self, fingerprints: Sequence[str], tags: Collection[str]) -> Receipt:
        """Record tags on findings of any reports on top of those that each has, as one step."""
        with self._desk() as desk:
            return judging.annotate(desk, None, fingerprints, tags=tags, add=True)

    def set_severity(self, report_id: int | None, fingerprints: str | Sequence[str], severity: Severity | None) -> Receipt:
        """Record another severity on one finding or on several of any reports (None) as one step; None gives the rule's back."""
        with self._desk() as desk:
            said = "rule" if severity is None else Severity(severity).value
            targets = [fingerprints] if isinstance(fingerprints, str) else fingerprints
            return judging.annotate(desk, report_id, targets, severity=said)

    def own_finding(self, report_id: int, draft: OwnFindingDraft) -> Receipt:
        """Record the auditor's own finding."""
        with self._desk() as desk:
            return judging.add_own(desk, report_id, draft)

    def correct(self, report_id: int, target: str, value: str | None, reason: str) -> Receipt:
        """Set a reading (a cell, agency, year, form, published) by hand and run the rules again."""
        with self._desk() as desk:
            return judging.correct(desk, report_id, target, value, reason)

    def withdraw_correction(self, report_id: int, target: str, reason: str = "") -> Receipt:
        """Give the reader's own reading back."""
        with self._desk() as desk:
            return judging.correct(desk, report_id, target, None, reason, withdraw=True)

    def choose_version(self, report_id: int, sha256: str, part: int = 0) -> Receipt:
        """Make a version the current one."""
        with self._desk() as desk:
            return judging.choose_version(desk, report_id, sha256, part)

    def undo(self) -> Undone | UndoRefused:
        """Take back this auditor's last step."""
        with self._desk() as desk:
            return undoing.undo(desk)

    def redo(self) -> Undone | UndoRefused:
        """Bring back the step undone last."""
        with self._desk() as desk:
            return undoing.redo(desk)

    def set_setting(self, key: str, value: str | None) -> None:
        """Keep a setting with the workspace; None forgets it."""
        with self._writing() as db:
            store.set_setting(db, key, value)

    def save_draft(self, key: str, text: str) -> None:
        """Keep text that was typed; empty text forgets it."""
        with self._writing() as db:
            store.save_draft(db, key, self.auditor, text)

    def recheck(
        self,
        *,
        progress: Callable[[LoadProgress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[RecheckChanges]:
        """Run the present rules over everything; gives the reports whose findings changed."""
        return recheck.recheck(self._connections, self._rules(), self._pen.sitting, progress=progress, cancelled=cancelled)

    def reread(
        self,
        *,
        jobs: int | None = None,
        progress: Callable[[LoadProgress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> RereadSummary:
        """Read the kept sources again with the present readers; run `recheck` afterwards, it tells what that changed."""
        self._first_write()
        rereading = Rereading(self._connections, self._pen, self._rules())
        return rereading.run(jobs or os.cpu_count() or 1, progress, cancelled)

    def merge(self, others: Sequence[Path]) -> MergeSummary:
        """Bring in other auditors' work, from workspaces or json exports."""
        self._first_write()
        summary = merging.merge(self._connections, others, self._pen.sitting)
        self._finish_marked()
        return summary

    def backup(self, target: Path) -> None:
        """Write a verified copy, while in use; never over an existing file."""
        backups.backup(self._connections, Path(target))

    def take_troubles(self) -> list[WorkspaceError]:
        """What went wrong beside the work since this was last asked, each told once; after closing too."""
        found, self._troubles = self._troubles, []
        return found

    def choose_rules(self, choices: RuleChoices) -> None:
        """Keep such choices; they count from the next run of the rules on."""
        with self._writing() as db:
            rule_choices.write(db, choices)

    def _first_write(self) -> None:
        """Keep a backup of the state before this sitting's first write."""
        if self.read_only:
            raise WorkspaceError("db.read_only", file=self.path.name)
        with self._first:
            if not self._wrote:
                self._keep_backup("first")
            self._wrote = True

    def _keep_backup(self, occasion: Occasion) -> None:
        """A backup that cannot be made (no room, no permission) is told by `take_troubles` and stops nobody from working."""
        if not self._backups:
            return
        try:
            keep_backup(self._connections, occasion)
        except WorkspaceError as error:
            self._troubles.append(error)

    def _finish_marked(self) -> None:
        """Run the rules where an earlier load or merge was interrupted before they had."""
        with self._connections.reading() as db:
            waiting = db.conn.execute("SELECT 1 FROM reports WHERE results_digest = '' LIMIT 1").fetchone()
        if waiting and not self.read_only:
            recheck_marked(self._connections, self._rules(), lambda: False, self._pen.sitting)

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        self._first_write()
        with self._connections.writing() as db:
            store.count_write(db, self._pen.sitting)
            yield db

    @contextmanager
    def _desk(self) -> Iterator[Desk]:
        with self._writing() as db:
            yield Desk(db, self._pen, self._rules)
