"""How long a report takes to read, as a ratio to a floor measured in the same run.

`python benchmarks/readers.py` prints a line a format and ends with status 1 when a ratio is above its target.
"""

from __future__ import annotations

import io
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import docx
import lxml.html
import pypdfium2

from core.readers import Source, read
from core.readers.pdf import read_pdf
from tests.forge import render_docx, render_html, render_pdf, render_xlsx
from tests.forge.official import KnownReport, known_report

ROUNDS = 9


class Race(NamedTuple):
    """A reader against its floor."""

    name: str
    floor_name: str
    reader: Callable[[], object]
    floor: Callable[[], object]
    target: float


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
    """Every reader that has a floor."""
    report = known_report(1)
    text = "\n".join(part if isinstance(part, str) else _tabs(part) for part in report.parts()).encode()
    page, word, pdf = site_page(report), render_docx.as_docx(report), render_pdf.as_pdf(report)
    workbook = render_xlsx.as_xlsx(report)
    return [
        Race("text", "splitting and finding numbers", lambda: read(Source("x", text)), lambda: _numbers(text), 60),
        Race("html", "an lxml parse", lambda: read(Source("x", page)), lambda: lxml.html.fromstring(page), 4),
        Race("docx", "a python-docx cell walk", lambda: read(Source("x", word)), lambda: _walk(word), 2),
        Race("pdf", "pypdfium2's text", lambda: read_pdf(Source("x", pdf)), lambda: _pdf_text(pdf), 25),
        Race("xlsx", "an openpyxl load", lambda: read(Source("x", workbook)), lambda: _load(workbook), 2),
    ]


def best(run: Callable[[], object]) -> float:
    """The shortest of several rounds in milliseconds of the processor, which other work on the machine does not move."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times) * 1000


def main() -> int:
    """Run every race and print its line."""
    worst = 0
    for race in races():
        reader, floor = best(race.reader), best(race.floor)
        met = reader <= floor * race.target
        worst |= not met
        verdict = "ok" if met else "ABOVE TARGET"
        ratio = f"{reader / floor:5.1f} x {race.floor_name} ({floor:.2f} ms)"
        print(f"{race.name:20} {reader:8.2f} ms = {ratio}, target {race.target:g} x  {verdict}")
    return worst


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
