"""The line above the footer: what was just recorded, what went wrong, why a key cannot act; and the last decisions."""

from __future__ import annotations

from time import monotonic
from typing import Final

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.signs import signs_of
from tui.text import cell_width, crop, one_line

LASTS: Final = 15.0
"""Seconds after which a message goes away by itself."""

READ: Final = 3.0
"""Seconds after which a message has been read."""


class StatusLine(Widget):
    """One line: a message on the left, the trail of the last decisions on the right."""

    COMPONENT_CLASSES = {f"status--{kind}" for kind in ("hint", "info", "saved", "warning", "error", "trail")}  # noqa: RUF012
    DEFAULT_CSS = "StatusLine { dock: bottom; height: 1; margin: 0 0 1 0; }"

    text: reactive[str] = reactive("")
    kind: reactive[str] = reactive("info")
    trail: reactive[str] = reactive("")
    """The last decisions, newest first."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._hint = ""
        self.told = 0
        """How often something was said: whoever waits can see whether something newer was said meanwhile."""
        self._told_at = 0.0
        self._timer: Timer | None = None

    @property
    def was_read(self) -> bool:
        """Whether what the line says may give way to something nobody asked for."""
        return self.kind == "hint" or not self.text or monotonic() - self._told_at > READ

    @property
    def hint(self) -> str:
        """What the line says when nothing has just happened."""
        return self._hint

    def tell(self, text: str, kind: str = "info") -> None:
        """Show a message until the next one comes or it is old; a `hint` stays, and comes back after what was said meanwhile."""
        self.text, self.kind = one_line(text), kind
        self.told += 1
        self._told_at = monotonic()
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if kind == "hint" or not text:
            self._hint = self.text
        elif self.is_running:
            self._timer = self.set_timer(LASTS, self._fade)

    def rest(self, text: str) -> None:
        """What to say when nothing has just happened; what was said a moment ago stays until it is old."""
        self._hint = one_line(text)
        if self.kind == "hint" or not self.text:
            self._fade()

    def _fade(self) -> None:
        self.text, self.kind = self._hint, "hint"

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        base, width = self.rich_style, self.size.width
        if y or width <= 0:
            return Strip.blank(max(width, 0), base)
        sign = signs_of(self).ellipsis
        text = crop(self.text, max(width - 2, 0), sign=sign)
        left = cell_width(text) + 2
        segments = [Segment(f" {text} ", base + self.get_component_rich_style(f"status--{self.kind}", partial=True))]
        trail = crop(self.trail, max(width - left - 2, 0), sign=sign) if width - left > 12 else ""
        if trail:
            segments.append(Segment(" " * (width - left - cell_width(trail) - 1), base))
            segments.append(Segment(trail, base + self.get_component_rich_style("status--trail", partial=True)))
        return Strip(segments).adjust_cell_length(width, base)
