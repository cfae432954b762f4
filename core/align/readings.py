"""A row's figures and the readings they leave open: which figure, if any, stands for each column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, pairwise

from core.align.stream import Atom

Reading = tuple[Atom | None, ...]
"""One figure (or empty cell) a column; None where nothing stands."""
MOST_READINGS = 4000
_NOUGHT = Decimal(0)


@dataclass(slots=True)
class RowFigures:
    """A row of a table: its cell keys, the figures and empty cells that stand there, and its readings."""

    key: str
    cells: tuple[str, ...]
    atoms: tuple[Atom, ...]
    figures: tuple[Atom, ...]
    """The atoms that hold a figure or a dash."""
    spans_known: bool
    by_order: bool = False
    """True when the row was placed by order alone, so that its cells are inferred."""
    readings: list[Reading] = field(default_factory=list)
    inferred: bool = False
    ragged: bool = False
    width: int = field(init=False)
    """How many cells the form gives the row."""

    def __post_init__(self) -> None:
        self.width = len(self.cells)


def amount(atom: Atom | None) -> Decimal:
    """What an atom counts for in a sum: nothing where nothing stands."""
    return (atom.figure.value if atom is not None and atom.figure is not None else None) or _NOUGHT


def build(row: RowFigures) -> tuple[bool, int]:
    """What rows must share for their columns to mean the same: known spans, or the column behind the last label."""
    return (True, 0) if row.spans_known else (False, row.atoms[0].column if row.atoms else -1)


def between(atoms: Sequence[Atom]) -> Sequence[Atom]:
    """The atoms from the first figure to the last."""
    places = [i for i, atom in enumerate(atoms) if atom.kind == "figure"]
    return atoms[places[0] : places[-1]] if places else ()


def last_is_sum(rows: Iterable[RowFigures]) -> bool:
    """Whether in every row the last figure is the sum of the others."""
    return all(sum(map(amount, row.figures[:-1]), Decimal(0)) == amount(row.figures[-1]) for row in rows)


def without(figures: Reading, places: Iterable[int]) -> Reading:
    """The figures but those at some places."""
    dropped = set(places)
    return tuple(atom for i, atom in enumerate(figures) if i not in dropped)


def distinct(readings: Iterable[Reading]) -> list[Reading]:
    """Readings that differ in what they say, not only in which of equal figures says it."""
    seen: dict[tuple[Decimal | None, ...], Reading] = {}
    for reading in readings:
        values = tuple(None if atom is None or atom.figure is None else atom.figure.value for atom in reading)
        seen.setdefault(values, reading)
        if len(seen) > MOST_READINGS:
            break
    return list(seen.values())


def shared(readings: Sequence[Reading]) -> Reading:
    """What all readings have in common, None where they differ."""
    return tuple(
        cells[0]
        if len({None if a is None or a.figure is None else (a.figure.state, a.figure.value) for a in cells}) == 1
        else None
        for cells in zip(*readings, strict=True)
    )


def collapsed(figures: Reading, width: int) -> list[Reading]:
    """Readings in which each column holds a figure that is printed again for every column its cell was merged over."""
    found: list[Reading] = []
    for cuts in combinations(range(1, len(figures)), width - 1):
        bounds = (0, *cuts, len(figures))
        groups = [figures[start:end] for start, end in pairwise(bounds)]
        if all(len({_said(atom) for atom in group}) == 1 for group in groups):
            found.append(tuple(group[0] for group in groups))
    return distinct(found)


def _said(atom: Atom | None) -> object:
    return None if atom is None or atom.figure is None else (atom.figure.state, atom.figure.value)


def stretched(figures: Reading, width: int, fits: Callable[[Reading], bool]) -> Iterator[Reading]:
    """Readings in which each figure stands for one or more equal neighbours."""
    for cuts in combinations(range(1, width), len(figures) - 1):
        bounds = (0, *cuts, width)
        reading = tuple(atom for atom, start, end in zip(figures, bounds, bounds[1:], strict=False) for _ in range(end - start))
        if fits(reading):
            yield reading
