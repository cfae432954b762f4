"""Figures to cells: one mechanism for every layout.

A layout is turned into a stream of labels and figures (`stream`), the stream into runs of figures with the words around them (`runs`,
`labels`, `own`), runs are placed in the rows of a form by label, width and order (`rows`), and the figures of a row in its columns by
order, place and, where those leave a choice, the form's identities (`columns`). `table` puts cells and facts together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.align.labels import vocabulary
from core.align.own import Labeller
from core.align.rows import Placing, slots_of
from core.align.runs import Run, runs_of
from core.align.stream import Line
from core.align.table import TableBuilder, TableCells, placed_slots
from core.forms import Form
from core.report import Cell, CellState, ExtraRow, TableReading

_MOST_RUNS = 1500
_REACH = 40


@dataclass(frozen=True, slots=True)
class Aligned:
    """The tables of one report read by one form."""

    form: Form
    cells: Mapping[str, Cell]
    tables: Mapping[str, TableReading]
    extra_rows: tuple[ExtraRow, ...]

    @property
    def score(self) -> int:
        """How many cells were found."""
        return sum(1 for cell in self.cells.values() if cell.state is not CellState.ABSENT)


def align(form: Form, lines: Sequence[Line], text: str) -> Aligned:
    """Read the tables of `form` in the lines of one report; `text` is the source's, for what cells have printed."""
    words = vocabulary(form)
    one_row = frozenset(table.key for table in form.tables if table.layout == "one_row")
    runs = _relevant(runs_of(lines, words))
    placing = Placing(runs, slots_of(form), Labeller(words, one_row))
    placed = placed_slots(placing, placing.solve())
    built: list[TableCells] = [TableBuilder(form, table, placing, placed, words, text).build() for table in form.tables]
    return Aligned(
        form,
        {key: cell for table in built for key, cell in table.cells.items()},
        {table.reading.table: table.reading for table in built},
        tuple(row for table in built for row in table.extra_rows),
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
