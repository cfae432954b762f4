"""Pages as the content systems of government sites and word processors make them: a report amid all that stands around it."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable, Sequence
from html import escape

from tests.forge.official import KnownReport, Placed

PUBLISHED = "16"
"""The day of January on which every page here says that it was published."""

Print = Callable[[Sequence[Placed]], str]


def _rows(cells: Sequence[Placed]) -> list[list[Placed]]:
    rows: list[list[Placed]] = [[] for _ in range(max(cell.row for cell in cells) + 1)]
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        rows[cell.row].append(cell)
    return rows


def _table(
    cells: Sequence[Placed],
    inner: Callable[[Placed], str],
    *,
    opening: str = "<table border=1>",
    ends: str = "</td>",
    more: str = "",
) -> str:
    lines = []
    for row in _rows(cells):
        spans = [
            (f" rowspan={cell.row_span}" if cell.row_span > 1 else "")
            + (f" colspan={cell.column_span}" if cell.column_span > 1 else "")
            for cell in row
        ]
        texts = [f"<td{span}>{inner(cell)}{ends}" for cell, span in zip(row, spans, strict=True)]
        lines.append(f"<tr>{''.join(texts)}{more}" + ("</tr>" if ends else ""))
    return f"{opening}{''.join(lines)}</table>"


def plain(cells: Sequence[Placed]) -> str:
    """A table without anything."""
    return _table(cells, lambda cell: escape(cell.text))


def from_word(cells: Sequence[Placed]) -> str:
    """Pasted from Word: paragraphs, a span a digit, empty `o:p`."""

    def inner(cell: Placed) -> str:
        digits = "".join(f"<span lang=EN-US style='font-size:10.5pt'>{character}</span>" for character in cell.text)
        text = digits if cell.key else f"<span style='font-family:宋体;mso-ascii-font-family:Calibri'>{escape(cell.text)}</span>"
        return f"<p class=MsoNormal align=center>{text}<span lang=EN-US><o:p></o:p></span></p>"

    return _table(cells, inner, opening="<table class=MsoNormalTable style='border-collapse:collapse;mso-padding-alt:0cm'>")


def from_wps(cells: Sequence[Placed]) -> str:
    """Pasted from a spreadsheet of WPS: columns, fonts, attributes of its own."""
    return _table(
        cells,
        lambda cell: f"&nbsp;<font class='font6'>{escape(cell.text)}</font>&nbsp;",
        opening="<table style='table-layout:fixed'><colgroup><col style='width:54pt;'/><col span=6></colgroup>",
    )


def never_closed(cells: Sequence[Placed]) -> str:
    """Cells and rows without end tags."""
    return _table(cells, lambda cell: escape(cell.text), opening="<TABLE BORDER=1><TBODY>", ends="")


def with_spacers(cells: Sequence[Placed]) -> str:
    """An empty column to the left and to the right, a hidden cell with a figure behind it, a hidden row."""
    shifted = [cell._replace(column=cell.column + 1) for cell in cells]
    spacers = [Placed("", row, 0) for row in range(max(cell.row for cell in cells) + 1)]
    hidden = "<tr style='display: none'><td>77<td>77<td>77</tr></table>"
    more = "<td></td><td style='display:none'>999</td>"
    return _table([*spacers, *shifted], lambda cell: escape(cell.text), more=more).replace("</table>", hidden)


def upright(cells: Sequence[Placed]) -> str:
    """Labels of groups set character by character."""
    return _table(cells, lambda cell: ("<br>" if cell.row_span > 1 and not cell.key else "").join(map(escape, cell.text)))


def one_span_short(cells: Sequence[Placed]) -> str:
    """The label of the outcomes spans a row less than it has."""
    wrong = [
        cell._replace(row_span=cell.row_span - 1) if "办理结果" in cell.text and cell.row_span > 1 else cell for cell in cells
    ]
    return plain(wrong)


def in_fields(cells: Sequence[Placed]) -> str:
    """Figures in the fields of a form that someone filled in."""
    return _table(cells, lambda cell: f'<input type="text" value="{cell.text}" readonly>' if cell.key else escape(cell.text))


def on_a_grid(cells: Sequence[Placed]) -> str:
    """Drawn by a style sheet from elements that name their lines."""
    places = (
        f"<div style='grid-row:{cell.row + 1}/span {cell.row_span};grid-column:{cell.column + 1}/span {cell.column_span}'>"
        f"{escape(cell.text)}</div>"
        for cell in cells
    )
    return f"<div style='display:grid'>{''.join(places)}</div>"


def torn(cells: Sequence[Placed]) -> str:
    """A long table pasted as two, with what spans the tear cut in two."""
    at = 14
    if max(cell.row for cell in cells) < at + 3:
        return plain(cells)
    upper = [cell._replace(row_span=min(cell.row_span, at - cell.row)) for cell in cells if cell.row < at]
    over = [
        cell._replace(text="", row=0, row_span=cell.row + cell.row_span - at)
        for cell in cells
        if cell.row < at < cell.row + cell.row_span
    ]
    lower = [cell._replace(row=cell.row - at) for cell in cells if cell.row >= at]
    return f"{plain(upper)}<p>&nbsp;</p>{plain([*over, *lower])}"


TABLES: dict[str, Print] = {
    "plain": plain,
    "pasted from Word": from_word,
    "pasted from WPS": from_wps,
    "never closed": never_closed,
    "with spacers": with_spacers,
    "upright": upright,
    "one span short": one_span_short,
    "in fields": in_fields,
    "on a grid": on_a_grid,
    "torn": torn,
}


def body(report: KnownReport, table: Print) -> str:
    """The report itself."""
    pieces = [
        f"<p style='text-indent:2em'>{escape(part)}</p>" if isinstance(part, str) else table(part) for part in report.parts()[1:]
    ]
    return "".join(pieces)


def portal(report: KnownReport, table: Print) -> str:
    """A portal in layout tables: navigation, a box of index data, a line of dates and visits, attachments, footer."""
    year, day = report.year, f"{report.year + 1}-01-{PUBLISHED}"
    years = "".join(f"<li><a href='/{other}'>{other}年</a></li>" for other in range(year - 4, year + 2))
    box = (
        f"<table class=xxgk><tr><td>索 引 号：<td>{year + 1}-000487<td>主题分类：<td>综合政务/政务公开"
        f"<tr><td>发布机构：<td>{report.agency}<td>发文日期：<td>{day}<tr><td>名称：<td colspan=3>{report.title}</table>"
    )
    line = f"<div><span>发布日期：{day} 09:21</span><span>来源：{report.agency}</span><span>浏览次数：1,286次</span></div>"
    files = f"附件：<ul><li><a href='a.docx'>{report.title}.docx</a>（36.5KB）</li></ul>"
    footer = (
        f"<div>【<a>打印</a>】【<a>关闭</a>】</div><div>上一篇：<a>{report.agency}{year - 1}年政府信息公开工作年度报告</a></div>"
    )
    imprint = f"<div>主办：{report.agency}　网站标识码：3300000001　浙ICP备12345678号-1　版权所有 2010-{year + 1}</div>"
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{report.title}_政务公开</title>"
        "<script>var x='<table>1';</script></head><body>"
        f"<div>当前位置：<a>首页</a> &gt; <a>政府信息公开年报</a> &gt; <a>{year + 1}年</a></div>"
        f"<table width=1000><tr><td valign=top><ul>{years}</ul></td><td><table><tr><td>{box}</td></tr>"
        f"<tr><td><h1>{report.title}</h1></td></tr><tr><td>{line}</td></tr>"
        f"<tr><td><div class=TRS_Editor>{body(report, table)}</div></td></tr><tr><td>{files}</td></tr></table></td>"
        f"</tr></table>{footer}{imprint}</body></html>"
    )


def article(report: KnownReport, table: Print) -> str:
    """A plain article: title, a line with the date and the source, the text."""
    line = f"<p>{report.year + 1}-01-{PUBLISHED} 15:30　来源：{report.agency}　字号：[ 大 中 小 ]</p>"
    head = f"<html><head><title>{report.title}</title></head><body><h2>{report.title}</h2>"
    return f"{head}{line}{body(report, table)}</body></html>"


def framed(report: KnownReport, table: Print) -> str:
    """An article whose text stands in a frame that the page itself holds."""
    inner = escape(f"<html><body>{body(report, table)}</body></html>", quote=True)
    return (
        f"<html><body><h2>{report.title}</h2><p>发布于：{report.year + 1}-01-{PUBLISHED}</p>"
        f'<iframe srcdoc="{inner}"></iframe></body></html>'
    )


def saved(report: KnownReport, table: Print) -> bytes:
    """An article with its text in a frame, saved from a browser as one file."""
    outer = f"<h2>{report.title}</h2><p>发布时间：{report.year + 1}/1/{PUBLISHED}</p><iframe src='cid:f@mhtml.blink'></iframe>"
    parts = (
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + quopri.encodestring(outer.encode()),
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <f@mhtml.blink>\r\n\r\n"
        + base64.encodebytes(body(report, table).encode()),
    )
    head = b'From: <Saved by Blink>\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--b"\r\n\r\n'
    return head + b"".join(b"----b\r\n" + part + b"\r\n" for part in parts) + b"----b--\r\n"


SHELLS: dict[str, Callable[[KnownReport, Print], bytes]] = {
    "portal": lambda report, table: portal(report, table).encode(),
    "article in GBK": lambda report, table: article(report, table).encode("gb18030"),
    "framed": lambda report, table: framed(report, table).encode(),
    "saved": saved,
}
