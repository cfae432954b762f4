"""Known reports as Word documents and workbooks."""

from __future__ import annotations

import io

import docx
import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH

from tests.forge.official import KnownReport, Placed


def as_docx(report: KnownReport, *, split_runs: bool = False) -> bytes:
    """A document with merged cells; with `split_runs` every character is a run of its own."""
    document = docx.Document()
    document.core_properties.title = report.title
    for index, part in enumerate(report.parts()):
        if isinstance(part, str):
            paragraph = document.add_paragraph()
            if index == 0:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            for piece in part if split_runs else (part,):
                paragraph.add_run(piece)
        else:
            _add_table(document, part)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_xlsx(report: KnownReport, *, sheets: bool = False) -> bytes:
    """A workbook with figures as numbers; with `sheets` each table on a sheet of its own."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "报告"
    line = 1
    for part in report.parts():
        if isinstance(part, str):
            if sheets and part[1:2] == "、" and line > 1:
                sheet, line = book.create_sheet(part[:1] + "表"), 1
            sheet.cell(line, 1, part)
            line += 1
            continue
        for cell in part:
            place = sheet.cell(line + cell.row, 1 + cell.column)
            plain = cell.key is not None and cell.text.isdigit()
            place.value = int(cell.text) if plain else cell.text  # type: ignore[assignment]
            if cell.row_span > 1 or cell.column_span > 1:
                sheet.merge_cells(
                    start_row=line + cell.row,
                    start_column=1 + cell.column,
                    end_row=line + cell.row + cell.row_span - 1,
                    end_column=cell.column + cell.column_span,
                )
        line += 1 + max(cell.row for cell in part) + 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _add_table(document: docx.document.Document, cells: tuple[Placed, ...]) -> None:
    rows = max(cell.row + cell.row_span for cell in cells)
    columns = max(cell.column + cell.column_span for cell in cells)
    table = document.add_table(rows=rows, cols=columns, style="Table Grid")
    for cell in cells:
        place = table.cell(cell.row, cell.column)
        if cell.row_span > 1 or cell.column_span > 1:
            place = place.merge(table.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1))
        place.text = cell.text
