"""The figures of the dashboard as bars: one line a rule, organ, year or auditor, each the way into the findings behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from core.words import Language
from db.views import FindingFilter, Progress
from rules.result import Severity
from tui.review.speech import named
from tui.rooms_port import RoomsPort
from tui.signs import Signs
from tui.widgets.columns import CellText

Facet = Literal["rule", "organ", "year", "auditor"]
JUDGED: Final = ("confirmed", "dismissed", "asked", "fixed")
FACETS: Final[tuple[Facet, ...]] = ("rule", "organ", "year", "auditor")


@dataclass(frozen=True)
class BarLine:
    """One bar: its name, its parts in order as (what, count), the scale of the list, and the findings behind it."""

    name: str
    parts: tuple[tuple[str, int], ...]
    most: int
    behind: FindingFilter = field(default_factory=FindingFilter)
    note: str = ""

    @property
    def total(self) -> int:
        """The whole bar."""
        return sum(count for _, count in self.parts)


def bars(workspace: RoomsPort, facet: Facet, language: Language) -> list[BarLine]:
    """The bars of a facet, longest first; years in their order."""
    made = {"rule": _rules, "organ": _organs, "year": _years, "auditor": _auditors}[facet](workspace, language)
    most = max((line.total for line in made), default=0)
    lines = [BarLine(line.name, line.parts, most, line.behind, line.note) for line in made if line.total or facet == "year"]
    return lines if facet == "year" else sorted(lines, key=lambda line: (-line.total, line.name))


def _rules(workspace: RoomsPort, language: Language) -> list[BarLine]:
    return [
        BarLine(named(count.code, language), (("judged", count.fails - count.open), ("open", count.open)), 0,
                FindingFilter(codes=(count.code,)))
        for count in workspace.rule_counts()
    ]  # fmt: skip


def _organs(workspace: RoomsPort, language: Language) -> list[BarLine]:
    return [
        BarLine(count.name or "?", _severities(count.errors, count.warnings, count.infos), 0,
                FindingFilter(agency_text=count.name), str(count.open))
        for count in workspace.group_counts("agency")
    ]  # fmt: skip


def _years(workspace: RoomsPort, language: Language) -> list[BarLine]:
    return [
        BarLine(count.name or "?", _severities(count.errors, count.warnings, count.infos), 0,
                FindingFilter(years=(int(count.name),)) if count.name.isdigit() else FindingFilter(), str(count.open))
        for count in workspace.group_counts("year")
    ]  # fmt: skip


def _severities(errors: int, warnings: int, infos: int) -> tuple[tuple[str, int], ...]:
    return (("error", errors), ("warning", warnings), ("info", infos))


def _auditors(workspace: RoomsPort, language: Language) -> list[BarLine]:
    return [
        BarLine(count.auditor, tuple((verdict, getattr(count, verdict)) for verdict in JUDGED), 0,
                FindingFilter(auditor=count.auditor), count.last_at)
        for count in workspace.auditor_counts()
    ]  # fmt: skip


def progress_line(progress: Progress) -> BarLine:
    """How far the whole workspace is."""
    parts = tuple((verdict, getattr(progress, verdict)) for verdict in (*JUDGED, "open"))
    return BarLine("", parts, progress.findings)


INKS: Final = {
    "judged": "passed", "open": "muted", "confirmed": "error", "dismissed": "label", "asked": "accent", "fixed": "passed",
    **{severity.value: severity.value for severity in Severity},
}  # fmt: skip
ASCII_FILLS: Final = {
    "judged": "=", "open": ".", "confirmed": "#", "dismissed": "-", "asked": "?", "fixed": "+",
    "error": "X", "warning": "!", "info": "i",
}  # fmt: skip
FILLS: Final = {
    "judged": "▅", "open": "░", "confirmed": "█", "dismissed": "▒", "asked": "▓", "fixed": "▚",
    "error": "▊", "warning": "▌", "info": "▎",
}  # fmt: skip
"""Verdicts are shades, severities strokes of their own breadth: no colour is needed, no sign means two things on one screen."""


def fill(part: str, signs: Signs) -> str:
    """The character a part is drawn with."""
    return (ASCII_FILLS if signs.vertical == "|" else FILLS)[part]


def drawn(line: BarLine, width: int, signs: Signs) -> Sequence[CellText]:
    """The bar in at most `width` cells: every part that is not nothing is seen, and the longest bar of the list fills it."""
    if not line.total or not line.most or width <= 0:
        return (CellText(""), CellText(""))
    length = max(round(width * line.total / line.most), min(width, sum(1 for _, count in line.parts if count)))
    cells = _shared([count for _, count in line.parts], length)
    parts = [CellText(fill(part, signs) * share, INKS[part]) for (part, _), share in zip(line.parts, cells, strict=True) if share]
    return [*parts, CellText("")]


def _shared(counts: Sequence[int], length: int) -> list[int]:
    """The length shared out in proportion by largest remainders, at least one cell for every count that is not 0."""
    total = sum(counts)
    needed = sum(1 for count in counts if count)
    if length < needed:
        return [1 if count else 0 for count in counts][:length] + [0] * max(len(counts) - length, 0)
    exact = [count * (length - needed) / total for count in counts]
    shares = [int(share) + (1 if count else 0) for share, count in zip(exact, counts, strict=True)]
    by_remainder = sorted(range(len(counts)), key=lambda index: int(exact[index]) - exact[index])
    for index in [index for index in by_remainder if counts[index]][: length - sum(shares)]:
        shares[index] += 1
    return shares
