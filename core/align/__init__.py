"""Figures to cells: one mechanism for every layout.

A layout is turned into a stream of labels and figures (`stream`), the stream into runs of figures with the words around them
(`runs`, `labels`, `own`). Runs are placed in the rows of a form by label, width and order (`rows`, `path`), and the figures of a
row in its columns by order, place and, where those leave a choice, the form's identities (`columns`). `table` puts cells and
facts together.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from core.align.addressed import Addressed, addressed, addressed_cells, enough
from core.align.cut import cut_figures
from core.align.labels import HAN, Vocabulary, han, vocabulary
from core.align.own import Labeller, labeller
from core.align.rows import Placing, slots_of
from core.align.runs import Run, runs_of
from core.align.stream import Line, listed_line
from core.align.table import TableBuilder, TableCells, at_least, placed_slots
from core.forms import FORM_IDS, Form, form
from core.report import Cell, CellState, ExtraRow, TableReading

_MOST_RUNS = 1500
_REACH = 40
_SURE = 2
_WIDE_ROW = 6
_FEW_ROWS = 5


@dataclass(frozen=True, slots=True)
class Aligned:
    """The tables of one report read by one form."""

    form: Form
    cells: Mapping[str, Cell]
    tables: Mapping[str, TableReading]
    extra_rows: tuple[ExtraRow, ...]
    headers: int = 0
    """How many different column labels of the form stand before the figures."""

    def finds(self, number: int) -> bool:
        """Whether at least so many cells were found."""
        return at_least(number, (cell for cell in self.cells.values() if cell.state is not CellState.ABSENT))

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
    read = _in_rows(form, lines, words, text)
    doubtful = {key for key, table in read.tables.items() if key in read.joined or not table.mostly}
    if doubtful:
        told = _told(form, lines, words, doubtful)
        if told is not None:
            others = _in_rows(form, told.rest, words, text)
            spelled = {key: addressed_cells(form, key, told.found, text) for key in told.tables}
            read = replace(others, tables={**others.tables, **spelled}, headers=max(read.headers, _headers(told.runs)))
    return Aligned(
        form,
        {key: cell for table in form.tables for key, cell in read.tables[table.key].cells.items()},
        {table.key: read.tables[table.key].reading for table in form.tables},
        tuple(row for table in read.tables.values() for row in table.extra_rows),
        read.headers,
    )


@dataclass(frozen=True, slots=True)
class _Tables:
    """All tables of a form as one way of reading finds them."""

    tables: Mapping[str, TableCells]
    joined: frozenset[str]
    """Tables of which a row was put together from several runs."""
    headers: int


def _in_rows(form: Form, lines: Sequence[Line], words: Vocabulary, text: str) -> _Tables:
    """The tables read row by row, as the form prints them."""
    runs = _relevant(runs_of(lines, words))
    placing = _placing(form, runs, labeller(form))
    matches = placing.solve()
    placed = placed_slots(placing, matches)
    cut = cut_figures(lines, text)
    tables = {table.key: TableBuilder(form, table, placing, placed, words, text, cut).build() for table in form.tables}
    joined = frozenset(placing.slots[match.slots[0]].key[0] for match in matches if len(match.runs) > 1)
    return _Tables(tables, joined, _headers(runs))


@dataclass(frozen=True, slots=True)
class _Told:
    """Tables whose figures each have two labels, and the lines that are left beside them."""

    tables: tuple[str, ...]
    found: Addressed
    runs: tuple[Run, ...]
    rest: tuple[Line, ...]


def _told(form: Form, lines: Sequence[Line], words: Vocabulary, doubtful: Container[str]) -> _Told | None:
    """The doubtful tables that turn out to be written as lists, sentences or turned tables."""
    listed = [
        listed_line(line, after.text) if line.kind in ("text", "prose") and words.begins(han(line.text)) else line
        for line, after in zip(lines, [*lines[1:], *lines[-1:]], strict=True)
    ]
    runs = _relevant(runs_of(listed, words))
    found = addressed(form, runs, words)
    tables = tuple(table.key for table in form.tables if table.key in doubtful and enough(form, table.key, found))
    if not tables:
        return None
    held = {number for table in tables for number in found.runs[table]}
    gone = {line for number in held for line in range(runs[number].first_line, runs[number].last_line + 1)}
    gone -= {run.first_line for number, run in enumerate(runs) if number not in held}
    return _Told(tables, found, runs, tuple(line for number, line in enumerate(lines) if number not in gone))


def _placing(form: Form, runs: tuple[Run, ...], names: Labeller) -> Placing:
    """Labels stand before their figures; where the first row has none before it, or all end their lines, they stand behind."""
    columns = {table.key: tuple(column.key for column in table.columns) for table in form.tables if table.layout == "rows"}
    if _labels_end_lines(runs):
        return Placing(runs, slots_of(form), names, columns, behind=True)
    before = Placing(runs, slots_of(form), names, columns)
    if not before.begins_before_its_labels():
        return before
    behind = Placing(runs, slots_of(form), names, columns, behind=True)
    return max(before, behind, key=lambda placing: placing.total)


def _labels_end_lines(runs: tuple[Run, ...]) -> bool:
    """Whether most rows of a table begin with their figures and end with their label, on the same line."""
    rows = [run for run in runs if len(run.atoms) >= _WIDE_ROW and not run.stacked]
    begun = [run for run in rows if not run.before.words or not run.before.words[-1].on_next]
    ended = [run for run in begun if run.after.words and run.after.words[0].line == run.last_line]
    return len(ended) > _FEW_ROWS and len(ended) * 2 > len(rows)


def likely_forms(lines: Sequence[Line]) -> tuple[Form, ...]:
    """The forms whose table 2 the lines can hold: the one whose own column labels stand there, else all."""
    printed = "".join(HAN.findall("".join([line.text for line in lines if line.kind in ("text", "row")])))
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
