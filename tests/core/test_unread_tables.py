"""Tables of which only a picture, an attachment or the empty form is there."""

import random

import pytest

from core.parse import parse
from core.readers.source import Source
from core.report import CellState, Report
from rules.check import check
from tests.forge.official import Placed, known_report
from tests.forge.render_text import tabs_gone


def text_with(stand_in: str, section: int = 3) -> str:
    """A report as text in which something else stands in the place of one table."""
    report = known_report(3)
    lines: list[str] = []
    for part in report.parts():
        if isinstance(part, str):
            lines.append(part)
        else:
            number = {"t2": 2, "t3": 3, "t4": 4}[next(cell.key for cell in part if cell.key)[:2]]
            lines += [stand_in] if number == section else tabs_gone(part, random.Random(1))
    return "\n".join(lines) + "\n"


def read(text: str, name: str = "报告.md") -> Report:
    """The report in a source."""
    return parse(Source(name, text.encode()))[0]


def html_with(stand_in: str) -> str:
    """The report as a page, something else in the place of table 3."""
    lines = text_with("@@").splitlines()
    cells = [line.replace("\t", "</td><td>") for line in lines]
    body = "".join(f"<tr><td>{line}</td></tr>" if "<td>" in line else f"<p>{line}</p>" for line in cells)
    body = body.replace("<p>@@</p>", stand_in)
    return f"<html><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (text_with("![表三](t3.png)"), "picture"),
        (text_with("详见[申请情况统计表](files/t3.xlsx)。"), "attachment"),
        (text_with("附件：申请情况统计表.xlsx"), "attachment"),
        (html_with('<p><img src="t3.png"></p>'), "picture"),
        (html_with('<p><a href="t3.xls">统计表</a></p>'), "attachment"),
    ],
)
def test_what_stands_in_the_place_of_a_table_is_named(text: str, reason: str) -> None:
    """The table is unreadable, not nought and not just missing, and the finding says why; the other tables are read."""
    report = read(text)

    assert reason == report.tables["t3"].unreadable
    assert not report.tables["t3"].present
    assert {CellState.UNREADABLE} == {cell.state for key, cell in report.cells.items() if key.startswith("t3.")}
    assert all(report.tables[key].present for key in ("t2", "t4"))
    findings = [result for result in check(report) if (result.code, result.anchor) == ("S301", "table/t3")]
    assert [(reason, "fail")] == [(result.variant, result.status.value) for result in findings]


def test_a_form_without_figures_is_named() -> None:
    """Labels without a single figure: the table is there, nothing was filled in."""
    labels = "\n".join(cell.text for part in known_report(3).parts() if not isinstance(part, str) for cell in _t3(part))

    report = read(text_with(labels))

    assert "no_figures" == report.tables["t3"].unreadable


def _t3(cells: tuple[Placed, ...]) -> list[Placed]:
    return [cell for cell in cells if not cell.key] if any((c.key or "").startswith("t3.") for c in cells) else []


def test_a_picture_beside_a_table_that_is_read_means_nothing() -> None:
    """A logo or a chart in a section whose table is there changes nothing."""
    text = text_with("![图](chart.png)", section=0).replace("三、收到", "![图](chart.png)\n三、收到")

    report = read(text)

    assert [None] * 3 == [reading.unreadable for reading in report.tables.values()]


def test_a_table_that_is_just_missing_has_no_reason() -> None:
    """Only words in the section: missing, not unreadable."""
    report = read(text_with("本年度情况如上所述。"))

    assert report.tables["t3"].unreadable is None
    assert not report.tables["t3"].present


def test_an_attachment_at_the_end_stands_for_all_tables_that_are_missing() -> None:
    """Pages often link the whole report below a text without tables."""
    report = read(text_with("略。") + "附件：2023年政府信息公开工作年度报告.pdf\n")

    assert "attachment" == report.tables["t3"].unreadable
    assert report.tables["t2"].unreadable is None
