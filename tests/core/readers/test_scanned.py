"""Scans and images: recognised offline where the extra is installed, one clear line where it is not."""

from __future__ import annotations

import io
from dataclasses import replace
from importlib.util import find_spec

import pytest
from PIL import Image, ImageDraw, ImageFont

from core.document import Grid, UnreadableSource
from core.parse import parse
from core.readers import Source, read, scanned
from core.readers.pdf_page import Glyph, Page
from core.report import CellState
from core.words import say
from tests.forge import render_html, render_pdf
from tests.forge.official import known_report

needs_recognition = pytest.mark.skipif(find_spec("rapidocr") is None, reason="needs the ocr extra")


def picture() -> bytes:
    """A ruled table of figures as an image; the third cell is empty."""
    image = Image.new("L", (1500, 420), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(40)
    for row, texts in enumerate([("1288", "0", ""), ("47", "-", "3050"), ("96171.6", "7", "12")]):
        for column, text in enumerate(texts):
            draw.rectangle((40 + 470 * column, 30 + 120 * row, 510 + 470 * column, 150 + 120 * row), outline=0, width=3)
            draw.text((180 + 470 * column, 62 + 120 * row), text, font=font, fill=0)
    stream = io.BytesIO()
    image.save(stream, "PNG", dpi=(200, 200))
    return stream.getvalue()


@needs_recognition
def test_ruled_cells_of_an_image() -> None:
    """Every cell of a ruled table in an image is read in its place, an empty one as empty."""
    document = read(Source("x.png", picture()))

    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert [["1288", "0", ""], ["47", "-", "3050"], ["96171.6", "7", "12"]] == [[cell.text for cell in row] for row in grid.rows]
    assert ("reader.recognised",) == document.notes
    assert "image/png" == document.media_type


@needs_recognition
def test_a_doubtful_figure_is_no_number() -> None:
    """A figure that was read without certainty carries a mark and is not taken for a number."""
    ocr = pytest.importorskip("core.readers.ocr")
    ocr_image = pytest.importorskip("core.readers.ocr_image")
    patch = ocr_image.Patch(0, 0, 20, 40)

    assert ["7", "7\N{REPLACEMENT CHARACTER}", "7777\N{REPLACEMENT CHARACTER}", "规章"] == [
        ocr.marked(text, score, patch) for text, score in (("7", 0.99), ("7", 0.5), ("7777", 0.99), ("规章", 0.5))
    ]


@needs_recognition
def test_a_page_read_badly_is_certain_of_nothing() -> None:
    """Where a quarter of the figures is in doubt all are, and a cell without ink may have lost its figure."""
    ocr = pytest.importorskip("core.readers.ocr")
    ocr_image = pytest.importorskip("core.readers.ocr_image")
    figures = [Glyph("7" if number % 3 else "7\N{REPLACEMENT CHARACTER}", number, 0, number + 1, 9) for number in range(9)]
    word = Glyph("规章", 0, 20, 9, 29)
    empty = [ocr_image.Patch(10, 10, 20, 20)]

    doubted = ocr._all_in_doubt([*figures, word], empty, 1.0)

    assert ["7\N{REPLACEMENT CHARACTER}"] * 9 + ["规章", "\N{REPLACEMENT CHARACTER}"] == [glyph.text for glyph in doubted]
    assert [*figures[:5], word] == ocr._all_in_doubt([*figures[:5], word], empty, 1.0)


@needs_recognition
def test_a_stamp_across_cells() -> None:
    """A stroke that passes an edge of a cell is seen, a figure inside is none; a thick bar that ends nowhere is no ruled line."""
    import numpy as np

    ocr_image = pytest.importorskip("core.readers.ocr_image")
    bare = np.zeros((200, 400), np.uint8)
    bare[80:100, 60:72] = 255  # a figure in the left cell
    bare[140:146, 150:195] = 255  # a stroke on both sides of the line at 200, which was cleared away with what touched it
    bare[140:146, 205:250] = 255
    ruled = np.zeros((200, 400), np.uint8)
    ruled[[20, 21, 22, 180, 181, 182], 20:380] = 255
    ruled[20:183, 20:23] = ruled[20:183, 377:380] = 255
    ruled[100:107, 90:300] = 255

    crossed = [ocr_image.is_crossed(bare, ocr_image.Patch(left, 20, left + 180, 110), 200) for left in (20, 200)]
    both = [ocr_image.is_crossed(bare, ocr_image.Patch(left, 110, left + 180, 180), 200) for left in (20, 200)]
    ruling = ocr_image.ruling_of(ruled, 200)

    assert ([False, False], [True, True]) == (crossed, both)
    assert 2 == len(ruling.across)
    assert 2 == len(ruling.down)


@needs_recognition
def test_pale_print() -> None:
    """Ink that is hardly darker than its paper is made black; an even page stays as it is."""
    import numpy as np

    ocr_image = pytest.importorskip("core.readers.ocr_image")
    pale = np.full((100, 100), 200, np.uint8)
    pale[40:60, 20:80] = 150

    assert [0, 255] == sorted({int(level) for level in ocr_image.contrasted(pale).ravel()})
    assert {200} == {int(level) for level in ocr_image.contrasted(np.full((9, 9), 200, np.uint8)).ravel()}


@needs_recognition
def test_dirt_beside_a_figure() -> None:
    """Specks of a bad scan are no ink, a dash is; what stands beside a figure in its cell leaves both in doubt."""
    import numpy as np

    ocr = pytest.importorskip("core.readers.ocr")
    ocr_image = pytest.importorskip("core.readers.ocr_image")
    ink = np.zeros((100, 300), np.uint8)
    ink[40:62, 100:110] = 255  # a digit
    ink[50:52, 200:212] = 255  # a dash
    ink[20:23, 30:33] = 255  # a speck
    bare = ocr_image.without_specks(ink, 200)

    patches = ocr_image.ink_lines(bare, ocr_image.Patch(0, 0, 300, 100), 200)

    assert [(100, 40, 110, 62), (200, 50, 212, 52)] == [tuple(patch) for patch in patches]
    assert [patches, patches] == ocr._on_one_line([patches, patches[:1]])


@pytest.mark.parametrize("data", [picture(), b"scan"], ids=["image", "scanned pdf"])
def test_without_the_extra(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra an image and a scanned pdf say how to get it."""
    monkeypatch.setattr(scanned, "recognition_installed", lambda: False)
    if data == b"scan":
        image = Image.open(io.BytesIO(picture()))
        stream = io.BytesIO()
        image.save(stream, "PDF")
        data = stream.getvalue()

    with pytest.raises(UnreadableSource) as raised:
        (scanned.read_pdf_or_scan if data.startswith(b"%PDF") else scanned.read_image)(Source("x", data), lambda pages: None)

    assert "gouji[ocr]" in say(raised.value.word, "zh")


def test_which_pages_need_recognition() -> None:
    """A page that is all image needs it, and one whose characters mean nothing; text and an empty page do not."""
    from core.document import Box
    from core.readers.pdf import needs_recognition

    def page(text: str, image: bool) -> Page:
        glyphs = [Glyph(character, 10.0 * index, 100, 10.0 * index + 9, 110) for index, character in enumerate(text)]
        return Page(1, 595, 842, glyphs, images=[Box(0, 0, 595, 842)] if image else [])

    assert needs_recognition(page("", image=True))
    assert needs_recognition(page("\ue001\ue002\ue003" * 30, image=False))
    assert not needs_recognition(page("", image=False))
    assert not needs_recognition(page("本年度新收政府信息公开申请四十七件" * 4, image=True))


@needs_recognition
@pytest.mark.slow
@pytest.mark.parametrize(("form_id", "slant", "noise"), [("2021", 0.0, 0.0), ("2019", 0.7, 0.04)])
def test_a_scanned_report(form_id: str, slant: float, noise: float) -> None:
    """A report scanned at 200 dpi, straight or slanted and grainy, is read to 99 % and what is wrong is marked."""
    report = known_report(5, form_id)

    (found,) = parse(Source("scan.pdf", render_pdf.as_scan(report, slant=slant, noise=noise)))

    wrong = {key for key, value in report.values.items() if (found.cells[key].raw or "").replace(" ", "") != value}
    assert len(wrong) <= len(report.values) * 0.01
    assert not [key for key in wrong if found.cells[key].state == CellState.NUMBER]


@pytest.mark.parametrize("key", ["t2.licences.decisions", "t2.regulations.in_force", "t3.granted.business", "t4.review.pending"])
def test_a_marked_figure_is_taken_for_no_number(key: str) -> None:
    """Wherever the mark of doubt stands in a table, its cell has no value."""
    report = known_report(5)
    doubted = replace(report, values={**report.values, key: "7375\N{REPLACEMENT CHARACTER}"})

    (found,) = parse(Source("x.html", render_html.page(doubted).encode()))

    assert found.cells[key].state in (CellState.UNREADABLE, CellState.ABSENT)
    wrong = {other for other, value in report.values.items() if other != key and found.cells[other].raw != value}
    assert not {other for other in wrong if found.cells[other].state is CellState.NUMBER and not found.cells[other].inferred}
