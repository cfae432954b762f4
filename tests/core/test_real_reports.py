"""Real reports, read exactly as their figures were taken down by hand."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from core.parse import parse
from core.readers.source import Source
from core.report import CellState, Report

REPORTS = Path(__file__).parents[2] / "../shared/reports"
pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="the real reports are not here")

EXTRACTIONS = [
    ("huaian-2024.pdf", "huaian-2024"),
    ("huaian-2024.layout.txt", "huaian-2024"),
    ("huaian-2024.lines.txt", "huaian-2024"),
    ("huaian-2024.stream.txt", "huaian-2024"),
    ("huaian-2024.tables-only.txt", "huaian-2024"),
    ("suqian-2023.txt", "suqian-2023"),
    ("suqian-2024.txt", "suqian-2024"),
    ("shanghai-kewei-2024.torn.md", "shanghai-kewei-2024"),
]


def read(name: str) -> Report:
    """The only report of a file."""
    reports = parse(Source(name, (REPORTS / name).read_bytes()))
    assert 1 == len(reports)
    return reports[0]


@pytest.mark.parametrize(("name", "expected"), EXTRACTIONS)
def test_every_figure_is_in_its_place(name: str, expected: str) -> None:
    """Whatever an extractor made of a report, each cell holds the figure taken down by hand."""
    known = json.loads((REPORTS / f"{expected}.cells.json").read_text("utf-8"))
    report = read(name)

    wrong = {key: report.cells[key] for key, value in known["cells"].items() if report.cells[key].value != Decimal(value)}
    assert {} == wrong
    assert known["blank"] == [key for key, cell in report.cells.items() if cell.state is CellState.BLANK]
    assert known["form"] == report.form
    assert known["year"] == report.year


@pytest.mark.parametrize(("name", "expected"), EXTRACTIONS)
def test_a_report_that_is_whole_shows_no_structural_fault(name: str, expected: str) -> None:
    """Layout damage that could be undone leaves no ragged, missing or strange row behind."""
    report = read(name)

    assert () == report.extra_rows
    for table in report.tables.values():
        assert ((), (), ()) == (table.ragged_rows, table.missing_rows, table.lost_columns)


@pytest.mark.parametrize("name", [name for name, _ in EXTRACTIONS if name.endswith((".txt", ".md", ".pdf"))])
def test_segments_lead_back_to_the_source(name: str) -> None:
    """Every stretch of a section's text stands unchanged in the source at the place that its segment names."""
    report = read(name)

    for section in report.sections:
        for segment in section.segments:
            found = report.source_text[segment.source : segment.source + segment.length]
            assert section.text[segment.start : segment.start + segment.length] == found


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("huaian-2024.layout.txt", "淮安市人民政府"),
        ("huaian-2024.tables-only.txt", "淮安市人民政府"),
        ("suqian-2023.txt", "宿迁市"),
        ("weihui-2021.txt", "卫辉市公安局"),
        ("shanghai-kewei-2024.torn.md", "上海市科委"),
    ],
)
def test_the_organ_is_found(name: str, agency: str) -> None:
    """The organ comes from the title, or from the sentence that says who compiled the report."""
    assert agency == read(name).agency


def test_one_lost_column_is_one_structural_fact() -> None:
    """Six figures under seven headings: the outer two keep the form's order, the five between have no place."""
    report = read("weihui-2021.txt")
    table = report.tables["t3"]

    rows = [key for key in report.cells if key.startswith("t3.")]
    outer = [key for key in rows if key.endswith((".natural_person", ".total"))]
    assert all(report.cells[key].state is CellState.NUMBER and report.cells[key].inferred for key in outer)
    assert all(report.cells[key].state is CellState.ABSENT for key in rows if key not in outer)
    assert (Decimal(47), Decimal(47)) == (report.cells["t3.new.natural_person"].value, report.cells["t3.total.total"].value)
    assert ("business", "research", "public_interest", "legal_service", "other_org", "natural_person") == table.lost_columns
    assert (25, {6}) == (len(table.ragged_rows), {row.found for row in table.ragged_rows})
    assert () == table.used_identities + table.missing_rows + table.moved_rows


def test_a_misprinted_header_is_noted_once() -> None:
    """A header with a wrong character heads its column all the same and is noted."""
    report = read("weihui-2021.txt")

    notes = [(note.printed, note.official, note.key) for table in report.tables.values() for note in table.label_notes]
    assert [("本年度止件数", "本年废止件数", "repealed")] == notes
    assert ["75", "0", "75"] == [report.cells[f"t2.normative_documents.{c}"].raw for c in ("issued", "repealed", "in_force")]
    assert ["86621", "1120", "45", "227.3466"] == [
        report.cells[key].raw
        for key in ("t2.licences.decisions", "t2.penalties.decisions", "t2.coercive_measures.decisions", "t2.fees.amount")
    ]
    assert "9 0 6 1 16 8 0 5 1 14 0 0 0 0 0" == " ".join(report.cells[k].raw or "" for k in report.cells if k.startswith("t4."))
