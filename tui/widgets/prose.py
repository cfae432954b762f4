"""A pane of paragraphs, wrapped for its width and drawn line by line."""

from __future__ import annotations

from collections.abc import Sequence

from tui.review.runs import Para, Run, lay_out
from tui.widgets.painted import Painted
from tui.width import ambiguous_width


class Prose(Painted, can_focus=True):
    """Paragraphs to be read; they are laid out anew when the width changes."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._paragraphs: Sequence[Para] = ()
        self._lines: list[list[Run]] = []

    def show(self, paragraphs: Sequence[Para], *, keep_place: bool = False) -> None:
        """Show other paragraphs, from the top unless they are the same ones written anew."""
        self._paragraphs = paragraphs
        self._lay_out()
        if not keep_place:
            self.scroll_to(y=0, animate=False)

    def on_resize(self) -> None:
        """Wrap for the new width."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width - 1
        self._lines = lay_out(self._paragraphs, max(width, 8), ambiguous_width()) if self.is_attached else []
        self.set_height()

    def line_count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def paint(self, line: int, width: int) -> Sequence[Run]:
        """One line of the paragraphs."""
        return self._lines[line]

    @property
    def text(self) -> str:
        """All of it as plain text, for the clipboard."""
        return "\n".join("".join(run.text for run in paragraph.runs) for paragraph in self._paragraphs)
