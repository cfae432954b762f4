"""What the catalogue says of real reports, as worked out by hand; skipped where the reports are not at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.parse import parse
from core.readers.source import Source
from rules.check import check
from rules.context import PlainContext
from rules.result import Result, Severity, Status

REPORTS = Path(__file__).parents[2] / ".." / "shared" / "reports"
pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="the real reports are not at hand")


def results(name: str, *others: str) -> list[Result]:
    """All results of a real report, with others beside it."""
    read = [parse(Source(each, (REPORTS / each).read_bytes()))[0] for each in (name, *others)]
    return list(check(read[0], PlainContext(read[0], read)))


def codes(found: list[Result], severity: Severity) -> list[str]:
    """The codes of the fails of that severity, ascending."""
    return sorted(result.code for result in found if result.status is Status.FAIL and result.severity is severity)


def test_weihui() -> None:
    """Errors S302 and F101 and no other; warnings N201, F102, F104 and no other; the infos of the list among others."""
    found = results("weihui-2021.txt")

    assert ["F101", "S302"] == codes(found, Severity.ERROR)
    assert ["F102", "F104", "N201"] == codes(found, Severity.WARNING)
    assert {"S106", "S306", "D103", "N301", "A201", "A203"} <= set(codes(found, Severity.INFO))
    assert not [result for result in found if result.status is Status.BROKEN]


def test_weihui_skips_what_needs_the_lost_column() -> None:
    """A103 is skipped 25 times; A101 and A102 pass for the outer columns only."""
    found = results("weihui-2021.txt")
    states = {code: sorted(result.status.value for result in found if result.code == code) for code in ("A101", "A102", "A103")}

    assert ["pass"] * 2 + ["skipped"] * 5 == states["A101"] == states["A102"]
    assert ["skipped"] * 25 == states["A103"]
    passed = {result.anchor for result in found if result.code in ("A101", "A102") and result.status is Status.PASS}
    assert {f"t3.{sum_}.{column}" for sum_ in ("balance", "outcomes") for column in ("natural_person", "total")} == passed


def test_the_fee_that_lacks_a_digit() -> None:
    """63690 for 633690 is the only one-digit explanation of the missing 57.0000 万元."""
    (fees,) = [result for result in results("weihui-2021.txt") if result.code == "F101" and result.status is Status.FAIL]

    assert ("227.3466", "170.3466", "-57.0000", "万元") == (fees.expected, fees.actual, fees.difference, fees.unit)
    assert [("63690", "633690", "digit_dropped")] == [(s.printed, s.suggested, s.why) for s in fees.suspects]


@pytest.mark.parametrize("name", ["huaian-2024.pdf", "huaian-2024.layout.txt", "huaian-2024.lines.txt", "huaian-2024.stream.txt"])
def test_huaian_is_silent(name: str) -> None:
    """A report in which every sum and figure holds is met with silence, however it was extracted."""
    assert [] == [(result.code, result.anchor) for result in results(name) if result.status is Status.FAIL]


@pytest.mark.parametrize("name", ["suqian-2023.txt", "suqian-2024.txt", "shanghai-kewei-2024.torn.md"])
def test_no_error_where_there_is_none(name: str) -> None:
    """Questions and torn layouts are no errors."""
    assert [] == codes(results(name), Severity.ERROR)


def test_suqian_over_the_years() -> None:
    """121 carried forward is 121 carried over, and both stocks of table 2 roll on."""
    found = results("suqian-2024.txt", "suqian-2023.txt")
    years = {result.status for result in found if result.code in ("Y101", "Y102")}

    assert {Status.PASS} == years


def test_the_blank_that_must_be_one() -> None:
    """Shanghai's carried-forward total stands apart from its row: a blank that needs the value 1."""
    found = [
        result for result in results("shanghai-kewei-2024.torn.md") if result.code == "S304" and result.status is Status.FAIL
    ]

    assert [("t3.carried_forward.total", "1")] == [(result.anchor, result.expected) for result in found]
