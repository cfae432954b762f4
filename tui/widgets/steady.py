"""A widget that works its own style out once, not for every line that it draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style

if TYPE_CHECKING:
    from textual.widget import Widget
else:  # the styles of a widget's own kind come from its first base that is one: this must not stand before that
    Widget = object


class Steady(Widget):
    """Keeps its style until the stylesheet is applied to it again, as every change of theme, class or focus does."""

    _kept_style: Style | None = None

    @property
    def rich_style(self) -> Style:
        """The colours and weight that the widget's text has by itself."""
        style = self._kept_style
        if style is None:
            style = self._kept_style = super().rich_style
        return style

    def notify_style_update(self) -> None:
        """Work it out anew when it is next asked for."""
        self._kept_style = None
        super().notify_style_update()
