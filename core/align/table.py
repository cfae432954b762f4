"""One official table put together: from placed runs to cells and to what is known about how they were read."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import islice
from math import ceil
from typing import NamedTuple

from rapidfuzz import fuzz

from core.align.columns import Owned, Solver, Ties
from core.align.figure import CellFigure
from core.align.labels import Vocabulary, han
from core.align.own import Own, RowKey
from core.align.readings import Reading, RowFigures, amount
from core.align.rows import Match, Placing, Slot
from core.align.runs import Gap, Run, Said, Word
from core.align.stream import Atom, figures_of
from core.document import Place
from core.forms import Column, Form, Table, split_key
from core.report import Cell, CellState, ExtraRow, LabelNote, RaggedRow, TableReading

_ALIKE = 70.0
_BAND = "*"
_ROW_OF_SUMS = 5
_HALF = 0.5
_MOST = 0.6
_LONGEST_HEAD = 20
_NUMBERS_OF_A_HEADING = 2
_SHORT = 2
"""Labels of so few characters (其他, 总计) are those of rows, of columns and of table 4."""
_FIGURE_WITHIN = re.compile(r"(?<![第0-9])[0-9]{1,9}[件条项宗次元]")
"""A figure that a label ran into."""
_UNREADABLE = CellFigure(CellState.UNREADABLE)


@cache
def _titles(form: Form) -> tuple[str, ...]:
    """The headings of the form's sections, as labels are compared."""
    return tuple(han(text) for section in form.sections for text in (section.heading, *section.variants))


class Placed(NamedTuple):
    """Atoms that were given to a slot, how, and where they stood in the order of runs."""

    slot: Slot
    atoms: tuple[Atom, ...]
    run: int
    labelled: bool
    certain: bool
    moved: bool = False


@dataclass(frozen=True, slots=True)
class TableCells:
    """A table's cells, its reading and the rows that fit nowhere."""

    cells: Mapping[str, Cell]
    reading: TableReading
    extra_rows: tuple[ExtraRow, ...]

    @property
    def mostly(self) -> bool:
        """Whether most of its cells were found where labels say they stand."""
        found = (cell for cell in self.cells.values() if cell.state is not CellState.ABSENT and not cell.inferred)
        return at_least(ceil(_MOST * len(self.cells)), found)


def at_least(number: int, values: Iterable[object]) -> bool:
    """Whether there are so many values; no more of them are asked for."""
    return number <= 0 or next(islice(values, number - 1, None), None) is not None


def placed_slots(placing: Placing, matches: Sequence[Match]) -> tuple[Placed, ...]:
    """Matches cut into one entry a slot, and rows that stand out of order behind them."""
    placed: list[Placed] = []
    for match in matches:
        atoms = placing.runs[match.runs[0]].atoms
        if len(match.runs) > 1:
            atoms = tuple([atom for run in match.runs for atom in placing.runs[run].atoms])
        if len(match.slots) == 1:
            if len(match.runs) > 1:
                atoms = figures_of(atoms)
            placed.append(Placed(placing.slots[match.slots[0]], atoms, match.runs[0], match.labelled, match.certain))
            continue
        figures = _by_rows(list(figures_of(atoms)), len(match.slots))
        for k in match.slots:
            slot = placing.slots[k]
            part, figures = tuple(figures[: slot.width]), figures[slot.width :]
            placed.append(Placed(slot, part, match.runs[0], match.labelled and k == match.slots[0], match.certain))
    return (*placed, *_moved(placing, placed, {run for match in matches for run in match.runs}))


def _by_rows(figures: list[Atom], rows: int) -> list[Atom]:
    """Figures of several rows in one run, row by row; turned where only column by column lets the rows add up."""
    width = len(figures) // rows
    if width * rows != len(figures) or width < _ROW_OF_SUMS:
        return figures
    turned = [figures[column * rows + row] for row in range(rows) for column in range(width)]
    return turned if _rows_add_up(turned, width) == 1 and _rows_add_up(figures, width) < _HALF else figures


def _rows_add_up(figures: list[Atom], width: int) -> float:
    """The share of rows with figures other than 0 whose last figure is the sum of the others."""
    rows = [[amount(atom) for atom in figures[at : at + width]] for at in range(0, len(figures), width)]
    busy = [row for row in rows if any(row)]
    return sum(1 for row in busy if sum(row[:-1]) == row[-1]) / len(busy) if len(busy) > 2 else 0.5


def _moved(placing: Placing, placed: Sequence[Placed], used: set[int]) -> list[Placed]:
    """Rows with a clear label that stand where the form has them not."""
    taken = {entry.slot.key for entry in placed}
    found: list[Placed] = []
    for i, run in enumerate(placing.runs):
        own = placing.owns[i]
        free = [key for key in own.rows if key not in taken and key in placing.index]
        if i in used or len(free) != 1 or own.several or not (own.same_line or placing.trusted):
            continue
        slot = placing.slots[placing.index[free[0]]]
        if len(run.figures) == slot.width or (len(run.figures) < slot.width <= len(run.atoms)):
            found.append(Placed(slot, run.atoms, i, True, True, moved=True))
            taken.add(slot.key)
    return found


class TableBuilder:
    """Builds one table from its placed runs."""

    def __init__(
        self,
        form: Form,
        table: Table,
        placing: Placing,
        placed: Sequence[Placed],
        words: Vocabulary,
        text: str,
        cut: Container[int] = (),
    ) -> None:
        self.form = form
        self.table = table
        self.placing = placing
        self.placed = [entry for entry in placed if entry.slot.key[0] == table.key]
        self.runs_placed = {entry.run for entry in placed}
        self.words = words
        self.text = text
        self.cut = cut
        """Where the figures begin that may be parts of longer ones."""
        self.identities = _identities(form, table.key)

    def build(self) -> TableCells:
        """The table's cells and facts."""
        rows = self._rows()
        used: set[str] = set()
        lost: tuple[str, ...] = ()
        header, order = self._header(), self._header_order()
        for width in sorted({row.width for row in rows}):
            alike = [row for row in rows if row.width == width]
            ties = _ties(self.form, self.table.key, frozenset([row.key for row in alike]))
            outcome = Solver(alike, ties, header, order).solve()
            used |= outcome.used
            lost = lost or outcome.lost_columns
        found: dict[str, Cell] = {}
        for row in rows:
            found.update(self._cells(row))
        cells = {key: found.get(key) or Cell(key, CellState.ABSENT) for key in self.table.cell_keys}
        reading = TableReading(
            table=self.table.key,
            present=bool(rows),
            expected_columns=max(len(row.columns) for row in self.table.rows) if self.table.layout == "rows" else len(cells),
            ragged_rows=tuple(self._ragged(row) for row in rows if row.ragged) + self._without_figures(),
            lost_columns=lost,
            missing_rows=self._missing(),
            moved_rows=tuple(entry.slot.key[1] for entry in self.placed if entry.moved),
            label_notes=tuple(self._label_notes()),
            used_identities=tuple(identity.id for identity, _ in self.identities if identity.id in used),
            place=self._place(),
        )
        return TableCells(cells, reading, tuple(self._extra_rows()))

    def _rows(self) -> list[RowFigures]:
        rows: list[RowFigures] = []
        for entry in self.placed:
            row_key = entry.slot.key[1]
            keys = self.table.cell_keys if self.table.layout == "one_row" else self.table.keys_of_row[row_key]
            if not entry.certain:
                continue
            run = self.placing.runs[entry.run]
            spans_known = run.spans_known and all(atom.column >= 0 for atom in entry.atoms)
            torn = run.spans_known and self._is_torn(entry)
            figures = run.figures if entry.atoms is run.atoms else figures_of(entry.atoms)
            row = RowFigures(row_key, keys, entry.atoms, figures, spans_known, by_order=torn or not entry.labelled)
            row.inferred = torn
            rows.append(row)
        return rows

    def _is_torn(self, entry: Placed) -> bool:
        """Whether figures near a row of a grid may be its own: lower halves of broken ones, or what should fill its empty cells.

        These stand on its line or in its label, or without a row on the next line.
        """
        runs, run = self.placing.runs, self.placing.runs[entry.run]
        full = len(entry.atoms) == len(figures_of(entry.atoms))
        if not full and any(word.on_next and _FIGURE_WITHIN.search(word.atom.text) for word in run.before.words):
            return True
        for at in (entry.run - 1, entry.run + 1):
            if 0 <= at < len(runs) and runs[at].figures:
                apart = max(run.first_line - runs[at].last_line, runs[at].first_line - run.last_line)
                below = at > entry.run and runs[at].joined and not runs[at].before.words
                if (apart == 0 and not full) or (apart == 1 and at not in self.runs_placed and (below or not full)):
                    return True
        return False

    def _cells(self, row: RowFigures) -> dict[str, Cell]:
        reading: Reading = row.readings[0] if row.readings else (None,) * row.width
        inferred = row.inferred or (row.by_order and self.table.layout == "rows")
        cells: dict[str, Cell] = {}
        text = self.text
        for key, atom in zip(row.cells, reading, strict=True):
            if atom is not None:
                _, _, start, end, _, figure, _, origin = atom
                state, value, unit, note = figure or _UNREADABLE
                place = origin if origin is not None and origin[0] == start and origin[1] == end else atom.place
                cells[key] = Cell(key, state, value, text[start:end], place, inferred or start in self.cut, False, unit, note)
        return cells

    def _ragged(self, row: RowFigures) -> RaggedRow:
        raw = tuple(self.text[atom.start : atom.end] for atom in row.figures)
        first, last = row.atoms[0], row.atoms[-1]
        place = Place(first.start, last.end, first.place.page)
        return RaggedRow(row.key, len(row.figures), raw, place)

    def _without_figures(self) -> tuple[RaggedRow, ...]:
        """Rows whose label is printed while no figure is."""
        here = self._named - self._found
        return tuple(RaggedRow(row.key, 0, (), None) for row in self.table.rows if row.key in here)

    @cached_property
    def _found(self) -> set[str]:
        """Rows that have figures."""
        return {entry.slot.key[1] for entry in self.placed}

    @cached_property
    def _named(self) -> set[str]:
        """Rows whose label stands between the table's runs."""
        if self.table.layout == "one_row" or not self.placed:
            return set()
        first, last = min(entry.run for entry in self.placed), max(entry.run for entry in self.placed)
        runs = self.placing.runs[first : last + 1]
        phrases = set[str]().union(*[_whole(run.before.said) for run in runs], _whole(runs[-1].after.said))
        return {key for phrase in phrases for key in _rows_named(self.words, self.table.key, phrase)}

    def _missing(self) -> tuple[str, ...]:
        if self.table.layout == "one_row" or not self.placed:
            return ()
        printed = self._found | self._named
        return tuple(row.key for row in self.table.rows if row.key not in printed)

    def _place(self) -> Place | None:
        if not self.placed:
            return None
        atoms = [atom for entry in self.placed for atom in entry.atoms]
        return Place(min([atom[2] for atom in atoms]), max([atom[3] for atom in atoms]), atoms[0].place.page)

    def _extra_rows(self) -> Iterable[ExtraRow]:
        if not self.placed:
            return
        used = {entry.run for entry in self.placed}
        for i in range(min(used), max(used) + 2):
            if i >= len(self.placing.runs) or i in self.runs_placed:
                continue
            run, own = self.placing.runs[i], self.placing.owns[i]
            if own.unknown and run.figures and self._beside(i, run) and not self._is_headed(run, own.words):
                raw = tuple(self.text[atom.start : atom.end] for atom in run.figures)
                yield ExtraRow(self.table.key, self._printed(own.words), raw, run.atoms[0].place)

    def _beside(self, i: int, run: Run) -> bool:
        """Whether an unknown row stands directly under the row before it."""
        return i > 0 and 0 < run.first_line - self.placing.runs[i - 1].last_line <= 3

    def _is_headed(self, run: Run, words: Sequence[Word]) -> bool:
        """Whether it is the next section's heading, with the number of a translation, a page or a table, rather than a row."""
        if len(run.figures) > _NUMBERS_OF_A_HEADING:
            return False
        titles = _titles(self.form)
        return any(han(word.atom.text).endswith(titles) for word in words)

    def _printed(self, words: Sequence[Word]) -> str:
        return " ".join(self.text[word.atom.start : word.atom.end] for word in words)

    def _gaps(self) -> list[Gap]:
        return [self.placing.runs[entry.run].before for entry in self.placed]

    def _header(self) -> tuple[str, ...]:
        """Keys of the columns whose labels stand before the table's first row, misprinted ones too."""
        if not self.placed:
            return ()
        gap = self.placing.runs[min(entry.run for entry in self.placed)].before
        named = [
            meaning.key
            for mention in gap.mentions
            for meaning in mention.meanings
            if meaning.kind == "column" and meaning.table == self.table.key
        ]
        alike = [_column_alike(self.form, self.words, self.table.key, han(word.atom.text)) for word in gap.words]
        return tuple(dict.fromkeys(named + [column.key for column in alike if column is not None]))

    def _header_order(self) -> tuple[str, ...]:
        """The columns from left to right where the header's lines tell it: a line of labels under a line with their band."""
        if not self.placed or self.table.layout == "one_row":
            return ()
        gap = self.placing.runs[min(entry.run for entry in self.placed)].before
        lines: dict[int, list[str]] = {}
        for mention in gap.mentions:
            named = [m.key for m in mention.meanings if m.kind == "column" and m.table == self.table.key]
            band = [m for m in mention.meanings if m.kind == "span" and m.table == self.table.key]
            if named or band:
                lines.setdefault(gap.word_at(mention.start).line, []).append(named[0] if named else _BAND)
        last = list(lines.values())[-2:]
        if not last or _BAND in last[-1]:
            return ()
        if len(last) == 2 and last[0].count(_BAND) == 1:
            at = last[0].index(_BAND)
            return (*last[0][:at], *last[-1], *last[0][at + 1 :])
        return tuple(last[-1])

    def _label_notes(self) -> Iterable[LabelNote]:
        for entry in self.placed:
            own = self.placing.owns[entry.run]
            if entry.labelled and 0 < own.quality < 1 and entry.slot.key in own.rows:
                row = self.table.row_by_key[entry.slot.key[1]]
                place = own.words[-1].atom.place if own.words else None
                yield LabelNote(self._printed(own.words[-1:]), row.printed_label, "misprint", place, "row", row.key)
        seen: set[str] = set()
        for gap in self._gaps():
            for number, printed, column in self._misprints(gap.said):
                if printed not in seen:
                    seen.add(printed)
                    atom = gap.words[number].atom
                    text = self.text[atom.start : atom.end]
                    yield LabelNote(text, column.label, "misprint", atom.place, "column", column.key)

    def _misprints(self, said: Said) -> tuple[tuple[int, str, Column], ...]:
        """The words that are almost, but not, labels of the table's columns."""
        key = self.table.key
        found = said.misprints.get(key)
        if found is None:
            pieces: dict[int, str] = {}
            for owner, character in zip(said.owners, said.text, strict=True):
                pieces[owner] = pieces.get(owner, "") + character
            alike = ((number, piece, _column_like(self.form, self.words, key, piece)) for number, piece in pieces.items())
            found = said.misprints[key] = tuple([(number, piece, column) for number, piece, column in alike if column])
        return found


@lru_cache(maxsize=16)
def _identities(form: Form, table: str) -> tuple[Owned, ...]:
    one_row = form.table_by_key[table].layout == "one_row"
    return tuple(
        (identity, frozenset("" if one_row else split_key(key)[1] for key in identity.keys))
        for identity in form.identities
        if identity.table == table
    )


@lru_cache(maxsize=256)
def _ties(form: Form, table: str, rows: frozenset[str]) -> Ties:
    return Ties.of(_identities(form, table), rows)


@lru_cache(maxsize=1024)
def _column_begun(form: Form, table: str, printed: str) -> Column | None:
    """The only column whose label begins with `printed`, the upper half of a label broken in its narrow column."""
    begun = [column for column in form.table_by_key[table].columns if han(column.label).startswith(printed)]
    return begun[0] if len(begun) == 1 else None


@lru_cache(maxsize=2048)
def _rows_named(words: Vocabulary, table: str, phrase: str) -> tuple[str, ...]:
    return tuple(meaning.key for meaning in words.meanings[phrase] if meaning.kind == "row" and meaning.table == table)


def _whole(said: Said) -> frozenset[str]:
    """The longer phrases that stand whole in what is said."""
    if said.whole is None:
        said.whole = frozenset([phrase for phrase, start, end, _ in said.mentions if end - start == len(phrase) > _SHORT])
    return said.whole


@lru_cache(maxsize=2048)
def _column_alike(form: Form, words: Vocabulary, table: str, printed: str) -> Column | None:
    """The column whose label is almost, or begins with, `printed`."""
    begun = _column_begun(form, table, printed) if 1 < len(printed) <= _LONGEST_HEAD else None
    return _column_like(form, words, table, printed) or begun


@lru_cache(maxsize=1024)
def _column_like(form: Form, words: Vocabulary, table: str, printed: str) -> Column | None:
    """The column whose label is almost, but not, `printed`; pieces of a broken label are none."""
    if not _SHORT < len(printed) <= _LONGEST_HEAD or printed in words.meanings:
        return None
    for column in form.table_by_key[table].columns:
        label = han(column.label)
        near = abs(len(label) - len(printed)) <= 1 and printed not in label and label not in printed
        if near and fuzz.ratio(label, printed) >= _ALIKE:
            return column
    return None


__all__ = ["Own", "Placed", "RowKey", "TableBuilder", "TableCells", "at_least", "placed_slots"]
