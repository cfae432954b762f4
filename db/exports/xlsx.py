"""The audit as a workbook: reports, findings, checks, and what the export is. Every text cell is text, never a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from core.words import say
from db.exports.findings import counts, findings, held, not_made
from db.exports.masking import masked
from db.exports.options import ExportOptions
from db.exports.rows import COLUMNS, finding_rows, guarded, headings
from rules.audit import AuditedReport
from rules.registry import CATALOGUE
from rules.result import Severity

SHEETS = ("reports", "findings", "checks", "about")

LONGEST_CELL = 32_000
"""A little under what a cell may hold."""

_WIDTHS = {"message": 60, "evidence": 60, "basis": 40, "hint": 40, "title": 28, "organ": 24, "source": 28, "fingerprint": 34}
_EPOCH = datetime(2000, 1, 1)

_Value = str | int


def render(reports: Iterable[AuditedReport], options: ExportOptions) -> bytes:
    """The whole audit as the bytes of an xlsx file."""
    language = options.language
    workbook = Workbook(write_only=True)
    sheets = {
        name: workbook.create_sheet(say(f"export.sheet.{name}", language)) for name in ("reports", "findings", "checks", "about")
    }
    summary = ("organ", "year", "form", "source", "errors", "warnings", "infos", "passed", "skipped")
    check_columns = ("organ", "year", "code", "title", "status", "count", "reason")
    _begin(sheets["reports"], summary, [say(f"export.column.{name}", language) for name in summary])
    _begin(sheets["findings"], COLUMNS, headings(language))
    _begin(sheets["checks"], check_columns, [say(f"export.column.{name}", language) for name in check_columns])
    for audited in reports:
        shown = audited if options.unmasked else masked(audited)
        _append(sheets["reports"], _summary_row(shown, options))
        for finding_row in finding_rows(shown, language):
            _append(sheets["findings"], finding_row)
        for check_row in _check_rows(shown, options):
            _append(sheets["checks"], check_row)
    for line in _about(options):
        _append(sheets["about"], [line])
    workbook.properties.creator = "gouji"
    workbook.properties.created = workbook.properties.modified = _EPOCH
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _begin(sheet: Any, columns: Sequence[str], names: Sequence[str]) -> None:
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(column, 14)
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


def _summary_row(audited: AuditedReport, options: ExportOptions) -> list[_Value]:
    report = audited.report
    numbers = counts(audited, findings(audited, options.language))
    return [
        report.agency or "",
        report.year if report.year is not None else "",
        report.form or "",
        report.source,
        *(numbers.severities[severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)),
        numbers.passed,
        numbers.skipped,
    ]


def _check_rows(audited: AuditedReport, options: ExportOptions) -> Iterable[list[_Value]]:
    language, report = options.language, audited.report
    for status, lines in (("pass", held(audited, language)), ("skipped", not_made(audited, language))):
        for line in lines:
            yield [
                report.agency or "",
                report.year if report.year is not None else "",
                line.code,
                line.title,
                say(f"export.status.{status}", language),
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
        yield say("export.exported_at", language, at=options.exported_at)
    if options.filters:
        yield say("export.filtered", language, filters="; ".join(options.filters))
    yield say("export.unmasked" if options.unmasked else "export.masked", language)
    for each in options.unreadable:
        yield f"{each.source}: {each.error}"
    for head in options.heads:
        line = say("export.head_line", language, auditor=head.auditor, number=head.number, hash=head.hash)
        yield f"{head.sitting} {line}"
