"""Workbooks: what a sheet shows, in tables and paragraphs."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from core.document import Document, Grid, Paragraph
from core.readers import Source, read
from core.readers.xlsx_formats import displayed


def workbook(fill: Callable[[Worksheet], None]) -> Document:
    """A workbook with one sheet, filled and read."""
    book = openpyxl.Workbook()
    assert book.active is not None
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "表三"
    fill(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return read(Source("x", stream.getvalue()))


@pytest.mark.parametrize(
    ("raw", "number_format", "expected"),
    [
        ("3", "General", "3"),
        ("3.0", "General", "3"),
        ("0.30000000000000004", "General", "0.3"),
        ("227.34660000000002", "General", "227.3466"),
        ("1234567", "#,##0", "1,234,567"),
        ("96171.6", "0.0000", "96171.6000"),
        ("0.125", "0.0%", "12.5%"),
        ("5", '0"件"', "5件"),
        ("0", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        ("-3", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-3"),
        ("12", "[Red]+0;[Blue]-0", "+12"),
        ("0", "0;-0;;@", ""),
        ("1.5", "0.##", "1.5"),
        ("2", "0.##", "2"),
        ("12345", "#,##0.0,", "12.3"),
        ("45310", "yyyy-mm-dd", "2024-01-19"),
        ("45310", 'yyyy"年"m"月"d"日"', "2024年1月19日"),
        ("45310.5", "yyyy/m/d h:mm", "2024/1/19 12:00"),
        ("73", "yyyy/m/d", "73"),
        ("93277", "yyyy-mm-dd", "93277"),
        ("1", "@", "1"),
        ("1E+400", "General", "1E+400"),
        ("无", "0.00", "无"),
    ],
)
def test_numbers_as_displayed(raw: str, number_format: str, expected: str) -> None:
    """A stored number is read as its cell shows it."""
    assert expected == displayed(raw, number_format)


@pytest.mark.parametrize("number_format", ["General", "0", "#,##0.00", "0." + "0" * 4000, "0" + "," * 4000, "0%", "yyyy-mm-dd"])
@pytest.mark.parametrize("raw", ["9" * 60 + "0", "-" + "9" * 300, "0." + "3" * 2000, "1e299", "-1E-299"])
def test_numbers_of_any_length_are_displayed(raw: str, number_format: str) -> None:
    """No number and no format is too long to be shown."""
    assert displayed(raw, number_format) or number_format == "0" + "," * 4000


def test_tables_titles_and_narrative() -> None:
    """Lone long texts and headings are paragraphs; the rest of a run of rows is a table; empty rows divide."""

    def fill(sheet: Worksheet) -> None:
        for row in (
            ["某某局2023年政府信息公开工作年度报告"],
            ["一、总体情况"],
            ["正文"],
            [],
            ["第二十条第（一）项"],
            ["规章", 1, None, 2.5],
            [],
            ["甲", 0],
        ):
            sheet.append(row)
        sheet.merge_cells("A5:D5")

    document = workbook(fill)

    assert ["某某局2023年政府信息公开工作年度报告", "一、总体情况", "正文"] == [
        block.text for block in document.blocks if isinstance(block, Paragraph)
    ]
    tables = [block for block in document.blocks if isinstance(block, Grid)]
    assert [[["第二十条第（一）项"], ["规章", "1", "", "2.5"]], [["甲", "0"]]] == [
        [[cell.text for cell in row] for row in grid.rows] for grid in tables
    ]
    assert (4, "表三!D6") == (tables[0].rows[0][0].column_span, tables[0].rows[1][3].place.address)


def test_hidden_rows_columns_and_sheets_stay_out() -> None:
    """What a sheet hides is not part of the report."""

    def fill(sheet: Worksheet) -> None:
        for row in (["甲", 7, 1], ["隐", 7, 7], ["乙", 7, 2]):
            sheet.append(row)
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[2].hidden = True
        assert sheet.parent is not None
        other = sheet.parent.create_sheet("藏")
        other["A1"] = "别处"
        other.sheet_state = "hidden"

    assert "7" not in workbook(fill).text
    assert "别处" not in workbook(fill).text


def test_texts_errors_and_dates() -> None:
    """Rich text, truth values, errors and dates are read as they are shown."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(["完", True, "#REF!", datetime.date(2024, 1, 19), "本\n年\n度", "１２"])

    (grid,) = workbook(fill).blocks

    assert isinstance(grid, Grid)
    assert ["完", "TRUE", "#REF!", "2024-01-19", "本年度", "１２"] == [cell.text for cell in grid.rows[0]]


def test_a_far_cell_costs_nothing() -> None:
    """A cell in the last corner of a sheet makes no million of empty places."""

    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "甲"
        sheet["B1"] = 1
        sheet["XFD1048576"] = "角"

    assert ["甲\t1", "角"] == workbook(fill).text.splitlines()


def test_formula_never_computed() -> None:
    """A formula without a value is something that stands there, not an empty place."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(["规章", 3, 1])
        sheet.append(["合计", "=B1*2", None])

    grid = next(block for block in workbook(fill).blocks if isinstance(block, Grid))
    assert [["规章", "3", "1"], ["合计", "=?", ""]] == [[cell.text for cell in row] for row in grid.rows]
