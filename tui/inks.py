"""The inks that all painted widgets share: what each means, and its style in the theme that is on.

They are resolved once for the whole app, not once for every pane: a pane that gets the focus, or a room that opens, is then
styled as quickly as any widget without parts.
"""

from __future__ import annotations

from typing import ClassVar, Final

from rich.style import Style
from textual.app import App
from textual.widget import Widget

INKS: Final = (
    "plain", "muted", "faint", "strong", "title", "heading", "label", "rule", "accent", "error", "warning", "info", "passed",
    "evidence", "suspect", "claim", "found", "cursor", "dimcursor", "selected", "band", "key", "stale", "own", "code",
    "rowcursor", "verdict-open", "verdict-confirmed", "verdict-dismissed", "verdict-asked", "verdict-fixed",
)  # fmt: skip
"""The names of all inks; `styles/ink.tcss` gives them colours, and every meaning also has a sign or words."""


class InkedApp(App[int]):
    """The part of the app that knows the inks."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"ink--{ink}" for ink in INKS}

    def __init__(self) -> None:
        self._inks: dict[str, Style] = {}
        super().__init__()

    def ink(self, names: str) -> Style:
        """The style of an ink or several, later ones over earlier ones; only what they state, without any ground."""
        style = self._inks.get(names)
        if style is None:
            styles = self.get_component_styles(*(f"ink--{name}" for name in names.split()))
            style = self._inks[names] = styles.partial_rich_style
        return style

    def notify_style_update(self) -> None:
        """Mix the inks anew after a change of theme."""
        self._inks.clear()
        super().notify_style_update()


def ink(widget: Widget, names: str) -> Style:
    """The style of inks in the app that a widget belongs to; an app that knows no inks writes in the widget's own style."""
    app = widget.app
    return app.ink(names) if names and isinstance(app, InkedApp) else Style.null()
