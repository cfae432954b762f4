"""Layouts that other programs and other hands make of the same tables: lists, sentences, turned tables, drawn boxes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from core.forms import FORM_IDS, Row, Table, form
from tests.forge.messes import Cells
from tests.forge.render_text import Layout, rows_of_cells

Matrix = list[list[str]]


def _table(cells: Cells) -> tuple[Table, dict[str, str]]:
    """The official table that cells show, and their figures by key."""
    figures = {cell.key: cell.text for cell in cells if cell.key}
    key = next(iter(figures)).partition(".")[0]
    tables = (form(form_id).table_by_key[key] for form_id in FORM_IDS)
    return next(table for table in tables if set(figures) <= set(table.cell_keys)), figures


def _figures(table: Table, row: Row, figures: dict[str, str]) -> list[str]:
    return [figures[key] for key in table.keys_of_row[row.key]]


def _heads(table: Table, row: Row) -> list[str]:
    return [table.column_by_key[column].label for column in row.columns]


def _tabs(cells: Cells) -> list[str]:
    return ["\t".join(cell.text for cell in row) for row in rows_of_cells(cells)]


def _only(key: str, draw: Callable[[Table, dict[str, str]], list[str]]) -> Layout:
    """A layout of one table; the others stay rows of tab-separated cells."""

    def layout(cells: Cells, chance: random.Random) -> list[str]:
        table, figures = _table(cells)
        return draw(table, figures) if table.key == key else _tabs(cells)

    return layout


def _turned(between: str) -> Layout:
    """Table 3 with its applicants as rows and its results, without their numbers, as columns."""

    def draw(table: Table, figures: dict[str, str]) -> list[str]:
        quote = '"' if between == "," else ""
        return [between.join(["申请人", *(quote + row.label + quote for row in table.rows)])] + [
            between.join([column.label, *(figures[f"t3.{row.key}.{column.key}"] for row in table.rows)])
            for column in table.columns
        ]

    return _only("t3", draw)


def _sentences(opening: str, unit: str, between: str, closing: str, equal: str = "") -> Layout:
    """`予以公开：自然人47件，商业企业0件，…，总计47件。`, a row of a table a line."""

    def layout(cells: Cells, chance: random.Random) -> list[str]:
        table, figures = _table(cells)
        count = unit if table.key != "t2" else ""
        lines: list[str] = []
        for row in table.rows:
            if row.bands and row.bands[-1] not in lines:
                lines.append(row.bands[-1])
            pairs = zip(_heads(table, row), _figures(table, row, figures), strict=True)
            lines.append(
                row.printed_label + opening + between.join(f"{head}{equal}{text}{count}" for head, text in pairs) + closing
            )
        return lines

    return layout


def _blocks(between: str) -> Layout:
    """Table 3 as a block of lines `予以公开=12` under each applicant."""

    def draw(table: Table, figures: dict[str, str]) -> list[str]:
        lines: list[str] = []
        for column in table.columns:
            lines.append(column.label)
            lines.extend(row.label + between + figures[f"t3.{row.key}.{column.key}"] for row in table.rows)
        return lines

    return _only("t3", draw)


def _triples(table: Table, figures: dict[str, str]) -> list[str]:
    return ["项目\t申请人\t数量"] + [
        "\t".join((row.label, head, text))
        for row in table.rows
        for head, text in zip(_heads(table, row), _figures(table, row, figures), strict=True)
    ]


def _listed(table: Table, figures: dict[str, str]) -> list[str]:
    """Table 2 as lines `规章本年制发件数：3`."""
    return [
        f"{row.label}{head}：{text}"
        for row in table.rows
        for head, text in zip(_heads(table, row), _figures(table, row, figures), strict=True)
    ]


def _bulleted(table: Table, figures: dict[str, str]) -> list[str]:
    """Table 4 as three lists with dashes before their items."""
    lines: list[str] = []
    for row in table.rows:
        lines.append(row.label)
        lines += [f"- {h}：{text}" for h, text in zip(_heads(table, row), _figures(table, row, figures), strict=True)]
    return lines


def _results_as_rows(table: Table, figures: dict[str, str]) -> list[str]:
    """Table 4 with a row a result and a column a kind of case."""
    return ["\t".join(["结果", *(row.label for row in table.rows)])] + [
        "\t".join([column.label, *(figures[f"t4.{row.key}.{column.key}"] for row in table.rows)]) for column in table.columns
    ]


def _columns(table: Table) -> str:
    return "\t".join(column.label for column in table.columns)


def _labels_right(table: Table, figures: dict[str, str]) -> list[str]:
    """Table 3 with its labels in the last column."""
    return [_columns(table) + "\t项目"] + ["\t".join((*_figures(table, r, figures), r.label)) for r in table.rows]


def _labels_twice(table: Table, figures: dict[str, str]) -> list[str]:
    """Table 3 with its labels in the first and in the last column."""
    return ["项目\t" + _columns(table) + "\t项目"] + [
        "\t".join((r.label, *_figures(table, r, figures), r.label)) for r in table.rows
    ]


def _numbered(table: Table, figures: dict[str, str]) -> list[str]:
    """Table 3 with a number before each row."""
    return ["序号\t项目\t" + _columns(table)] + [
        "\t".join((str(number), row.label, *_figures(table, row, figures))) for number, row in enumerate(table.rows, 1)
    ]


def _heads_again(table: Table, figures: dict[str, str]) -> list[str]:
    """Table 3 with its header again on every page."""
    lines: list[str] = []
    for number, row in enumerate(table.rows):
        if number % 7 == 0:
            lines += [f"- {number} -"] * bool(number) + ["项目\t" + _columns(table)]
        lines.append("\t".join((row.printed_label, *_figures(table, row, figures))))
    return lines


def _halves(table: Table, figures: dict[str, str]) -> list[str]:
    """Table 3 cut in two: four columns first, the other three below."""
    lines: list[str] = []
    for part in (slice(4), slice(4, None)):
        lines.append("\t".join(["项目", *(column.label for column in table.columns[part])]))
        lines += ["\t".join((row.printed_label, *_figures(table, row, figures)[part])) for row in table.rows]
    return lines


def _side_by_side(table: Table, figures: dict[str, str]) -> list[str]:
    """The second half of table 3 beside the first."""
    rows = ["\t".join((row.printed_label, *_figures(table, row, figures))) for row in table.rows]
    half = (len(rows) + 1) // 2
    pairs = zip(rows[:half], [*rows[half:], ""], strict=False)
    return ["\t".join(["项目\t" + _columns(table)] * 2), *("\t".join(pair) for pair in pairs)]


def _matrix(cells: Cells, *, repeated: bool) -> Matrix:
    """Every place of a table; what a merged cell covers is empty, or holds its text again."""
    height = max(cell.row + cell.row_span for cell in cells)
    width = max(cell.column + cell.column_span for cell in cells)
    matrix = [[""] * width for _ in range(height)]
    for cell in cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                if repeated or (row, column) == (cell.row, cell.column):
                    matrix[row][column] = cell.text
    return matrix


def _whole(draw: Callable[[Matrix], Iterable[str]], *, repeated: bool = False) -> Layout:
    return lambda cells, chance: list(draw(_matrix(cells, repeated=repeated)))


def _parted(draw: Callable[[list[str]], str]) -> Layout:
    """A layout of the cells that begin in each row."""
    return lambda cells, chance: [draw([cell.text for cell in row]) for row in rows_of_cells(cells)]


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0xFF else 1 for character in text)


def _widths(matrix: Matrix) -> list[int]:
    return [max(2, *(_width(row[column]) for row in matrix)) for column in range(len(matrix[0]))]


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)]


def _bars(matrix: Matrix) -> list[str]:
    lines = ["| " + " | ".join(row) + " |" for row in matrix]
    return [lines[0], "|" + ":---:|" * len(matrix[0]), *lines[1:]]


def _box(matrix: Matrix) -> list[str]:
    """Columns of equal width between drawn lines."""
    widths = _widths(matrix)
    rules = [left + middle.join("─" * w for w in widths) + right for left, middle, right in ("┌┬┐", "├┼┤", "└┴┘")]
    rows = ["│" + "│".join(_padded(row, widths)) + "│" for row in matrix]
    return [rules[0], *chain.from_iterable((row, rules[1]) for row in rows[:-1]), rows[-1], rules[2]]


def _grid(matrix: Matrix) -> list[str]:
    """A grid table of plus signs, dashes and bars."""
    widths = _widths(matrix)
    rule = "+" + "+".join("-" * (width + 2) for width in widths) + "+"
    return [rule, *chain.from_iterable(("| " + " | ".join(_padded(row, widths)) + " |", rule) for row in matrix)]


def _broken_labels(matrix: Matrix) -> list[str]:
    """A Markdown table with <br> in its longer labels."""

    def broken(text: str) -> str:
        return text[: len(text) // 2] + "<br>" + text[len(text) // 2 :] if len(text) > 6 and not text[0].isdigit() else text

    return _bars([[broken(text) for text in row] for row in matrix])


def _marked(mark: str) -> Layout:
    """The mark of a footnote behind some figures."""

    def layout(cells: Cells, chance: random.Random) -> list[str]:
        return _tabs(tuple(c._replace(text=c.text + mark) if c.text.isdigit() and chance.random() < 0.1 else c for c in cells))

    return layout


_DIGITS = "零一二三四五六七八九"


def _written(number: int) -> str:
    """A number in Chinese characters: 四千零七, 一万二千, 十五."""
    for unit, word in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= unit:
            head, rest = divmod(number, unit)
            zero = "零" if rest and rest < unit // 10 else ""
            tail = _written(rest) if rest else ""
            return (
                ("" if unit == 10 and head == 1 else _written(head)) + word + zero + ("一" + tail if tail[:1] == "十" else tail)
            )
    return _DIGITS[number]


def in_characters(cells: Cells, chance: random.Random) -> list[str]:
    """The figures of tables 3 and 4 in Chinese characters."""
    table, _ = _table(cells)
    if table.key == "t2":
        return _tabs(cells)
    return _tabs(tuple(cell._replace(text=_written(int(cell.text))) if cell.key else cell for cell in cells))


def cells_apart(cells: Cells, chance: random.Random) -> list[str]:
    """One cell a line, an empty line behind each."""
    return [line for row in rows_of_cells(cells) for cell in row for line in (cell.text, "")]


OTHER_HANDS: dict[str, Layout] = {
    "turned_tabs": _turned("\t"),
    "turned_bars": _turned(" | "),
    "turned_commas": _turned(","),
    "turned_spaces": _turned("  "),
    "sentences": _sentences("：", "件", "，", "。"),
    "sentences_in_brackets": _sentences("（", "件", "、", "）"),
    "sentences_without_units": _sentences("：", "", "；", ""),
    "colons_everywhere": _sentences("：", "", "，", "。", "："),
    "blocks_equal": _blocks("="),
    "blocks_colon": _blocks("："),
    "triples": _only("t3", _triples),
    "listed": _only("t2", _listed),
    "bulleted": _only("t4", _bulleted),
    "results_as_rows": _only("t4", _results_as_rows),
    "labels_right": _only("t3", _labels_right),
    "labels_twice": _only("t3", _labels_twice),
    "numbered": _only("t3", _numbered),
    "heads_again": _only("t3", _heads_again),
    "halves": _only("t3", _halves),
    "side_by_side": _only("t3", _side_by_side),
    "merged_repeated": _whole(lambda matrix: ["\t".join(row) for row in matrix], repeated=True),
    "merged_repeated_bars": _whole(_bars, repeated=True),
    "aligned_by_spaces": _whole(lambda matrix: ["".join(_padded(row, [w + 2 for w in _widths(matrix)])) for row in matrix]),
    "box": _whole(_box),
    "grid": _whole(_grid),
    "broken_labels": _whole(_broken_labels),
    "bold": _whole(lambda matrix: _bars([[f"**{text}**" if text else "" for text in row] for row in matrix])),
    "semicolons": _whole(lambda matrix: [";".join(row) for row in matrix]),
    "quoted_semicolons": _parted(lambda row: ";".join(f'"{text}"' for text in row)),
    "quoted_commas": _parted(lambda row: ",".join(f'"{text}"' for text in row)),
    "marks_circled": _marked("①"),
    "marks_star": _marked("*"),
    "marks_bracketed": _marked("[1]"),
    "in_characters": in_characters,
    "cells_apart": cells_apart,
}  # fmt: skip
