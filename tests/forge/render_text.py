"""Known reports as text, in the layouts that extractors and web pages leave behind."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tests.forge.compare import expected
from tests.forge.messes import CELL_MESSES, TABLE_MESSES, Cells, Sheet, row_of
from tests.forge.official import KnownReport, Placed, official_table

Layout = Callable[[Cells, random.Random], list[str]]


@dataclass(frozen=True)
class Rendered:
    """A text, the figure printed for every canonical cell (None where none is) and the keys a careful reader can place."""

    text: str
    truth: dict[str, str | None]
    derivable: frozenset[str]
    name: str
    seed: int = 0


def rows_of_cells(cells: Cells) -> list[list[Placed]]:
    """The cells that begin in each row, from left to right."""
    rows: dict[int, list[Placed]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(cell)
    return [rows[number] for number in sorted(rows)]


def tabs_full(cells: Cells, chance: random.Random) -> list[str]:
    """A line a row, a tab between columns, spanned places empty."""
    width = max(cell.column + cell.column_span for cell in cells)
    lines = []
    for row in rows_of_cells(cells):
        at = {cell.column: cell.text for cell in row}
        lines.append("\t".join(at.get(column, "") for column in range(width)))
    return lines


def tabs_gone(cells: Cells, chance: random.Random) -> list[str]:
    """A line a row, a tab between the cells that begin there."""
    return ["\t".join(cell.text for cell in row) for row in rows_of_cells(cells)]


def tabs_trimmed(cells: Cells, chance: random.Random) -> list[str]:
    """The full matrix with empty cells at the ends of lines stripped."""
    return [line.strip("\t") for line in tabs_full(cells, chance)]


def bars(cells: Cells, chance: random.Random) -> list[str]:
    """A Markdown table."""
    lines = ["| " + " | ".join(line.split("\t")) + " |" for line in tabs_full(cells, chance)]
    return [lines[0], "|" + "---|" * (lines[0].count("|") - 1), *lines[1:]]


def bars_at_ends(cells: Cells, chance: random.Random) -> list[str]:
    """`a | b | c |`, and a bar alone between some lines."""
    lines: list[str] = []
    for row in rows_of_cells(cells):
        lines.append(" | ".join(cell.text for cell in row) + " |")
        if chance.random() < 0.3:
            lines.append("|")
    return lines


def cell_a_line(cells: Cells, chance: random.Random) -> list[str]:
    """One cell a line, empty ones gone."""
    return [cell.text for row in rows_of_cells(cells) for cell in row if cell.text]


def spaces(cells: Cells, chance: random.Random) -> list[str]:
    """A line a row with spaces between cells."""
    gap = chance.choice([" ", "  ", "    ", "\u3000"])
    return [gap.join(cell.text for cell in row if cell.text) for row in rows_of_cells(cells)]


def one_line(cells: Cells, chance: random.Random) -> list[str]:
    """The whole table on one line."""
    return [" ".join(cell.text for row in rows_of_cells(cells) for cell in row if cell.text)]


def commas(cells: Cells, chance: random.Random) -> list[str]:
    """Comma-separated values."""
    return [",".join(f'"{t}"' if "," in t else t for t in line.split("\t")) for line in tabs_full(cells, chance)]


def _pieces(text: str, width: int) -> list[str]:
    return [text[i : i + width] for i in range(0, len(text), width)] or [""]


def broken(cells: Cells, chance: random.Random) -> list[str]:
    """As paged layouts print it: narrow label columns, upright bands, the figures beside the middle line of their label."""
    width = chance.choice([8, 11, 14, 20])
    lines: list[str] = []
    upright = iter("三、本年度办理结果")
    for row in rows_of_cells(cells):
        labels = [cell for cell in row if not cell.key]
        figures = " ".join(cell.text for cell in row if cell.key and cell.text)
        if not figures:
            pieces = [_pieces(cell.text, 3 if cell.column_span == 1 else 20) for cell in labels]
            depths = range(max(map(len, pieces), default=0))
            lines.extend(" ".join(piece[depth] for piece in pieces if depth < len(piece)) for depth in depths)
            continue
        bands = [cell.text for cell in labels if cell.row_span > 1 and not cell.text.startswith("三、本年度")]
        label = next((cell.text for cell in labels if cell.row_span == 1), "")
        halves = _pieces(label, width)
        middle = chance.choice(range(len(halves)))
        prefix = next(upright, "") if chance.random() < 0.4 else ""
        for number, half in enumerate(halves):
            words = [prefix if number == middle else "", bands[0][:4] if bands and number == middle else "", half]
            lines.append(" ".join(word for word in (*words, figures if number == middle else "") if word))
        if bands:
            lines.append(bands[0][4:])
    return [line for line in lines if line]


def streamed(cells: Cells, chance: random.Random) -> list[str]:
    """Stream order: broken labels first, all figures of the row behind the last piece."""
    width = chance.choice([8, 12, 18])
    lines: list[str] = []
    for row in rows_of_cells(cells):
        for cell in row:
            if not cell.key:
                lines.extend(_pieces(cell.text, 1 if cell.row_span > 8 else width))
        figures = " ".join(cell.text for cell in row if cell.key and cell.text)
        if figures and lines and not any(cell.row_span > 8 for cell in row if not cell.key and cell is row[-1]):
            lines[-1] += " " + figures
        elif figures:
            lines.append(figures)
    return lines


LAYOUTS: dict[str, Layout] = {
    "tabs_full": tabs_full,
    "tabs_gone": tabs_gone,
    "tabs_trimmed": tabs_trimmed,
    "bars": bars,
    "bars_at_ends": bars_at_ends,
    "cell_a_line": cell_a_line,
    "spaces": spaces,
    "one_line": one_line,
    "commas": commas,
    "broken": broken,
    "streamed": streamed,
}
PLACES_SHOWN = {"tabs_full", "tabs_gone", "bars", "commas"}
"""Layouts in which an empty cell can be seen."""


def render(
    report: KnownReport, layout: str | Layout, messes: Sequence[str] = (), frame: Sequence[str] = (), seed: int = 0
) -> Rendered:
    """A report in a layout, after cell and table messes, in a frame of messes of the text around."""
    draw = layout if callable(layout) else LAYOUTS[layout]
    layout = layout.__name__ if callable(layout) else layout
    chance = random.Random(f"{seed}/{layout}/{messes}/{frame}")
    tables = {table.key: official_table(table, report.values) for table in report.form.tables}
    sheet = Sheet(tables)
    for mess in messes:
        (CELL_MESSES | TABLE_MESSES)[mess](sheet, chance)
    _close_blanks(sheet, layout)
    truth: dict[str, str | None] = dict.fromkeys(report.form.cell_keys)
    truth.update({cell.key: cell.text for cells in sheet.tables.values() for cell in cells if cell.key})
    drawn = {key: draw(cells, chance) for key, cells in sheet.tables.items()}
    lines = _paragraphs(report, drawn, chance)
    for name in frame:
        lines = FRAMES[name](lines, report, chance)
    text = "\n".join(lines) + "\n"
    if "one_line_report" in frame:
        text = " ".join(line.strip() for line in lines)
    derivable = frozenset(key for key, value in truth.items() if value is not None and key not in sheet.open)
    if "repeats_removed" in frame and layout == "cell_a_line":
        derivable = _still_told(truth, derivable)
    return Rendered(text, truth, derivable, "+".join((layout, *messes, *frame)), seed)


def _close_blanks(sheet: Sheet, layout: str) -> None:
    """Where empty cells cannot be seen, a row that has some cannot be placed."""
    if layout in PLACES_SHOWN:
        return
    for cells in sheet.tables.values():
        rows = {row_of(cell.key) for cell in cells if cell.key and not cell.text}
        sheet.open |= {cell.key for cell in cells if cell.key and row_of(cell.key) in rows}


def _paragraphs(report: KnownReport, drawn: dict[str, list[str]], chance: random.Random) -> list[str]:
    lines = [report.title, *report.narrative.get(0, ())]
    by_section = {table.section: drawn[table.key] for table in report.form.tables}
    for section in report.form.sections:
        lines.append(f"{section.ordinal}、{section.heading}")
        lines.extend(report.narrative.get(section.number, ()))
        lines.extend(by_section.get(section.number, ()))
    return lines


def pages(lines: list[str], report: KnownReport, chance: random.Random) -> list[str]:
    """Page numbers between any two lines."""
    style = chance.choice(["- {} -", "— {} —", "第 {} 页", "第{}页 共9页", "-{}-"])
    kept, number = [], 0
    for i, line in enumerate(lines):
        kept.append(line)
        if i % 31 == 17:
            number += 1
            kept.append(style.format(number))
    return kept


def running_title(lines: list[str], report: KnownReport, chance: random.Random) -> list[str]:
    """The title again on every page, also inside tables."""
    kept = []
    for i, line in enumerate(lines):
        kept.append(line)
        if i % 40 == 23:
            kept.append(report.title)
    return kept


def wrapped(lines: list[str], report: KnownReport, chance: random.Random) -> list[str]:
    """Narrative broken at a width, first lines indented."""
    width = chance.choice([28, 36, 44])
    kept: list[str] = []
    for line in lines:
        if (
            len(line) > width
            and ("。" in line or "，" in line)
            and "\t" not in line
            and "|" not in line
            and not re.search(r"\d \d", line)
        ):
            kept.extend(_pieces("\u3000\u3000" + line, width))
        else:
            kept.append(line)
    return kept


def furniture(lines: list[str], report: KnownReport, chance: random.Random) -> list[str]:
    """Navigation above, a footer below, with other years and dates."""
    head = ["首页 > 政务公开 > 年度报告 > 2018年", f"发布日期：{report.year + 1}-01-19 浏览次数：1024", "字号：大 中 小"]
    foot = [
        "上一篇：2017年政府信息公开工作年度报告",
        "版权所有 备案号：某ICP备05012345号",
        "网站标识码：3208000001 您是第 1234567 位访客",
    ]
    return [*head, *lines, *foot]


def headings_glued(lines: list[str], report: KnownReport, chance: random.Random) -> list[str]:
    """Headings stick to the end of the paragraph before them where there is one."""
    kept: list[str] = []
    for line in lines:
        if kept and re.match(r"[一二三四五六]、[主存其]", line) and kept[-1].endswith("。"):
            kept[-1] += line
        else:
            kept.append(line)
    return kept


def headings_missing(lines: list[str], report: KnownReport, chance: random.Random) -> list[str]:
    """No section headings at all."""
    return [line for line in lines if not re.match(r"[一二三四五六]、(?!本年|上年|结转)", line)]


def headings_split(lines: list[str], report: KnownReport, chance: random.Random) -> list[str]:
    """Long headings broken over two lines."""
    kept: list[str] = []
    for line in lines:
        if re.match(r"[三四]、[收政].{8,}情况$", line):
            kept.extend([line[:9], line[9:]])
        else:
            kept.append(line)
    return kept


def repeats_removed(lines: list[str], report: KnownReport, chance: random.Random) -> list[str]:
    """Lines equal to the line before are gone."""
    return [line for i, line in enumerate(lines) if i == 0 or line != lines[i - 1]]


def traditional(lines: list[str], report: KnownReport, chance: random.Random) -> list[str]:
    """Traditional characters."""
    import opencc

    converter = opencc.OpenCC("s2t")
    return [converter.convert(line) for line in lines]


def pinyin(lines: list[str], report: KnownReport, chance: random.Random) -> list[str]:
    """Traditional characters, some with their reading in brackets."""
    return [re.sub("[項數請機構處]", lambda m: m.group() + "(xiàng)", line) for line in traditional(lines, report, chance)]


def one_line_report(lines: list[str], report: KnownReport, chance: random.Random) -> list[str]:
    """Everything on one line (joined by `render`)."""
    return lines


def blank_lines(lines: list[str], report: KnownReport, chance: random.Random) -> list[str]:
    """Empty lines anywhere."""
    return [part for line in lines for part in ([line, ""] if chance.random() < 0.3 else [line])]


FRAMES: dict[str, Callable[[list[str], KnownReport, random.Random], list[str]]] = {
    "pages": pages,
    "running_title": running_title,
    "wrapped": wrapped,
    "furniture": furniture,
    "headings_glued": headings_glued,
    "headings_missing": headings_missing,
    "headings_split": headings_split,
    "repeats_removed": repeats_removed,
    "traditional": traditional,
    "pinyin": pinyin,
    "one_line_report": one_line_report,
    "blank_lines": blank_lines,
}


def _still_told(truth: dict[str, str | None], derivable: frozenset[str]) -> frozenset[str]:
    """What the sums of table 3's rows still tell when every figure equal to the one before it is gone."""
    kept = set(derivable)
    rows: dict[str, list[str]] = {}
    for key in truth:
        rows.setdefault(row_of(key), []).append(key)
    for row, keys in rows.items():
        printed = [truth[key] or "" for key in keys]
        left = [text for i, text in enumerate(printed) if i == 0 or text != printed[i - 1]]
        if len(left) == len(printed):
            continue
        if not row.startswith("t3"):
            kept -= set(keys)
            continue
        options = [option for option in _stretchings(left, 7) if _adds(option)]
        for i, key in enumerate(keys):
            if len({option[i] for option in options}) != 1:
                kept.discard(key)
    if any(truth[k] == truth[j] for k, j in zip(_t4(truth), _t4(truth)[1:], strict=False)):
        kept -= set(_t4(truth))
    return frozenset(kept)


def _t4(truth: dict[str, str | None]) -> list[str]:
    return [key for key in truth if key.startswith("t4.")]


def _stretchings(left: list[str], width: int) -> list[list[str]]:
    if len(left) == 1:
        return [left * width]
    return [
        [left[0]] * count + rest for count in range(1, width - len(left) + 2) for rest in _stretchings(left[1:], width - count)
    ]


def _adds(option: list[str]) -> bool:
    values = [expected(text)[1] or Decimal(0) for text in option]
    return sum(values[:-1], Decimal(0)) == values[-1]
