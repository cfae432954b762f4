"""A scrolling widget that draws itself line by line, and the short way of its lines to the screen."""

from __future__ import annotations

from typing import Final

from textual.geometry import Region, Spacing
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from tui.widgets.steady import Steady
from tui.widgets.steady_bar import SteadyBar

NOTHING: Final = Spacing()


class LineView(Steady, ScrollView):
    """Base of panes and lists; a subclass writes `render_line` with every cell of its line coloured."""

    _window: dict[int, Strip] | None = None
    """The lines of the window as they are on the screen; what is to be drawn anew is missing."""
    _window_width = 0

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The bar at the right edge."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = bar = SteadyBar(vertical=True, name="vertical")
            bar.display = False
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines of the window. What has nothing around its lines needs none of what is done to put it there."""
        styles = self.styles
        if styles.gutter != NOTHING or styles.tint.a or self.opacity != 1.0:
            return super().render_lines(crop)
        width = self.outer_size.width
        window = self._window
        if window is None or self._window_width != width:
            window, self._window_width = {}, width
            self._window = window
        filters, ground, beside = self.get_line_filters(), self.background_colors[1], self.rich_style.background_style
        for y in crop.line_range:
            if y not in window:
                strip = self.render_line(y).adjust_cell_length(width, beside)
                for line_filter in filters:
                    strip = strip.apply_filter(line_filter, ground)
                window[y] = strip
        strips = [window[y] for y in crop.line_range]
        return strips if crop.column_span == (0, width) else [strip.crop(*crop.column_span) for strip in strips]

    def _set_dirty(self, *regions: Region) -> None:
        super()._set_dirty(*regions)
        if not regions:
            self._window = None
        elif self._window:
            for y in {y for region in regions for y in region.line_range}:
                self._window.pop(y, None)
