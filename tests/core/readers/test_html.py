"""Pages as sites publish them."""

from __future__ import annotations

import pytest

from core.document import Document, Grid, Paragraph
from core.readers import Source, read


def page(body: str) -> Document:
    """A page read from its body."""
    return read(Source("x.html", f"<html><body>{body}</body></html>".encode()))


def paragraphs(document: Document) -> list[str]:
    """The texts of the paragraphs."""
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[list[list[str]]]:
    """The texts of the tables."""
    return [[[cell.text for cell in row] for row in block.rows] for block in document.blocks if isinstance(block, Grid)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p><b>一、</b><span>总体</span><font>情况</font></p>", ["一、总体情况"]),
        ("<p>收到<span>4</span><span>7</span>件</p>", ["收到47件"]),
        ("<p>一&nbsp;&nbsp;二\u3000三</p>", ["一 二 三"]),
        ("<p>政府\n   信息</p>", ["政府信息"]),
        ("<p>a\nb</p>", ["a b"]),
        ("一<br>二<div>三</div>四", ["一", "二", "三", "四"]),
        ("<p>收到4\u200b7&#8203;件&zwj;</p>", ["收到47件"]),
        ("<p>见<script>var x='隐'</script>到<style>p{}</style></p><!-- 注 -->", ["见到"]),
        ("<p style='display:none'>隐</p><p hidden>藏</p><p>见到这里的字</p>", ["见到这里的字"]),
        ("<p>共收到<span style='display:inline-block;width:2em'>3</span>件申请</p>", ["共收到3件申请"]),
        ("<p><span style='display:inline-block'>共收到</span><span style='display:inline-block'>3件</span></p>", ["共收到3件"]),
        ("<nav><a>首页</a></nav><select><option>2019年</select><p>正文</p>", ["正文"]),
        ("<pre>一、总体情况\n  47件\n</pre>", ["一、总体情况", "47件"]),
        ("<xml><w:WordDocument><w:Zoom>0</w:Zoom></w:WordDocument></xml><p>正文</p>", ["正文"]),
        ("<p>項<ruby>目<rt>mù</rt></ruby></p>", ["項目"]),
        ("<p>原<del>旧</del><ins>新</ins></p>", ["原新"]),
        ("<p>收到<input type=text value=47>件<input value=请输入><input type=hidden value=9></p>", ["收到47件"]),
        ("<iframe srcdoc='&lt;p&gt;框里&lt;/p&gt;'></iframe><p>框外</p>", ["框里", "框外"]),
        ("<p>至<st1:chsdate Year='2023'>2023年</st1:chsdate>止<o:p></o:p></p>", ["至2023年止"]),
    ],
)
def test_visible_text(body: str, expected: list[str]) -> None:
    """What a visitor reads, line by line, and nothing else."""
    assert expected == paragraphs(page(body))


def test_hidden_by_a_class() -> None:
    """A class that the page's own sheet hides is hidden; a page hidden as a whole is shown by its script."""
    sheet = "<style>.no, div .gone{color:red;display:none}</style>"

    assert ["看得见的一段文字"] == paragraphs(page(sheet + "<p class='x no'>隐</p><p class=gone>藏</p><p>看得见的一段文字</p>"))
    assert ["正文"] == paragraphs(page(sheet + "<div class=no>正文</div>"))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<p>1</p><p>2</p>", "12"),
        ("<span>1</span> <span>2</span>", "12"),
        ("本<br>年<br>度", "本年度"),
        ("12<br>30", "12\n30"),
        ("<p>0</p><p>0</p>", "0\n0"),
        ("<p>其他</p><p>结果</p>", "其他\n结果"),
        ("22<sup>1</sup>", "22"),
        ("m<sup>2</sup>以上", "m以上"),
        ("&nbsp;", ""),
        ("<p>&nbsp;</p>\n<p> 7 </p>", "7"),
    ],
)
def test_cell_text(cell: str, expected: str) -> None:
    """The pieces of one cell are joined as a reader sees them."""
    assert [[["甲", "乙"], [expected, "1"]]] == grids(page(f"<table><tr><td>甲<td>乙<tr><td>{cell}</td><td>1</table>"))


def test_layout_table_is_taken_apart() -> None:
    """A table that only arranges the page yields its content in order, the data table in it whole."""
    data = "<table><tr><td>规章<td>1<tr><td>文件<td>2</table>"
    document = page(
        f"<table><tr><td>首页<td>导航</td></tr><tr><td colspan=2><p>一、总体情况</p>{data}<p>完</p></td></tr></table>"
    )

    assert ["首页", "导航", "一、总体情况", "完"] == paragraphs(document)
    assert [[["规章", "1"], ["文件", "2"]]] == grids(document)


def test_nested_table_takes_its_place() -> None:
    """A small table inside a cell widens the outer one; what stands beside it is kept."""
    inner = "<table><tr><td>5<td>6</table>"
    document = page(f"<table><tr><td>甲<td colspan=2>乙<td>丙<td>丁<tr><td>1<td colspan=2>{inner}</td><td>7<td>8</table>")

    assert [[["甲", "乙", "丙", "丁"], ["1", "5", "6", "7", "8"]]] == grids(document)
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    assert [0, 1, 2, 3, 4] == [cell.column for cell in grid.rows[1]]


def test_narrative_in_table_rows() -> None:
    """A whole report typed into one table: headings and narrative become paragraphs, the rest stays a table."""
    narrative = "本年度围绕中心工作，" * 12
    document = page(
        f"<table><tr><td colspan=2>一、总体情况</td></tr><tr><td colspan=2>{narrative}</td></tr>"
        "<tr><td colspan=2>第二十条第（一）项</td></tr><tr><td>规章</td><td>1</td></tr></table>"
    )

    assert ["一、总体情况", narrative] == paragraphs(document)
    assert [[["第二十条第（一）项"], ["规章", "1"]]] == grids(document)


@pytest.mark.parametrize(
    "table",
    [
        "<div style='display:table'><div style='display:table-row'><span style='display:table-cell'>甲</span>"
        "<div style='display:table-cell'>1</div></div><div style='display:table-row'><div style='display:table-cell'>乙</div>"
        "<div style='display:table-cell'>2</div></div></div>",
        "<style>.t{display:table}.r{display:table-row}.c{display:table-cell}</style><div class=t><div class=r>"
        "<div class=c>甲</div>"
        "<div class=c>1</div></div><div class=r><div class=c>乙</div><div class=c>2</div></div></div>",
        "<div role=table><div role=row><div role=cell>甲</div><div role=cell>1</div></div><div role=row><div role=cell>乙</div>"
        "<div role=cell>2</div></div></div>",
    ],
)
def test_tables_without_table_tags(table: str) -> None:
    """Tables drawn by styles, classes or roles are tables."""
    assert [[["甲", "1"], ["乙", "2"]]] == grids(page(table))


def test_table_guessed_from_rows_of_divs() -> None:
    """Rows of short cells with figures are a table even if nothing says so; rows that differ in length have unknown spans."""
    rows = "".join(f"<div><div>{name}</div><div>{number}</div></div>" for number, name in enumerate("甲乙丙丁"))
    document = page(f"<div>{rows}<div><div>合计</div></div></div>")

    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert not grid.spans_known
    assert ["甲", "0"] == [cell.text for cell in grid.rows[0]]


def test_menus_are_no_tables() -> None:
    """Lists of links stay paragraphs."""
    menu = "".join(f"<ul><li><a>栏目{number}</a></li><li><a>专题</a></li></ul>" for number in range(6))

    assert [] == grids(page(f"<div>{menu}</div>"))


def test_pictures_and_attachments_are_noted() -> None:
    """An image or a file where a table should be is noted at its place; icons are not."""
    document = page("<p>三、收到</p><img src='/u/表三.png'><img src=i.gif width=16><p><a href='x/附表.xlsx?v=1'>附表下载</a></p>")

    assert ["表三.png", "附表下载"] == [picture.description for picture in document.pictures]
    assert document.text.index("三、收到") < document.pictures[0].place.start


def test_metadata() -> None:
    """The title and the publication date come from the head."""
    document = read(
        Source("x", '<html><head><title>某局 年报</title><meta name="PubDate" content="2024-01-18 09:30"></head><p>x'.encode())
    )

    assert "某局 年报" == document.title
    assert ("published", "2024-01-18 09:30") in document.metadata


def test_markdown_with_html_tables() -> None:
    """A Markdown text with tables of HTML keeps its lines."""
    table = "<table><tr><td>规章</td><td>1</td></tr><tr><td>文件</td><td>2</td></tr></table>"
    document = read(Source("x.md", f"# 报告\n一、总体情况\n正文\n{table}\n完".encode()))

    assert ["# 报告", "一、总体情况", "正文", "完"] == paragraphs(document)
    assert [[["规章", "1"], ["文件", "2"]]] == grids(document)


def test_web_archive() -> None:
    """The largest page of a saved web archive is read, with its own encoding."""
    text = "<html><body><p>某某局年度报告全文</p></body></html>".encode("gb18030")
    import base64

    data = (
        b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(text) + b"\r\n--b--\r\n"
    )

    document = read(Source("x.mht", data))

    assert "multipart/related" == document.media_type
    assert ["某某局年度报告全文"] == paragraphs(document)


def test_preformatted_tables() -> None:
    """Bars in preformatted text are a table, as in a text file."""
    assert [[["规章", "1", "2"], ["文件", "3", "4"]]] == grids(page("<pre>一、情况\n| 规章 | 1 | 2 |\n| 文件 | 3 | 4 |\n</pre>"))


def test_frames_of_a_web_archive() -> None:
    """A page whose frame came with it is read with the frame in its place; frames elsewhere are not fetched."""
    parts = (
        b'Content-Type: multipart/related; boundary="b"\r\n\r\n',
        b"--b\r\nContent-Type: text/html\r\n\r\n<h1>A</h1><iframe src='cid:f@x'></iframe><iframe src='http://y'></iframe>\r\n",
        b"--b\r\nContent-Type: text/html\r\nContent-ID: <f@x>\r\n\r\n<p>B</p>\r\n--b--\r\n",
    )

    assert ["A", "B"] == paragraphs(read(Source("x.mht", b"".join(parts))))


def test_frameset() -> None:
    """What a frameset says to visitors without frames is all that the file itself says."""
    text = "<html><frameset cols=20%,80%><frame src=a.htm><noframes><body><p>年度报告</p></body></noframes></frameset></html>"

    assert ["年度报告"] == paragraphs(read(Source("x", text.encode())))
