"""Scroll bars for terminals that draw block characters badly: whole cells of colour, no eighths of a block."""

from __future__ import annotations

from typing import ClassVar

from textual.scrollbar import ScrollBar, ScrollBarRender


class PlainBarRender(ScrollBarRender):
    """Draws with spaces only; the bar is told from its ground by colour, the place in the list stands in the heading."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


def use_plain_bars(plain: bool) -> None:
    """Draw all scroll bars plainly, or finely again."""
    ScrollBar.renderer = PlainBarRender if plain else ScrollBarRender
