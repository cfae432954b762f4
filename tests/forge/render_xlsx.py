"""Known reports as workbooks."""

from __future__ import annotations

import io

import openpyxl

from tests.forge.official import KnownReport


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
            place.value = int(cell.text) if plain else cell.text
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
