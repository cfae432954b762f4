"""Figures that two labels name: lists of `label figure` under a heading of the other axis, and tables that were turned.

Ordinary tables are read row by row (`rows`, `columns`). Where a table was written as sentences (予以公开：自然人47件，…), as
blocks (one an applicant, one a row), as triples, with its rows as columns or in two halves, every figure still has both names
beside or above it. Only clear labels count here: nothing is inferred, and what two places state differently stays absent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from core.align.labels import ORDINALS, Mention, Vocabulary
from core.align.own import stands_alone
from core.align.runs import Gap, Run
from core.align.stream import Atom
from core.align.table import TableCells
from core.document import Place
from core.forms import Form
from core.report import Cell, CellState, TableReading

_MOST_UNNAMED = 2
"""So many characters beside the labels (情况, 数量) leave them clear."""
_SHARE = 0.6
"""A table is read so only when this share of its cells is found; single figures of the narrative never come near."""


_BESIDE = ("band", "span", "noise")


class Name(NamedTuple):
    """What a label names: a row or a column of a table."""

    table: str
    axis: Literal["row", "column"]
    key: str


class _Label(NamedTuple):
    """A label of a gap: its mention and what it may name."""

    mention: Mention
    names: tuple[Name, ...]

    def on(self, table: str, axis: str) -> Name | None:
        return next((name for name in self.names if name.table == table and name.axis == axis), None)


@dataclass(slots=True)
class Addressed:
    """Figures by cell key, and the runs that they stand in."""

    figures: dict[str, Atom] = field(default_factory=dict)
    disputed: set[str] = field(default_factory=set)
    runs: dict[str, set[int]] = field(default_factory=dict)
    """For each table the runs that hold its figures."""

    def put(self, table: str, key: str, atom: Atom, run: int) -> None:
        """Note a figure; a cell that is stated differently elsewhere is disputed."""
        before = self.figures.setdefault(key, atom)
        if before.figure != atom.figure:
            self.disputed.add(key)
        self.runs.setdefault(table, set()).add(run)


def addressed(form: Form, runs: Sequence[Run], words: Vocabulary) -> Addressed:
    """Every figure of `runs` that has the labels of its row and of its column."""
    walk = _Walk(form, words)
    for number, run in enumerate(runs):
        following = runs[number + 1] if number + 1 < len(runs) else None
        walk.goes_on = following is not None and following.joined and not following.before.words and bool(following.figures)
        walk.step(number, run)
    return walk.found


def enough(form: Form, table: str, found: Addressed) -> bool:
    """Whether so many cells of a table were found that it was written in this way."""
    keys = form.table_by_key[table].cell_keys
    return sum(1 for key in keys if key in found.figures and key not in found.disputed) >= _SHARE * len(keys)


class _Walk:
    """Goes from run to run and remembers what stands above: the heading of a list, the header of a turned table."""

    def __init__(self, form: Form, words: Vocabulary) -> None:
        self.form = form
        self.words = words
        self.found = Addressed()
        self.goes_on = False
        """Whether figures without a word before them follow the run, which may fill its empty cells."""
        self._above: Name | None = None
        self._header: tuple[Name, ...] = ()
        self._spots: dict[int, Name] = {}
        """What the header of a grid names in each of its columns."""
        self._last_line = -1
        """Where the figure before stands; a heading begins a line of its own."""

    def step(self, number: int, run: Run) -> None:
        """Address the figures of one run."""
        if not run.joined:
            self._above, self._header, self._spots = None, (), {}
        labels = list(self._labels(run.before))
        if len(run.atoms) == 1:
            self._single(number, run, labels)
        elif labels:
            self._several(number, run, labels)
        self._last_line = run.last_line

    def _labels(self, gap: Gap) -> Iterator[_Label]:
        for mention in gap.mentions:
            names = _names(self.words, mention.phrase)
            if names and (len(mention.phrase) > _MOST_UNNAMED or _alone(gap, mention)):
                yield _Label(mention, names)

    def _single(self, number: int, run: Run, labels: Sequence[_Label]) -> None:
        pair: tuple[Name, Name] | None = None
        labels = _below_header(run.before, labels)
        if labels and _clear(run.before, labels):
            pair = self._pair(labels, run.before) if len(labels) > 1 else None
            if pair is None and self._above is not None:
                entries = self._entries(self._above, labels)
                pair = (self._above, entries[-1]) if entries else None
        self._above = pair[0] if pair else None
        if pair:
            self._put(pair[0], pair[1], run.atoms[0], number)

    def _pair(self, labels: Sequence[_Label], gap: Gap) -> tuple[Name, Name] | None:
        """A heading and the entry under it, perhaps behind entries without figures.

        其他 and 总计, which may be either, are what they were before.
        """
        first = gap.word_at(labels[0].mention.start).line
        if first == self._last_line:
            return None
        if any(gap.word_at(label.mention.start).line != first for label in labels[1:-1]):
            return None
        pairs = [(above, entries[-1]) for above in labels[0].names if (entries := self._entries(above, labels[1:]))]
        if len(pairs) > 1:
            pairs = [pair for pair in pairs if self._above and pair[0][:2] == self._above[:2]]
        return pairs[0] if len(pairs) == 1 else None

    def _entries(self, above: Name, labels: Sequence[_Label]) -> list[Name]:
        """The labels as entries under a heading; none when one of them is no entry."""
        entries = [label.on(above.table, _other(above.axis)) for label in labels]
        found = [entry for entry in entries if entry is not None]
        return found if len(found) == len(entries) else []

    def _several(self, number: int, run: Run, labels: Sequence[_Label]) -> None:
        """A row of a table whose header names as many columns (or, when it is turned, rows) as there are figures."""
        width = len(run.atoms)
        own = labels[-1]
        if not _clear(run.before, [own]):
            return
        for name in own.names:
            header = self._header_in_place(name, labels[:-1], run)
            if not header and len(labels) > width:
                header = self._read_header(name, labels[:-1], width, run.before)
            if not header and self._header and len(labels) == 1:
                fits = len(self._header) == width and self._header[0][:2] == (name.table, _other(name.axis))
                header = self._header if fits else ()
            if header:
                self._header = header
                for head, atom in zip(header, run.atoms, strict=True):
                    if atom.kind == "figure" or not self.goes_on:
                        self._put(name, head, atom, number)
                return

    def _header_in_place(self, own: Name, labels: Sequence[_Label], run: Run) -> tuple[Name, ...]:
        """The names right above the figures, in a grid whose cells know their columns; the first half of a table, the second."""
        if not run.spans_known:
            return ()
        spots: dict[int, Name] = {}
        for label in labels:
            head, atom = label.on(own.table, _other(own.axis)), run.before.word_at(label.mention.start).atom
            if head is not None:
                spots.update(dict.fromkeys(range(atom.column, atom.column + atom.column_span), head))
        if len(set(spots.values())) > 1:
            self._spots = spots
        names = [self._spots.get(atom.column) for atom in run.atoms]
        found = tuple(name for name in names if name is not None and name[:2] == (own.table, _other(own.axis)))
        return found if len(set(found)) == len(names) else ()

    def _read_header(self, own: Name, labels: Sequence[_Label], width: int, gap: Gap) -> tuple[Name, ...]:
        """The names of a header of just so many labels: in the form's order, or on a line of its own."""
        heads = [label.on(own.table, _other(own.axis)) for label in labels]
        names = tuple(head for head in heads[-width:] if head is not None)
        longer = len(heads) > width and heads[-width - 1] is not None
        if longer or len(set(names)) != width or self._banded(own.table, labels[-width:], gap):
            return ()
        words = [gap.word_at(label.mention.start) for label in labels[-width:]]
        own_line = len({word.line for word in words}) == 1 and not words[0].on_next
        return names if own_line or self._in_order(names) else ()

    def _banded(self, table: str, labels: Sequence[_Label], gap: Gap) -> bool:
        """Whether labels of bands stand among those of a header, so that lines and not places tell its order."""
        first, last = labels[0].mention.start, labels[-1].mention.end
        return any(
            meaning.kind == "span" and meaning.table == table and first < mention.start < last
            for mention in gap.mentions
            for meaning in mention.meanings
        )

    def _in_order(self, names: Sequence[Name]) -> bool:
        table = self.form.table_by_key[names[0].table]
        order = [part.key for part in (table.columns if names[0].axis == "column" else table.rows)]
        places = [order.index(name.key) for name in names]
        return places == sorted(places)

    def _put(self, one: Name, other: Name, atom: Atom, run: int) -> None:
        row, column = (one, other) if one.axis == "row" else (other, one)
        key = f"{row.table}.{row.key}.{column.key}"
        if key in _keys(self.form):
            self.found.put(row.table, key, atom, run)


def _below_header(gap: Gap, labels: Sequence[_Label]) -> Sequence[_Label]:
    """The last two labels, a heading and its entry on lines of their own or on one, below the lines of a table's header."""
    if len(labels) < 4:
        return labels
    lines = [gap.word_at(label.mention.start).line for label in labels]
    own = len(set(lines[-3:])) == 3 or lines[-3] != lines[-2] == lines[-1]
    apart = own and len(set(lines[:-2])) < len(lines) - 2
    return labels[-2:] if apart else labels


def _other(axis: str) -> str:
    return "column" if axis == "row" else "row"


def _alone(gap: Gap, mention: Mention) -> bool:
    """Whether a short label is no part of a longer word, except of one made of labels: 规章本年制发件数."""
    if stands_alone(gap, mention):
        return True
    lead = gap.text[gap.owners.index(gap.owners[mention.start]) : mention.start].lstrip(ORDINALS)
    return not lead and any(m.start == mention.end for m in gap.mentions)


def _clear(gap: Gap, labels: Sequence[_Label]) -> bool:
    """Whether next to nothing but labels stands from the first of `labels` to the figures."""
    first = labels[0].mention.start
    known = [label.mention for label in labels] + [m for m in gap.mentions if all(n.kind in _BESIDE for n in m.meanings)]
    named = {i for mention in known for i in range(mention.start, mention.end)}
    unnamed = [c for i, c in enumerate(gap.text[first:], first) if i not in named and c not in ORDINALS]
    return len(unnamed) <= _MOST_UNNAMED


@lru_cache(maxsize=1024)
def _names(words: Vocabulary, phrase: str) -> tuple[Name, ...]:
    names: list[Name] = []
    for meaning in words.meanings[phrase]:
        if meaning.kind in ("row", "group"):
            names.append(Name(meaning.table, "row", meaning.key))
        elif meaning.kind == "column":
            names.append(Name(meaning.table, "column", meaning.key))
    return tuple(names)


@lru_cache(maxsize=4)
def _keys(form: Form) -> frozenset[str]:
    return frozenset(form.cell_keys)


def addressed_cells(form: Form, table: str, found: Addressed, text: str) -> TableCells:
    """The cells of a table that was written so, and its reading."""
    official = form.table_by_key[table]
    cells: dict[str, Cell] = {}
    for key in official.cell_keys:
        atom = found.figures.get(key) if key not in found.disputed else None
        if atom is None or atom.figure is None:
            cells[key] = Cell(key, CellState.ABSENT)
            continue
        state, value, unit, note = atom.figure
        cells[key] = Cell(key, state, value, text[atom.start : atom.end], atom.place, unit=unit, note=note)
    missing = [row.key for row in official.rows if not _any_found(official.keys_of_row[row.key], cells)]
    atoms = [found.figures[key] for key in official.cell_keys if key in found.figures]
    place = Place(min(atom.start for atom in atoms), max(atom.end for atom in atoms), atoms[0].place.page)
    width = max(len(row.columns) for row in official.rows) if official.layout == "rows" else len(cells)
    reading = TableReading(table, True, expected_columns=width, missing_rows=tuple(missing), place=place)
    return TableCells(cells, reading, ())


def _any_found(keys: Iterable[str], cells: Mapping[str, Cell]) -> bool:
    return any(cells[key].state is not CellState.ABSENT for key in keys)
