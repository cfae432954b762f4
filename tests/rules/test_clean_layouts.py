"""Clean generated reports in every layout and format: no error, no warning, no broken rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from core.parse import parse
from core.readers.source import Source
from core.report import Report
from rules.check import check
from rules.result import Result, Severity, Status
from tests.forge import render_docx, render_html, render_pdf, render_xlsx
from tests.forge.mangled import SOURCES
from tests.forge.measure import read
from tests.forge.odd_layouts import ODD_LAYOUTS
from tests.forge.official import KnownReport, known_report
from tests.forge.other_hands import OTHER_HANDS
from tests.forge.random_report import random_report
from tests.forge.render_text import FRAMES, LAYOUTS, Layout, render

TEXTS: dict[str, Layout] = LAYOUTS | ODD_LAYOUTS
FORMATS: dict[str, Callable[[KnownReport], bytes]] = {
    "html": lambda report: render_html.page(report).encode(),
    "divs": lambda report: render_html.page(report, table=render_html.of_divs).encode(),
    "docx": render_docx.as_docx,
    "xlsx": render_xlsx.as_xlsx,
    "pdf": render_pdf.as_pdf,
}
WHOLE = ("pages", "wrapped", "furniture", "headings_split", "traditional", "blank_lines", "running_title")
"""Frames that lose nothing."""


def clean_reports(count: int) -> Iterator[KnownReport]:
    """Random reports of both forms, long and short, dense and empty."""
    for seed in range(count):
        yield random_report(seed, "2019" if seed % 3 == 2 else "2021")


def alarms(report: Report | None) -> list[Result]:
    """What a clean report must not draw."""
    assert report is not None
    return [
        each
        for each in check(report)
        if each.status is Status.BROKEN or (each.status is Status.FAIL and each.severity is not Severity.INFO)
    ]


@pytest.mark.parametrize("layout", TEXTS)
def test_no_layout_draws_an_alarm(layout: str) -> None:
    """Four reports in each text layout."""
    for seed, known in enumerate(clean_reports(4)):
        assert alarms(read(render(known, TEXTS[layout], seed=seed))) == [], seed


@pytest.mark.parametrize("layout", OTHER_HANDS)
def test_what_other_hands_make_of_the_tables_draws_no_alarm(layout: str) -> None:
    """Rows written as sentences are no narrative that contradicts the table; figures printed for each merged cell are one."""
    for seed, known in enumerate(clean_reports(3)):
        assert alarms(read(render(known, OTHER_HANDS[layout], seed=seed))) == [], seed


@pytest.mark.parametrize("frame", WHOLE)
def test_no_frame_draws_an_alarm(frame: str) -> None:
    """Page numbers, site furniture, wrapped lines, traditional characters around the same reports."""
    assert frame in FRAMES
    for seed, known in enumerate(clean_reports(4)):
        assert alarms(read(render(known, LAYOUTS["tabs_full"], [], [frame], seed))) == [], seed


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("form_id", ["2021", "2019"])
def test_no_format_draws_an_alarm(name: str, form_id: str) -> None:
    """A random and a known report in each file format."""
    for known in (random_report(6, form_id), known_report(7, form_id)):
        (report,) = parse(Source(f"report.{name}", FORMATS[name](known)))
        assert alarms(report) == []


@pytest.mark.parametrize("name", SOURCES)
def test_no_editor_or_exporter_draws_an_alarm(name: str) -> None:
    """Two reports as each of them leaves them."""
    for known in clean_reports(2):
        (report,) = parse(Source("x", SOURCES[name](known)))
        assert alarms(report) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(200))
def test_many_reports_draw_no_alarm(seed: int) -> None:
    """Two hundred reports, each in a layout of its own."""
    known = random_report(1000 + seed, "2019" if seed % 3 == 2 else "2021")
    layout = list(TEXTS)[seed % len(TEXTS)]

    assert alarms(read(render(known, TEXTS[layout], seed=seed))) == []
