"""Known reports as pdf files, with text or as scans, and as pictures."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from tests.forge.official import KnownReport, Placed

FONT = "STSong-Light"
WIDTH = A4[0] - 120
_BODY = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
_CELL = ParagraphStyle("cell", fontName=FONT, fontSize=8.5, leading=10.5, wordWrap="CJK", alignment=1)


def as_pdf(report: KnownReport, *, ruled: bool = True, page_numbers: bool = True) -> bytes:
    """A pdf of several pages; tables may run over a page break. Without `ruled` no line is drawn."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    flow: list[Flowable] = []
    for part in report.parts():
        if isinstance(part, str):
            flow.append(Paragraph(part, _BODY))
        else:
            flow += [Spacer(1, 6), _table(part, ruled=ruled), Spacer(1, 10)]
    stream = io.BytesIO()
    template = SimpleDocTemplate(stream, pagesize=A4, leftMargin=60, rightMargin=60, topMargin=70, bottomMargin=70, invariant=1)
    foot = _page_number if page_numbers else _nothing
    template.build(flow, onFirstPage=foot, onLaterPages=foot)
    return stream.getvalue()


def as_images(report: KnownReport, *, dpi: int = 200, slant: float = 0.0, noise: float = 0.0) -> list[Image.Image]:
    """The pages as a scanner sees them."""
    pages = []
    chance = np.random.default_rng(7)
    with pypdfium2.PdfDocument(as_pdf(report)) as document:
        for index in range(len(document)):
            image = document[index].render(scale=dpi / 72).to_pil().convert("L")
            if slant:
                image = image.rotate(slant, resample=Image.Resampling.BICUBIC, fillcolor=255)
            if noise:
                image = image.filter(ImageFilter.GaussianBlur(0.6))
                pixels = np.asarray(image, dtype=np.float64) + chance.normal(0, 255 * noise, (image.height, image.width))
                image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
            pages.append(image)
    return pages


def as_scan(report: KnownReport, *, dpi: int = 200, slant: float = 0.0, noise: float = 0.0) -> bytes:
    """A pdf that holds nothing but pictures of its pages."""
    pages = as_images(report, dpi=dpi, slant=slant, noise=noise)
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", resolution=dpi, save_all=True, append_images=pages[1:])
    return stream.getvalue()


def _table(cells: tuple[Placed, ...], *, ruled: bool) -> Table:
    rows = max(cell.row + cell.row_span for cell in cells)
    columns = max(cell.column + cell.column_span for cell in cells)
    data: list[list[object]] = [[""] * columns for _ in range(rows)]
    style: list[tuple[object, ...]] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("ALIGN", (0, 0), (-1, -1), "CENTER")]
    if ruled:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    for cell in cells:
        data[cell.row][cell.column] = Paragraph(cell.text, _CELL)
        if cell.row_span > 1 or cell.column_span > 1:
            end = (cell.column + cell.column_span - 1, cell.row + cell.row_span - 1)
            style.append(("SPAN", (cell.column, cell.row), end))
    return Table(data, colWidths=_widths(columns), style=TableStyle(style), repeatRows=0)


def _widths(columns: int) -> list[float]:
    shares = {10: [26, 44, 112, *[42] * 7], 4: [130, 115, 115, 115]}.get(columns, [31.6] * columns)
    return [share * WIDTH / sum(shares) for share in shares]


def _page_number(canvas: object, document: object) -> None:
    canvas.setFont(FONT, 9)  # type: ignore[attr-defined]
    canvas.drawCentredString(A4[0] / 2, 40, f"- {document.page} -")  # type: ignore[attr-defined]


def _nothing(canvas: object, document: object) -> None:
    """Pages without a foot."""
