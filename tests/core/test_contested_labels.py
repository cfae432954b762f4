"""What stands between two rows of figures: a label that either may own, and what a browser prints between pages."""

from __future__ import annotations

import random

import pytest

from core.parse import parse_document
from core.readers.source import Source
from core.readers.text import document_of_text
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


PRINTED = ["2025/1/20 10:23", "https://www.example.gov.cn/art/2025/1/20/art_12_345.html  3/7", "云岭市人民政府门户网站"]


@pytest.mark.parametrize("seed", range(4))
def test_what_a_browser_prints_between_pages_is_no_part_of_a_table(seed: int) -> None:
    """In the middle of a row, a cell a line: every figure is read and none inferred."""
    rendered = render(random_report(seed, "2021"), "cell_a_line", seed=seed)
    lines = rendered.text.split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith("一、本年新收"))
    for place in sorted(random.Random(seed).sample(range(first, len(lines) - 30), 5), reverse=True):
        lines[place:place] = PRINTED

    (found,) = parse_document(document_of_text("\n".join(lines)), Source("报告.txt", b""))

    assert {key: text for key, text in rendered.truth.items() if text is not None} == {
        key: cell.raw for key, cell in found.cells.items() if cell.raw is not None
    }
    assert not any(cell.inferred for cell in found.cells.values())
    assert not any(line in section.text for section in found.sections for line in PRINTED)
