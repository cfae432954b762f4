"""Known reports in every format: the tables arrive in their places, and every cell of the official forms is read."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import pytest

from core.document import Document, Grid, Paragraph
from core.parse import parse
from core.readers import Source, read
from tests.forge import render_docx, render_html, render_pdf, render_xlsx
from tests.forge.official import KnownReport, known_report

WITH_SPANS: dict[str, Callable[[KnownReport], bytes]] = {
    "html": lambda report: render_html.page(report).encode("utf-8"),
    "html, GB18030": lambda report: render_html.page(report).encode("gb18030"),
    "html, UTF-16": lambda report: render_html.page(report).encode("utf-16"),
    "html, a span a character": lambda report: render_html.page(report, inner=render_html.a_span_a_digit).encode(),
    "html, a paragraph a digit": lambda report: render_html.page(report, inner=render_html.a_paragraph_a_digit).encode(),
    "html in a layout table": lambda report: render_html.in_layout(report).encode(),
    "docx": render_docx.as_docx,
    "docx, a run a character": lambda report: render_docx.as_docx(report, split_runs=True),
    "xlsx": render_xlsx.as_xlsx,
    "xlsx, a sheet a table": lambda report: render_xlsx.as_xlsx(report, sheets=True),
    "pdf": render_pdf.as_pdf,
}
WITHOUT_SPANS: dict[str, Callable[[KnownReport], bytes]] = {
    "html, tables of divs": lambda report: render_html.page(report, inner=escape, table=render_html.of_divs).encode(),
    "pdf without lines": lambda report: render_pdf.as_pdf(report, ruled=False),
}


def tables_of(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    """The grids of a document as sorted places and texts without white space."""
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    return [
        sorted(
            (cell.row, cell.column, cell.row_span, cell.column_span, "".join(cell.text.split()))
            for row in grid.rows
            for cell in row
        )
        for grid in grids
    ]


@pytest.mark.parametrize("form_id", ["2021", "2019"])
@pytest.mark.parametrize("layout", WITH_SPANS)
def test_tables_keep_places_and_spans(layout: str, form_id: str) -> None:
    """Every cell of the three tables stands in its row and column with its spans."""
    report = known_report(11, form_id)
    expected = [
        sorted((*cell[1:5], "".join(cell.text.split())) for cell in part) for part in report.parts() if not isinstance(part, str)
    ]

    document = read(Source(layout, WITH_SPANS[layout](report)))

    assert expected == tables_of(document)


@pytest.mark.parametrize("form_id", ["2021", "2019"])
@pytest.mark.parametrize("layout", [*WITH_SPANS, *WITHOUT_SPANS])
def test_every_cell_is_read(layout: str, form_id: str) -> None:
    """A clean layout gives all 200 (form of 2019: 198) cells, the organ, the year and the form."""
    report = known_report(12, form_id)
    render = WITH_SPANS.get(layout) or WITHOUT_SPANS[layout]

    (found,) = parse(Source("报告", render(report)))

    assert (report.agency, report.year, form_id) == (found.agency, found.year, found.form)
    wrong = {key: (value, found.cells[key].raw) for key, value in report.values.items() if found.cells[key].raw != value}
    assert {} == wrong


@pytest.mark.parametrize("layout", [*WITH_SPANS, *WITHOUT_SPANS])
def test_places_point_into_the_text(layout: str) -> None:
    """Every block and cell is found in the document's text at its offsets."""
    render = WITH_SPANS.get(layout) or WITHOUT_SPANS[layout]
    document = read(Source(layout, render(known_report(13))))

    for block in document.blocks:
        parts = [block] if isinstance(block, Paragraph) else [cell for row in block.rows for cell in row]
        for part in parts:
            assert part.text == document.text[part.place.start : part.place.end]
