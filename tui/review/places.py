"""Where findings and their evidence stand in a report, and which checks stand at a place."""

from __future__ import annotations

from core.document import Place
from rules.audit import AuditedReport, OwnFinding
from rules.result import CellEvidence, Result, TextEvidence
from tui.review.checks import CheckRow, check_rows, own_of_section, section_results
from tui.review.section_doc import report_form, section_numbers, section_of

Spot = tuple[str | None, int | None, int | None]
"""A place of a report: a cell's key, or a section and an offset in its text."""


def cells_of_section(audited: AuditedReport, section: int) -> frozenset[str]:
    """The cells of the official table that stands in a section."""
    official = report_form(audited.report)
    if official is None:
        return frozenset()
    return frozenset(key for table in official.tables if table.section == section for key in table.cell_keys)


def section_of_cell(audited: AuditedReport, cell: str) -> int | None:
    """The section that a cell's table stands in."""
    return next((number for number in section_numbers(audited.report) if cell in cells_of_section(audited, number)), None)


def row_of(audited: AuditedReport, fingerprint: str) -> tuple[int, str] | None:
    """Section and row of a finding; one of several with one cause is found by the row they share."""
    for number in section_numbers(audited.report):
        own = own_of_section(audited, number, cells_of_section(audited, number))
        if any(finding.fingerprint == fingerprint for finding in own):
            return number, fingerprint
        for row in check_rows(audited, section_results(audited, number)):
            if row.kind == "finding" and fingerprint in (audited.fingerprint(result) for result in row.results):
                return number, row.id
    return None


def evidence_spots(row: CheckRow) -> list[Spot]:
    """Every place of a check's evidence in this report."""
    if row.own is not None:
        anchor = row.own.anchor
        return [(anchor.cell, anchor.section, anchor.start)] if anchor.cell or anchor.start is not None else []
    spots: list[Spot] = []
    for result in row.results:
        for item in result.evidence:
            if isinstance(item, CellEvidence) and item.report is None:
                spots.append((item.cell, None, None))
            elif isinstance(item, TextEvidence) and item.report is None:
                spots.append((None, item.section, item.start))
    return list(dict.fromkeys(spots))


def checks_at(audited: AuditedReport, section: int, offset: int) -> tuple[list[Result], list[OwnFinding]]:
    """The results and own findings that stand on the character at `offset` of a section's text."""

    def covers(start: int | None, end: int | None) -> bool:
        return start is not None and end is not None and start <= offset < end

    results = [
        result
        for result in audited.results
        if any(
            isinstance(item, TextEvidence) and item.report is None and item.section == section and covers(item.start, item.end)
            for item in result.evidence
        )
    ]
    own = [
        finding
        for finding in audited.own_findings
        if finding.anchor.section == section and covers(finding.anchor.start, finding.anchor.end)
    ]
    return results, own


def source_span(
    audited: AuditedReport, section: int, cell: str | None, fact: str | None, offset: int | None
) -> tuple[int, int] | None:
    """Where in the source a cell, a fact or a character of a section's text stands."""
    report = audited.report
    place: Place | None = None
    if cell is not None:
        found, table = report.cells.get(cell), report.tables.get(cell.split(".")[0])
        place = found.place if found is not None else None
        if place is None and table is not None and table.place is not None:
            return table.place.start, table.place.start + 1
    elif fact is not None:
        origins = report.found.get(fact, ())
        place = origins[0].place if origins else None
    if place is not None:
        return place.start, place.end
    text = section_of(report, section)
    source = text.source_offset(offset) if text is not None and offset is not None else None
    return (source, source + 1) if source is not None else None
