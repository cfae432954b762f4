"""Tables inside table cells, spliced into the outer table: the outer columns and rows become as many as the inner ones need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from core.readers.manuscript import RawCell


def spliced(own: Sequence[RawCell], nested: Mapping[RawCell, Sequence[RawCell]]) -> list[RawCell]:
    """The cells of a table and, in place of each frame cell in `nested`, the cells of the table in it."""
    extra_rows: dict[int, int] = {}
    extra_columns: dict[int, int] = {}
    for frame, cells in nested.items():
        height, width = extent(cells)
        last_row, last_column = frame.row + frame.row_span - 1, frame.column + frame.column_span - 1
        extra_rows[last_row] = max(extra_rows.get(last_row, 0), height - frame.row_span)
        extra_columns[last_column] = max(extra_columns.get(last_column, 0), width - frame.column_span)
    result = [_moved(cell, extra_rows, extra_columns) for cell in own]
    for frame, cells in nested.items():
        result.extend(_inside(_moved(frame, extra_rows, extra_columns), cells))
    return result


def beside(text: str, cells: Sequence[RawCell]) -> list[RawCell]:
    """The cells with `text` as a column of its own to their left: what a cell says besides the table in it."""
    if not text:
        return list(cells)
    return [RawCell(text, 0, 0, extent(cells)[0]), *(cell._replace(column=cell.column + 1) for cell in cells)]


def extent(cells: Sequence[RawCell]) -> tuple[int, int]:
    """How many rows and columns cells cover."""
    height = max((cell.row + cell.row_span for cell in cells), default=1)
    return height, max((cell.column + cell.column_span for cell in cells), default=1)


def _moved(cell: RawCell, extra_rows: Mapping[int, int], extra_columns: Mapping[int, int]) -> RawCell:
    row, row_span = _shifted(extra_rows, cell.row, cell.row_span)
    column, column_span = _shifted(extra_columns, cell.column, cell.column_span)
    return cell._replace(row=row, column=column, row_span=row_span, column_span=column_span)


def _shifted(extra: Mapping[int, int], start: int, span: int) -> tuple[int, int]:
    before = sum(more for at, more in extra.items() if at < start)
    inside = sum(more for at, more in extra.items() if start <= at < start + span)
    return start + before, span + inside


def _inside(frame: RawCell, cells: Sequence[RawCell]) -> Iterator[RawCell]:
    """The cells of a nested table within its frame; its last row and column reach to the frame's end."""
    height, width = extent(cells)
    for cell in cells:
        last_row, last_column = cell.row + cell.row_span == height, cell.column + cell.column_span == width
        yield cell._replace(
            row=frame.row + cell.row,
            column=frame.column + cell.column,
            row_span=cell.row_span + (frame.row_span - height if last_row else 0),
            column_span=cell.column_span + (frame.column_span - width if last_column else 0),
        )
