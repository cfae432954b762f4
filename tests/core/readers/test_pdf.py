"""Pdf files with text: lines, paragraphs, ruled tables and their pages."""

from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from core.document import Document, Grid, Paragraph
from core.readers import Source
from core.readers.pdf import read_pdf
from core.readers.pdf_page import Page, Rule
from core.readers.pdf_tables import ruled_tables

FONT = "STSong-Light"


def drawn(*pages: Callable[[canvas.Canvas], None], rotate: int = 0) -> Document:
    """A pdf of pages that functions draw, read."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = io.BytesIO()
    paper = canvas.Canvas(stream, pagesize=(595, 842))
    for page in pages:
        paper.setFont(FONT, 12)
        paper.setPageRotation(rotate)
        page(paper)
        paper.showPage()
    paper.save()
    return read_pdf(Source("x", stream.getvalue()))


def text_at(*entries: tuple[float, float, str]) -> Callable[[canvas.Canvas], None]:
    """A page with texts at places (from the left, from the top)."""

    def draw(paper: canvas.Canvas) -> None:
        for x, y, text in entries:
            paper.drawString(x, 842 - y, text)

    return draw


def test_lines_are_told_from_paragraphs() -> None:
    """A line that fills its measure goes on in the next, unless that one is indented."""
    full = "本年度围绕中心工作主动公开政府信息回应社会关切提高"
    document = drawn(
        text_at((84, 100, full[:-2]), (60, 120, full), (60, 140, "工作水平。"), (84, 160, full[:-2]), (60, 180, "完"))
    )

    assert [True, True, False, True, False] == [block.wrapped for block in document.blocks if isinstance(block, Paragraph)]


def test_page_numbers_and_running_heads_stay_out() -> None:
    """Numbers at the foot and words repeated at the head of the pages are no paragraphs; a year in the text is."""
    pages = [
        text_at((60, 30, "某某局年度报告汇编"), (60, 400, f"正文{number}"), (290, 810, f"- {number} -")) for number in range(1, 5)
    ]

    assert [f"正文{number}" for number in range(1, 5)] == [
        block.text for block in drawn(*pages).blocks if isinstance(block, Paragraph)
    ]
    assert ["2023"] == [block.text for block in drawn(text_at((60, 400, "2023"))).blocks if isinstance(block, Paragraph)]


def test_places_name_page_and_box() -> None:
    """A paragraph knows its page and its box from the top left, also on a rotated page."""
    document = drawn(text_at((60, 100, "一、总体情况")), text_at((60, 200, "二")))

    first, second = document.blocks
    assert (1, 2) == (first.place.page, second.place.page)
    assert first.place.box is not None
    assert 55 < first.place.box.left < 65
    assert 85 < first.place.box.top < 105
    turned = drawn(text_at((60, 100, "旋转")), rotate=90).blocks[0]
    assert turned.place.box is not None
    assert turned.place.box.left > 700


def test_table_goes_on_over_a_page_break() -> None:
    """The rest of a table on the next page is joined; the columns of both pages are one set."""

    def page(rows: list[tuple[str, str, str]], top: float) -> Callable[[canvas.Canvas], None]:
        def draw(paper: canvas.Canvas) -> None:
            for index, row in enumerate(rows):
                for column, text in enumerate(row):
                    paper.drawString(65 + 150 * column, 842 - top - 20 * index - 15, text)
            paper.grid([60, 210, 360, 510], [842 - top - 20 * index for index in range(len(rows) + 1)])
            paper.drawString(290, 842 - 815, "第1页 共2页")

        return draw

    document = drawn(page([("甲", "1", "2"), ("乙", "3", "")], 700), page([("丙", "5", "6")], 60))

    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert [["甲", "1", "2"], ["乙", "3", ""], ["丙", "5", "6"]] == [[cell.text for cell in row] for row in grid.rows]
    assert [1, 1, 2] == [row[0].place.page for row in grid.rows]


def test_figures_broken_by_narrow_cells() -> None:
    """Digits on two lines of a cell that has no room for them on one are one figure; others are not joined."""

    def draw(paper: canvas.Canvas) -> None:
        for x, y, text in ((62, 100, "39857"), (62, 114, "58"), (105, 100, "12"), (105, 114, "30")):
            paper.drawString(x, 842 - y, text)
        paper.grid([60, 100, 300], [842 - 85, 842 - 120, 842 - 150])

    (grid,) = drawn(draw).blocks

    assert isinstance(grid, Grid)
    assert ["3985758", "12\n30"] == [cell.text for cell in grid.rows[0]]


def test_tables_with_open_sides() -> None:
    """Columns outside the outermost upright lines exist when the level lines run on over them."""
    page = Page(1, 595, 842)
    page.horizontal = [Rule(100 + 20 * index, 60, 500) for index in range(4)]
    page.vertical = [Rule(x, 100, 160) for x in (200, 350)]

    (table,) = ruled_tables(page)

    assert ([60, 200, 350, 500], 9) == (table.xs, len(table.regions))


def test_borders_drawn_cell_by_cell_and_merged_cells() -> None:
    """Pieces of lines are one line, and a place where a piece is missing is a merged cell."""
    page = Page(1, 595, 842)
    page.horizontal = [Rule(y, x, x + 50) for y in (100, 120, 140) for x in (60, 110) if (y, x) != (120, 60)]
    page.vertical = [Rule(x + 0.4 * (y == 100), y, y + 20) for x in (60, 110, 160) for y in (100, 120)]

    (table,) = ruled_tables(page)

    assert [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)] == [region[:4] for region in table.regions]


def test_frames_and_underlines_are_no_tables() -> None:
    """A frame around text and lines under words make no table."""

    def draw(paper: canvas.Canvas) -> None:
        paper.rect(50, 50, 495, 742)
        paper.drawString(60, 700, "某某局 2023 年度报告")
        paper.line(60, 698, 160, 698)

    assert all(isinstance(block, Paragraph) for block in drawn(draw).blocks)


def test_columns_without_lines() -> None:
    """Figures under each other are columns: empty places stay empty, broken labels are whole, labels alone are rows."""
    header = [(200, 100, "自然人"), (260, 100, "商业企"), (266, 114, "业"), (320, 100, "总计")]
    rows = [(60, 140, "一、新收"), (206, 140, "47"), (270, 140, "3"), (326, 140, "50")]
    broken = [(60, 163, "1.要求行政机关确认或"), (60, 177, "重新出具"), (210, 170, "2"), (330, 170, "2")]
    alone = [(60, 200, "2.重复申请")]
    last = [(60, 230, "（七）总计"), (206, 230, "49"), (270, 230, "3"), (326, 230, "52")]
    more = [(60, 260, "四、结转"), (210, 260, "0"), (270, 260, "0"), (330, 260, "0")]
    document = drawn(text_at((60, 60, "三、收到和处理政府信息公开申请情况"), *header, *rows, *broken, *alone, *last, *more))

    heading, grid = document.blocks
    assert isinstance(heading, Paragraph)
    assert isinstance(grid, Grid)
    assert [
        ["", "自然人", "商业企业", "总计"],
        ["一、新收", "47", "3", "50"],
        ["1.要求行政机关确认或重新出具", "2", "", "2"],
        ["2.重复申请", "", "", ""],
        ["（七）总计", "49", "3", "52"],
        ["四、结转", "0", "0", "0"],
    ] == [[cell.text for cell in row] for row in grid.rows]


def test_figures_in_prose_are_no_columns() -> None:
    """Lines of prose with figures stay lines."""
    lines = [
        (60, 100 + 20 * index, f"本年度收到申请{index}件，办结{index}件，另有{index}件结转下年度继续办理。") for index in range(5)
    ]

    assert 5 == len(drawn(text_at(*lines)).blocks)


def test_figures_broken_for_width_without_lines() -> None:
    """Two halves of a figure that straddle their row's level are one figure."""
    rows = [(60, 100 + 60 * row, f"（{'一二三'[row]}）公开") for row in range(3)]
    whole = [(x, 100 + 60 * row, "12") for row in range(3) for x in (200, 320, 380)]
    broken = [(260, 100, "1"), (260, 153, "345"), (260, 167, "67"), (260, 220, "2")]

    (grid,) = drawn(text_at(*rows, *whole, *broken)).blocks

    assert isinstance(grid, Grid)
    assert ["（二）公开", "12", "34567", "12", "12"] == [cell.text for cell in grid.rows[1]]
