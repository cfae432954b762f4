"""Everything a workspace answers without writing. Each call is one short read; what it gives back are frozen values."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from db import audited as audits
from db import chains, library, navigation, reports, rereading, rule_choices, search, store, tallies
from db import findings as queue
from db import merge as merging
from db import verify as verifying
from db.connection import Connections
from db.findings import FindingList
from db.ledger import Pen
from db.library import LibraryList
from db.places import Places
from db.remembered import Remembered
from db.rule_choices import RuleChoices
from db.store import Watch
from db.views import (
    AuditorCount,
    DayCount,
    FindingFilter,
    FindingOrder,
    GroupCount,
    Head,
    HistoryEntry,
    LibraryFilter,
    LibraryOrder,
    Neighbours,
    NextOpen,
    Problem,
    Progress,
    ReportYear,
    RuleCount,
    SearchHit,
    SearchPage,
    SpreadCount,
)
from rules.audit import AuditedReport

_SEARCH_SECONDS = 2.0
_EVERY_REPORT = LibraryFilter()
_BY_ORGAN = LibraryOrder()
_EVERY_FINDING = FindingFilter()
_BY_REPORT = FindingOrder()


class Lookups:
    """The reading half of a workspace."""

    _connections: Connections
    _pen: Pen
    _watch: Watch
    _places: Places
    _remembered: Remembered

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
            return self._places.neighbours(db, report_id, filter, order)

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
            return audits.audited(db, report_id, self._remembered)

    def export_reports(self, filter: FindingFilter = _EVERY_FINDING) -> Iterator[AuditedReport]:  # noqa: A002
        """Give the reports for an export: all whole, or cut to the findings that the filter lets through."""
        with self._connections.reading() as db:
            report_ids = queue.report_ids(db, filter)
        remembered = Remembered()  # its own: a long export is not to push out what the screen comes back to
        for report_id in report_ids:
            with self._connections.reading() as db:
                found = audits.audited(db, report_id, remembered)
                if filter != _EVERY_FINDING:
                    found = audits.cut(found, queue.fingerprints_in(db, filter, report_id))
            yield found

    def findings(self, filter: FindingFilter = _EVERY_FINDING, order: FindingOrder = _BY_REPORT) -> FindingList:  # noqa: A002
        """List the findings that a filter lets through, over all reports."""
        return FindingList(self._connections.reading, filter, order)

    def search(self, text: str, *, limit: int = 50, report_id: int | None = None) -> list[SearchHit]:
        """Find words in narratives, cells, messages and notes: the first places that hold all of them."""
        return list(self.search_page(text, limit=limit, report_id=report_id).hits)

    def search_page(self, text: str, *, after: int = 0, limit: int = 50, report_id: int | None = None) -> SearchPage:
        """Find words a page at a time: ask again with the page's `after` while it says that there are more.

        A page is full, or the last one, or what was found within two seconds. Each look into the file is a short read.
        """
        until = time.monotonic() + _SEARCH_SECONDS
        hits: list[SearchHit] = []
        while True:
            with self._connections.reading() as db:
                part = search.page(db, text, limit=limit - len(hits), after=after, report_id=report_id)
            hits += part.hits
            after = part.after
            if not part.more or len(hits) >= limit or time.monotonic() >= until:
                return SearchPage(tuple(hits), after, part.more)

    def years(self, agency: str) -> list[ReportYear]:
        """List the reports of an organ (its name or key), the earliest year first."""
        with self._connections.reading() as db:
            return library.years(db, agency)

    def original(self, report_id: int) -> bytes | None:
        """Give back the bytes that the report was read from, None when they are not kept."""
        with self._connections.reading() as db:
            return reports.original(db, reports.current_report(db, report_id).sha256)

    def history(self, report_id: int, fingerprint: str) -> Sequence[HistoryEntry]:
        """List the events about one finding, oldest first."""
        with self._connections.reading() as db:
            return audits.history(db, fingerprint)

    def settings(self) -> Mapping[str, str]:
        """Read the workspace's own settings."""
        with self._connections.reading() as db:
            return store.settings(db)

    def draft(self, key: str) -> str | None:
        """Give back text that was typed and not yet recorded."""
        with self._connections.reading() as db:
            return store.draft(db, key, self.auditor)

    def changed_since(self, token: int | None) -> int:
        """Tell by a number whether another process or sitting wrote: it differs from the one given when it did."""
        return self._watch.token(token)

    def verify(self) -> list[Problem]:
        """Check everything that can be checked, while others go on working; an empty list is good."""
        return verifying.verify(self._connections.reading)

    def older_readings(self) -> int:
        """Count the readings that another version of this program made."""
        with self._connections.reading() as db:
            return rereading.older_readings(db)

    def heads(self) -> list[Head]:
        """Give the ends of the sittings' hash chains; every export carries them."""
        with self._connections.reading() as db:
            return chains.heads(db)

    def ledger(self) -> dict[str, list[dict[str, Any]]]:
        """Give the whole ledger as a json export carries it, so that the export can be merged."""
        with self._connections.reading() as db:
            return merging.ledger_document(db)

    def rule_counts(self) -> list[RuleCount]:
        """Count results by rule."""
        with self._connections.reading() as db:
            return tallies.by_rule(db)

    def rule_choices(self) -> RuleChoices:
        """Read which rules this workspace leaves out and which severities it gives them."""
        with self._connections.reading() as db:
            return rule_choices.read(db)

    def tag_counts(self) -> dict[str, int]:
        """Count present findings by tag."""
        with self._connections.reading() as db:
            return tallies.by_tag(db)

    def auditor_counts(self) -> list[AuditorCount]:
        """Count verdicts by auditor."""
        with self._connections.reading() as db:
            return tallies.by_auditor(db)

    def day_counts(self) -> list[DayCount]:
        """Count the present verdicts by the day on which they were given."""
        with self._connections.reading() as db:
            return tallies.by_day(db)

    def spread_counts(self) -> list[SpreadCount]:
        """Count reports by how many findings they have."""
        with self._connections.reading() as db:
            return tallies.spread(db)

    def group_counts(self, group: Literal["agency", "year"]) -> list[GroupCount]:
        """Count findings by organ or by year."""
        with self._connections.reading() as db:
            return tallies.by_group(db, group)
