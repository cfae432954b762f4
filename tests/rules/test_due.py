"""What a figure should be and what it is, said alike by every rule."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from core.parse import parse
from core.readers.source import Source
from core.report import Report
from rules.chain import year_rows
from rules.check import check
from rules.context import PlainContext
from rules.due import due, unit_text, unsigned
from rules.messages import message
from rules.result import CellEvidence, Result, Severity, Status
from tests.forge.official import KnownReport, known_report
from tests.forge.render_text import tabs_full
from tests.tui.workbench import report_text


def failed(code: str, expected: str, actual: str, difference: str, variant: str | None = None) -> Result:
    """A failed result with these figures."""
    return Result(
        code,
        "x",
        Status.FAIL,
        Severity.ERROR,
        variant=variant,
        parameters={"column": "t3.total", "year": "2024", "before": "2023"},
        expected=expected,
        actual=actual,
        difference=difference,
        unit="件",
        evidence=(CellEvidence("t3.new.total", "1"),),
    )


@pytest.mark.parametrize(
    ("code", "variant", "told"),
    [
        ("A101", None, ("16", "15", "-1")),  # the parts make 16, the whole printed is 15
        ("N201", None, ("16", "15", "-1")),
        ("F101", None, ("16", "15", "-1")),
        ("X900", "pack", ("16", "15", "-1")),
        ("F101", "total", ("15", "16", "1")),  # the text says 16, the table 15
        ("Y102", None, ("15", "16", "1")),
        ("N101", None, ("15", "16", "1")),
    ],
)
def test_due_is_what_follows_and_printed_what_stands_there(code: str, variant: str | None, told: tuple[str, str, str]) -> None:
    """Whatever a rule calls expected, people are told what follows from the other figures first, then what is printed."""
    assert due(failed(code, "15", "16", "1", variant)) == told


def test_a_difference_of_nought_has_no_sign() -> None:
    """Turning round a difference never makes a minus nought, and a minus becomes a plus."""
    assert due(failed("A101", "15", "15", "0")).difference == "0"
    assert due(failed("A101", "227.3466", "170.3466", "-57.0000")).difference == "57.0000"
    assert unsigned("-57.0000") == "57.0000"


def test_english_counts_without_chinese_units() -> None:
    """No Chinese character stands behind a figure in English, whatever the unit."""
    units = ["件", "项", "条", "宗", "万元", "元", "亿元", "%", "倍", "个百分点", None]
    assert not re.search("[\u4e00-\u9fff]", "".join(unit_text(unit, "en") for unit in units))
    assert unit_text("万元", "zh") == "万元"
    assert message(failed("Y101", "1", "3", "-2"), "zh").endswith("相差 2")


def assert_alike(before: Report, after: Report) -> list[Result]:
    """The years side by side show what Y101, Y102 and Y103 say of the later report, and say of nothing else; what failed."""
    said = {
        result.anchor: result
        for result in check(after, PlainContext(after, (before, after)))
        if result.code in ("Y101", "Y102", "Y103") and result.status is not Status.SKIPPED
    }
    shown = {row.key: row.cells[1] for row in year_rows([before, after]) if row.cells[1].due is not None}

    assert set(shown) == set(said)
    for anchor, result in said.items():
        cell = shown[anchor]
        assert cell.broken == (result.status is Status.FAIL)
        if result.status is Status.FAIL:
            figures = due(result)
            assert (cell.due, cell.difference) == (Decimal(figures.due or ""), Decimal(figures.difference or ""))
    return [result for result in said.values() if result.status is Status.FAIL]


@pytest.mark.parametrize(
    "changed", [lambda text: text, lambda text: text.replace("行政规范性文件\t2\t0\t9", "行政规范性文件\t2\t1\t8")]
)
def test_the_years_show_what_the_rules_say(changed: Callable[[str], str]) -> None:
    """Where Y101 or Y102 speaks, the years side by side show the same due figure and the same difference; nowhere else."""
    texts = {2023: report_text(year=2023), 2024: changed(report_text(year=2024, total=8))}
    first, second = (parse(Source(f"{year}.txt", text.encode()))[0] for year, text in texts.items())
    assert_alike(first, second)


def test_the_years_of_the_old_form_show_what_the_rules_say() -> None:
    """Y103 and the years side by side hold last year's items to the same figure."""
    first = known_report(7, "2019")
    second = replace(first, year=2020, values={**first.values, "t2.licences.items_last_year": "99"})
    found = [parse(Source("x.txt", "\n".join(_lines(known)).encode()))[0] for known in (first, second)]

    assert "Y103" in {result.code for result in assert_alike(*found)}


def _lines(known: KnownReport) -> Iterator[str]:
    for part in known.parts():
        yield from [part] if isinstance(part, str) else tabs_full(part, random.Random(0))
