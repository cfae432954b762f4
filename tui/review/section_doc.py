"""One section of a report as lines for the left pane: heading, official table, legend, text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from core.forms import Form, Table, form
from core.personal import mask
from core.report import Cell, CellState, Report, Section
from core.text import comparable
from rules.audit import AuditedReport
from tui.review.facts import fact_lines
from tui.review.lines import CellLine, DocLine, StillLine, TextLine
from tui.review.runs import lay_out, para
from tui.review.stretches import Stretches
from tui.review.table_layout import table_lines
from tui.signs import Signs
from tui.text import AmbiguousWidth, wrap_cjk
from tui.wrap import WrappedLine

Say = Callable[..., str]

TEXT_GUTTER = 2
"""Cells left of the text, for the signs of what stands on the line."""

SHORT_LINE = 16
"""Lines shorter than this belong to a list or a torn table and are not parted by empty lines."""

_NOT_WORDS = re.compile(r"[\W_]+")

SECTIONS = (0, 1, 2, 3, 4, 5, 6)


@dataclass(frozen=True)
class SectionDoc:
    """The lines of one section. `header` is drawn over the table's lines `table_first` to `table_last` while they scroll."""

    number: int
    lines: tuple[DocLine, ...]
    text: str
    header: tuple[StillLine, ...] = ()
    table_first: int = 0
    table_last: int = -1
    line_of_cell: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Line and position on it of every cell drawn."""
    text_lines: tuple[WrappedLine, ...] = ()
    text_line_numbers: tuple[int, ...] = ()
    """The line of the pane that each of `text_lines` is."""
    first_column: int = 0
    claims: Stretches = field(default_factory=Stretches)
    """What figures in the text were taken to say."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a section is to be laid out."""

    width: int
    signs: Signs
    ambiguous: AmbiguousWidth
    say: Say
    first_column: int = 0
    airy: bool = False
    """Whether paragraphs are parted by an empty line."""
    whole_text: bool = False
    """Whether the lines of the text that the table was read from are shown too."""
    original_key: str = "Ctrl+O"
    """The key that shows the source, as people write it."""


def report_form(report: Report) -> Form | None:
    """The official form that the report follows."""
    return form(report.form) if report.form else None


def section_of(report: Report, number: int) -> Section | None:
    """The section of that number, present or not."""
    return next((section for section in report.sections if section.number == number), None)


def section_numbers(report: Report) -> tuple[int, ...]:
    """The sections that can be looked at: title and the six of the form, or whatever was found."""
    found = {section.number for section in report.sections}
    return tuple(sorted(found | set(SECTIONS))) if report.form else tuple(sorted(found | {0}))


def lay_out_section(audited: AuditedReport, number: int, sheet: Sheet) -> SectionDoc:
    """The lines of section `number`."""
    report = audited.report
    section = section_of(report, number)
    lines: list[DocLine] = list(_heading(report, section, number, sheet))
    if number == 0:
        lines += [*fact_lines(audited, sheet.width, sheet.signs, sheet.ambiguous, sheet.say), StillLine()]
    header: tuple[StillLine, ...] = ()
    table_first = first_column = 0
    table = _table(report, number)
    if table is not None:
        drawn = table_lines(
            table, report.cells, sheet.width, signs=sheet.signs, ambiguous=sheet.ambiguous, first_column=sheet.first_column
        )
        header, table_first, first_column = drawn.header, len(lines), drawn.first_column
        lines += [
            *drawn.header,
            *drawn.body,
            *_extra_rows(report, table, sheet),
            *legend(report.cells, table, sheet),
            StillLine(),
        ]
    table_last = len(lines) - 1 if table is not None else -1
    text = mask(section.text) if section is not None and section.present else ""
    wrapped, numbers = _text(report, section, text, table, sheet, lines)
    cells = {
        slot.key: (index, position)
        for index, line in enumerate(lines)
        if isinstance(line, CellLine)
        for position, slot in enumerate(line.slots)
    }
    claims = Stretches((claim.start, claim.end, "claim") for claim in report.claims if claim.section == number)
    return SectionDoc(number, tuple(lines), text, header, table_first, table_last, cells, wrapped, numbers, first_column, claims)


def _table(report: Report, number: int) -> Table | None:
    official = report_form(report)
    if official is None:
        return None
    return next((table for table in official.tables if table.section == number), None)


def _heading(report: Report, section: Section | None, number: int, sheet: Sheet) -> list[DocLine]:
    official = report_form(report)
    expected = next((entry for entry in official.sections if entry.number == number), None) if official else None
    if number == 0:
        text = report.title or sheet.say("review.no_title")
    elif section is not None and section.present and section.heading:
        text = section.heading
        if section.ordinal and not text.startswith(section.ordinal):
            text = f"{section.ordinal}、{text}"
    elif expected is not None:
        text = f"{expected.ordinal}、{expected.heading}"
    else:
        text = sheet.say("review.section", number=number)
    lines: list[DocLine] = [StillLine(tuple(line)) for line in lay_out([para(text, "heading")], sheet.width, sheet.ambiguous)]
    if section is None or not section.present:
        word = "review.section_missing" if number else "review.no_preamble"
        lines += [StillLine(tuple(line)) for line in lay_out([para(sheet.say(word), "muted")], sheet.width, sheet.ambiguous)]
    return [*lines, StillLine()] if sheet.airy else lines


def _extra_rows(report: Report, table: Table, sheet: Sheet) -> list[DocLine]:
    rows = [row for row in report.extra_rows if row.table == table.key]
    if not rows:
        return []
    texts = [para(sheet.say("review.extra_rows"), "label")]
    texts += [
        para(f"{row.label}  {f' {sheet.signs.dot} '.join(raw for raw in row.raw if raw)}", "plain", indent=2, hanging=2)
        for row in rows
    ]
    return [StillLine(tuple(line)) for line in lay_out(texts, sheet.width, sheet.ambiguous)]


def legend(cells: Mapping[str, Cell], table: Table, sheet: Sheet) -> list[DocLine]:
    """What the signs in the table mean, those that stand in it only."""
    present = [cells[key] for key in table.cell_keys if key in cells]
    states = {cell.state for cell in present}
    entries = [
        (sheet.signs.absent, "review.legend_absent", CellState.ABSENT in states),
        ("_", "review.legend_blank", CellState.BLANK in states),
        ('" "', "review.legend_unreadable", CellState.UNREADABLE in states),
        ("?", "review.legend_inferred", any(cell.inferred for cell in present)),
        ("=", "review.legend_corrected", any(cell.corrected for cell in present)),
        ("'", "review.legend_note", any(cell.note or cell.unit for cell in present)),
    ]
    text = "   ".join(f"{sign} {sheet.say(word)}" for sign, word, shown in entries if shown)
    if not text:
        return []
    return [StillLine(tuple(line)) for line in lay_out([para(text, "muted")], sheet.width, sheet.ambiguous)]


def _text(
    report: Report, section: Section | None, text: str, table: Table | None, sheet: Sheet, lines: list[DocLine]
) -> tuple[tuple[WrappedLine, ...], tuple[int, ...]]:
    """Append the section's text; lines that the table was read from are left out unless wanted."""
    wrapped: list[WrappedLine] = []
    numbers: list[int] = []
    at = 0
    shown_before = left_out = False
    before = 0
    for paragraph in text.split("\n"):
        start, at = at, at + len(paragraph) + 1
        if table is not None and not sheet.whole_text and _in_table(report, section, table, paragraph, start):
            left_out = True
            continue
        if section is not None and section.number == 0 and not shown_before and _plain(paragraph) == _plain(report.title or ""):
            continue
        if not paragraph.strip() and not shown_before:
            continue
        parted = max(len(paragraph.strip()), before) >= SHORT_LINE
        before = len(paragraph.strip())
        if sheet.airy and shown_before and parted and before and not isinstance(lines[-1], StillLine):
            lines.append(StillLine())
        for line in wrap_cjk(paragraph, max(sheet.width - TEXT_GUTTER, 8), sheet.ambiguous, start=start):
            numbers.append(len(lines))
            wrapped.append(line)
            lines.append(TextLine(line))
        shown_before = True
    if left_out:
        lines += [StillLine()] if shown_before else []
        told = sheet.say("review.table_text_left_out", key=sheet.original_key)
        note = lay_out([para(told, "muted")], sheet.width, sheet.ambiguous)
        lines += [StillLine(tuple(line)) for line in note]
    return tuple(wrapped), tuple(numbers)


def _in_table(report: Report, section: Section | None, table: Table, paragraph: str, start: int) -> bool:
    """Whether the official table was read from this line: it stands in the table's place or is made of its labels."""
    if section is None:
        return False
    reading = report.tables.get(table.key)
    if reading is None or not reading.present:
        return False
    parts = [_plain(part) for part in paragraph.split("\t")]
    parts = [part for part in parts if part and not part.isdecimal()]
    if parts and 2 * sum(part in _vocabulary(table) for part in parts) >= len(parts):
        return True
    place = reading.place
    if place is None:
        return False
    source = next((at for at in map(section.source_offset, range(start, start + len(paragraph))) if at is not None), None)
    return source is not None and place.start <= source < place.end


@cache
def _vocabulary(table: Table) -> frozenset[str]:
    """The labels, bands and footnotes of a table, as they compare."""
    words = {"信息内容", "申请人情况", "政府信息公开申请", *table.footnotes}
    for column in table.columns:
        words |= {column.label, *column.aliases, *column.bands}
    for row in table.rows:
        words |= {row.label, row.printed_label, *row.aliases, *row.bands}
    return frozenset(_plain(word) for word in words)


def _plain(text: str) -> str:
    return _NOT_WORDS.sub("", comparable(text))
