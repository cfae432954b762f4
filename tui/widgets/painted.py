"""A pane that draws its visible lines itself: nothing is measured, parsed or built for lines that are not on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.reactive import Reactive, reactive
from textual.strip import Strip

from tui.inks import ink
from tui.review.runs import Run
from tui.signs import UNICODE, Signs
from tui.widgets.line_view import LineView

LINES_KEPT: Final = 1000
"""So many drawn lines are kept by each pane: what is painted as before is not composed again."""


class Painted(LineView, inherit_bindings=False):
    """Base of the panes of Review. A subclass says how many lines there are and paints one of them."""

    DEFAULT_CSS = "Painted { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; scrollbar-gutter: stable; }"

    signs: reactive[Signs] = reactive(UNICODE)
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False, repaint=False)
    """How many lines there are moves the scroll bar only: the panes around need not be laid out again."""

    _shown: dict[int, tuple[int, tuple[Run, ...]]] | None = None
    """What was last drawn on each line of the window: its width and runs."""
    _comparing = False

    _drawn: dict[tuple[int, tuple[Run, ...]], Strip] | None = None
    _ready: dict[int, tuple[Run, ...]] | None = None
    """The runs of lines that were just found to look otherwise: they need not be painted twice."""

    def line_count(self) -> int:
        """How many lines there are."""
        return 0

    def paint(self, line: int, width: int) -> Sequence[Run]:
        """The runs of one line; what is wider than the pane is cut off at its edge."""
        raise NotImplementedError

    def frozen_lines(self) -> int:
        """How many lines at the top of the window do not scroll."""
        return 0

    @property
    def room(self) -> int:
        """Cells of a line; the scroll bar has its own, shown or not."""
        return self.scrollable_content_region.width

    def _set_dirty(self, *regions: Region) -> None:
        super()._set_dirty(*regions)
        if not regions:
            self._ready = None

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window."""
        width = self.room
        if width <= 0:
            return Strip.blank(0)
        runs = (self._ready or {}).pop(y, None)
        if runs is None:
            runs = self._runs(y, width)
        if self._shown is None:
            self._shown = {}
        self._shown[y] = width, runs
        drawn = self._drawn
        if drawn is None or len(drawn) > LINES_KEPT:
            drawn = self._drawn = {}
        strip = drawn.get((width, runs))
        if strip is None:
            base = self.rich_style
            segments = [Segment(run.text, base + ink(self, run.ink)) for run in runs if run.text]
            strip = drawn[width, runs] = Strip(segments).adjust_cell_length(width, base).simplify()
        return strip

    def watch_virtual_size(self, size: Size) -> None:
        """Bring the scroll bar up to the number of lines."""
        if self.styles.is_auto_height:
            self.refresh(layout=True)
        elif self.container_size:
            self._scroll_update(size)

    def _runs(self, y: int, width: int) -> tuple[Run, ...]:
        """The runs of a line of the window."""
        line = y + self.scroll_offset.y
        return tuple(self.paint(line, width)) if 0 <= line < self.line_count() else ()

    def redraw(self) -> None:
        """Draw anew the lines that look otherwise than before, however often this is asked for while one key is answered."""
        self._ready = None
        if not self.is_running:
            self.refresh()
        elif not self._comparing:
            self._comparing = True
            self.call_next(self._redraw_changed)

    def _redraw_changed(self) -> None:
        self._comparing = False
        width, shown = self.room, self._shown or {}
        regions: list[Region] = []
        ready: dict[int, tuple[Run, ...]] = {}
        for y in range(self.size.height):
            runs = self._runs(y, width)
            if shown.get(y) != (width, runs):
                ready[y] = runs
                above = regions[-1] if regions else None
                if above is not None and above.bottom == y:
                    regions[-1] = Region(0, above.y, width, above.height + 1)
                else:
                    regions.append(Region(0, y, width, 1))
        if regions:
            self.refresh(*regions)
            self._ready = ready

    def notify_style_update(self) -> None:
        """Draw anew after a change of theme."""
        self._drawn = None
        super().notify_style_update()

    def set_height(self) -> None:
        """Tell the scroll bar how many lines there are, and draw anew."""
        self.virtual_size = Size(max(self.room, 1), self.line_count())
        self.redraw()

    def show_line(self, line: int, context: int = 0) -> None:
        """Scroll, without any animation, so that the line is seen, with some lines of context around it."""
        height = self.size.height
        if not height:
            return
        top = round(self.scroll_y)
        first, last = max(line - context, 0), min(line + context, max(self.line_count() - 1, 0))
        frozen = self.frozen_lines()
        if first < top + frozen:
            top = max(first - frozen, 0)
        elif last >= top + height:
            top = last - height + 1
        self.scroll_to(y=top, animate=False, immediate=True)

    def refresh_line(self, line: int) -> None:
        """Draw one line anew."""
        y = line - round(self.scroll_y)
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.room, 1))
