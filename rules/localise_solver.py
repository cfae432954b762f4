"""The smallest correction as a mixed-integer problem for HiGHS, for reports in which more than three cells must change."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from types import ModuleType
from typing import Any

from core.forms import Identity

LISTED = 20
NODES = 400
"""The search's bound: with it the same report gets the same answer, on any machine."""

Change = tuple[str, Decimal]


@cache
def solver() -> ModuleType | None:
    """HiGHS when it is installed; without it no correction of more than three cells is offered."""
    try:
        return importlib.import_module("highspy")
    except ImportError:
        return None


def smallest_sets(
    component: Sequence[Identity],
    links: Mapping[str, tuple[tuple[int, int], ...]],
    values: Mapping[str, Decimal],
    differences: Sequence[Decimal],
    largest: int,
) -> list[tuple[Change, ...]]:
    """Smallest sets of up to `largest` changes that close every sum, at most LISTED; empty without a solver or when none is."""
    if solver() is None:
        return []
    cells = tuple(links)
    found: list[tuple[Change, ...]] = []
    while len(found) < LISTED:
        changed = _solve(component, cells, links, values, differences, [[cell for cell, _ in each] for each in found])
        if not changed or len(changed) > (len(found[0]) if found else largest):
            break
        exact = _exact(changed, links, values, differences)
        if exact is None:
            break
        found.append(exact)
    return found


def _exact(
    changed: Sequence[str],
    links: Mapping[str, tuple[tuple[int, int], ...]],
    values: Mapping[str, Decimal],
    differences: Sequence[Decimal],
) -> tuple[Change, ...] | None:
    """The changes in whole numbers, worked out sum by sum, so that no rounding of the solver's gets through."""
    left = dict(enumerate(differences))
    pending, changes = list(changed), {}
    while pending:
        for position, difference in left.items():
            here = [(cell, sign) for cell in pending for place, sign in links[cell] if place == position]
            if len(here) == 1:
                cell, sign = here[0]
                change = -difference * sign
                changes[cell] = values[cell] + change
                for place, other_sign in links[cell]:
                    left[place] += other_sign * change
                pending.remove(cell)
                break
        else:
            return None
    if any(left.values()) or any(value < 0 for value in changes.values()):
        return None
    return tuple((cell, changes[cell]) for cell in changed)


def _solve(
    component: Sequence[Identity],
    cells: Sequence[str],
    links: Mapping[str, tuple[tuple[int, int], ...]],
    values: Mapping[str, Decimal],
    differences: Sequence[Decimal],
    cuts: Sequence[Sequence[str]],
) -> list[str]:
    """One smallest set that is none of `cuts`: for each cell an increase, a decrease and a switch that allows them."""
    highspy: Any = solver()
    count = len(cells)
    largest = float(sum(abs(difference) for difference in differences))
    rows = _Rows()
    terms: list[list[tuple[int, float]]] = [[] for _ in component]
    for place, cell in enumerate(cells):
        for position, sign in links[cell]:
            terms[position] += [(place, float(sign)), (count + place, -float(sign))]
    for row, difference in zip(terms, differences, strict=True):
        rows.add(row, -float(difference), -float(difference))
    for place in range(count):
        rows.add([(place, 1.0), (count + place, 1.0), (2 * count + place, -largest)], -1e30, 0.0)
    places = {cell: place for place, cell in enumerate(cells)}
    for cut in cuts:
        rows.add([(2 * count + places[cell], 1.0) for cell in cut], -1e30, len(cut) - 1.0)
    upper = [largest] * count + [min(largest, float(values[cell])) for cell in cells] + [1.0] * count
    model = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("mip_feasibility_tolerance", 1e-9), ("mip_max_nodes", NODES)):
        model.setOptionValue(option, value)
    model.passModel(_model(highspy, count, upper, rows))
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return []
    solution = model.getSolution().col_value
    return [cell for place, cell in enumerate(cells) if solution[2 * count + place] > 0.5]


class _Rows:
    """Constraints in the solver's row-wise form."""

    def __init__(self) -> None:
        self.starts = [0]
        self.columns: list[int] = []
        self.factors: list[float] = []
        self.lower: list[float] = []
        self.upper: list[float] = []

    def add(self, terms: Sequence[tuple[int, float]], lower: float, upper: float) -> None:
        """Demand lower ≤ Σ factor × column ≤ upper."""
        for column, factor in terms:
            self.columns.append(column)
            self.factors.append(factor)
        self.starts.append(len(self.columns))
        self.lower.append(lower)
        self.upper.append(upper)


def _model(highspy: Any, count: int, upper: list[float], rows: _Rows) -> Any:
    numbers = importlib.import_module("numpy")
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = 3 * count, len(rows.lower)
    model.col_cost_ = numbers.array([0.0] * (2 * count) + [1.0] * count)
    model.col_lower_ = numbers.zeros(3 * count)
    model.col_upper_ = numbers.array(upper)
    model.row_lower_, model.row_upper_ = numbers.array(rows.lower), numbers.array(rows.upper)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = numbers.array(rows.starts)
    model.a_matrix_.index_ = numbers.array(rows.columns)
    model.a_matrix_.value_ = numbers.array(rows.factors)
    kinds = highspy.HighsVarType
    model.integrality_ = numbers.array([kinds.kContinuous] * (2 * count) + [kinds.kInteger] * count)
    return model
