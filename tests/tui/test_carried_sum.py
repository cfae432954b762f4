"""What must follow from last year is written out as a sum, in figures and in words, from the relation that the rule asks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.forms import form
from core.report import Cell, CellState, Report
from core.words import Language, say
from rules.audit import AuditedReport
from rules.result import CellEvidence, OtherReport, Result, Severity, Status
from tui.review.carried_sum import carried_sum
from tui.review.checks import check_rows
from tui.review.detail import DetailSheet, detail
from tui.signs import ASCII, UNICODE

BEFORE = OtherReport("青禾县教育局", 2023)


def report(form_id: str, year: int, **figures: str) -> Report:
    """A report whose cells are all 0 but for those given, `__` for the dots."""
    named = {name.replace("__", "."): figure for name, figure in figures.items()}
    cells = {
        key: Cell(key, CellState.NUMBER, Decimal(named.get(key, "0")), named.get(key, "0")) for key in form(form_id).cell_keys
    }
    return Report("r.txt", 0, "0" * 64, "text/plain", "标题", "青禾县教育局", year, form_id, None, (), cells, {})


def finding(code: str, anchor: str, expected: str, actual: str, **before: str) -> Result:
    """A finding of a rule of carrying over, with last year's figures in its evidence."""
    evidence = tuple(CellEvidence(key.replace("__", "."), raw, BEFORE) for key, raw in before.items())
    return Result(code, anchor, Status.FAIL, Severity.WARNING, section=2, expected=expected, actual=actual, evidence=evidence)


CASES: tuple[tuple[Report, Result, Language, str, str], ...] = (
    (
        report("2021", 2024, t2__normative_documents__in_force="9", t2__normative_documents__issued="2"),
        finding("Y102", "t2.normative_documents.in_force", "11", "9", t2__normative_documents__in_force="9"),
        "zh",
        "9 + 2 - 0 = 11 ≠ 9  ✗",
        "2023年现行有效件数 + 本年制发件数 - 本年废止件数 = 现行有效件数",
    ),
    (
        report("2021", 2024, t3__carried_over__total="0"),
        finding("Y101", "t3.carried_over.total", "3", "0", t3__carried_forward__total="3"),
        "en",
        "3 ≠ 0  ✗",
        "carried forward (2023) = carried over",
    ),
    (
        report("2019", 2020, t2__licences__items_last_year="12"),
        finding("Y103", "t2.licences.items_last_year", "11", "12", t2__licences__items_last_year="10", t2__licences__change="+1"),
        "zh",
        "10 + +1 = 11 ≠ 12  ✗",
        "2019年上一年项目数量 + 2019年本年增/减 = 上一年项目数量",
    ),
)


@pytest.mark.parametrize(("found", "result", "language", "figures", "words"), CASES, ids=["Y102", "Y101", "Y103"])
def test_the_sum_is_written_out(found: Report, result: Result, language: Language, figures: str, words: str) -> None:
    """Each term as printed, what they come to, what is printed instead; below, the terms by name with last year's year."""
    assert carried_sum(result, found, language, UNICODE) == (figures, words)


def test_the_detail_shows_it_before_what_is_due() -> None:
    """The sum stands where a table's own sums stand; the two figures and their difference follow."""
    found, result, *_ = CASES[0]
    audited = AuditedReport(found, (result,))
    (row, *_) = check_rows(audited, (result,))
    sheet = DetailSheet(audited, "zh", UNICODE, lambda word, **parameters: say(word, "zh", **parameters))
    lines = ["".join(run.text for run in paragraph.runs) for paragraph in detail(row, sheet)]
    at = next(number for number, line in enumerate(lines) if line.startswith("算式"))
    assert "9 + 2 - 0 = 11 ≠ 9" in lines[at]
    assert "现行有效" in lines[at + 1]
    assert "应为 11" in lines[at + 2]
    assert not lines[at + 2].startswith("算式")


def test_without_the_figures_of_last_year_there_is_no_sum() -> None:
    """A result that does not quote last year's figure, or of another rule, is not summed up; signs are those of the terminal."""
    found, result, *_ = CASES[0]
    for code, anchor in (("Y102", result.anchor), ("Y104", result.anchor), ("Y102", "elsewhere")):
        other = finding(code, anchor, "11", "9", t2__normative_documents__issued="2")
        assert carried_sum(other, found, "zh", UNICODE) is None
    ascii_sum = carried_sum(result, found, "en", ASCII)
    assert ascii_sum is not None
    assert all(text.isascii() for text in ascii_sum)
