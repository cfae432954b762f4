"""What the screens ask of a workspace. `db.workspace.Workspace` answers it; tests answer it from memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

from core.words import Language
from db.errors import WorkspaceError
from db.views import (
    FindingFilter,
    FindingOrder,
    FindingRow,
    Head,
    HistoryEntry,
    LibraryFilter,
    LibraryOrder,
    LibraryRow,
    LoadProgress,
    LoadSummary,
    Neighbours,
    NextOpen,
    OwnFindingDraft,
    Progress,
    Receipt,
    Undone,
    UndoRefused,
)
from rules.audit import AuditedReport, Verdict
from rules.result import Severity


class SettingsPort(Protocol):
    """What the app needs of the user's settings; `tui.settings.Settings` has more."""

    @property
    def language(self) -> Language:
        """The language of the screens."""
        ...

    @property
    def ascii(self) -> bool:
        """Whether only ASCII signs and borders may be drawn."""
        ...

    @property
    def ambiguous_width(self) -> Literal["auto", 1, 2]:
        """How wide this terminal draws ambiguous characters."""
        ...

    @property
    def theme(self) -> str:
        """The name of the theme."""
        ...

    @property
    def keys(self) -> Mapping[str, str]:
        """The user's key map, {action id: keys}."""
        ...

    @property
    def phrases(self) -> tuple[str, ...]:
        """Canned reasons; empty: the built-in ones."""
        ...


class LibraryListPort(Protocol):
    """A filtered, sorted list of reports, read in stretches."""

    def count(self) -> int:
        """How many reports the filter lets through."""
        ...

    def rows(self, offset: int, limit: int) -> list[LibraryRow]:
        """The rows from `offset`, at most `limit`."""
        ...


class FindingListPort(Protocol):
    """A filtered, sorted list of findings, read in stretches."""

    def count(self) -> int:
        """How many findings the filter lets through."""
        ...

    def rows(self, offset: int, limit: int) -> list[FindingRow]:
        """The rows from `offset`, at most `limit`."""
        ...

    def next_open(self, start: int) -> int | None:
        """The next row from `start` on that is still open."""
        ...

    def previous_open(self, end: int) -> int | None:
        """The last row before `end` that is still open."""
        ...


class WorkspacePort(Protocol):
    """The calls that Library and Review make, all of them from threads, never on the event loop."""

    @property
    def auditor(self) -> str:
        """Who decides here."""
        ...

    def close(self) -> None:
        """Close it."""
        ...

    def load(
        self,
        paths: Sequence[Path],
        *,
        jobs: int | None = None,
        replace: bool = False,
        progress: Callable[[LoadProgress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> LoadSummary:
        """Read files, folders and zips into the workspace."""
        ...

    def library(self, filter: LibraryFilter = ..., order: LibraryOrder = ...) -> LibraryListPort:  # noqa: A002
        """The list of reports."""
        ...

    def progress(self) -> Progress:
        """Counts over the whole workspace."""
        ...

    def audited(self, report_id: int) -> AuditedReport:
        """One report with everything decided about it."""
        ...

    def neighbours(self, report_id: int, filter: LibraryFilter = ..., order: LibraryOrder = ...) -> Neighbours:  # noqa: A002
        """Where the report stands in a list."""
        ...

    def judge(
        self,
        report_id: int,
        fingerprints: Sequence[str],
        verdict: Verdict,
        *,
        reason: str | None = None,
        severity: Severity | None = None,
        tags: tuple[str, ...] | None = None,
    ) -> Receipt:
        """Record a verdict; returns after the commit."""
        ...

    def note(self, report_id: int, fingerprint: str, text: str) -> Receipt:
        """Record a note."""
        ...

    def tag(self, report_id: int, fingerprint: str, tags: tuple[str, ...]) -> Receipt:
        """Record the tags."""
        ...

    def own_finding(self, report_id: int, draft: OwnFindingDraft) -> Receipt:
        """Record the auditor's own finding."""
        ...

    def correct(self, report_id: int, target: str, value: str | None, reason: str) -> Receipt:
        """Set a reading by hand and run the rules again."""
        ...

    def set_severity(self, report_id: int | None, fingerprints: str | Sequence[str], severity: Severity | None) -> Receipt:
        """Record another severity on one finding or several as one step; None gives the rule's own back."""
        ...

    def choose_version(self, report_id: int, sha256: str, part: int = 0) -> Receipt:
        """Make a version the current one."""
        ...

    def undo(self) -> Undone | UndoRefused:
        """Take back this auditor's last step."""
        ...

    def redo(self) -> Undone | UndoRefused:
        """Do again what was undone last."""
        ...

    def next_open(
        self,
        report_id: int,
        fingerprint: str | None = None,
        direction: int = 1,
        filter: LibraryFilter | None = None,  # noqa: A002
        order: LibraryOrder | None = None,
    ) -> NextOpen | None:
        """The next finding still to be judged, over sections and then reports."""
        ...

    def history(self, report_id: int, fingerprint: str) -> Sequence[HistoryEntry]:
        """The events about one finding, oldest first."""
        ...

    def findings(self, filter: FindingFilter = ..., order: FindingOrder = ...) -> FindingListPort:  # noqa: A002
        """The list of findings."""
        ...

    def draft(self, key: str) -> str | None:
        """Text that was typed and not yet saved."""
        ...

    def save_draft(self, key: str, text: str) -> None:
        """Keep text that was typed; empty text forgets it."""
        ...

    def take_troubles(self) -> Sequence[WorkspaceError]:
        """What went wrong beside the work (a backup that could not be made) since this was last asked."""
        ...

    def changed_since(self, token: int | None) -> int:
        """A token that differs from the one given when anyone wrote to the workspace."""
        ...

    def export_reports(self, filter: FindingFilter = ...) -> Iterator[AuditedReport]:  # noqa: A002
        """Every report with the findings the filter lets through."""
        ...

    def heads(self) -> Sequence[Head]:
        """Where the ledger's chains end; every export carries them."""
        ...

    def ledger(self) -> dict[str, list[dict[str, Any]]]:
        """The ledger as the json export carries it, for merging."""
        ...
