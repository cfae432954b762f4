"""Evidence made from a report: cells as printed, stretches of text, things missing."""

from __future__ import annotations

from collections.abc import Iterable

from core.report import CellState, Report
from rules.result import CellEvidence, MissingEvidence, OtherReport, Parameter, TextEvidence

LONGEST_QUOTATION = 400


def other(report: Report) -> OtherReport:
    """How evidence names another report."""
    return OtherReport(report.agency or "", report.year or 0)


def cells(report: Report, keys: Iterable[str], *, of_other: bool = False) -> tuple[CellEvidence, ...]:
    """The cells as printed, in the order given; keys the form lacks are left out."""
    whose = other(report) if of_other else None
    return tuple(CellEvidence(key, report.cells[key].raw, whose) for key in keys if key in report.cells)


def span(report: Report, section: int, start: int, end: int, *, of_other: bool = False) -> TextEvidence:
    """A stretch of a section's text; `start` and `end` count in `Section.text`."""
    text = next((each.text for each in report.sections if each.number == section), "")
    end = min(end, start + LONGEST_QUOTATION)
    return TextEvidence(section, start, end, text[start:end], other(report) if of_other else None)


def missing(what: str, searched: int = 0) -> MissingEvidence:
    """Something that ought to stand in section `searched` (0: the whole report) and does not."""
    return MissingEvidence(what, searched)


def printed(report: Report, key: str) -> str | None:
    """A cell's figure as printed; None when the place is empty or holds a dash."""
    cell = report.cells[key]
    if cell.state in (CellState.BLANK, CellState.DASH):
        return None
    return (cell.raw or "").strip() or (format(cell.value, "f") if cell.value is not None else None)


def terms(report: Report, keys: Iterable[str]) -> tuple[Parameter, ...]:
    """The terms of a sum as a parameter: each cell with its figure as printed, None for a blank."""
    return tuple((key, printed(report, key)) for key in keys)


def quoted(report: Report, section: int, text: str) -> TextEvidence:
    """A text known to stand in a section, at the first place where it stands; at the section's beginning when it was rejoined."""
    body = next((each.text for each in report.sections if each.number == section), "")
    at = body.find(text) if text else -1
    return TextEvidence(section, at, at + len(text), text) if at >= 0 else TextEvidence(section, 0, 0, text)
