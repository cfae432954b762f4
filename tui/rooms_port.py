"""What the screens about the whole workspace ask of it, besides what Library and Review ask. All of it is called in threads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Literal, Protocol

from db.rule_choices import RuleChoices
from db.views import (
    AuditorCount,
    DayCount,
    FindingFilter,
    FindingOrder,
    FindingRow,
    GroupCount,
    LoadProgress,
    Receipt,
    RecheckChanges,
    ReportYear,
    RuleCount,
    SearchPage,
    SpreadCount,
)
from rules.audit import Verdict
from rules.result import Severity
from tui.port import WorkspacePort


class SelectableFindings(Protocol):
    """A list of findings that can also be taken as a whole."""

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

    def fingerprints(self) -> list[str]:
        """The fingerprints of all of them."""
        ...


class RoomsPort(WorkspacePort, Protocol):
    """The calls of Queue, Year chain, Rules, Dashboard and Search."""

    def findings(self, filter: FindingFilter = ..., order: FindingOrder = ...) -> SelectableFindings:  # noqa: A002
        """The list of findings."""
        ...

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
        """Record one verdict on findings of one report, or of any (None), as one step."""
        ...

    def set_severity(self, report_id: int | None, fingerprints: str | Sequence[str], severity: Severity | None) -> Receipt:
        """Record another severity on one finding or several as one step; None gives the rule's own back."""
        ...

    def tag_all(self, fingerprints: Sequence[str], tags: Collection[str]) -> Receipt:
        """Record tags on findings of any reports on top of those that each has, as one step."""
        ...

    def years(self, agency: str) -> Sequence[ReportYear]:
        """The reports of an organ, by year."""
        ...

    def rule_counts(self) -> Sequence[RuleCount]:
        """How often each rule speaks."""
        ...

    def auditor_counts(self) -> Sequence[AuditorCount]:
        """How far each auditor is."""
        ...

    def group_counts(self, group: Literal["agency", "year"]) -> Sequence[GroupCount]:
        """Findings by organ or by year."""
        ...

    def day_counts(self) -> Sequence[DayCount]:
        """The present verdicts by day."""
        ...

    def spread_counts(self) -> Sequence[SpreadCount]:
        """Reports by how many findings they have."""
        ...

    def tag_counts(self) -> Mapping[str, int]:
        """Every tag and how many findings carry it."""
        ...

    def rule_choices(self) -> RuleChoices:
        """Which rules this workspace leaves out, and which severities it gives them."""
        ...

    def choose_rules(self, choices: RuleChoices) -> None:
        """Keep such choices; they count from the next run on."""
        ...

    def search_page(self, text: str, *, after: int = ..., limit: int = ...) -> SearchPage:
        """The next places that hold every word of the text, and whether there are more."""
        ...

    def recheck(
        self,
        *,
        progress: Callable[[LoadProgress], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[RecheckChanges]:
        """Run the rules over everything again; gives the reports whose findings changed."""
        ...
