"""A label that begins behind the figures of one row and ends before those of the next."""

from __future__ import annotations

import random

import pytest

from core.report import CellState
from tests.forge.measure import read
from tests.forge.messes import Cells
from tests.forge.random_report import random_report
from tests.forge.render_text import render, rows_of_cells, tabs_gone

HEADER = [
    "申请人情况",
    "自然  法人或其他组织  总计",
    "人 商业 科研 社会公 法律服 其他",
    "企业 机构 益组织 务机构",
]
WIDTH = 9


def behind_at_first(cells: Cells, chance: random.Random) -> list[str]:
    """Table 3 with broken labels: the first two rows print their figures before the label, the others behind its first line."""
    keyed = next(cell.key for cell in cells if cell.key)
    if not keyed.startswith("t3."):
        return tabs_gone(cells, chance)
    lines = list(HEADER)
    for row in rows_of_cells(cells):
        figures = "  ".join(cell.text for cell in row if cell.key)
        label = next((cell.text for cell in row if not cell.key and cell.row_span == 1), "")
        if figures:
            first, *others = [label[at : at + WIDTH] for at in range(0, len(label), WIDTH)] or [""]
            behind = any(cell.key and cell.key.startswith(("t3.new.", "t3.carried_over.")) for cell in row)
            lines += [f"{figures}\t{first}" if behind else f"{first}  {figures}", *others]
    return lines


@pytest.mark.parametrize("seed", range(6))
def test_a_row_does_not_take_the_figures_of_the_next_unmarked(seed: int) -> None:
    """Whichever way such a label is read, no figure stands in a wrong row without being marked as inferred."""
    rendered = render(random_report(seed, "2021"), behind_at_first, seed=seed)

    found = read(rendered)

    assert found is not None
    wrong = [
        key
        for key, cell in found.cells.items()
        if cell.state is CellState.NUMBER and not cell.inferred and cell.raw != rendered.truth[key]
    ]
    assert [] == wrong
    row = [found.cells[key].raw for key in found.cells if key.startswith("t3.new.")]
    assert row in ([None] * 7, [rendered.truth[key] for key in found.cells if key.startswith("t3.new.")])
