"""Tables that are not there to be read: a picture or an attachment stands in their place, or they are printed without figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Literal

from core.align.labels import Vocabulary, han, keys, vocabulary
from core.align.stream import Line
from core.align.table import at_least
from core.document import Picture, Place
from core.forms import Form, Table
from core.report import Cell, CellState, Section, TableReading

_FEW = 0.1
"""With a smaller share of its cells a table was not found, only figures of the narrative that stood beside words of it."""
_SOME_LABELS = 4
_OF_TABLES = re.compile(r"附件|附表|表格|统计表|情况表|年度报告|年报|申请情况|公开情况|复议|诉讼")
"""What the name of an attachment says when it holds tables of the report, wherever the link stands."""

Reason = Literal["picture", "attachment", "no_figures"]


def with_reasons(
    form: Form,
    cells: Mapping[str, Cell],
    tables: Mapping[str, TableReading],
    sections: Sequence[Section],
    lines: Sequence[Line],
    pictures: Sequence[Picture],
) -> tuple[Mapping[str, Cell], Mapping[str, TableReading]]:
    """The cells and readings with a reason for every table that was not found and why it was not, where the source tells."""
    told_cells, told_tables = dict(cells), dict(tables)
    for table in form.tables:
        found = (key for key in table.cell_keys if cells[key].state is not CellState.ABSENT)
        if at_least(ceil(_FEW * len(table.cell_keys)), found):
            continue
        reason, place = _reason(form, table, sections, lines, pictures)
        if reason is None:
            continue
        told_tables[table.key] = TableReading(table.key, False, unreadable=reason, place=place)
        if reason != "no_figures":
            told_cells |= {key: Cell(key, CellState.UNREADABLE, place=place) for key in table.cell_keys}
    return told_cells, told_tables


def _reason(
    form: Form, table: Table, sections: Sequence[Section], lines: Sequence[Line], pictures: Sequence[Picture]
) -> tuple[Reason | None, Place | None]:
    stretch = _stretch(table.section, sections)
    if stretch is not None:
        inside = [picture for picture in pictures if stretch[0] <= picture.place.start <= stretch[1]]
        if inside:
            return inside[0].kind, inside[0].place
        if _labels(table, vocabulary(form), (line for line in lines if stretch[0] <= line.start < stretch[1])) >= _SOME_LABELS:
            return "no_figures", None
    attached = next((p for p in pictures if p.kind == "attachment" and _OF_TABLES.search(p.description)), None)
    return ("attachment", attached.place) if attached else (None, None)


def _stretch(number: int, sections: Sequence[Section]) -> tuple[int, int] | None:
    """Where a section with a heading stands in the source: up to the next heading, or to the end."""
    places = {section.number: section.heading_place for section in sections if section.heading_place is not None}
    if number not in places:
        return None
    start = places[number].end
    return start, min((place.start for place in places.values() if place.start >= start), default=10**12)


def _labels(table: Table, words: Vocabulary, lines: Iterable[Line]) -> int:
    """How many different rows (or, in a table of one row, groups and columns) of a table are named in some lines."""
    kinds: tuple[Literal["row", "group", "column"], ...] = ("row",) if table.layout == "rows" else ("group", "column")
    mentions = [m for line in lines if line.kind != "prose" for m in words.mentions(han(line.text)) if m.complete]
    return len({key for kind in kinds for key in keys(mentions, kind) if key[0] == table.key})
