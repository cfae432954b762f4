"""The workspace: one file that holds reports, results and every decision. All that screens and commands call.

Safe to use from several threads and, beside it, from other processes. Every call is one short transaction; what it gives
back are frozen values; a decision is acknowledged by returning, after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace as replaced
from pathlib import Path
from types import TracebackType

from sqlite_utils import Database

from db import audited as audits
from db import findings as queue
from db import judging, library, navigation, reports, search, store, undoing
from db.connection import Connections
from db.findings import FindingList
from db.intake import Intake
from db.judging import Desk
from db.ledger import Pen, login_name
from db.library import LibraryList
from db.opening import open_file
from db.rulebook import Rulebook, rulebook
from db.store import Watch
from db.views import (
    FindingFilter,
    FindingOrder,
    HistoryEntry,
    LibraryFilter,
    LibraryOrder,
    LoadProgress,
    LoadSummary,
    Neighbours,
    NextOpen,
    OwnFindingDraft,
    Progress,
    Receipt,
    ReportYear,
    SearchHit,
    Undone,
    UndoRefused,
)
from rules.audit import AuditedReport, Verdict
from rules.result import Severity
from rules.settings import Settings

_EVERY_REPORT = LibraryFilter()
_BY_ORGAN = LibraryOrder()
_EVERY_FINDING = FindingFilter()
_BY_REPORT = FindingOrder()


class Workspace:
    """An open workspace. Use `Workspace.open`, and `close` it (or use it in a `with` block)."""

    def __init__(self, connections: Connections, pen: Pen, rules: Callable[[], Rulebook]) -> None:
        self._connections = connections
        self._pen = pen
        self._rules = rules
        self._watch = Watch(connections, pen.sitting)

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        auditor: str | None = None,
        create: bool = True,
        settings: Settings | None = None,
        rules: Rulebook | None = None,
    ) -> Workspace:
        """Open a workspace file for an auditor. Raises WorkspaceError when that cannot be."""
        connections = open_file(Path(path), create=create)
        return cls(connections, Pen(auditor or login_name()), lambda: rules or rulebook(settings))

    @property
    def path(self) -> Path:
        """The workspace's file."""
        return self._connections.path

    @property
    def auditor(self) -> str:
        """Who decides here."""
        return self._pen.auditor

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._connections.read_only

    def close(self) -> None:
        """Close the file."""
        self._watch.close()
        self._connections.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # Reports ------------------------------------------------------------------------------------------

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

    def library(self, filter: LibraryFilter = _EVERY_REPORT, order: LibraryOrder = _BY_ORGAN) -> LibraryList:  # noqa: A002
        """List the reports that a filter lets through."""
        return LibraryList(self._connections.reading, filter, order)

    def progress(self) -> Progress:
        """Count over the whole workspace."""
        with self._connections.reading() as db:
            return library.progress(db)

    def neighbours(
        self,
        report_id: int,
        filter: LibraryFilter = _EVERY_REPORT,  # noqa: A002
        order: LibraryOrder = _BY_ORGAN,
    ) -> Neighbours:
        """Tell where a report stands in a list."""
        with self._connections.reading() as db:
            return library.neighbours(db, report_id, filter, order)

    def next_open(
        self,
        report_id: int | None,
        fingerprint: str | None = None,
        direction: int = 1,
        filter: LibraryFilter | None = None,  # noqa: A002
        order: LibraryOrder | None = None,
    ) -> NextOpen | None:
        """Find the next finding still to be judged, over sections and then reports."""
        wanted, sorting = filter or _EVERY_REPORT, order or _BY_ORGAN
        with self._connections.reading() as db:
            if report_id is None:
                return navigation.first_open(db, wanted, sorting)
            return navigation.next_open(db, report_id, fingerprint, direction, wanted, sorting)

    def audited(self, report_id: int) -> AuditedReport:
        """Read one report with everything decided about it."""
        with self._connections.reading() as db:
            return audits.audited(db, report_id)

    def export_reports(self, filter: FindingFilter = _EVERY_FINDING) -> Iterator[AuditedReport]:  # noqa: A002
        """Give the reports for an export: all whole, or cut to the findings that the filter lets through."""
        with self._connections.reading() as db:
            report_ids = queue.report_ids(db, filter)
        for report_id in report_ids:
            with self._connections.reading() as db:
                found = audits.audited(db, report_id)
                if filter != _EVERY_FINDING:
                    found = _cut(found, queue.fingerprints_in(db, filter, report_id))
            yield found

    def findings(self, filter: FindingFilter = _EVERY_FINDING, order: FindingOrder = _BY_REPORT) -> FindingList:  # noqa: A002
        """List the findings that a filter lets through, over all reports."""
        return FindingList(self._connections.reading, filter, order)

    def search(self, text: str, *, limit: int = 50, offset: int = 0, report_id: int | None = None) -> list[SearchHit]:
        """Find words in narratives, cells, messages and notes."""
        with self._connections.reading() as db:
            return search.find(db, text, limit=limit, offset=offset, report_id=report_id)

    def years(self, agency: str) -> list[ReportYear]:
        """List the reports of an organ (its name or key), the earliest year first."""
        with self._connections.reading() as db:
            return library.years(db, agency)

    def original(self, report_id: int) -> bytes | None:
        """Give back the bytes that the report was read from, None when they are not kept."""
        with self._connections.reading() as db:
            return reports.original(db, reports.current_report(db, report_id).sha256)

    # Decisions ----------------------------------------------------------------------------------------

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
            return judging.annotate(desk, report_id, fingerprint, note=text)

    def tag(self, report_id: int, fingerprint: str, tags: Collection[str]) -> Receipt:
        """Record the tags, in the place of those before."""
        with self._desk() as desk:
            return judging.annotate(desk, report_id, fingerprint, tags=tags)

    def set_severity(self, report_id: int, fingerprint: str, severity: Severity | None) -> Receipt:
        """Record another severity; None gives the rule's own back."""
        with self._desk() as desk:
            said = "rule" if severity is None else Severity(severity).value
            return judging.annotate(desk, report_id, fingerprint, severity=said)

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

    def history(self, report_id: int, fingerprint: str) -> Sequence[HistoryEntry]:
        """List the events about one finding, oldest first."""
        with self._connections.reading() as db:
            return audits.history(db, fingerprint)

    # The rest -----------------------------------------------------------------------------------------

    def settings(self) -> Mapping[str, str]:
        """Read the workspace's own settings."""
        with self._connections.reading() as db:
            return store.settings(db)

    def set_setting(self, key: str, value: str | None) -> None:
        """Keep a setting with the workspace; None forgets it."""
        with self._writing() as db:
            store.set_setting(db, key, value)

    def draft(self, key: str) -> str | None:
        """Give back text that was typed and not yet recorded."""
        with self._connections.reading() as db:
            return store.draft(db, key, self.auditor)

    def save_draft(self, key: str, text: str) -> None:
        """Keep text that was typed; empty text forgets it."""
        with self._writing() as db:
            store.save_draft(db, key, self.auditor, text)

    def changed_since(self, token: int | None) -> int:
        """Tell by a number whether another process or sitting wrote: it differs from the one given when it did."""
        return self._watch.token(token)

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        with self._connections.writing() as db:
            store.count_write(db, self._pen.sitting)
            yield db

    @contextmanager
    def _desk(self) -> Iterator[Desk]:
        with self._writing() as db:
            yield Desk(db, self._pen, self._rules)


def _cut(report: AuditedReport, fingerprints: set[str]) -> AuditedReport:
    """The report with only those findings; passes and skips are left out."""
    return replaced(
        report,
        results=tuple(result for result in report.results if report.fingerprint(result) in fingerprints),
        own_findings=tuple(own for own in report.own_findings if own.fingerprint in fingerprints),
        judgements={print_: one for print_, one in report.judgements.items() if print_ in fingerprints},
        vanished={},
    )
