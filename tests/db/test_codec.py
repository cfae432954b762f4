"""Reports and results survive being taken apart into rows."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from core.document import UnreadableSource
from core.parse import parse
from core.readers.source import Source
from core.report import Cell, Report
from db.codec import (
    RESULT_COLUMNS,
    ReportRows,
    pack,
    report_from_rows,
    result_from_row,
    result_row,
    unpack,
)
from db.errors import WorkspaceError
from rules.check import check
from rules.result import (
    CellEvidence,
    MissingEvidence,
    OtherReport,
    Reason,
    Result,
    Severity,
    SourceEvidence,
    Status,
    Suspect,
    TextEvidence,
)
from tests.db.reports import report

SAMPLES = Path(__file__).parents[2] / "sample_reports"
SMALL = sorted(path for path in SAMPLES.rglob("*") if path.suffix in (".txt", ".html", ".md", ".htm"))


def there_and_back(given: Report) -> Report:
    """Through the rows."""
    rows = ReportRows(given)
    return report_from_rows(rows.sections, rows.cells, rows.details)


def test_a_report_with_every_kind_of_value_survives() -> None:
    """Places, boxes, states, tables, breakdowns, segments, dates."""
    given = report(cells={"t3.new.total": "", "t3.granted.total": "-", "t3.total.total": "?x", "t2.fees.amount": "1.50"})

    assert there_and_back(given) == given
    assert there_and_back(given).cells["t2.fees.amount"].value is not None


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.name)
def test_real_readings_and_results_survive(path: Path) -> None:
    """What the project's own reader and rules make of its sample reports."""
    try:
        found = parse(Source(path.name, path.read_bytes()))
    except UnreadableSource:
        return
    for one in found:
        assert there_and_back(one) == one
        for result in check(one):
            row = dict(zip(RESULT_COLUMNS, result_row(0, result, "f" * 32, None), strict=True))
            assert result_from_row(row) == result


def test_a_result_with_every_kind_of_value_survives() -> None:
    """Each evidence, a suspect with and without a suggestion, nested parameters."""
    other = OtherReport("某局", 2020)
    given = Result(
        "F101",
        "a",
        Status.SKIPPED,
        Severity.INFO,
        0,
        variant="v",
        parameters={"a": (1, None, ("x", (2,))), "b": "t", "c": None},
        evidence=(
            CellEvidence("t3.new.total", None, other),
            TextEvidence(1, 2, 3, "文"),
            MissingEvidence("x", 0, other),
            SourceEvidence("file_name", "n"),
        ),
        suspects=(Suspect("1", None, "unit", cell="t3.new.total"), Suspect("1", "2", "omitted", section=1, start=0, end=2)),
        reason=Reason("absent_cell", {"cells": ("a", "b")}),
        group="g1",
        uses=(other,),
    )
    row = dict(zip(RESULT_COLUMNS, result_row(0, given, "f" * 32, "句"), strict=True))

    assert result_from_row(row) == given


def test_no_field_of_a_cell_is_forgotten() -> None:
    """Whoever adds a field to cells must store it: the rows hold these and no others."""
    assert set(Cell.__dataclass_fields__) == {
        *("key", "state", "value", "raw", "place", "inferred", "corrected", "unit", "note"),
    }


def test_no_field_of_a_result_is_forgotten() -> None:
    """The same for results, whose evidence and parameters stand in `details`."""
    in_details = {"parameters", "evidence", "suspects", "reason", "uses", "group"}
    assert set(Result.__dataclass_fields__) - in_details <= set(RESULT_COLUMNS)


def test_a_bomb_and_a_cut_record_are_refused() -> None:
    """A workspace someone sends cannot fill the memory."""
    with pytest.raises(WorkspaceError):
        unpack(pack(b"\x00" * 10_000_000), most=1_000_000)
    with pytest.raises(WorkspaceError):
        unpack(pack(b"hello" * 100)[:-5])
    with pytest.raises(WorkspaceError):
        unpack(b"no zlib")
    with pytest.raises(WorkspaceError):
        report_from_rows([], [], zlib.compress(b'{"source": 1}'))
