"""Make the drawing library count ambiguous characters the way this terminal draws them.

Rich and Textual count “ ” — … ① and box lines as one cell. A terminal set to "ambiguous is wide" draws two, and every column to
their right slips. All their measuring goes through one width table, so that table is replaced once, before the first frame.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import rich.cells
import rich.segment
from rich._unicode_data import load as _load_cell_table

from tui.characters import AmbiguousWidth, is_ambiguous

_narrow_fast_path: Callable[[str], bool] = rich.cells._is_single_cell_widths
_printable_ascii: Callable[[str], bool] = frozenset(map(chr, range(0x20, 0x7F))).issuperset
_BLOCKS_WITH_AMBIGUOUS = (range(0xA0, 0x3400), range(0xFE00, 0x10000), range(0x1F100, 0x1F200))
"""Private use is ambiguous too, but is never shown as itself."""
_current: AmbiguousWidth = 1


def ambiguous_width() -> AmbiguousWidth:
    """The width now in force for ambiguous characters."""
    return _current


def use_ambiguous_width(width: AmbiguousWidth) -> None:
    """From now on measure ambiguous characters as `width` cells, in this process's every widget."""
    global _current
    _current = width
    modules: Any = rich.cells, rich.segment
    for module in modules:
        module._is_single_cell_widths = _narrow_fast_path if width == 1 else _printable_ascii
    cells: Any = rich.cells
    cells.load_cell_table = _load_cell_table if width == 1 else _wide_cell_table
    for cached in (rich.cells.get_character_cell_size, rich.cells.cached_cell_len, rich.segment.Segment._split_cells):
        clear = getattr(cached, "cache_clear", None)
        if clear is not None:
            clear()


@cache
def _wide_cell_table(unicode_version: str = "auto") -> rich.cells.CellTable:
    table = _load_cell_table(unicode_version)
    widths = dict[int, int]()
    for start, end, width in table.widths:
        widths.update(dict.fromkeys(range(start, end + 1), width))
    widths.update((code, 2) for block in _BLOCKS_WITH_AMBIGUOUS for code in block if is_ambiguous(chr(code)))
    return rich.cells.CellTable(table.unicode_version, _ranges(widths), table.narrow_to_wide)


def _ranges(widths: dict[int, int]) -> list[tuple[int, int, int]]:
    ranges: list[tuple[int, int, int]] = []
    for code in sorted(widths):
        if ranges and ranges[-1][1] == code - 1 and ranges[-1][2] == widths[code]:
            ranges[-1] = (ranges[-1][0], code, widths[code])
        else:
            ranges.append((code, code, widths[code]))
    return ranges
