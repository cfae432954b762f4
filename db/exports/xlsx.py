"""The audit as a workbook: confirmed findings, reports, all findings, checks, and what the export is.

Every text cell is text, never a formula.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from core.words import say
from db.exports.findings import Counts, counts, findings, held, not_made, verdict_counts
from db.exports.letter import LETTER_COLUMNS, Letters
from db.exports.masking import masked
from db.exports.options import ExportOptions
from db.exports.rows import COLUMNS, finding_rows, guarded
from db.exports.terms import local_time, status_name
from rules.audit import AuditedReport
from rules.registry import CATALOGUE
from rules.result import Severity, Status

LONGEST_CELL = 32_000
"""A little under what a cell may hold."""

_NARROW, _MIDDLE, _WIDE = 8, 17, 30
_WIDTHS = {
    **dict.fromkeys(("number", "year", "form", "code", "unit", "count"), _NARROW),
    **dict.fromkeys(("at", "severity", "auditor", "tags", "stale"), _MIDDLE),
    **dict.fromkeys(("organ", "source", "title", "figures", "verdict", "note", "conflicts", "anchor"), _WIDE),
    **dict.fromkeys(("section", "reason", "basis", "hint", "fingerprint", "claim"), 40),
    **dict.fromkeys(("message", "evidence"), 60),
    "about": 100,
}
"""Characters a column is wide, a Chinese one counting two."""

_OTHER_WIDTH = 12
_EPOCH = datetime(2000, 1, 1)

_Value = str | int


def render(reports: Iterable[AuditedReport], options: ExportOptions) -> bytes:
    """The whole audit as the bytes of an xlsx file."""
    language = options.language
    workbook = Workbook(write_only=True)
    sheets = {name: workbook.create_sheet(say(f"export.sheet.{name}", language)) for name in _sheets(options)}
    named = {"number": "export.number", "figures": "review.arithmetic"}
    for name, sheet in sheets.items():
        columns = _columns(name, options)
        _begin(sheet, columns, [say(named.get(column, f"export.column.{column}"), language) for column in columns])
    rows = Counter(sheets.keys())
    for name, row in _rows(reports, options):
        _append(sheets[name], row)
        rows[name] += 1
    for name, sheet in sheets.items():
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(_columns(name, options)))}{rows[name]}"
    workbook.properties.creator = "gouji"
    workbook.properties.created = workbook.properties.modified = _EPOCH
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _rows(reports: Iterable[AuditedReport], options: ExportOptions) -> Iterator[tuple[str, Sequence[_Value]]]:
    """Every row with the sheet it belongs to."""
    language = options.language
    letters = Letters(language)
    for audited in reports:
        shown = audited if options.unmasked else masked(audited)
        found = findings(shown, language)
        letters.add(shown, found)
        yield "reports", _summary_row(shown, counts(shown, found), options)
        yield from (("findings", row) for row in finding_rows(shown, language, options.zone))
        if options.checks:
            yield from (("checks", row) for row in _check_rows(shown, options))
    if options.audited:
        yield from (("confirmed", [letter.organ, *row]) for letter in letters for row in letter.rows)
    yield from (("about", [line]) for line in _about(options))


def _sheets(options: ExportOptions) -> tuple[str, ...]:
    confirmed = ("confirmed",) if options.audited else ()
    checks = ("checks",) if options.checks else ()
    return (*confirmed, "reports", "findings", *checks, "about")


def _columns(sheet: str, options: ExportOptions) -> tuple[str, ...]:
    """The columns of a sheet."""
    verdict = ("verdict",) if options.audited else ()
    columns: Mapping[str, tuple[str, ...]] = {
        "confirmed": ("organ", *LETTER_COLUMNS),
        "reports": ("organ", "year", "form", "source", "findings", "errors", "warnings", "infos", "passed", "skipped", *verdict),
        "findings": COLUMNS,
        "checks": ("organ", "year", "code", "claim", "status", "count", "reason"),
        "about": ("about",),
    }
    return columns[sheet]


def _begin(sheet: Any, columns: Sequence[str], names: Sequence[str]) -> None:
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(column, _OTHER_WIDTH)
    _append(sheet, names, bold=True)


def _append(sheet: Any, row: Sequence[_Value], *, bold: bool = False) -> None:
    cells = []
    for value in row:
        cell = WriteOnlyCell(sheet, value=guarded(value)[:LONGEST_CELL] if isinstance(value, str) else value)
        if isinstance(value, str):
            cell.data_type = "s"  # openpyxl would take "=…" for a formula and "#N/A" for an error
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if bold:
            cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)


def _summary_row(audited: AuditedReport, numbers: Counts, options: ExportOptions) -> list[_Value]:
    report = audited.report
    return [
        report.agency or "",
        report.year if report.year is not None else "",
        report.form or "",
        report.source,
        numbers.findings,
        *(numbers.severities[severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)),
        numbers.passed,
        numbers.skipped,
        *([verdict_counts(numbers, options.language)] if options.audited else []),
    ]


def _check_rows(audited: AuditedReport, options: ExportOptions) -> Iterable[list[_Value]]:
    language, report = options.language, audited.report
    for status, lines in ((Status.PASS, held(audited, language)), (Status.SKIPPED, not_made(audited, language))):
        for line in lines:
            yield [
                report.agency or "",
                report.year if report.year is not None else "",
                line.code,
                line.claim,
                status_name(status, language),
                line.count,
                line.reason,
            ]


def _about(options: ExportOptions) -> Iterable[str]:
    language = options.language
    yield say("export.title", language)
    yield say("export.program", language, gouji=options.gouji, catalogue=options.catalogue or CATALOGUE)
    if options.packs:
        yield say("export.packs", language, packs=", ".join(options.packs))
    if options.exported_at:
        yield say("export.exported_at", language, at=local_time(options.exported_at, options.zone))
    if options.filters:
        yield say("export.filtered", language, filters="; ".join(options.filters))
    yield say("export.unmasked" if options.unmasked else "export.masked", language)
    for each in options.unreadable:
        yield f"{each.source}: {each.error}"
    for head in options.heads:
        line = say("export.head_line", language, auditor=head.auditor, number=head.number, hash=head.hash)
        yield f"{head.sitting} {line}"
