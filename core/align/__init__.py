"""Figures to cells: one mechanism for every layout.

A layout is turned into a stream of labels and figures (`stream`), the stream into runs of figures with the words around them
(`runs`, `labels`, `own`). Runs are placed in the rows of a form by label, width and order (`rows`, `path`), and the figures of a
row in its columns by order, place and, where those leave a choice, the form's identities (`columns`). `table` puts cells and
facts together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from core.align.labels import han, vocabulary
from core.align.own import Labeller, labeller
from core.align.rows import Placing, slots_of
from core.align.runs import Run, runs_of
from core.align.stream import Line
from core.align.table import TableBuilder, TableCells, placed_slots
from core.forms import FORM_IDS, Form, form
from core.report import Cell, CellState, ExtraRow, TableReading

_MOST_RUNS = 1500
_REACH = 40
_SURE = 2


@dataclass(frozen=True, slots=True)
class Aligned:
    """The tables of one report read by one form."""

    form: Form
    cells: Mapping[str, Cell]
    tables: Mapping[str, TableReading]
    extra_rows: tuple[ExtraRow, ...]
    headers: int = 0
    """How many different column labels of the form stand before the figures."""

    @property
    def found(self) -> int:
        """How many cells were found."""
        return sum(1 for cell in self.cells.values() if cell.state is not CellState.ABSENT)

    @property
    def fitness(self) -> float:
        """How well the form explains what is printed: headers that stand there, rows that fit, rows that do not."""
        wrong = sum(len(table.ragged_rows) + len(table.missing_rows) for table in self.tables.values() if table.present)
        rows = sum(1 for table in self.form.tables for row in table.rows if self._has(table.key, row.key))
        return 3.0 * self.headers + rows - wrong - len(self.extra_rows)

    def _has(self, table: str, row: str) -> bool:
        columns = self.form.table_by_key[table].row_by_key[row].columns
        return any(self.cells[f"{table}.{row}.{column}"].state is not CellState.ABSENT for column in columns)


def align(form: Form, lines: Sequence[Line], text: str) -> Aligned:
    """Read the tables of `form` in the lines of one report; `text` is the source's, for what cells have printed."""
    words = vocabulary(form)
    runs = _relevant(runs_of(lines, words))
    placing = _placing(form, runs, labeller(form))
    placed = placed_slots(placing, placing.solve())
    built: list[TableCells] = [TableBuilder(form, table, placing, placed, words, text).build() for table in form.tables]
    return Aligned(
        form,
        {key: cell for table in built for key, cell in table.cells.items()},
        {table.reading.table: table.reading for table in built},
        tuple(row for table in built for row in table.extra_rows),
        _headers(runs),
    )


def _placing(form: Form, runs: tuple[Run, ...], names: Labeller) -> Placing:
    """Labels stand before their figures; where the first row has none before it, they may stand behind."""
    columns = {table.key: tuple(column.key for column in table.columns) for table in form.tables if table.layout == "rows"}
    before = Placing(runs, slots_of(form), names, columns)
    if not before.begins_before_its_labels():
        return before
    behind = Placing(runs, slots_of(form), names, columns, behind=True)
    return max(before, behind, key=lambda placing: placing.total)


def likely_forms(lines: Sequence[Line]) -> tuple[Form, ...]:
    """The forms whose table 2 the lines can hold: the one whose own column labels stand there, else all."""
    printed = "".join(han(line.text) for line in lines if line.kind in ("text", "row"))
    hits = {form_id: sum(1 for label in labels if label in printed) for form_id, labels in _own_labels().items()}
    sure = [form_id for form_id, count in hits.items() if count >= _SURE and sum(hits.values()) == count]
    return tuple(form(form_id) for form_id in sure or FORM_IDS)


@cache
def _own_labels() -> Mapping[str, tuple[str, ...]]:
    """For each form the column labels of table 2 that no other form has."""
    labels = {form_id: [han(column.label) for column in form(form_id).table_by_key["t2"].columns] for form_id in FORM_IDS}
    return {
        form_id: tuple(
            label
            for label in own
            if not any(label in other for other_id, others in labels.items() if other_id != form_id for other in others)
        )
        for form_id, own in labels.items()
    }


def _headers(runs: tuple[Run, ...]) -> int:
    """Different column labels of table 2, the table whose columns tell the forms apart."""
    return len(
        {
            m.key
            for run in runs
            for mention in run.before.mentions
            for m in mention.meanings
            if m.kind == "column" and m.table == "t2"
        }
    )


def _relevant(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs near words of the form; a source may hold any number of figures that have nothing to do with it."""
    if len(runs) <= _REACH:
        return runs
    named = [i for i, run in enumerate(runs) if run.before.mentions]
    near: set[int] = set()
    for i in named:
        near.update(range(max(0, i - _REACH // 4), min(len(runs), i + _REACH)))
    return tuple(runs[i] for i in sorted(near)[:_MOST_RUNS])
