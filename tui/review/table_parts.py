"""What the drawings of official tables share: headings over several columns, labels over several lines."""

from __future__ import annotations

from dataclasses import dataclass

from tui.review.lines import DocLine, StillLine
from tui.review.runs import Run
from tui.signs import Signs
from tui.text import AmbiguousWidth, cell_width, crop, fit, wrap_cjk

WIDEST_COLUMN = 11
SIDES = 4
"""Cells of a column beside its figure: a gap, the opening bracket, the closing one, the sign of its state."""


@dataclass(frozen=True, slots=True)
class TableLines:
    """The lines of a table. `header` stays in sight while `body` scrolls; `first`… name the columns shown of all."""

    header: tuple[StillLine, ...]
    body: tuple[DocLine, ...]
    first_column: int
    shown_columns: int


def balanced(label: str, width: int, ambiguous: AmbiguousWidth) -> list[str]:
    """The label over as few lines as it needs, these about equally long."""
    needed = len(wrap_cjk(label, width, ambiguous))
    share = -(-cell_width(label, ambiguous) // needed)
    for narrower in range(share, width + 1):
        lines = wrap_cjk(label, narrower, ambiguous)
        if len(lines) <= needed:
            return [line.text.strip() for line in lines]
    return [line.text.strip() for line in wrap_cjk(label, width, ambiguous)]


def band_run(band: str, width: int, signs: Signs) -> Run:
    """A heading over several columns, with a line to both sides as far as they go."""
    text = crop(band, max(width - 2, 0), sign=signs.ellipsis)
    spare = (width - 2 - cell_width(text)) // cell_width(signs.horizontal)
    before, after = signs.horizontal * (spare // 2), signs.horizontal * (spare - spare // 2)
    return Run(fit(f"  {before}{text}{after}", width, sign=signs.ellipsis), "band")
