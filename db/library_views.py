"""What the workspace hands to the library: apart from the other views, because the first frame needs nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LibraryKey = Literal["agency", "year", "errors", "warnings", "open", "touched", "loaded"]


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """Which reports the library lists; empty fields demand nothing."""

    text: str = ""
    """Part of the organ's name (or a year); spaces part several demands."""
    years: tuple[int, ...] = ()
    agency: str | None = None
    """Exactly this organ (compared by agency_key)."""
    only: Literal["all", "open", "clean", "conflicts", "stale", "rivals", "untouched"] = "all"

    @property
    def empty(self) -> bool:
        """Whether the filter lets every report through."""
        return self == LibraryFilter()


@dataclass(frozen=True, slots=True)
class LibraryOrder:
    """How the library is sorted; ties are broken by organ, year, report."""

    by: LibraryKey = "agency"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """One line of the library. `errors` and `warnings` count fails by the severity that counts, `open`… by verdict."""

    report_id: int
    agency: str | None
    year: int | None
    form: str | None
    source: str
    errors: int
    warnings: int
    infos: int
    passes: int
    open: int
    confirmed: int
    dismissed: int
    asked: int
    fixed: int
    stale: int
    conflicts: int
    rivals: int
    last_touched: str | None
    last_auditor: str | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts over the whole workspace, whatever filter is on. `clean`: reports with no error and no warning."""

    reports: int = 0
    clean: int = 0
    findings: int = 0
    open: int = 0
    confirmed: int = 0
    dismissed: int = 0
    asked: int = 0
    fixed: int = 0
    stale: int = 0
    conflicts: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    finished_reports: int = 0
    """Reports with no open finding left."""
