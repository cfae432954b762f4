"""Paint one line of a section: figures with their signs, text with its marks, the cursor over all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.report import Cell, CellState
from rules.result import Severity
from tui.review.lines import CellLine, FactLine, Slot, StillLine, TextLine
from tui.review.marks import Marks
from tui.review.runs import Run, overlay, width_of_runs
from tui.review.section_doc import TEXT_GUTTER, SectionDoc
from tui.review.stretches import Stretches
from tui.review.table_layout import figure_text
from tui.signs import Signs
from tui.text import cell_width, crop

_SEVERITY_INK = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the auditor is: a line, the cell on it, or the character in the text; `anchor` is where a mark was begun."""

    line: int = 0
    position: int = 0
    offset: int | None = None
    anchor: int | None = None


def paint_line(
    doc: SectionDoc, index: int, cells: Mapping[str, Cell], marks: Marks, cursor: Cursor, *, focused: bool, signs: Signs
) -> list[Run]:
    """The runs of line `index`."""
    line = doc.lines[index]
    if isinstance(line, StillLine):
        return list(line.runs)
    cursor_ink = "cursor" if focused else "dimcursor"
    if isinstance(line, FactLine):
        runs = list(line.runs)
        return overlay(runs, 0, width_of_runs(runs), cursor_ink) if cursor.line == index else runs
    if isinstance(line, CellLine):
        return _cell_line(line, cells, marks, cursor.position if cursor.line == index else None, cursor_ink, signs)
    return _text_line(line, doc.claims, marks, cursor, focused, signs)


def _cell_line(
    line: CellLine, cells: Mapping[str, Cell], marks: Marks, at: int | None, cursor_ink: str, signs: Signs
) -> list[Run]:
    runs = [Run(line.label, "strong" if at is not None else line.label_ink)]
    drawn = width_of_runs(runs)
    for position, slot in enumerate(line.slots):
        if slot.start > drawn:
            runs.append(Run(" " * (slot.start - drawn)))
        runs.extend(_cell(slot, cells.get(slot.key), marks, cursor_ink if position == at else "", signs))
        drawn = slot.start + slot.width
    return runs


def _cell(slot: Slot, cell: Cell | None, marks: Marks, cursor_ink: str, signs: Signs) -> list[Run]:
    """A figure between its brackets, right-aligned: `[47]?`. The cells are: gap, figure, closing bracket, sign of state."""
    text = crop(figure_text(cell, signs), slot.width - 4, sign=signs.ellipsis)
    opening, closing = brackets(slot.key, marks, signs)
    drawn = f"{opening}{text}{closing}{state_sign(cell)}"
    used = cell_width(drawn)
    tail = max(2 - cell_width(closing + state_sign(cell)), 0)
    if slot.centered:
        tail += max(slot.width - used - tail, 0) // 2
    lead = max(slot.width - used - tail, 0)
    ink = _cell_ink(slot.key, cell, marks)
    if cursor_ink:
        ink = f"{ink} {cursor_ink}"
    return [Run(" " * lead), Run(drawn, ink), Run(" " * tail)]


def brackets(key: str, marks: Marks, signs: Signs) -> tuple[str, str]:
    """The signs around a figure: braces for a suspect, brackets for evidence, else the sign of the failed check it stands in."""
    if key in marks.suspect_cells:
        return "{", "}"
    if key in marks.evidence_cells:
        return "[", "]"
    if key in marks.own_cells:
        return signs.own, ""
    severity = marks.failing_cells.get(key)
    if severity is not None:
        return {Severity.ERROR: signs.error, Severity.WARNING: signs.warning, Severity.INFO: ""}[severity], ""
    return "", ""


def state_sign(cell: Cell | None) -> str:
    """The sign of how a figure was read: inferred, corrected, with a note or unit of its own."""
    if cell is None:
        return ""
    if cell.corrected:
        return "="
    if cell.inferred:
        return "?"
    return "'" if cell.note or cell.unit else ""


def _cell_ink(key: str, cell: Cell | None, marks: Marks) -> str:
    if key in marks.suspect_cells:
        return "suspect"
    if key in marks.evidence_cells:
        return "evidence"
    if key in marks.own_cells:
        return "own"
    severity = marks.failing_cells.get(key)
    if severity is not None:
        return _SEVERITY_INK[severity]
    if cell is None or cell.state is CellState.ABSENT:
        return "faint"
    if cell.state is not CellState.NUMBER:
        return "warning"
    if cell.inferred or cell.corrected:
        return "accent"
    return "faint" if cell.value == Decimal(0) else "strong"


def _text_line(line: TextLine, claims: Stretches, marks: Marks, cursor: Cursor, focused: bool, signs: Signs) -> list[Run]:
    wrapped = line.wrapped
    runs = [Run(wrapped.text)]
    gutter, gutter_ink = " " * TEXT_GUTTER, "plain"
    for start, end, ink in [*claims.on(wrapped.start, wrapped.end), *marks.layers.on(wrapped.start, wrapped.end)]:
        cells = wrapped.cells(start, max(end, start + 1))
        if cells is None:
            continue
        runs = overlay(runs, *cells, ink)
        sign = _gutter_sign(ink, signs)
        if sign:
            gutter, gutter_ink = sign + " " * (TEXT_GUTTER - cell_width(sign)), ink
    runs = _text_cursor(runs, line, cursor, focused)
    return [Run(gutter, gutter_ink), *runs]


def _gutter_sign(ink: str, signs: Signs) -> str:
    """The sign beside a line that something is marked on: colour alone tells nobody enough."""
    known = {"error": signs.error, "warning": signs.warning, "info": signs.info, "own": signs.own, "evidence": signs.pointer}
    return "}" if ink == "suspect" else known.get(ink, "")


def _text_cursor(runs: list[Run], line: TextLine, cursor: Cursor, focused: bool) -> list[Run]:
    wrapped = line.wrapped
    if cursor.offset is None:
        return runs
    if cursor.anchor is not None:
        first, last = sorted((cursor.anchor, cursor.offset))
        cells = wrapped.cells(first, last + 1)
        if cells is not None:
            runs = overlay(runs, *cells, "selected")
    cells = wrapped.cells(cursor.offset, cursor.offset + 1)
    if cells is not None and focused:
        runs = overlay(runs, cells[0], max(cells[1], cells[0] + 1), "cursor")
    elif cursor.offset == wrapped.start == wrapped.end and focused:
        runs = [*runs, Run(" ", "cursor")]
    return runs
