"""What the editors and exporters of county sites make of the same report: pages, texts and dumps that nobody designed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from html import escape

from tests.forge.messes import Cells
from tests.forge.official import KnownReport, Placed
from tests.forge.render_text import bars, rows_of_cells, tabs_full

Table = Callable[[Sequence[Placed]], str]

_UNITS = {"t2": "件", "t3": "件", "t4": "件次"}


def page(report: KnownReport, table: Table, paragraph: str = "<p>{}</p>") -> bytes:
    """A page of paragraphs and tables."""
    parts = [paragraph.format(escape(part)) if isinstance(part, str) else table(part) for part in report.parts()[1:]]
    head = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{report.title}</title></head>"
    return f"{head}<body><h1>{report.title}</h1>{''.join(parts)}</body></html>".encode()


def _spans(cell: Placed) -> str:
    return "".join(f' {name}="{span}"' for name, span in (("rowspan", cell.row_span), ("colspan", cell.column_span)) if span > 1)


def _tr(row: Sequence[Placed], inner: Callable[[Placed], str] = lambda cell: escape(cell.text)) -> str:
    return "<tr>" + "".join(f"<td{_spans(cell)}>{inner(cell)}</td>" for cell in row) + "</tr>"


def _table(cells: Sequence[Placed], inner: Callable[[Placed], str] = lambda cell: escape(cell.text)) -> str:
    return "<table>" + "".join(_tr(row, inner) for row in rows_of_cells(tuple(cells))) + "</table>"


def _width(cells: Sequence[Placed]) -> int:
    return max(cell.column + cell.column_span for cell in cells)


def _key(cells: Sequence[Placed]) -> str:
    return next(cell.key for cell in cells if cell.key).partition(".")[0]


def saved_by_word(cells: Sequence[Placed]) -> str:
    """Word's own HTML: conditional comments, padding, and a row without height that holds the column widths."""

    def inner(cell: Placed) -> str:
        padded = f"&nbsp;{escape(cell.text)}&nbsp;" if cell.key else escape(cell.text)
        return f"<p class=MsoNormal align=center style='mso-element:frame'><span lang=EN-US>{padded}<o:p>&nbsp;</o:p></span></p>"

    rows = "".join(_tr(row, inner) for row in rows_of_cells(tuple(cells)))
    widths = "".join("<td width=43 style='border:none'></td>" for _ in range(_width(cells)))
    return (
        "<!--[if gte mso 9]><xml><w:WordDocument><w:Zoom>0</w:Zoom></w:WordDocument></xml><![endif]-->"
        f"<table class=MsoTableGrid border=1>{rows}<![if !supportMisalignedColumns]><tr height=0>{widths}</tr><![endif]></table>"
    )


def two_side_by_side(cells: Sequence[Placed]) -> str:
    """Table 3 cut down the middle: two tables beside each other in a table that arranges the page, labels in both."""
    if _key(cells) != "t3":
        return _table(cells)
    left = [cell for cell in cells if cell.column < 7 and cell.column + cell.column_span <= 7]
    right = [cell._replace(column=cell.column - 4) for cell in cells if cell.column >= 7]
    labels = [cell for cell in cells if not cell.key and cell.row > 2] + [Placed("", 0, 0, 3, 3)]
    bands = [Placed("申请人情况", 0, 3, 1, 4), Placed("法人或其他组织", 1, 4, 1, 3)]
    others = [Placed("申请人情况", 0, 3, 1, 3), Placed("法人或其他组织", 1, 3, 1, 2)]
    return f"<table><tr><td>{_table([*left, *bands])}</td><td>{_table([*labels, *right, *others])}</td></tr></table>"


def labels_above(cells: Sequence[Placed]) -> str:
    """The label of a row in one table row over the whole width, its figures in the next."""
    lines = []
    for row in rows_of_cells(tuple(cells)):
        labels, figures = [cell for cell in row if not cell.key], [cell for cell in row if cell.key]
        if figures and labels and _key(cells) != "t4":
            lines += [f"<tr><td colspan={_width(cells)}>{escape(cell.text)}</td></tr>" for cell in labels]
            lines.append(_tr([cell._replace(column_span=1) for cell in figures]))
        else:
            lines.append(_tr([cell._replace(row_span=1) for cell in row]))
    return f"<table>{''.join(lines)}</table>"


def table_in_every_cell(cells: Sequence[Placed]) -> str:
    """Every figure in a table of one cell of its own."""
    return _table(cells, lambda cell: f"<table><tr><td>{cell.text}</td></tr></table>" if cell.key else escape(cell.text))


def of_an_article(cells: Sequence[Placed]) -> str:
    """An article of a messenger: sections in sections, a leaf around every piece of text."""

    def inner(cell: Placed) -> str:
        leaf = f"<span leaf=''>{escape(cell.text)}</span>"
        return f"<section style='margin:0'><section><p><span style='font-size:12px'>{leaf}</span></p></section></section>"

    return f"<section data-role='outer'><section powered-by='x'><section>{_table(cells, inner)}</section></section></section>"


def first_row_empty(cells: Sequence[Placed]) -> str:
    """An editor's table: a first row of empty cells that sets the widths, line breaks in empty cells, a caption."""
    first = "".join("<td width='76' style='word-break:break-all'><br/></td>" for _ in range(_width(cells)))
    return _table(cells).replace("<table>", f"<table><tbody><tr class='firstRow'>{first}</tr>", 1)


def upright_paragraphs(cells: Sequence[Placed]) -> str:
    """Labels of bands and of columns with every character in a paragraph of its own."""

    def inner(cell: Placed) -> str:
        upright = not cell.key and (cell.row_span > 1 or cell.row < 3)
        return "".join(f"<p>{escape(character)}</p>" for character in cell.text) if upright else escape(cell.text)

    return _table(cells, inner)


def with_units(cells: Sequence[Placed]) -> str:
    """A unit behind every figure that counts: 12件, 3件次, 4.5万元."""

    def inner(cell: Placed) -> str:
        if not cell.key:
            return escape(cell.text)
        return cell.text + ("万元" if cell.key.endswith("amount") else "" if "change" in cell.key else _UNITS[cell.key[:2]])

    return _table(cells, inner)


def head_again(cells: Sequence[Placed]) -> str:
    """Table 3 printed page by page and pasted whole: its three header rows again before every tenth row."""
    if _key(cells) != "t3":
        return _table(cells)
    pieces: list[str] = []
    for start in (3, 13, 23):
        stop = start + 10
        body = [
            cell._replace(row=max(cell.row, start), row_span=min(cell.row + cell.row_span, stop) - max(cell.row, start))
            for cell in cells
            if cell.row >= 3 and cell.row < stop and cell.row + cell.row_span > start
        ]
        pieces += [_tr(row) for row in rows_of_cells(tuple(cell for cell in cells if cell.row < 3))]
        pieces += [_tr(row) for row in rows_of_cells(tuple(body))]
    return f"<table>{''.join(pieces)}</table>"


def head_apart(cells: Sequence[Placed]) -> str:
    """A table whose head stays while its body scrolls: two tables, one below the other."""
    at = {"t3": 3, "t4": 3}.get(_key(cells))
    if at is None:
        return _table(cells)
    head = _table([cell for cell in cells if cell.row < at])
    body = _table([cell._replace(row=cell.row - at) for cell in cells if cell.row >= at])
    return f"<div class='table-header'>{head}</div><div class='table-body'>{body}</div>"


def for_small_screens(cells: Sequence[Placed]) -> str:
    """Every figure of table 3 behind the name of its column, which wide screens hide."""
    heads = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")

    def inner(cell: Placed) -> str:
        if not cell.key or not cell.key.startswith("t3."):
            return escape(cell.text)
        return f"<span class='cell-label'>{heads[cell.column - 3]}：</span>{cell.text}"

    return _table(cells, inner)


def a_table_a_row(cells: Sequence[Placed]) -> str:
    """Every row a table of its own, as pasting row by row leaves it."""
    return "".join(
        "<table>" + _tr([cell._replace(row_span=1) for cell in row]) + "</table>" for row in rows_of_cells(tuple(cells))
    )


def pictures_of_figures(cells: Sequence[Placed]) -> str:
    """Every figure a small picture with the figure as its other text."""
    return _table(cells, lambda cell: f"<img src='/n/{cell.text}.png' alt='{cell.text}'>" if cell.key else escape(cell.text))


def cards(cells: Sequence[Placed]) -> str:
    """Table 3 as cards: a heading for the row, a list of column and figure below it."""
    if _key(cells) != "t3":
        return _table(cells)
    heads = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    lines = []
    for row in rows_of_cells(tuple(cell for cell in cells if cell.row >= 3)):
        labels = [cell.text for cell in row if not cell.key]
        figures = [cell.text for cell in row if cell.key]
        lines += [f"<div class='band'>{escape(label)}</div>" for label in labels[:-1]]
        items = "".join(f"<li><span>{head}</span><b>{text}</b></li>" for head, text in zip(heads, figures, strict=True))
        lines.append(f"<div class='card'><h4>{escape(labels[-1])}</h4><ul>{items}</ul></div>")
    return "".join(lines)


def from_a_spreadsheet(cells: Sequence[Placed]) -> str:
    """A spreadsheet saved as a page: namespaces, a class a cell, numbers as attributes, a row that is none."""

    def inner(cell: Placed) -> str:
        return f"<span style='mso-spacerun:yes'>&nbsp;</span>{escape(cell.text)}" if cell.key else escape(cell.text)

    hidden = "<tr height=0 style='display:none'>" + "<td width=72>1</td>" * _width(cells) + "</tr>"
    table = _table(cells, inner).replace("<td", "<td class=xl65 x:num").replace("</table>", f"{hidden}</table>")
    return table.replace("<table>", "<table x:str border=0 cellpadding=0><col width=72 style='mso-width-source:userset'>", 1)


def foot_first(cells: Sequence[Placed]) -> str:
    """Table 3 with its last row in a foot that the page names before the body."""
    if _key(cells) != "t3":
        return _table(cells)
    rows = rows_of_cells(tuple(cells))
    return (
        f"<table><thead>{''.join(_tr(row) for row in rows[:3])}</thead><tfoot>{_tr(rows[-1])}</tfoot>"
        f"<tbody>{''.join(_tr(row) for row in rows[3:-1])}</tbody></table>"
    )


def _split_rows(cells: Sequence[Placed], split: Callable[[list[Placed], int], list[list[Placed]]]) -> str:
    """Table 3 with rows made of others; the labels of bands, which would span a wrong number of rows then, are gone."""
    if _key(cells) != "t3":
        return _table(cells)
    head = [_tr(row) for row in rows_of_cells(tuple(cell for cell in cells if cell.row < 3))]
    body = rows_of_cells(tuple(cell for cell in cells if cell.row >= 3 and cell.row_span == 1))
    wide = [[cell._replace(column_span=cell.column_span + cell.column) if not cell.key else cell for cell in row] for row in body]
    rows = [_tr(made) for number, row in enumerate(wide) for made in split(row, number)]
    return f"<table>{''.join([*head, *rows])}</table>"


def ordinals_above_labels(cells: Sequence[Placed]) -> str:
    """Figures beside the ordinal of their label, the label itself in a row of empty cells below."""

    def split(row: list[Placed], number: int) -> list[list[Placed]]:
        ordinal, bracket, label = row[0].text.partition("）")
        if not bracket or not ordinal.startswith("（"):
            return [row]
        empty = [cell._replace(text="") for cell in row[1:]]
        return [[row[0]._replace(text=ordinal + bracket), *row[1:]], [row[0]._replace(text=label), *empty]]

    return _split_rows(cells, split)


def figures_below_labels(cells: Sequence[Placed]) -> str:
    """Some labels with their first figure only, the other figures in a row without a label below."""

    def split(row: list[Placed], number: int) -> list[list[Placed]]:
        if number % 5 != 2:
            return [row]
        upper = [*row[:2], *(cell._replace(text="") for cell in row[2:])]
        return [upper, [*(cell._replace(text="") for cell in row[:2]), *row[2:]]]

    return _split_rows(cells, split)


def figures_in_labels(cells: Sequence[Placed]) -> str:
    """Some labels into whose last line the first two figures ran."""

    def split(row: list[Placed], number: int) -> list[list[Placed]]:
        if number % 5 != 2:
            return [row]
        label = f"{row[0].text[:-2]}{row[1].text}件{row[2].text}件{row[0].text[-2:]}"
        return [[row[0]._replace(text=label), *(cell._replace(text="") for cell in row[1:3]), *row[3:]]]

    return _split_rows(cells, split)


def digits_on_two_lines(cells: Sequence[Placed]) -> str:
    """Table 4 so narrow that the last digit of longer figures stands in a row of its own."""
    if _key(cells) != "t4":
        return _table(cells)
    upper = [cell._replace(text=cell.text[:-1] or cell.text) if cell.key else cell for cell in cells]
    lower = [cell._replace(row=4, text=cell.text[-1] if len(cell.text) > 1 else "", key=None) for cell in cells if cell.key]
    return _table([*upper, *lower])


def _text(report: KnownReport, draw: Callable[[Cells], list[str]]) -> str:
    lines: list[str] = []
    for part in report.parts():
        lines.extend([part] if isinstance(part, str) else draw(part))
    return "\n".join(lines) + "\n"


def copied_with_line_breaks(report: KnownReport) -> bytes:
    """Copied out of a spreadsheet: tabs, and quotes around the labels that are broken over lines in their cells."""

    def draw(cells: Cells) -> list[str]:
        def broken(text: str) -> str:
            return f'"{text[: len(text) // 2]}\n{text[len(text) // 2 :]}"' if len(text) > 9 else text

        lines = tabs_full(cells, random.Random(0))
        labels = {cell.text for cell in cells if not cell.key}
        return ["\t".join(broken(text) if text in labels else text for text in line.split("\t")) for line in lines]

    return _text(report, draw).encode()


def broken_bars(report: KnownReport) -> bytes:
    """Markdown from a converter: rows torn in two, a rule again wherever a page began."""

    def draw(cells: Cells) -> list[str]:
        lines = []
        for number, line in enumerate(bars(cells, random.Random(0))):
            if number % 12 == 11:
                lines.append("|" + "---|" * (line.count("|") - 1))
            pieces = line.split(" | ")
            torn = number % 4 == 3 and len(pieces) > 8
            lines += [" | ".join(pieces[:6]), "| " + " | ".join(pieces[6:])] if torn else [line]
        return lines

    return _text(report, draw).encode()


def as_json(report: KnownReport) -> bytes:
    """What a content system hands out: the page as an escaped string among its other fields."""
    body = "".join(f"<p>{escape(part)}</p>" if isinstance(part, str) else _table(part) for part in report.parts()[1:])
    fields = {"id": 48213, "title": report.title, "pubDate": f"{report.year + 1}-01-16 09:30:00", "content": body, "hits": 286}
    return json.dumps({"code": 200, "data": fields}).encode()


def from_an_old_word_file(report: KnownReport) -> bytes:
    """The text stream of a .doc: a bell ends each cell and each row, and a table has no line ends at all."""

    def cells(part: Cells) -> str:
        return "".join("".join(f"{text}\x07" for text in line.split("\t")) + "\x07" for line in tabs_full(part, random.Random(0)))

    return "".join(part + "\r" if isinstance(part, str) else cells(part) + "\r" for part in report.parts()).encode("gb18030")


def of_a_wiki(report: KnownReport) -> bytes:
    """A wiki's markup, which tells how many rows and columns a cell takes."""

    def draw(cells: Cells) -> list[str]:
        def written(cell: Placed) -> str:
            spans = _spans(cell).strip()
            return f"{spans} | {cell.text}" if spans else cell.text

        rows = (f"|-\n| {' || '.join(map(written, row))}" for row in rows_of_cells(cells))
        return ['{| class="wikitable"', *rows, "|}"]

    return _text(report, draw).encode()


def escaped_twice(report: KnownReport) -> bytes:
    """A page that shows the source of the report: the tags were escaped once too often."""
    body = "".join(f"<p>{part}</p>" if isinstance(part, str) else _table(part) for part in report.parts()[1:])
    return f"<html><body><h1>{report.title}</h1><div class='content'>{escape(body)}</div></body></html>".encode()


def boxes_in_lines(cells: Sequence[Placed]) -> str:
    """A line a row, its cells boxes of a width of their own that stand beside each other in it."""
    lines = (line.split("\t") for line in tabs_full(tuple(cells), random.Random(0)))
    boxes = ("".join(f'<span style="display:inline-block; width:80px">{escape(text)}</span>' for text in line) for line in lines)
    return "".join(f"<div class='row'>{line}</div>" for line in boxes)


PAGES: dict[str, Table] = {
    table.__name__: table
    for table in (
        saved_by_word, two_side_by_side, labels_above, table_in_every_cell, of_an_article, first_row_empty, upright_paragraphs,
        with_units, head_again, head_apart, for_small_screens, a_table_a_row, pictures_of_figures, cards, from_a_spreadsheet,
        foot_first, ordinals_above_labels, boxes_in_lines,
    )
}  # fmt: skip
TORN: dict[str, Table] = {table.__name__: table for table in (figures_below_labels, figures_in_labels, digits_on_two_lines)}
"""Tables of which not every figure can be told: what is not right must be marked."""
SOURCES: dict[str, Callable[[KnownReport], bytes]] = {
    **{name: (lambda report, table=table: page(report, table)) for name, table in PAGES.items()},  # type: ignore[misc]
    **{
        source.__name__: source
        for source in (copied_with_line_breaks, broken_bars, from_an_old_word_file, of_a_wiki, as_json, escaped_twice)
    },
}
"""Every report with everything in it that it has to say."""
