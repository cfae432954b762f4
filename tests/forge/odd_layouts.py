"""Layouts that no extractor was seen to make, so that nothing is tuned to those that were."""

from __future__ import annotations

import random
from itertools import chain

from core.forms import form
from tests.forge.messes import Cells
from tests.forge.official import Placed
from tests.forge.render_text import Layout, rows_of_cells

_T3 = [column.label for column in form("2021").table_by_key["t3"].columns]
_T4 = [column.label for column in form("2021").table_by_key["t4"].columns]
_GROUPS = ["行政复议", "未经复议直接起诉", "复议后起诉"]


def _figures(row: list[Placed]) -> list[str]:
    return [cell.text for cell in row if cell.key]


def _label(row: list[Placed], between: str = "") -> str:
    return between.join(cell.text for cell in row if not cell.key)


def _split(cells: Cells) -> list[tuple[str, list[str]]]:
    return [(_label(row, " "), _figures(row)) for row in rows_of_cells(cells)]


def colons(cells: Cells, chance: random.Random) -> list[str]:
    """`label：47，0，0`."""
    return [label + ("：" + "，".join(figures) if figures else "") for label, figures in _split(cells)]


def dots(cells: Cells, chance: random.Random) -> list[str]:
    """`label ....... 47  0  0`."""
    return [f"{label} ....... {'  '.join(figures)}" if figures else label for label, figures in _split(cells)]


def figures_above(cells: Cells, chance: random.Random) -> list[str]:
    """Each label under its figures."""
    return list(chain.from_iterable(([" ".join(figures)] if figures else []) + [label] for label, figures in _split(cells)))


def figures_below(cells: Cells, chance: random.Random) -> list[str]:
    """Each label above its figures."""
    return list(chain.from_iterable([label] + ([" ".join(figures)] if figures else []) for label, figures in _split(cells)))


def pairs(cells: Cells, chance: random.Random) -> list[str]:
    """Under each row label seven lines of column label and figure."""
    lines: list[str] = []
    for label, figures in _split(cells):
        if len(figures) == len(_T3):
            lines += [label, *(f"{head} {figure}" for head, figure in zip(_T3, figures, strict=True))]
        else:
            lines.append(" ".join((label, *figures)).strip())
    return lines


def boxes(cells: Cells, chance: random.Random) -> list[str]:
    """Box-drawing bars."""
    return ["│".join(["", *(cell.text for cell in row), ""]) for row in rows_of_cells(cells)]


def slashes(cells: Cells, chance: random.Random) -> list[str]:
    """`label / 47 / 0 / 0`."""
    return [" / ".join(cell.text for cell in row) for row in rows_of_cells(cells)]


def semicolons(cells: Cells, chance: random.Random) -> list[str]:
    """`label;47;0;0`."""
    return [";".join(cell.text for cell in row) for row in rows_of_cells(cells)]


def rows_wrapped(cells: Cells, chance: random.Random) -> list[str]:
    """The last three figures of a row on a line of their own, table 4 on three lines."""
    lines: list[str] = []
    for label, figures in _split(cells):
        cut = {len(_T3): 4, 15: 5}.get(len(figures), max(1, len(figures)))
        pieces = [figures[i : i + cut] for i in range(0, len(figures), cut)] or [[]]
        lines.append(" ".join((label, *pieces[0])).strip())
        lines.extend(" ".join(piece) for piece in pieces[1:])
    return lines


def _t4_only(cells: Cells) -> list[str]:
    return [cell.text for cell in cells if cell.key and cell.key.startswith("t4.")]


def groups_as_rows(cells: Cells, chance: random.Random) -> list[str]:
    """Table 4 with a row a group."""
    figures = _t4_only(cells)
    if not figures:
        return [" ".join((label, *row)).strip() for label, row in _split(cells)]
    return [" ".join(_T4), *(f"{group} {' '.join(figures[5 * i : 5 * i + 5])}" for i, group in enumerate(_GROUPS))]


def groups_as_lists(cells: Cells, chance: random.Random) -> list[str]:
    """Table 4 as three lists of label and figure."""
    figures = _t4_only(cells)
    if not figures:
        return ["\t".join(cell.text for cell in row) for row in rows_of_cells(cells)]
    return [
        line
        for i, group in enumerate(_GROUPS)
        for line in (group, *(f"{head}\t{figures[5 * i + j]}" for j, head in enumerate(_T4)))
    ]


def labels_first(cells: Cells, chance: random.Random) -> list[str]:
    """All labels, then all figures, one a line."""
    ordered = list(chain.from_iterable(rows_of_cells(cells)))
    return [cell.text for cell in ordered if not cell.key] + [cell.text for cell in ordered if cell.key]


def labels_then_rows(cells: Cells, chance: random.Random) -> list[str]:
    """All labels, then the rows of figures."""
    return [label for label, _ in _split(cells) if label] + [" ".join(figures) for _, figures in _split(cells) if figures]


def rows_then_labels(cells: Cells, chance: random.Random) -> list[str]:
    """The rows of figures, then all labels."""
    return [" ".join(figures) for _, figures in _split(cells) if figures] + [label for label, _ in _split(cells) if label]


def by_column(cells: Cells, chance: random.Random) -> list[str]:
    """Table 3 column by column, one figure a line, labels before."""
    figures = [cell for cell in cells if cell.key]
    if not figures[0].key or not figures[0].key.startswith("t3."):
        return [" ".join((label, *row)).strip() for label, row in _split(cells)]
    turned = sorted(figures, key=lambda cell: (cell.column, cell.row))
    return [label for label, _ in _split(cells) if label] + [cell.text for cell in turned]


def glued(cells: Cells, chance: random.Random) -> list[str]:
    """No space between a label and its first figure."""
    return [_label(row) + " ".join(_figures(row)) for row in rows_of_cells(cells)]


def all_glued(cells: Cells, chance: random.Random) -> list[str]:
    """Nothing between rows at all: `0 0 47二、上年结转…`, `0 01.属于国家秘密`."""
    return ["".join(glued(cells, chance))]


def with_units(cells: Cells, chance: random.Random) -> list[str]:
    """A unit behind each count of tables 3 and 4."""
    return [
        " ".join(cell.text + ("件" if cell.key and cell.key[:2] != "t2" else "") for cell in row) for row in rows_of_cells(cells)
    ]


def total_first(cells: Cells, chance: random.Random) -> list[str]:
    """总计 before 自然人, in the header and in the rows."""
    lines: list[str] = []
    for label, figures in _split(cells):
        if len(figures) == len(_T3):
            lines.append("\t".join((label, figures[-1], *figures[:-1])))
        elif label == "自然人 法人或其他组织 总计":
            lines.append("总计\t自然人\t法人或其他组织")
        else:
            lines.append("\t".join((label.replace(" ", "\t"), *figures)))
    return lines


ODD_LAYOUTS: dict[str, Layout] = {
    layout.__name__: layout
    for layout in (
        colons, dots, figures_above, figures_below, pairs, boxes, slashes, semicolons, rows_wrapped, groups_as_rows,
        groups_as_lists, labels_first, labels_then_rows, rows_then_labels, by_column, glued, all_glued, with_units, total_first,
    )
}  # fmt: skip
