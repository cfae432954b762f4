"""Reports as the editors and exporters of county sites leave them."""

from __future__ import annotations

import json

import pytest

from core.parse import parse
from core.readers import Source, read
from core.report import CellState
from tests.forge.compare import Score, compare
from tests.forge.mangled import PAGES, SOURCES, TORN, as_json, page
from tests.forge.random_report import random_report
from tests.forge.render_text import render


@pytest.mark.parametrize("form_id", ["2021", "2019"])
@pytest.mark.parametrize("name", SOURCES)
def test_a_mangled_report_is_read_whole(name: str, form_id: str) -> None:
    """Every cell, the organ, the year and all six sections; nothing is a guess."""
    report = random_report(411, form_id)

    (found,) = parse(Source("x", SOURCES[name](report)))

    score = Score()
    compare(found, report.values, frozenset(report.values), score, name)
    assert ([], []) == (score.wrong_unmarked, score.missed)
    assert (report.agency, report.year, form_id) == (found.agency, found.year, found.form)
    assert [number for number in range(7) if found.section(number)] == [0, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("form_id", ["2021", "2019"])
@pytest.mark.parametrize("name", TORN)
def test_figures_torn_from_their_rows_mislead_nobody(name: str, form_id: str) -> None:
    """A row whose figures ran elsewhere shows no empty cell and no shortened figure as if it were sure."""
    score = Score()
    for seed in range(411, 416):
        report = random_report(seed, form_id)
        (found,) = parse(Source("x", page(report, TORN[name])))
        compare(found, report.values, frozenset(report.values), score, f"{name}#{seed}")

    assert [] == score.wrong_unmarked
    assert score.share >= 0.8, score.missed[:5]


def test_pictures_that_say_nothing_are_no_empty_cells() -> None:
    """A figure that is a picture without other words cannot be read; its cell is not blank. A spacer is nothing."""
    report = random_report(411, "2021")
    data = page(report, PAGES["pictures_of_figures"]).decode()
    dumb = data.replace("alt='", "alt='x" + "y" * 20)

    (found,) = parse(Source("x", dumb.encode()))
    (partly,) = parse(Source("x", data.replace("alt='0'", "").encode()))
    (spaced,) = parse(Source("x", data.replace("<img src='/n/0.png' alt='0'>", "<img src='/i/spacer.gif'>").encode()))

    assert not [cell for cell in found.cells.values() if cell.state in (CellState.BLANK, CellState.NUMBER)]
    noughts = [key for key, text in report.values.items() if text == "0"]
    assert not [key for key in noughts if partly.cells[key].state in (CellState.BLANK, CellState.NUMBER)]
    assert {CellState.BLANK} == {spaced.cells[key].state for key in noughts if key.startswith("t3.")}


def test_the_day_of_publication_in_a_dump() -> None:
    """A json field that names the day of publication is where it was found."""
    report = random_report(411, "2021")

    (found,) = parse(Source("x", as_json(report)))

    assert found.published is not None
    assert f"{report.year + 1}-01-16" == found.published.isoformat()


def test_plain_text_in_json() -> None:
    """A field of plain text is read as the text is without its wrapping."""
    report = random_report(411, "2021")
    wrapped = json.dumps({"code": 1, "rows": [{"title": report.title, "text": render(report, "tabs_full").text}]})

    (found,) = parse(Source("x", wrapped.encode()))

    assert report.values == {key: cell.raw for key, cell in found.cells.items()}


def test_a_feed() -> None:
    """A page in the character data of a feed is read as the page is."""
    report = random_report(411, "2021")
    inner = page(report, PAGES["first_row_empty"]).decode().partition("<body>")[2]
    feed = f"<rss><channel><item><description><![CDATA[{inner}]]></description></item></channel></rss>"

    (found,) = parse(Source("x", feed.encode()))

    assert report.values == {key: cell.raw for key, cell in found.cells.items()}


def test_no_json_is_left_as_it_is() -> None:
    """A text that begins with a bracket, and json without any text in it, are plain text."""
    for text in ("[2024] 年度报告\n\n一、总体情况\n情况良好。", '{"a": 1, "b": [2, 3]}', "[" * 5000):
        assert text.strip() == read(Source("x", text.encode())).text.strip()
