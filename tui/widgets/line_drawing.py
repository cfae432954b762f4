"""How a line list draws one line: the header, a row with its cells, what scrolls sideways and what stands still."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.inks import ink
from tui.signs import Signs
from tui.text import cell_width, crop, crop_start, fit
from tui.widgets.columns import GAP, CellText, Column
from tui.widgets.line_view import LineView

Row = TypeVar("Row")

GUTTER = 2
"""Cells before the first column: the cursor's sign and the selection's."""


class LineDrawing(LineView, Generic[Row]):
    """The drawing half of `LineList`; everything here only reads."""

    DEFAULT_CSS = """
    LineDrawing {
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        scrollbar-size-horizontal: 0;
        background: $surface;
        color: $foreground;
    }
    LineDrawing > .line-list--header { color: $text-muted; text-style: bold; background: $panel; }
    LineDrawing > .line-list--cursor { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    LineDrawing > .line-list--cursor-blurred { background: $block-cursor-blurred-background; }
    LineDrawing > .line-list--selected { background: $primary-muted; }
    LineDrawing > .line-list--empty { color: $text-muted; }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-list--header",
        "line-list--cursor",
        "line-list--cursor-blurred",
        "line-list--selected",
        "line-list--empty",
    }

    def __init__(self, *, signs: Signs, empty: str, id: str | None, classes: str | None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.signs = signs
        self.empty = empty
        self.sort_key: str | None = None
        self.sort_descending = False
        self.selected: set[Hashable] = set()
        self.counted = False
        self.row_count = 0
        self._identity: Callable[[Row], Hashable] | None = None
        self._full_line: Callable[[Row], CellText | None] | None = None
        self._header_lines = 1
        self._line_width = 0
        self._shown: list[tuple[Column[Row], int]] = []

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"line-list--{name}", partial=True)

    def _ink(self, names: str) -> Style:
        return ink(self, names)

    def _header(self, width: int) -> Strip:
        texts: list[Sequence[CellText]] = []
        for column, _ in self._shown:
            mark = (
                (self.signs.descending if self.sort_descending else self.signs.ascending) if column.key == self.sort_key else ""
            )
            texts.append((CellText(f"{column.title}{mark}"),))
        return self._line(texts, width, "  ", self.rich_style + self._style("header"))

    def _row(self, row: Row, width: int, at_cursor: bool) -> Strip:
        selected = self._identity is not None and self._identity(row) in self.selected
        base = self.rich_style + (self._style("selected") if selected else Style.null())
        if at_cursor:
            base += self._style("cursor" if self.has_focus else "cursor-blurred")
        gutter = (self.signs.pointer if at_cursor else " ") + (self.signs.selected if selected else " ")
        whole = self._full_line(row) if self._full_line is not None else None
        if whole is not None:
            text = gutter + fit(whole.text, max(width - GUTTER, 0), sign=self.signs.ellipsis)
            return Strip([Segment(text, base + self._ink(whole.ink))]).adjust_cell_length(width, base)
        return self._line([_texts(column, row, room) for column, room in self._shown], width, gutter, base)

    def _line(self, texts: Sequence[Sequence[CellText]], width: int, gutter: str, base: Style) -> Strip:
        segments = [Segment(gutter, base)]
        frozen = GUTTER
        for position, ((column, room), parts) in enumerate(zip(self._shown, texts, strict=True)):
            gap = " " * GAP if position < len(self._shown) - 1 else ""
            segments += self._cell(column, parts, room, base)
            segments.append(Segment(gap, base))
            if position == 0:
                frozen += room + len(gap)
        strip = Strip(segments)
        if self._line_width <= width:
            return strip.adjust_cell_length(width, base)
        return self._scrolled(strip, frozen, width, base)

    def _cell(self, column: Column[Row], parts: Sequence[CellText], room: int, base: Style) -> list[Segment]:
        if len(parts) == 1:
            text, ink = parts[0]
            if column.cut == "start":
                text = crop_start(text, room, sign=self.signs.ellipsis)
            return [Segment(fit(text, room, align=column.align, sign=self.signs.ellipsis), base + self._ink(ink))]
        segments = []
        for text, ink in parts:
            shown = crop(text, room, sign=self.signs.ellipsis)
            room -= cell_width(shown)
            segments.append(Segment(shown, base + self._ink(ink)))
        return [*segments, Segment(" " * room, base)]

    def _scrolled(self, strip: Strip, frozen: int, width: int, base: Style) -> Strip:
        """The first column, then the part of the others that the window shows; signs where something is out of sight."""
        left = self.scroll_offset.x
        room = max(width - frozen, 0)
        rest = strip.crop(frozen + left, frozen + left + room).adjust_cell_length(room, base)
        more_left, more_right = left > 0, frozen + left + room < self._line_width
        pieces = [strip.crop(0, frozen)]
        if room > 2 and more_left:
            pieces.append(Strip([Segment(self.signs.cut_left, base)]))
            rest = rest.crop(1, room)
        if room > 2 and more_right:
            rest = rest.crop(0, rest.cell_length - 1)
        pieces.append(rest)
        if room > 2 and more_right:
            pieces.append(Strip([Segment(self.signs.cut_right, base)]))
        return Strip.join(pieces).adjust_cell_length(width, base)

    def _pending(self, width: int) -> Strip:
        style = self.rich_style + self._ink("muted")
        return Strip([Segment(f"  {self.signs.ellipsis}", style)]).adjust_cell_length(width, style)

    def _below(self, y: int, width: int) -> Strip:
        style = self.rich_style
        if y != 1 + self._header_lines or self.row_count or not self.counted or not self.empty:
            return Strip.blank(width, style)
        room = max(width - 2 * GUTTER, 0)
        text = fit(self.empty, min(room, cell_width(self.empty)), sign=self.signs.ellipsis)
        return Strip([Segment(" " * GUTTER + text, style + self._style("empty"))]).adjust_cell_length(width, style)


def _texts(column: Column[Row], row: Row, room: int) -> Sequence[CellText]:
    return (column.cell(row),) if column.parts is None else column.parts(row, room)
