"""Known reports as web pages: ruled tables, tables of divs, layout tables around everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from tests.forge.official import KnownReport, Placed

Inner = Callable[[str], str]


def page(report: KnownReport, *, inner: Inner = escape, table: Callable[[Sequence[Placed], Inner], str] | None = None) -> str:
    """A whole page; `inner` writes the text of a cell, `table` a table."""
    draw = table or ruled
    body = "\n".join(f"<p>{escape(part)}</p>" if isinstance(part, str) else draw(part, inner) for part in report.parts())
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(report.title)}</title>'
        f'<meta name="PubDate" content="{report.year + 1}-01-18"></head><body>\n{body}\n</body></html>'
    )


def ruled(cells: Sequence[Placed], inner: Inner = escape) -> str:
    """A table with row and column spans."""
    rows: dict[int, list[str]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        spans = (f' rowspan="{cell.row_span}"' if cell.row_span > 1 else "") + (
            f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
        )
        rows.setdefault(cell.row, []).append(f"<td{spans}>{inner(cell.text)}</td>")
    return "<table border='1'>" + "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows.values()) + "</table>"


def of_divs(cells: Sequence[Placed], inner: Inner = escape) -> str:
    """A table drawn with divs of table display; spanned places are missing, as there."""
    rows: dict[int, list[str]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(f'<div style="display: table-cell">{inner(cell.text)}</div>')
    lines = "".join(f'<div style="display:table-row">{"".join(row)}</div>' for row in rows.values())
    return f'<div style="display:table;width:100%">{lines}</div>'


def in_layout(report: KnownReport) -> str:
    """The page inside a layout table with a menu on the left and a foot below."""
    whole = page(report)
    head, _, rest = whole.partition("<body>")
    body = rest.partition("</body>")[0]
    menu = "".join(f'<li><a href="/{year}">{year}年度报告</a></li>' for year in range(2016, 2023))
    return (
        f'{head}<body><table width="980"><tr><td colspan="2"><img src="logo.png"></td></tr>'
        f'<tr><td width="200"><ul>{menu}</ul></td><td><div id="zoom">{body}</div></td></tr>'
        f'<tr><td colspan="2">主办单位：{report.agency} 备案号：00000000</td></tr></table></body></html>'
    )


def a_span_a_digit(text: str) -> str:
    """Every character in a span of its own, as word processors export it."""
    return (
        "<p>"
        + "".join(f'<span style="font-size:12pt"><span lang="EN-US">{escape(letter)}</span></span>' for letter in text)
        + "</p>"
    )


def a_paragraph_a_digit(text: str) -> str:
    """Figures with one paragraph a digit."""
    if text.isdigit() and not text.startswith("0"):
        return "".join(f"<p>{digit}</p>" for digit in text)
    return f"<p>{escape(text)}&nbsp;</p>"
