"""The floor of the workbench's benchmark: an app of the same library that shows one list and nothing else."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import OptionList

ROWS = 100
LAST_SEEN = "第0033份报告"
"""On the last line of a terminal of 35 rows."""


class BareApp(App[None]):
    """One list."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """Hundred lines of the length of a line of the library."""
        yield OptionList(*(f"第{row:04}份报告  云岭市公安局  2021  3  4  39  5  2  0  10:31 li" for row in range(1, ROWS + 1)))


if __name__ == "__main__":
    BareApp().run()
