"""What a Review screen is looking at, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field

from db.views import LibraryFilter, LibraryOrder, Neighbours, Progress
from rules.audit import AuditedReport
from rules.result import Result
from tui.review.checks import CheckRow, Which
from tui.review.marks import Spans


@dataclass(frozen=True, slots=True)
class Loaded:
    """One report with all that its screen needs, read in one go."""

    report_id: int
    audited: AuditedReport
    neighbours: Neighbours
    progress: Progress


@dataclass
class ReviewState:
    """Where the auditor is. `section` is whose checks are listed, `shown` the section on the left (usually the same)."""

    report_id: int
    filter: LibraryFilter
    order: LibraryOrder
    loaded: Loaded | None = None
    section: int = 1
    shown: int = 1
    which: Which = "all"
    scope_cell: str | None = None
    scope_offset: int | None = None
    """When set, only checks about this cell, or this place of the text, are listed."""
    row: CheckRow | None = None
    unfolded: set[str] = field(default_factory=set)
    evidence: int = 0
    """Which piece of the chosen check's evidence was shown last."""
    first_column: int = 0
    original: bool = False
    whole_text: bool = False
    found: Spans = ()
    looking_for: str = ""
    decisions: list[str] = field(default_factory=list)
    """The last decisions, newest first."""

    @property
    def audited(self) -> AuditedReport | None:
        """The report, once it was read."""
        return self.loaded.audited if self.loaded is not None else None

    @property
    def scoped(self) -> bool:
        """Whether the list shows the checks of one place only."""
        return self.scope_cell is not None or self.scope_offset is not None

    def chosen_results(self) -> tuple[Result, ...]:
        """The results that the chosen row stands for; a row of several folded ones marks nothing."""
        if self.row is None or (self.row.kind == "folded" and len(self.row.results) > 1):
            return ()
        return self.row.results
