"""Word documents: everything that holds text, nothing that was deleted or hidden."""

from __future__ import annotations

import pytest

from core.document import Document, Grid, Paragraph
from core.readers import Source, read
from tests.forge import render_docx
from tests.forge.render_docx import paragraph, part, run

RAISED = '<w:vertAlign w:val="superscript"/>'
VANISH_OFF = '<w:vanish w:val="0"/>'


def body(xml: str, **parts: str) -> Document:
    """A document read from the XML of its body and further parts."""
    return read(
        Source("x", render_docx.document(xml, title="题", parts={f"word/{name}.xml": text for name, text in parts.items()}))
    )


def paragraphs(document: Document) -> list[str]:
    """The texts of the paragraphs."""
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[list[list[str]]]:
    """The texts of the tables."""
    return [[[cell.text for cell in row] for row in block.rows] for block in document.blocks if isinstance(block, Grid)]


def cell(content: str, properties: str = "") -> str:
    """A table cell around paragraphs or tables."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def rows(*lines: str) -> str:
    """A table of rows of cells."""
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (f"<w:p>{run('收到')}{run('4')}{run('7')}{run('件')}</w:p>", ["收到47件"]),
        (f"<w:p>{run('原')}<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>{run('新')}</w:ins></w:p>", ["原新"]),
        (f"<w:p><w:moveFrom>{run('移')}</w:moveFrom><w:moveTo>{run('到')}</w:moveTo></w:p>", ["到"]),
        (f"<w:p>{run('见')}{run('隐', '<w:vanish/>')}{run('到', VANISH_OFF)}</w:p>", ["见到"]),
        ("<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r></w:p>", ["一", "二\t三"]),
        (f"<w:sdt><w:sdtContent>{paragraph('控件里')}</w:sdtContent></w:sdt>", ["控件里"]),
        (f"<w:p><w:hyperlink>{run('链接')}</w:hyperlink><w:smartTag>{run('标签')}</w:smartTag></w:p>", ["链接标签"]),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>第1页</w:t></w:r></w:p>", ["第1页"]),
        ("<w:p><w:r><w:t>甲</w:t><w:sym w:char='00D7'/><w:noBreakHyphen/><w:t>乙</w:t></w:r></w:p>", ["甲×-乙"]),
        ("<w:p/><w:p><w:r><w:t> </w:t></w:r></w:p>", []),
        (f"<w:p>{run('73')}{run('1', RAISED)}{run('件')}{run('平方', RAISED)}</w:p>", ["73件平方"]),
    ],
)
def test_visible_text(xml: str, expected: list[str]) -> None:
    """The text of paragraphs as Word shows it."""
    assert [*expected, "完"] == paragraphs(body(xml + paragraph("完")))


def test_text_boxes_stand_once_after_their_paragraph() -> None:
    """Of a text box and its fallback one is read, with the tables in it."""
    box = f"<w:txbxContent>{paragraph('框里')}{rows(cell(paragraph('甲')) + cell(paragraph('1')))}</w:txbxContent>"
    xml = (
        f"<w:p>{run('锚')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    document = body(xml)

    assert ["锚", "框里"] == paragraphs(document)
    assert [[["甲", "1"]]] == grids(document)


def test_footnotes_follow_what_refers_to_them() -> None:
    """A footnote stands after its paragraph and leaves no digit in the text."""
    notes = part("footnotes", f'<w:footnote w:id="2">{paragraph("含上年结转")}</w:footnote>')
    xml = f'<w:p>{run("共47")}<w:r><w:footnoteReference w:id="2"/></w:r>{run("件")}</w:p>{paragraph("下一段")}'

    assert ["共47件", "含上年结转", "下一段"] == paragraphs(body(xml, footnotes=notes))


def test_automatic_numbers_are_printed() -> None:
    """Numbers that Word counts by itself (一、 （一） 1.) stand before their text, per list and level."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in enumerate([("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")])
    )
    numbers = '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
    numbering = part("numbering", f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{numbers}')
    in_list = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr>'
    styles = part("styles", f'<w:style w:styleId="Heading">{in_list}</w:style>')

    def numbered(text: str, level: int) -> str:
        return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr></w:pPr>{run(text)}</w:p>'

    heading = f'<w:p><w:pPr><w:pStyle w:val="Heading"/></w:pPr>{run("问题")}</w:p>'
    xml = numbered("总体", 0) + numbered("公开", 1) + numbered("申请", 1) + heading + numbered("其他", 1) + numbered("细", 2)

    assert ["一、总体", "（一）公开", "（二）申请", "二、问题", "（一）其他", "1.细"] == paragraphs(
        body(xml, numbering=numbering, styles=styles)
    )


def test_rows_and_cells_in_content_controls() -> None:
    """Rows and cells inside controls count; deleted rows do not; skipped columns at a row's start are kept free."""
    table = (
        f"<w:tbl><w:sdt><w:sdtContent><w:tr>{cell(paragraph('甲'))}<w:sdt><w:sdtContent>{cell(paragraph('1'))}</w:sdtContent></w:sdt>"
        f"</w:tr></w:sdtContent></w:sdt><w:tr><w:trPr><w:del/></w:trPr>{cell(paragraph('删'))}</w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell(paragraph('2'))}</w:tr></w:tbl>"
    )

    (grid,) = [block for block in body(table).blocks if isinstance(block, Grid)]

    assert [("甲", 0, 0), ("1", 0, 1), ("2", 1, 1)] == [
        (entry.text, entry.row, entry.column) for row in grid.rows for entry in row
    ]


def test_cell_of_several_paragraphs() -> None:
    """Characters set one to a paragraph are one word; other paragraphs stay lines."""
    upright = "".join(paragraph(character) for character in "办理结果")
    table = rows(cell(upright) + cell(paragraph("22") + paragraph("（其中修订16件）")), cell(paragraph("a")) + cell("<w:p/>"))

    assert [[["办理结果", "22\n（其中修订16件）"], ["a", ""]]] == grids(body(table))


def test_layout_and_nested_tables() -> None:
    """A table around the report is taken apart; a small table in a cell takes its place in the outer one."""
    small = rows(cell(paragraph("5")) + cell(paragraph("6")))
    data = rows(*[cell(paragraph(name)) + cell(paragraph("1")) for name in "甲乙丙丁戊己"])
    around = rows(cell(paragraph("一、总体情况") + data + "<w:p/>"))
    holder = rows(*[cell(paragraph(a)) + cell(content) + cell(paragraph("9")) for a, content in
                    [("x", paragraph("y")), ("z", small + "<w:p/>")]])  # fmt: skip

    document = body(around + holder)

    assert ["一、总体情况"] == paragraphs(document)
    assert [[[name, "1"] for name in "甲乙丙丁戊己"], [["x", "y", "9"], ["z", "5", "6", "9"]]] == grids(document)


def test_addresses_and_metadata() -> None:
    """Every block says where it stands in Word's terms."""
    document = body(paragraph("一") + rows(cell(paragraph("甲")) + cell(paragraph("1"))) + paragraph("二"))

    assert ["p1", "table 1", "p2"] == [block.place.address for block in document.blocks]
    grid = document.blocks[1]
    assert isinstance(grid, Grid)
    assert "table 1 / row 1 / cell 2" == grid.rows[0][1].place.address
    assert ("题", ("author", "某人")) == (document.title, document.metadata[0])


def test_pictures_are_noted() -> None:
    """A drawing without text is a picture; its description says what it shows."""
    drawing = (
        "<w:p><w:r><w:drawing><wp:docPr xmlns:wp='x' id='1' name='图片 1' descr='收到和处理申请情况表'/></w:drawing></w:r></w:p>"
    )

    assert ["收到和处理申请情况表"] == [picture.description for picture in body(drawing).pictures]


def test_single_file_word_xml() -> None:
    """Word's single-file XML has the same body in another namespace."""
    xml = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:wx="urn:x"><w:body><wx:sect>'
        "<w:p><w:r><w:t>正文</w:t></w:r></w:p></wx:sect></w:body></w:wordDocument>"
    )

    assert ["正文"] == paragraphs(read(Source("x.doc", xml.encode())))


def test_tables_drawn_with_tabs() -> None:
    """Paragraphs of words between tabs are a table whose spans nobody knows."""
    lines = ["信息内容\t本年制发件数\t现行有效件数", "规章\t0\t\t", "规范性文件\t2\t9"]
    document = body(
        paragraph("一")
        + "".join(f"<w:p>{'<w:r><w:tab/></w:r>'.join(run(c) for c in line.split(chr(9)))}</w:p>" for line in lines)
    )

    grid = document.blocks[1]
    assert isinstance(grid, Grid)
    assert not grid.spans_known
    assert ["规范性文件", "2", "9"] == [cell.text for cell in grid.rows[2]]


def test_number_of_an_inherited_style() -> None:
    """A style that names only the level takes its list from the style it is based on."""
    level = '<w:lvl w:ilvl="{0}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="{1}"/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level.format(0, "%1、")}{level.format(1, "（%2）")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    styles = (
        '<w:style w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    text = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(word)}</w:p>' for style, word in (("a", "甲"), ("b", "乙"))
    )

    document = body(text, numbering=part("numbering", numbering), styles=part("styles", styles))

    assert ["一、甲", "（一）乙"] == paragraphs(document)


def test_chunk_of_another_format() -> None:
    """A page that the document shows as part of its text is read where it stands."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    data = render_docx.document(
        f"{paragraph('前')}<w:altChunk xmlns:r='urn:r' r:id='c'/>{paragraph('后')}",
        parts={
            "word/_rels/document.xml.rels": f'<R><Relationship Id="c" Type="{kind}" Target="x.html"/></R>',
            "word/x.html": "<html><p>中<table><tr><td>规章<td>3<tr><td>文件<td>4</table></html>",
        },
    )
    document = read(Source("x", data))

    assert ["前", "中", "后"] == paragraphs(document)
    assert [[["规章", "3"], ["文件", "4"]]] == grids(document)
