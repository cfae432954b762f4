"""How long a report takes to read, as a ratio to a floor measured in the same run.

`python benchmarks/readers.py` prints a line a format and ends with status 1 when a ratio is above its target.
"""

from __future__ import annotations

import io
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import docx
import lxml.html
import pypdfium2

from core.parse import parse
from core.readers import Source, read
from core.readers.pdf import read_pdf
from tests.forge import render_docx, render_html, render_pdf, render_xlsx
from tests.forge.official import KnownReport, known_report

ROUNDS = 9
TEXTS = 40
"""So many different reports stand for a folder: what is remembered from one helps the next only where they are alike."""


class Race(NamedTuple):
    """A reader against its floor, both over the same sources."""

    name: str
    floor_name: str
    reader: Callable[[bytes], object]
    floor: Callable[[bytes], object]
    sources: Sequence[bytes]
    target: float | None = None
    """None where a line is there to be looked at only."""


def site_page(report: KnownReport) -> bytes:
    """A report as a site publishes it: word-processor markup within the site's own sheets, scripts, menus and links."""
    page = render_html.page(report, inner=render_html.a_span_a_digit)
    head = (
        "<style>" + ".menu li a{color:#333;padding:0 12px}\n" * 300 + "</style><script>" + "var item = {};\n" * 400 + "</script>"
    )
    menu = (
        "<ul>"
        + "".join(f'<li class="item"><a href="/col/col{number}/index.html">栏目{number}</a></li>' for number in range(150))
        + "</ul>"
    )
    return page.replace("</head>", head + "</head>").replace("<body>", "<body>" + menu).encode()


def races() -> list[Race]:
    """Every reader alone, and the whole way from bytes to a report where that has a target."""
    reports = [known_report(seed, "2021" if seed % 3 else "2019") for seed in range(1, TEXTS + 1)]
    texts = [_as_text(report) for report in reports]
    pages = [site_page(report) for report in reports[:4]]
    words, pdfs = [render_docx.as_docx(reports[0])], [render_pdf.as_pdf(reports[0])]
    workbooks = [render_xlsx.as_xlsx(reports[0])]
    return [
        Race("text", "splitting and finding numbers", _read, _numbers, texts, 60),
        Race("text, whole way", "splitting and finding numbers", _parse, _numbers, texts, 60),
        Race("html", "an lxml parse", _read, lxml.html.fromstring, pages, 4),
        Race("html, whole way", "an lxml parse", _parse, lxml.html.fromstring, pages),
        Race("docx", "a python-docx cell walk", _read, _walk, words, 2),
        Race("pdf", "pypdfium2's text", lambda data: read_pdf(Source("x", data)), _pdf_text, pdfs, 25),
        Race("xlsx", "an openpyxl load", _read, _load, workbooks, 2),
    ]


def best(race: Race) -> tuple[float, float]:
    """Milliseconds of the processor a source, reader and floor: the least of several rounds, taken in turns.

    Both then had the same quiet moments, whatever else the machine does.
    """
    least = [[float("inf")] * len(race.sources) for _ in range(2)]
    for _ in range(ROUNDS):
        for number, source in enumerate(race.sources):
            for runner, run in enumerate((race.reader, race.floor)):
                start = time.process_time()
                run(source)
                least[runner][number] = min(least[runner][number], time.process_time() - start)
    reader, floor = (sum(times) * 1000 / len(race.sources) for times in least)
    return reader, floor


def main() -> int:
    """Run every race and print its line."""
    worst = 0
    for race in races():
        reader, floor = best(race)
        met = race.target is None or reader <= floor * race.target
        worst |= not met
        ratio = f"{reader / floor:5.1f} x {race.floor_name} ({floor:.2f} ms)"
        verdict = "no target" if race.target is None else f"target {race.target:g} x  {'ok' if met else 'ABOVE TARGET'}"
        print(f"{race.name:20} {reader:8.2f} ms = {ratio}, {verdict}")
    return worst


def _read(data: bytes) -> object:
    return read(Source("x", data))


def _parse(data: bytes) -> object:
    return parse(Source("x", data))


def _as_text(report: KnownReport) -> bytes:
    return "\n".join(part if isinstance(part, str) else _tabs(part) for part in report.parts()).encode()


def _tabs(cells: object) -> str:
    rows: dict[int, list[str]] = {}
    for cell in cells:  # type: ignore[attr-defined]
        rows.setdefault(cell.row, []).append(cell.text)
    return "\n".join("\t".join(row) for row in rows.values())


def _numbers(data: bytes) -> int:
    return sum(len(re.findall(r"\d+", line)) for line in data.decode().split("\n"))


def _walk(data: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(data))
    return [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def _pdf_text(data: bytes) -> int:
    with pypdfium2.PdfDocument(data) as document:
        return sum(len(document[index].get_textpage().get_text_range()) for index in range(len(document)))


def _load(data: bytes) -> list[tuple[object, ...]]:
    import openpyxl

    return [row for sheet in openpyxl.load_workbook(io.BytesIO(data)) for row in sheet.iter_rows(values_only=True)]


if __name__ == "__main__":
    raise SystemExit(main())
