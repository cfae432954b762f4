"""The queue's filter as a line of words, and the queue's groups."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words import LANGUAGES
from db.views import FindingFilter, FindingOrder, FindingRow
from rules.audit import VERDICTS
from rules.result import Severity, Status
from tui.queue.filter_text import parse_filter, write_filter
from tui.queue.groups import GroupedFindings, GroupRow

CODES = ("S101", "S302", "A101", "A102", "A201", "N201", "F101")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", FindingFilter()),
        ("A1", FindingFilter(codes=("A101", "A102"))),
        ("ａ１０１ 错误 error", FindingFilter(codes=("A101",), severities=(Severity.ERROR,))),
        ("待判 asked 2021 ２０２２", FindingFilter(verdicts=("open", "asked"), years=(2021, 2022))),
        ("＃重点 ＠李 own", FindingFilter(codes=("own",), tag="重点", auditor="李")),
        ("卫辉市　公安局 “结转 上年”", FindingFilter(agency_text="卫辉市 公安局", text="结转 上年")),
        ('stale "[/b]', FindingFilter(only="stale", text="[/b]")),
        ("Z999 B", FindingFilter(agency_text="Z999 B")),
    ],
)
def test_words_become_a_filter(text: str, found: FindingFilter) -> None:
    """Each kind of word is known by its look or its name in either language; the rest is an organ."""
    assert parse_filter(text, CODES) == found


@given(
    st.builds(
        FindingFilter,
        codes=st.lists(st.sampled_from(CODES), unique=True).map(lambda found: tuple(sorted(found, key=CODES.index))),
        severities=st.lists(st.sampled_from(Severity), unique=True).map(tuple),
        verdicts=st.lists(st.sampled_from(VERDICTS), unique=True).map(tuple),
        years=st.lists(st.integers(2008, 2035), unique=True).map(tuple),
        tag=st.sampled_from((None, "重点", "a1")),
        auditor=st.sampled_from((None, "li")),
        only=st.sampled_from(("all", "stale", "conflicts")),
        text=st.sampled_from(("", "结转 47")),
        agency_text=st.sampled_from(("", "公安局")),
    ),
    st.sampled_from(LANGUAGES),
)
def test_a_written_filter_reads_back(found: FindingFilter, language: str) -> None:
    """A filter written as words, in either language, is the same filter again."""
    again = parse_filter(write_filter(found, language, CODES), CODES)  # type: ignore[arg-type]
    assert replace(again, codes=tuple(sorted(again.codes, key=CODES.index))) == found


def finding(code: str, number: int) -> FindingRow:
    """One row of the queue."""
    return FindingRow(
        number, f"{number:032x}", "云岭市公安局", 2021, code, "x", 3, Severity.ERROR, Status.FAIL, "open", "", (), None, None,
        False, False, "问题",
    )  # fmt: skip


class Found:
    """Findings in memory."""

    def __init__(self, rows: Sequence[FindingRow]) -> None:
        self._rows = list(rows)

    def count(self) -> int:
        """How many."""
        return len(self._rows)

    def rows(self, offset: int, limit: int) -> list[FindingRow]:
        """A stretch of them."""
        return self._rows[offset : offset + limit]

    def next_open(self, start: int) -> int | None:
        """The next open one."""
        return next((place for place in range(start, len(self._rows)) if self._rows[place].verdict == "open"), None)

    def previous_open(self, end: int) -> int | None:
        """The last open one before."""
        return next((place for place in reversed(range(end)) if self._rows[place].verdict == "open"), None)


@pytest.mark.parametrize("folded", [(), ("A101",), ("A101", "N201", "S101")])
@pytest.mark.parametrize("page", [1, 2, 3, 100])
def test_groups_are_read_in_stretches(folded: tuple[str, ...], page: int) -> None:
    """Whatever the stretches, the lines are each rule's line and then its findings unless it is folded."""
    of = {"S101": 2, "A101": 5, "N201": 1, "A102": 0}
    grouped = GroupedFindings(
        lambda wanted, _: Found([finding(wanted.codes[0], n) for n in range(of[wanted.codes[0]])]),
        FindingFilter(),
        FindingOrder(),
        tuple(of),
        folded,
    )
    expected: list[object] = []
    for code, count in of.items():
        if count:
            expected.append(GroupRow(code, count, code in folded))
            expected += [] if code in folded else [finding(code, number) for number in range(count)]
    lines = [row for offset in range(0, grouped.count(), page) for row in grouped.rows(offset, page)]
    assert lines == expected
    for start in range(len(lines) + 2):
        open_lines = (line for line, row in enumerate(expected) if line >= start and isinstance(row, FindingRow))
        assert grouped.next_open(start) == next(open_lines, None)
    assert expected[grouped.line_of("A101")] == GroupRow("A101", 5, "A101" in folded)
