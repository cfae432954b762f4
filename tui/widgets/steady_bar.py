"""A scroll bar that is drawn from its few different pieces, not as a picture that is cut into lines and styled line by line."""

from __future__ import annotations

from typing import Final

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

DEFAULT: Final = Color.default()
MOST_PIECES: Final = 100
"""Pieces that are kept: two of each kind of end and body, in a few colours."""


class SteadyBar(ScrollBar):
    """A vertical scroll bar one cell wide; it looks and answers the mouse as any other."""

    _pieces: dict[Segment, Strip] | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines of the bar, each piece made once."""
        bar = self.render()
        if not isinstance(bar, ScrollBarRender) or not isinstance(bar.style, Style):
            return super().render_lines(crop)
        drawn = self.renderer.render_bar(
            size=self.size.height,
            virtual_size=bar.virtual_size,
            window_size=bar.window_size,
            position=bar.position,
            thickness=bar.thickness,
            vertical=True,
            back_color=bar.style.bgcolor or DEFAULT,
            bar_color=bar.style.color or DEFAULT,
        )
        segments = drawn.segments[crop.y : crop.bottom]
        pieces = self._pieces
        if pieces is None or len(pieces) > MOST_PIECES:
            pieces = self._pieces = {}
        filters, ground, base = self.get_line_filters(), self.background_colors[1], self.rich_style
        for segment in {*segments} - pieces.keys():
            strip = Strip([Segment(segment.text, base + segment.style)], 1)
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, ground)
            pieces[segment] = strip
        return [pieces[segment] for segment in segments]
