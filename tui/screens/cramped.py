"""What a window shows that is too small to work in: one calm line, until it is large enough again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.actions import SAFE_KEYS
from tui.text import cell_width, crop
from tui.wrap import wrap_cjk

if TYPE_CHECKING:
    from tui.app import GoujiApp

LEAST: Final = Size(60, 16)
"""From this size up every room can be worked in."""


def too_small(size: Size) -> bool:
    """Whether nobody can work in a window of that size."""
    return size.width < LEAST.width or size.height < LEAST.height


class CrampedNotice(Widget):
    """The line, in the middle of whatever room there is."""

    DEFAULT_CSS = "CrampedNotice { width: 100%; height: 100%; color: $text-muted; background: $background; }"

    def render_line(self, y: int) -> Strip:
        """Draw one line of it; what does not fit is left out, never broken."""
        width, height = self.size
        base = self.rich_style
        app = cast("GoujiApp", self.app)
        here = app.size
        text = app.say("app.too_small", width=LEAST.width, height=LEAST.height, now=f"{here.width}×{here.height}")
        lines = [line.text.strip() for line in wrap_cjk(text, max(width - 2, 2))][:height]
        place = y - (height - len(lines)) // 2
        if not 0 <= place < len(lines):
            return Strip.blank(width, base)
        shown = crop(lines[place], width, sign="")
        left = " " * ((width - cell_width(shown)) // 2)
        return Strip([Segment(left + shown, base)]).adjust_cell_length(width, base)


class CrampedScreen(Screen[None]):
    """Lies over the room while the window is too small; no key but that for leaving gets past it, so that none acts unseen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding(SAFE_KEYS["quit"], "app.leave", show=False)]

    def compose(self) -> ComposeResult:
        """The notice."""
        yield CrampedNotice()

    def on_screen_resume(self) -> None:
        """Another screen that had come on top is gone: go too if there is room meanwhile."""
        if not too_small(self.app.size):
            self.app.pop_screen()

    def on_resize(self) -> None:
        """Say the new size."""
        self.query_one(CrampedNotice).refresh()
