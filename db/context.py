"""What rules may see of the workspace beside the report they check; what they look at is remembered as a dependency."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from core.identity import agency_key
from core.report import Report
from db.likeness import look_alikes
from db.reports import current_report, find_report
from rules.context import Children
from rules.settings import Settings

ANY_YEAR = "*"
"""In `dependencies`: every year of that organ."""


class WorkspaceContext:
    """The other reports of the workspace, for one check of one report."""

    def __init__(self, db: Database, report_id: int, report: Report, settings: Settings) -> None:
        self._db = db
        self._report_id = report_id
        self._report = report
        self._settings = settings
        self.used: set[tuple[str, str]] = set()
        """The subjects that were asked for, loaded or not: loading one of them re-runs the check."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    def history(self, year: int) -> Report | None:
        """The same organ's report of another year."""
        if self._report.agency is None:
            return None
        return self._other(agency_key(self._report.agency), year)

    def years(self) -> tuple[int, ...]:
        """Every year for which a report of this organ is loaded, this report's own among them."""
        found = set() if self._report.year is None else {self._report.year}
        if self._report.agency is not None:
            key = agency_key(self._report.agency)
            self.used.add((key, ANY_YEAR))
            rows = self._db.conn.execute("SELECT year FROM reports WHERE agency_key = ? AND year IS NOT NULL", [key])
            found |= {int(row[0]) for row in rows}
        return tuple(sorted(found))

    def rivals(self) -> tuple[str, ...]:
        """The sources of further versions of this report among which nobody has chosen."""
        rows = self._db.conn.execute(
            "SELECT source FROM versions WHERE report_id = ? AND status = 'rival' ORDER BY loaded_at, sha256, part",
            [self._report_id],
        )
        return tuple(str(row[0]) for row in rows)

    def children(self) -> Children | None:
        """The organs below this one with the reports loaded for its year; None when no hierarchy was given for it."""
        names = self._settings.children_of(self._report.agency)
        if not names:
            return None
        year = self._report.year
        found = [] if year is None else [self._other(agency_key(name), year) for name in names]
        return Children(names, tuple(report for report in found if report is not None))

    def near_duplicates(self) -> Iterator[Report]:
        """Reports of other organs, same year, that may share much text; the rule compares them itself."""
        if self._report.year is None or self._report.agency is None:
            return
        for report_id in sorted(look_alikes(self._db, self._report_id)):
            yield current_report(self._db, report_id)

    def _other(self, key: str, year: int) -> Report | None:
        self.used.add((key, str(year)))
        found = find_report(self._db, (key, str(year)))
        return None if found is None or found == self._report_id else current_report(self._db, found)
