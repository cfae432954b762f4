"""Narrowing an export leaves out exactly what was not asked for."""

from __future__ import annotations

import pytest

from db.exports.findings import findings
from db.exports.selection import Selection, code_matches
from rules.result import Severity
from tests.db.exports.audit import audited


@pytest.mark.parametrize(
    ("selection", "codes"),
    [
        (Selection(), ["X903", "X904", "X901", "own", "own", "X902"]),
        (Selection(verdicts=("confirmed",)), ["X901", "own", "own"]),
        (Selection(verdicts=("dismissed",)), ["X902"]),
        (Selection(severities=(Severity.WARNING,)), ["X901", "X904", "own", "X902"]),
        (Selection(codes=("X90",)), ["X903", "X904", "X901", "X902"]),
        (Selection(codes=("own",)), ["own", "own"]),
        (Selection(tags=("文字",)), ["own"]),
        (Selection(auditors=("王五",)), ["X903", "X902"]),
        (Selection(organs=("公安",)), ["X903", "X904", "X901", "own", "own", "X902"]),
    ],
)
def test_keeps_what_was_asked_for(selection: Selection, codes: list[str]) -> None:
    """Each demand keeps exactly its findings."""
    (chosen,) = selection.of([audited()])

    assert sorted(finding.code for finding in findings(chosen, "zh")) == sorted(codes)


@pytest.mark.parametrize("selection", [Selection(organs=("教育",)), Selection(years=(2020,)), Selection(verdicts=("fixed",))])
def test_leaves_out_reports_without_any(selection: Selection) -> None:
    """A report with nothing chosen is not in the export."""
    assert list(selection.of([audited()])) == []


def test_says_what_was_left_out() -> None:
    """The export names its filters."""
    assert Selection(severities=(Severity.ERROR,), years=(2021,)).described("en") == ("severity: error", "year: 2021")


def test_codes_match_by_beginning() -> None:
    """A family, a beginning or a whole code names rules, in any case."""
    assert code_matches("A101", ["a"])
    assert code_matches("A101", ["N", "A10"])
    assert not code_matches("A101", ["A102", "D"])
