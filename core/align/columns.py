"""The figures of a row to its columns: in their order, by their place among empty cells, or by the identities they must meet.

Every row gets the readings that its layout leaves open. Where labels and places leave one, it stands whatever it adds up to;
where they leave several, the form's identities choose, and what all remaining readings share is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, product
from typing import NamedTuple

from core.align.readings import (
    MOST_READINGS,
    Reading,
    RowFigures,
    amount,
    between,
    build,
    collapsed,
    distinct,
    last_is_sum,
    shared,
    stretched,
    without,
)
from core.align.stream import Atom
from core.forms import Identity

_MOST_COMBINATIONS = 20_000
_MOST_SURPLUS = 5
_COMMON = 0.8
_FEW_ROWS = 3
_WIDEST_MERGED = 4
"""Table 2 is so wide; its rows with fewer figures have merged cells, which some programs print once a column."""


Owned = tuple[Identity, frozenset[str]]
"""An identity and the rows whose cells it ties."""


class Ties(NamedTuple):
    """The identities that some rows meet: within each of them, and over several."""

    within: Mapping[str, Sequence[Identity]]
    across: Sequence[Identity]

    @classmethod
    def of(cls, identities: Iterable[Owned], rows: frozenset[str]) -> Ties:
        """The identities that need no other rows than these."""
        within: dict[str, list[Identity]] = {row: [] for row in rows}
        across: list[Identity] = []
        for identity, owners in identities:
            if owners <= rows:
                (within[next(iter(owners))] if len(owners) == 1 else across).append(identity)
        return cls(within, across)


@dataclass(slots=True)
class Outcome:
    """What reading the columns of a table found out beside the cells."""

    lost_columns: tuple[str, ...] = ()
    used: set[str] = field(default_factory=set)


class Solver:
    """Reads the columns of one table."""

    def __init__(self, rows: Sequence[RowFigures], ties: Ties, header: Sequence[str], order: Sequence[str] = ()) -> None:
        self.rows = rows
        self.header = header
        self.order = order
        """The printed order of the columns where a clear header tells it."""
        self.outcome = Outcome()
        self._within, self._across = ties

    def solve(self) -> Outcome:
        """Give every row its readings, then narrow them."""
        open_rows = [row for row in self.rows if not self._plain(row)]
        self._reorder()
        if open_rows and not self._one_layout(open_rows):
            for row in open_rows:
                row.readings = row.readings or self._readings_alone(row)
        self._narrow()
        return self.outcome

    def _plain(self, row: RowFigures) -> bool:
        """Whether the row has just the form's number of figures, or is one empty place."""
        figures = row.figures
        if len(figures) == row.width:
            row.readings = [figures]
        elif row.width == 1 and not figures and row.atoms:
            row.readings = [row.atoms[:1]]
        elif not figures and len(row.atoms) >= row.width:
            row.readings = [row.atoms[-row.width :]]
        return bool(row.readings)

    def _reorder(self) -> None:
        """Columns that stand in another order than the form's: as the header says, or as all sums of an unclear one say."""
        full = [row for row in self.rows if row.width > 1 and len(row.figures) == row.width]
        if not full or not self._within[full[0].key]:
            return
        columns = [key.rpartition(".")[2] for key in full[0].cells]
        if sorted(self.order) == sorted(columns):
            places = [self.order.index(column) for column in columns]
            if places != sorted(places):
                for row in full:
                    row.readings = [tuple(row.figures[place] for place in places)]
                self._reorder_with_blanks(places)
            return
        busy = [row for row in full if any(amount(atom) for atom in row.figures)]
        right = sum(1 for row in busy if self._adds_up(row, row.figures))
        if len(busy) < _FEW_ROWS or right * 2 >= len(busy) or len(self._within[full[0].key]) > 1:
            return
        if all(self._adds_up(row, (*row.figures[1:], row.figures[0])) for row in busy):
            for row in full:
                row.readings = [(*row.figures[1:], row.figures[0])]
                row.inferred = True
                self._use(row)
            self._reorder_with_blanks((*range(1, len(columns)), 0))
        elif sum(1 for row in full if row.by_order) * 2 > len(full):
            for row in full:
                row.readings, row.ragged = [(None,) * row.width], True

    def _reorder_with_blanks(self, places: Sequence[int]) -> None:
        """Rows with empty cells in a table of another order: placed where every cell is seen, else not at all."""
        for row in self.rows:
            if row.width == len(places) and len(row.figures) != row.width:
                seen = len(row.atoms) == row.width
                row.readings = [tuple(row.atoms[place] if seen else None for place in places)]
                row.ragged = row.ragged or not seen

    def _one_layout(self, open_rows: list[RowFigures]) -> bool:
        """Layouts that hold for the whole table: a column lost, a column too many."""
        counts = Counter(len(row.figures) for row in self.rows)
        usual, times = counts.most_common(1)[0]
        width = self.rows[0].width
        same_width = all(row.width == width for row in self.rows)
        if not same_width or len(self.rows) < 3 or usual == width or times < _COMMON * len(self.rows):
            return False
        named = [key for key in self.rows[0].cells if key.rpartition(".")[2] in self.header]
        if width - 2 <= usual < width and (len(named) == usual or not self._empty_column(usual, width)):
            self._lost(usual, width)
            return True
        if usual > width:
            return self._surplus_column(open_rows, usual, width)
        return False

    def _empty_column(self, usual: int, width: int) -> bool:
        """Whether every row shows the missing figure as an empty cell among its others.

        An empty cell at the end shows nothing when the last figure is the sum of the others: then a column is gone. Where all
        figures are 0 it may be either, which is no reason to take all the others for clear.
        """
        rows = [row for row in self.rows if len(row.figures) == usual]
        if not all(len(row.atoms) >= width and self._in_place(row) for row in rows):
            return False
        inside = all(any(a.kind == "blank" for a in between(row.atoms)) for row in rows)
        return inside or not last_is_sum(rows)

    def _lost(self, usual: int, width: int) -> None:
        columns = [key.rpartition(".")[2] for key in self.rows[0].cells]
        printed = [column for column in columns if column in self.header]
        rows = [row for row in self.rows if len(row.figures) == usual]
        clear = len(printed) == usual
        total_is_last = all(sum(map(amount, row.figures[:-1]), Decimal(0)) >= amount(row.figures[-1]) for row in rows)
        exact = last_is_sum(rows)
        for row in rows:
            cells: list[Atom | None] = [None] * width
            if clear:
                for column, atom in zip(printed, row.figures, strict=True):
                    cells[columns.index(column)] = atom
            elif exact or not total_is_last or usual < width - 1:
                cells[0], cells[-1] = row.figures[0], row.figures[-1]
                row.inferred = True
            else:
                cells[0] = row.figures[0]
                row.inferred = True
            row.readings = [tuple(cells)]
            row.ragged = True
        if clear:
            self.outcome.lost_columns = tuple(column for column in columns if column not in printed)
        else:
            self.outcome.lost_columns = (*columns[1:-1], columns[0]) if exact else (*columns[1:], columns[0])

    def _surplus_column(self, open_rows: list[RowFigures], usual: int, width: int) -> bool:
        """Drop the same places from all rows: those whose loss lets every row add up."""
        drops = [
            places
            for places in combinations(range(usual), usual - width)
            if all(self._adds_up(row, without(row.figures, places)) for row in self.rows if len(row.figures) == usual)
        ]
        regular = [row for row in open_rows if len(row.figures) == usual]
        if not drops or usual - width > 2:
            return False
        for row in regular:
            row.readings = distinct(without(row.figures, places) for places in drops)
            row.inferred = True
            row.ragged = len(row.readings) > 1
            self._use(row)
        return all(row in regular for row in open_rows)

    def _readings_alone(self, row: RowFigures) -> list[Reading]:
        figures, width = row.figures, row.width
        placed = self._by_place(row)
        if placed:
            return placed
        row.inferred = True
        if not figures:
            row.ragged = True
            return [(None,) * width]
        found: list[Reading] = []
        if len(figures) > width:
            found = collapsed(figures, width) if len(figures) <= _WIDEST_MERGED else []
            found = found or self._surplus(row)
        elif self._without_repeats() and self._within[row.key]:
            found = list(stretched(figures, width, lambda reading: self._adds_up(row, reading)))
        if not found and len(figures) < width:
            found = self._spread(row)
        if not found:
            row.ragged = True
            return [(None,) * width]
        return found

    def _by_place(self, row: RowFigures) -> list[Reading]:
        """Readings of a row with empty cells, by where these stand."""
        if len(row.figures) > row.width or not row.figures:
            return []
        columns = self._usual_columns(row)
        if columns:
            at = {atom.column: atom for atom in row.atoms}
            if all(atom.column in columns for atom in row.figures):
                return [tuple(at.get(column) for column in columns)]
        if row.spans_known and row.width > 1 and len(row.atoms) == row.width:
            return [row.atoms]
        found = self._in_place(row)
        row.inferred = row.inferred or (bool(found) and row.width > 1)
        return found

    def _usual_columns(self, row: RowFigures) -> tuple[int, ...]:
        """The columns in which the rows of the same build hold their figures, where these are just as many as the form's.

        A row put together from pieces that stand one behind the other tells nothing.
        """
        like = [other for other in self.rows if other.width == row.width and build(other) == build(row)]
        held = [[atom.column for atom in other.figures] for other in like]
        columns = tuple(sorted({column for places in held if places == sorted(places) for column in places}))
        return columns if len(columns) == row.width and -1 not in columns else ()

    def _in_place(self, row: RowFigures) -> list[Reading]:
        """Windows of the row's cells that hold all its figures; those that fit the other rows' margins first."""
        atoms, width = row.atoms, row.width
        places = [i for i, atom in enumerate(atoms) if atom.kind == "figure"]
        if len(atoms) < width or not places:
            return []
        windows = [start for start in range(len(atoms) - width + 1) if start <= places[0] and places[-1] < start + width]
        return [atoms[start : start + width] for start in windows]

    def _surplus(self, row: RowFigures) -> list[Reading]:
        """A row with strange figures among its own (a page number, a number torn apart)."""
        figures, surplus = row.figures, len(row.figures) - row.width
        if surplus > _MOST_SURPLUS or not self._within[row.key]:
            return []
        kept = (tuple(figures[i] for i in places) for places in combinations(range(len(figures)), row.width))
        return distinct(reading for reading in kept if self._adds_up(row, reading))

    def _spread(self, row: RowFigures) -> list[Reading]:
        """A row that lost figures: any place may be the empty one, as long as the rest adds up."""
        figures, width = row.figures, row.width
        identities = self._within[row.key]
        if not identities or len(figures) < 2:
            return []
        row.ragged = True
        found: list[Reading] = []
        for places in combinations(range(width), len(figures)):
            cells: list[Atom | None] = [None] * width
            for place, atom in zip(places, figures, strict=True):
                cells[place] = atom
            if self._adds_up(row, tuple(cells)) and self._totals_stand(row, cells):
                found.append(tuple(cells))
            if len(found) > MOST_READINGS:
                return []
        return found

    def _totals_stand(self, row: RowFigures, cells: Sequence[Atom | None]) -> bool:
        """A total is never the place left empty while its parts are printed."""
        at = {key: i for i, key in enumerate(row.cells)}
        return all(
            cells[at[identity.whole[0]]] is not None or all(cells[at[key]] is None for key in identity.parts)
            for identity in self._within[row.key]
        )

    def _without_repeats(self) -> bool:
        """Whether the layout dropped every figure equal to the one before it."""
        pairs = [
            (first.figure, second.figure)
            for row in self.rows
            for first, second in zip(row.figures, row.figures[1:], strict=False)
        ]
        short = sum(1 for row in self.rows if len(row.figures) < row.width)
        return short * 3 >= len(self.rows) and all(
            (first.value if first else None) != (second.value if second else None) for first, second in pairs
        )

    def _adds_up(self, row: RowFigures, reading: Reading) -> bool:
        at = {key: i for i, key in enumerate(row.cells)}
        return all(
            sum((amount(reading[at[key]]) for key in identity.parts), Decimal(0))
            == sum((amount(reading[at[key]]) for key in identity.whole), Decimal(0))
            for identity in self._within[row.key]
        )

    def _use(self, row: RowFigures) -> None:
        self.outcome.used.update(identity.id for identity in self._within[row.key])

    def _narrow(self) -> None:
        """Let identities choose among the readings that are left, within rows first, then over rows."""
        for row in self.rows:
            if len(row.readings) > 1:
                row.inferred = True
                fitting = [reading for reading in row.readings if self._adds_up(row, reading)]
                if fitting and len(fitting) < len(row.readings):
                    row.readings = fitting
                self._use(row)
            elif row.inferred and row.readings and not self.outcome.lost_columns:
                self._use(row)
        self._narrow_across([row for row in self.rows if len(row.readings) > 1])
        for row in self.rows:
            if len(row.readings) > 1:
                row.readings = [shared(row.readings)]
                row.ragged = row.ragged or None in row.readings[0]

    def _narrow_across(self, open_rows: list[RowFigures]) -> None:
        size = 1
        for row in open_rows:
            size *= len(row.readings)
            if size > _MOST_COMBINATIONS:
                return
        if not open_rows or not self._across:
            return
        values = {
            key: atom for row in self.rows if len(row.readings) == 1 for key, atom in zip(row.cells, row.readings[0], strict=True)
        }
        kept = [choice for choice in product(*(row.readings for row in open_rows)) if self._balances(values, open_rows, choice)]
        if not kept:
            return
        for i, row in enumerate(open_rows):
            row.readings = distinct(choice[i] for choice in kept)
        self.outcome.used.update(identity.id for identity in self._across)

    def _balances(self, values: Mapping[str, Atom | None], open_rows: Sequence[RowFigures], choice: Sequence[Reading]) -> bool:
        chosen = dict(values)
        for row, reading in zip(open_rows, choice, strict=True):
            chosen.update(zip(row.cells, reading, strict=True))
        return all(
            sum((amount(chosen[key]) for key in identity.parts), Decimal(0))
            == sum((amount(chosen[key]) for key in identity.whole), Decimal(0))
            for identity in self._across
        )
