"""Pages of a pdf that are laid out otherwise than word processors do it: on their side, stamped, half ruled, without lines."""

from __future__ import annotations

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from core.document import Document, Grid, Paragraph
from tests.core.readers.test_pdf import FONT, drawn, text_at

ROWS = [
    ("一、新收", "8434", "116", "8550"),
    ("二、结转", "15", "2", "17"),
    ("三、总计", "73", "8", "81"),
    ("四、下年", "9", "1", "10"),
]


def texts(document: Document) -> list[str]:
    """The texts of the paragraphs."""
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[list[list[str]]]:
    """The texts of the tables, row by row."""
    return [[[cell.text for cell in row] for row in block.rows] for block in document.blocks if isinstance(block, Grid)]


def boxed(paper: canvas.Canvas, x: float, y: float, width: float, height: float, text: str) -> None:
    """A box with its text in the middle."""
    paper.rect(x, 842 - y - height, width, height)
    paper.drawCentredString(x + width / 2, 842 - y - height / 2 - 4, text)


def ruled(paper: canvas.Canvas) -> None:
    """The rows as a table with all its lines."""
    for number, row in enumerate(ROWS):
        for column, text in enumerate(row):
            boxed(paper, 60 + 110 * column, 100 + 30 * number, 110, 30, text)


@pytest.mark.parametrize("stamp", [(35, "内部资料 2024"), (0, "内部资料 2024 88")], ids=["slanted", "level"])
def test_watermarks_are_not_read(stamp: tuple[int, str]) -> None:
    """A stamp across a table, slanted or large, adds no digit to any cell."""

    def page(paper: canvas.Canvas) -> None:
        ruled(paper)
        paper.setFont(FONT, 44)
        paper.setFillGray(0.85)
        paper.translate(280, 842 - 165)
        paper.rotate(stamp[0])
        paper.drawCentredString(0, 0, stamp[1])

    document = drawn(page)

    assert [[list(row) for row in ROWS]] == grids(document)
    assert [] == texts(document)


@pytest.mark.parametrize(("quarter", "shift"), [(90, (842, 0)), (-90, (-247, 595))])
def test_pages_on_their_side(quarter: int, shift: tuple[int, int]) -> None:
    """A table drawn sideways on an upright page is read as it would be after turning the page."""

    def page(paper: canvas.Canvas) -> None:
        paper.rotate(quarter)
        paper.translate(0 if quarter == 90 else -842, -595 if quarter == 90 else 0)
        ruled(paper)

    assert [[list(row) for row in ROWS]] == grids(drawn(page))


def test_notes_and_struck_figures() -> None:
    """The raised mark of a note and a struck-out figure are no digits of the figure beside them."""

    def page(paper: canvas.Canvas) -> None:
        boxed(paper, 60, 100, 110, 30, "一、新收")
        boxed(paper, 170, 100, 110, 30, "8434")
        paper.setFont(FONT, 6)
        paper.drawString(239, 842 - 114, "12")
        paper.setFont(FONT, 12)
        boxed(paper, 60, 130, 110, 30, "二、结转")
        paper.drawString(200, 842 - 149, "77")
        paper.line(199, 842 - 146, 213, 842 - 146)
        boxed(paper, 170, 130, 110, 30, "15")

    assert [[["一、新收", "8434"], ["二、结转", "15"]]] == grids(drawn(page))


def test_figures_without_boxes_beside_boxed_labels() -> None:
    """Where only the labels are boxed, every figure stands in a place of its own; two figures are never one."""

    def page(paper: canvas.Canvas) -> None:
        for number, row in enumerate(ROWS):
            boxed(paper, 60, 100 + 30 * number, 110, 30, row[0])
            for column, text in enumerate(row[1:], 1):
                paper.drawCentredString(115 + 110 * column, 842 - 119 - 30 * number, text)
        paper.rect(60, 842 - 220, 440, 120)

    assert [[list(row) for row in ROWS]] == grids(drawn(page))


@pytest.mark.parametrize("level", [0, 16, 32], ids=["top", "middle", "bottom"])
def test_figures_beside_any_line_of_their_label(level: int) -> None:
    """Without lines, a label of three lines has the figures beside its first, its middle or its last line."""
    labels = ["1.甲乙丙丁", "2.戊己庚辛", "3.壬癸子丑", "4.寅卯辰巳"]
    entries: list[tuple[float, float, str]] = []
    for number, label in enumerate(labels):
        top = 100 + 48 * number
        entries += [(100, top, label), (100, top + 16, "及其他"), (100, top + 32, "事项")]
        entries += [(200 + 60 * column, top + level, str(7 * number + column)) for column in range(3)]
    entries += [(60, 100 + 48, "（三）"), (60, 100 + 64, "不予")]

    (grid,) = grids(drawn(text_at(*entries)))

    rows = [row for row in grid if row[1]]
    assert [[str(7 * number + column) for column in range(3)] for number in range(4)] == [row[1:] for row in rows]
    assert [label in row[0] for label, row in zip(labels, rows, strict=True)] == [True] * 4


def test_figures_that_touch_their_label() -> None:
    """A figure that begins where its column does is no part of the label that reaches up to it, nor of the figure before it."""
    figures = [
        ("1", "2", "3", "4"),
        ("73", "8", "6", "5"),
        ("84", "9", "6", "15"),
        ("9", "115", "8990", "7"),
        ("8", "10", "7", "25"),
    ]
    entries: list[tuple[float, float, str]] = []
    for number, row in enumerate(figures):
        top = 100 + 20 * number
        entries += [(56, top, "一、收到的政府信息公开申" if number == 2 else "二、结转")]
        entries += [(200 + 24 * column, top, text) for column, text in enumerate(row)]

    (grid,) = grids(drawn(text_at(*entries)))

    assert [list(row) for row in figures] == [row[1:] for row in grid]


def test_prose_in_two_columns() -> None:
    """The left column is read to its foot before the right one; a heading across the page is in neither."""
    left = [
        "一是深化主动公开内容建设全面梳理",
        "本级公开事项并及时更新目录。",
        "二是规范办理流程依法保障群众获取",
        "政府信息的权利。",
    ]
    right = ["三是加强平台建设优化栏目设置提升", "检索体验。", "四是健全工作机制定期开展业务培训", "和日常检查。"]
    entries: list[tuple[float, float, str]] = [(60, 80, "五、存在的主要问题及改进情况与下一步工作安排以及其他说明事项的整行标题")]
    for number, words in enumerate(zip(left, right, strict=True)):
        entries += [(60 + 240 * side, 110 + 18 * number, word) for side, word in enumerate(words)]
    entries += [(60, 200, "六、其他需要报告的事项")]

    assert [entries[0][2], *left, *right, "六、其他需要报告的事项"] == [text.strip() for text in texts(drawn(text_at(*entries)))]


def test_a_row_that_a_page_break_cuts_through() -> None:
    """What stands on the next page of a figure that was broken for width is its end, and the rest of the label goes with it."""

    def upper(paper: canvas.Canvas) -> None:
        for column, text in enumerate(["1.甲乙丙", "8", "15", "9"]):
            boxed(paper, 60 + 100 * column, 700, 100, 30, text)
        for column, text in enumerate(["2.申请人逾期", "1,13", "1", "8"]):
            boxed(paper, 60 + 100 * column, 730, 100, 30, text)

    def lower(paper: canvas.Canvas) -> None:
        for column, text in enumerate(["不缴费", "2", "", ""]):
            boxed(paper, 60 + 100 * column, 60, 100, 30, text)
        for column, text in enumerate(["3.其他", "7", "6", "5"]):
            boxed(paper, 60 + 100 * column, 90, 100, 30, text)

    expected = [["1.甲乙丙", "8", "15", "9"], ["2.申请人逾期\n不缴费", "1,132", "1", "8"], ["3.其他", "7", "6", "5"]]

    assert [expected] == grids(drawn(upper, lower))


def test_text_that_lies_under_a_scan() -> None:
    """Invisible text under a picture of the page is what another program took it to say: read, and said to be unchecked."""

    def page(paper: canvas.Canvas, mode: int) -> None:
        paper.drawImage(ImageReader(Image.new("L", (60, 80), 240)), 0, 0, 595, 842)
        text = paper.beginText(60, 700)
        text.setTextRenderMode(mode)
        text.textLine("一、本年新收政府信息公开申请数量")
        paper.drawText(text)

    assert ("reader.recognised_elsewhere",) == drawn(lambda paper: page(paper, 3)).notes
    assert () == drawn(lambda paper: page(paper, 0)).notes
