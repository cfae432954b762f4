"""The footer of a dialog: its own few keys, over the footer of the room below; each can be clicked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from core.words import say
from tui.actions import spelled
from tui.text import cell_width

if TYPE_CHECKING:
    from tui.app import GoujiApp


class Hint(NamedTuple):
    """Keys, the word for what they do (`dialog.WORD`), and the screen's action that a click carries out."""

    keys: tuple[str, ...]
    word: str
    action: str = ""


class DialogHints(Widget):
    """One line of hints."""

    COMPONENT_CLASSES = {"hint--key", "hint--name"}  # noqa: RUF012
    DEFAULT_CSS = """
    DialogHints { dock: bottom; height: 1; background: $panel; color: $text-muted; }
    DialogHints > .hint--key { color: $text-primary; text-style: bold; }
    DialogHints > .hint--name { color: $text-muted; }
    """

    def __init__(self, hints: Sequence[Hint]) -> None:
        """`hints`: what the dialog can do, most needed first."""
        super().__init__()
        self.hints = tuple(hints)
        self._spots: list[tuple[int, int, str]] = []

    def render_line(self, y: int) -> Strip:
        """Draw the hints that fit."""
        base, width = self.rich_style, self.size.width
        app = cast("GoujiApp", self.app)
        key_style = base + self.get_component_rich_style("hint--key", partial=True)
        name_style = base + self.get_component_rich_style("hint--name", partial=True)
        segments, at = [Segment(" ", base)], 1
        self._spots = []
        for hint in self.hints:
            keys = " ".join(spelled(key, app.signs.vertical == "|") for key in hint.keys)
            name = say(f"dialog.{hint.word}", app.language)
            end = at + cell_width(keys) + 1 + cell_width(name)
            if end > width:
                break
            segments += [Segment(keys, key_style), Segment(" ", base), Segment(name, name_style), Segment("  ", base)]
            self._spots.append((at, end, hint.action))
            at = end + 2
        return Strip(segments).adjust_cell_length(width, base)

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        for start, end, action in self._spots:
            if start <= event.x < end and action:
                event.stop()
                await self.screen.run_action(action)
                return
