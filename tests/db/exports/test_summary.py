"""The summaries of exports: counts that add up, the letter of confirmed findings, what is left out on demand."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta, timezone

import pytest
from docx import Document
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from core.words import LANGUAGES, Language
from db.exports.facts import counts_line
from db.exports.findings import counts, findings
from db.exports.formats import FORMATS
from db.exports.options import ExportOptions
from db.exports.selection import Selection
from db.exports.terms import local_time
from rules.result import Status
from tests.db.exports.audit import audited

BEIJING = timezone(timedelta(hours=8))


def book(options: ExportOptions) -> dict[str, list[list[object]]]:
    """The sheets of the workbook as rows of values."""
    workbook = load_workbook(io.BytesIO(FORMATS["xlsx"].render([audited()], options)))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in workbook}


def tables(options: ExportOptions) -> list[list[list[str]]]:
    """The tables of the Word document as rows of texts."""
    document = Document(io.BytesIO(FORMATS["docx"].render([audited()], options)))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def rows_of_markdown(text: str) -> list[list[str]]:
    """The rows of all tables, split at unescaped bars."""
    return [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("| ")]


def test_the_columns_of_a_summary_add_up() -> None:
    """Errors, warnings and infos make the findings, and so do the verdicts, in every format that has a summary."""
    options = ExportOptions(zone=BEIJING)
    markdown = FORMATS["markdown"].render([audited()], options).decode()
    head, _, row = [line for line in rows_of_markdown(markdown) if len(line) == 10]
    document = next(table for table in tables(options) if table[0][2] == "问题")
    sheet = book(options)["报告"]

    for names, values in ((head, row), (document[0], document[1]), (sheet[0], sheet[1])):
        found = {str(name).strip(): str(value).strip() for name, value in zip(names, values, strict=True)}
        assert int(found["问题"]) == sum(int(found[name]) for name in ("错误", "警告", "提示")) == 5
        assert sum(map(int, re.findall(r"\d+", found["判断"]))) == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_of_counts_names_all_three_severities(language: Language) -> None:
    """The line under a report's name has the findings and each of the severities they are made of."""
    shown = audited()
    figures = [int(figure) for figure in re.findall(r"\d+", counts_line(counts(shown, findings(shown, language)), language))]

    assert figures[0] == sum(figures[1:4]) == 5


@pytest.mark.parametrize("name", ["markdown", "html"])
def test_the_letter_of_confirmed_findings_comes_first(name: str) -> None:
    """What was confirmed stands organ by organ before everything else, and nothing else stands there."""
    text = FORMATS[name].render([audited()], ExportOptions(zone=BEIJING)).decode()
    letter = text[text.index("确认的问题") : text.index("概览")]

    assert "公安局：3 项" in letter
    assert all(said in letter for said in ("正文47件", "用词不当", "费用偏高"))
    assert "值得一看" not in letter
    assert "未说明信息处理费" not in letter


def test_the_letter_stands_in_office_formats_too() -> None:
    """The first table of the document and the first sheet of the workbook are the confirmed findings."""
    first = tables(ExportOptions())[0]
    name, sheet = next(iter(book(ExportOptions()).items()))

    assert [row[0] for row in first] == ["序号", "1", "2", "3"]
    assert name == "确认的问题"
    assert [row[1] for row in sheet] == ["序号", "1", "2", "3"]


def test_a_check_has_no_letter() -> None:
    """Where nobody has judged, no list of confirmed findings stands."""
    assert "确认的问题" not in FORMATS["markdown"].render([audited()], ExportOptions(audited=False)).decode()
    assert "确认的问题" not in book(ExportOptions(audited=False))


@pytest.mark.parametrize("name", ["markdown", "html", "docx", "xlsx", "json"])
def test_passed_checks_can_be_left_out(name: str) -> None:
    """`checks=False` leaves out the lists of checks that are no findings and keeps their counts."""
    options = ExportOptions(checks=False)
    if name == "json":
        (found,) = json.loads(FORMATS["json"].render([audited()], options))["reports"]
        assert {result["status"] for result in found["results"]} == {"fail", "broken"}
        return
    if name == "xlsx":
        sheets = book(options)
        assert "核查" not in sheets
        assert sheets["报告"][1][sheets["报告"][0].index("通过")] == 1
        return
    data = FORMATS[name].render([audited()], options)
    text = "\n".join(each.text for each in Document(io.BytesIO(data)).paragraphs) if name == "docx" else data.decode()
    assert "X905" not in text
    assert "通过 1 · 未核 1" in text


def test_who_asks_for_verdicts_asks_for_no_passes() -> None:
    """Narrowing to decisions leaves the lists of passes out, and their counts stay true."""
    (chosen,) = Selection(verdicts=("confirmed",)).of([audited()])

    assert not Selection(verdicts=("confirmed",)).lists_checks
    assert not Selection(failed_only=True).lists_checks
    assert Selection(organs=("公安",)).lists_checks
    assert sum(result.status is Status.PASS for result in chosen.results) == 1
    assert Selection(failed_only=True).described("zh") == ("未通过的核查",)


def test_every_sheet_can_be_filtered_and_keeps_its_head() -> None:
    """Each sheet has its head frozen, a filter over all of its rows, and columns of a width for Chinese text."""
    workbook = load_workbook(io.BytesIO(FORMATS["xlsx"].render([audited()], ExportOptions())))

    for sheet in workbook:
        widths = [sheet.column_dimensions[get_column_letter(number)].width for number in range(1, sheet.max_column + 1)]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$1", "landscape")
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert all(widths[number] >= 2 * len(str(cell.value)) for number, cell in enumerate(sheet[1]))


@pytest.mark.parametrize(
    ("stamp", "shown"),
    [
        ("2026-11-23T04:38:40.000001Z", "2026-11-23 12:38"),
        ("2026-12-31T20:00:00Z", "2027-01-01 04:00"),
        ("2026-11-23T04:38:40", "2026-11-23 12:38"),
        ("", ""),
        (None, ""),
        ("kürzlich", "kürzlich"),
    ],
)
def test_moments_are_shown_on_the_readers_clock(stamp: str | None, shown: str) -> None:
    """A stored moment is shown as date and time on the clock asked for; anything else stays."""
    assert local_time(stamp, BEIJING) == shown


def test_running_text_has_no_raw_keys() -> None:
    """Cell keys, full fingerprints and UTC stamps stand nowhere in the Markdown; short fingerprints only in the appendix."""
    text = FORMATS["markdown"].render([audited()], ExportOptions(zone=BEIJING)).decode()
    body, _, appendix = text.partition("## 附录")

    assert not re.search(r"\bt[234]\.[a-z_]+\.", text)
    assert not re.search(r"\b[0-9a-f]{32}\b", body)
    assert not re.search(r"\dT\d\d:", text)
    assert "`ffffffff` 自记问题" in appendix
