"""Error localisation after Fellegi and Holt: the smallest sets of cells whose change makes every identity hold.

Up to three cells are found by an exact search in whole numbers; more are left to a mixed-integer solver, when it is installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.forms import Identity

LISTED = 20
"""At most so many correction sets are listed per component."""
SEARCHED = 3
"""Sets of up to so many cells are searched for without a solver."""
LARGEST = 6
"""A correction of more cells than this explains nothing: the table was misread or is another form's."""
MOST_IDENTITIES_OF_A_CELL = 3

Change = tuple[str, Decimal]
"""A cell and the value it would take."""
Links = Mapping[str, tuple[tuple[int, int], ...]]
"""For each cell the identities (by position) it stands in, with its sign: +1 as a part, −1 as a whole."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What would mend one connected component of identities."""

    identities: tuple[str, ...]
    sets: tuple[tuple[Change, ...], ...]
    """Smallest sets, at most LISTED, in the form's order; each makes every identity of the component hold."""
    count: int
    """How many smallest sets there are; more than `len(sets)` when not all are listed."""
    suspects: tuple[str, ...]
    """Cells that stand in every smallest set: leaving one out would take more changes."""

    @property
    def values(self) -> Mapping[str, tuple[Decimal, ...]]:
        """For each cell of any listed set the values it would take."""
        found: dict[str, list[Decimal]] = {}
        for cell, value in (change for each in self.sets for change in each):
            if value not in found.setdefault(cell, []):
                found[cell].append(value)
        return {cell: tuple(values) for cell, values in found.items()}


def localise(identities: Sequence[Identity], values: Mapping[str, Decimal]) -> tuple[Correction, ...]:
    """The smallest corrections, one per connected component that has a failing identity; none where no small one exists."""
    found = []
    for component in _components(identities):
        differences = [_difference(identity, values) for identity in component]
        if not any(differences):
            continue
        correction = _mend(component, differences, values)
        if correction is not None:
            found.append(correction)
    return tuple(found)


def _mend(component: Sequence[Identity], differences: list[Decimal], values: Mapping[str, Decimal]) -> Correction | None:
    links = _links(component)
    open_sums = {position: difference for position, difference in enumerate(differences) if difference}
    sets: list[tuple[Change, ...]] = []
    for size in range(1, SEARCHED + 1):
        if len(open_sums) <= size * MOST_IDENTITIES_OF_A_CELL:
            sets = _search(component, links, values, open_sums, size)
        if sets:
            break
    if not sets and len(open_sums) <= LARGEST * MOST_IDENTITIES_OF_A_CELL:
        from rules.localise_solver import smallest_sets  # a solver is loaded only for reports that need one

        sets = smallest_sets(component, links, values, differences, LARGEST)
    if not sets:
        return None
    shared = set.intersection(*({cell for cell, _ in each} for each in sets))
    order = {cell: place for place, cell in enumerate(links)}
    return Correction(
        identities=tuple(identity.id for identity in component),
        sets=tuple(sets[:LISTED]),
        count=len(sets),
        suspects=tuple(sorted(shared, key=order.__getitem__)),
    )


def _components(identities: Sequence[Identity]) -> list[list[Identity]]:
    """Identities joined by the cells they share, in the form's order."""
    parent = list(range(len(identities)))

    def root(place: int) -> int:
        while parent[place] != place:
            place = parent[place]
        return place

    first: dict[str, int] = {}
    for place, identity in enumerate(identities):
        for key in identity.keys:
            parent[root(place)] = root(first.setdefault(key, place))
    components: dict[int, list[Identity]] = {}
    for place, identity in enumerate(identities):
        components.setdefault(root(place), []).append(identity)
    return list(components.values())


def _difference(identity: Identity, values: Mapping[str, Decimal]) -> Decimal:
    return sum((values[key] for key in identity.parts), Decimal(0)) - sum((values[key] for key in identity.whole), Decimal(0))


def _links(component: Sequence[Identity]) -> Links:
    links: dict[str, list[tuple[int, int]]] = {}
    for position, identity in enumerate(component):
        for key in identity.parts:
            links.setdefault(key, []).append((position, 1))
        for key in identity.whole:
            links.setdefault(key, []).append((position, -1))
    return {cell: tuple(found) for cell, found in links.items()}


def _search(
    component: Sequence[Identity], links: Links, values: Mapping[str, Decimal], open_sums: Mapping[int, Decimal], size: int
) -> list[tuple[Change, ...]]:
    """Every set of `size` changes that closes all sums.

    In a smallest set of up to three cells some failing sum always has exactly one changed cell, whose change therefore is that
    sum's difference: taking any cell of any failing sum by its whole difference, again and again, reaches every such set.
    """
    order = {cell: place for place, cell in enumerate(links)}
    found: dict[tuple[int, ...], tuple[Change, ...]] = {}
    seen: set[frozenset[Change]] = set()

    def step(left: Mapping[int, Decimal], changed: dict[str, Decimal]) -> None:
        remaining = size - len(changed)
        if not left:
            if remaining == 0:
                places = tuple(sorted(order[cell] for cell in changed))
                found[places] = tuple(sorted(changed.items(), key=lambda change: order[change[0]]))
            return
        if remaining == 0 or len(left) > remaining * MOST_IDENTITIES_OF_A_CELL:
            return
        for cell, value in _closing(component, links, values, left, remaining == 1):
            if cell in changed:
                continue
            now = changed | {cell: value}
            change_set = frozenset(now.items())
            if change_set in seen:
                continue
            seen.add(change_set)
            step(_after(left, links[cell], value - values[cell]), now)

    step(open_sums, {})
    return [found[places] for places in sorted(found)]


def _closing(
    component: Sequence[Identity], links: Links, values: Mapping[str, Decimal], left: Mapping[int, Decimal], last: bool
) -> Iterable[Change]:
    """Changes of one cell that close some open sum (all of them when it is the last), never below nought."""
    positions = [min(left)] if last else sorted(left)
    for position in positions:
        identity, difference = component[position], left[position]
        for cell, change in [(key, -difference) for key in identity.parts] + [(key, difference) for key in identity.whole]:
            value = values[cell] + change
            if value >= 0 and not (last and len(links[cell]) < len(left)):
                yield cell, value


def _after(left: Mapping[int, Decimal], links: Iterable[tuple[int, int]], change: Decimal) -> dict[int, Decimal]:
    now = dict(left)
    for position, sign in links:
        difference = now.get(position, Decimal(0)) + sign * change
        if difference:
            now[position] = difference
        else:
            now.pop(position, None)
    return now
