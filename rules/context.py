"""What a rule may ask beyond its own report: settings, the organ's other years, rival versions, children, look-alikes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from core.identity import agency_key, subject_key
from core.report import Report
from rules.result import OtherReport
from rules.settings import Settings

Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Children:
    """The organs below this one in the hierarchy that the settings give: their names, and the reports loaded for the year."""

    expected: tuple[str, ...]
    loaded: tuple[Report, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the organs whose report is not loaded."""
        present = {agency_key(report.agency) for report in self.loaded if report.agency}
        return tuple(name for name in self.expected if agency_key(name) not in present)


class Context(Protocol):
    """The surroundings of one report. Implemented over plain reports here and over the workspace by `db`."""

    @property
    def settings(self) -> Settings:
        """Severities, thresholds, lists and packs in force."""
        ...

    def history(self, year: int) -> Report | None:
        """This organ's report of that year if it is loaded."""
        ...

    def years(self) -> tuple[int, ...]:
        """Every year for which a report of this organ is loaded, ascending, this report's own year among them."""
        ...

    def rivals(self) -> tuple[str, ...]:
        """The sources of further versions of this very report among which nobody has chosen."""
        ...

    def children(self) -> Children | None:
        """The organs below this one; None when no hierarchy was given for it."""
        ...

    def near_duplicates(self) -> Iterable[Report]:
        """Reports of other organs, same year, that may share much text (`rules.copies.sketch`); the rule compares them itself."""
        ...


class PlainContext:
    """A context over reports in memory, for `gouji check` on several paths and for tests."""

    def __init__(self, report: Report, reports: Sequence[Report] = (), settings: Settings | None = None) -> None:
        self._report = report
        self._reports = tuple(other for other in reports if other is not report)
        self._settings = settings or Settings()

    @property
    def settings(self) -> Settings:
        """The settings given, else the catalogue's own."""
        return self._settings

    def history(self, year: int) -> Report | None:
        """The first report of this organ and that year among the given."""
        return next((other for other in self._of_this_organ() if other.year == year), None)

    def years(self) -> tuple[int, ...]:
        """The years of this organ among the given reports."""
        years = {other.year for other in self._of_this_organ() if other.year is not None}
        if self._report.year is not None:
            years.add(self._report.year)
        return tuple(sorted(years))

    def rivals(self) -> tuple[str, ...]:
        """Sources of other bytes for the same organ and year."""
        if self._report.agency is None or self._report.year is None:
            return ()
        subject = subject_key(self._report.agency, self._report.year, self._report.sha256)
        versions: dict[tuple[str, int], str] = {}
        for other in self._reports:
            if subject_key(other.agency, other.year, other.sha256) == subject:
                versions.setdefault((other.sha256, other.part), other.source)
        versions.pop((self._report.sha256, self._report.part), None)
        return tuple(dict.fromkeys(versions.values()))

    def children(self) -> Children | None:
        """The given reports of organs that the settings' hierarchy places below this one."""
        names = self._settings.children_of(self._report.agency)
        if not names:
            return None
        keys = {agency_key(name) for name in names}
        loaded: dict[str, Report] = {}
        for other in self._reports:
            if other.year == self._report.year and other.agency and agency_key(other.agency) in keys:
                loaded.setdefault(agency_key(other.agency), other)
        return Children(names, tuple(loaded.values()))

    def near_duplicates(self) -> Iterable[Report]:
        """Reports of other organs and the same year whose sketches overlap."""
        from rules.copies import alike  # sentence splitting is not needed for a single report

        if self._report.year is None or self._report.agency is None:
            return
        own = agency_key(self._report.agency)
        for other in self._reports:
            if (
                other.year == self._report.year
                and other.agency
                and agency_key(other.agency) != own
                and alike(self._report, other)
            ):
                yield other

    def _of_this_organ(self) -> Iterable[Report]:
        if self._report.agency is None:
            return
        own = agency_key(self._report.agency)
        for other in self._reports:
            if other.agency and agency_key(other.agency) == own:
                yield other


class Run:
    """One check run over one report: the context, what rules share, and which other reports they read."""

    def __init__(self, report: Report, context: Context) -> None:
        self.report = report
        self.context = context
        self._facts: dict[Callable[[Report], Any], Any] = {}
        self.used: list[OtherReport] = []
        """The other reports read since the list was last cleared; the check run clears it before each rule."""

    @property
    def settings(self) -> Settings:
        """Severities, thresholds, lists and packs in force."""
        return self.context.settings

    def once(self, function: Callable[[Report], Fact]) -> Fact:
        """`function(report)`, computed once a run."""
        if function not in self._facts:
            self._facts[function] = function(self.report)
        fact: Fact = self._facts[function]
        return fact

    def history(self, year: int) -> Report | None:
        """This organ's report of that year; remembered as used even when it is not there, so that loading it re-runs the rule."""
        if self.report.agency is not None:
            self._use(self.report.agency, year)
        return self.context.history(year)

    def years(self) -> tuple[int, ...]:
        """Every year for which a report of this organ is loaded."""
        return self.context.years()

    def rivals(self) -> tuple[str, ...]:
        """The sources of further versions of this report."""
        return self.context.rivals()

    def children(self) -> Children | None:
        """The organs below this one; their reports are remembered as used."""
        children = self.context.children()
        if children is not None and self.report.year is not None:
            for name in children.expected:
                self._use(name, self.report.year)
        return children

    def near_duplicates(self) -> Iterable[Report]:
        """Reports of other organs that may share much text; remembered as used."""
        for other in self.context.near_duplicates():
            if other.agency is not None and other.year is not None:
                self._use(other.agency, other.year)
            yield other

    def _use(self, agency: str, year: int) -> None:
        other = OtherReport(agency, year)
        if other not in self.used:
            self.used.append(other)
