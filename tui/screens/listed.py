"""What the screens that are mostly a list share: moving keys go to the list that has the focus."""

from __future__ import annotations

from typing import Any

from tui.clipboard import copy
from tui.screens.base import RoomScreen, action_of
from tui.widgets.entry_line import EntryLine, Question
from tui.widgets.hint_bar import HintBar
from tui.widgets.line_list import LineList
from tui.widgets.painted import Painted


class ListedScreen(RoomScreen):
    """A screen whose moving keys act on its focused list, or on its only one."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (116, "-wide")]  # noqa: RUF012

    async def take_key(self, key: str, character: str | None) -> bool:
        """Where there is a line for typing, act on a key at once: what is typed after `/` must find the line open."""
        line = self.query_one_optional(EntryLine)
        called = None if line is None or line.asking else action_of(key, self.room, self.gouji)
        if called is None:
            return False
        await self.action_perform(*called)
        return True

    def line_list(self) -> LineList[Any] | None:
        """The list that the keys move in."""
        if isinstance(self.focused, LineList):
            return self.focused
        return self.query(LineList).first() if self.query(LineList) else None

    def _pane(self) -> Painted | None:
        return self.focused if isinstance(self.focused, Painted) else None

    async def do_up(self) -> None:
        """One row up."""
        await self._step(-1)

    async def do_down(self) -> None:
        """One row down."""
        await self._step(1)

    async def _step(self, step: int) -> None:
        pane, rows = self._pane(), self.line_list()
        async with self.one_frame():
            if pane is not None:
                pane.scroll_relative(y=step, animate=False)
            elif rows is not None:
                rows.action_cursor(step)

    async def do_page_up(self) -> None:
        """One screen full up."""
        await self._page(-1)

    async def do_page_down(self) -> None:
        """One screen full down."""
        await self._page(1)

    async def _page(self, step: int) -> None:
        pane, rows = self._pane(), self.line_list()
        async with self.one_frame():
            if pane is not None:
                pane.scroll_relative(y=step * max(pane.size.height - 1, 1), animate=False)
            elif rows is not None:
                rows.action_page(step)

    async def do_first(self) -> None:
        """To the first row."""
        await self._end(-1)

    async def do_last(self) -> None:
        """To the last row."""
        await self._end(1)

    async def _end(self, direction: int) -> None:
        pane, rows = self._pane(), self.line_list()
        async with self.one_frame():
            if pane is not None:
                pane.scroll_to(y=0 if direction < 0 else pane.line_count(), animate=False)
            elif rows is not None:
                rows.action_end(direction)

    async def do_open(self) -> None:
        """Open the row under the cursor."""
        rows = self.line_list()
        if rows is not None:
            await rows.action_choose()

    def ask_line(self, question: Question) -> None:
        """Open the line for typing, with its own keys in the footer."""
        self.query_one(EntryLine).ask(question)
        self.query_one(HintBar).show_line(question)

    def line_closed(self) -> None:
        """Close the line for typing and show the room's keys again."""
        self.query_one(EntryLine).close()
        self.query_one(HintBar).show(self.room)
        rows = self.line_list()
        if rows is not None:
            rows.focus()

    def do_line_save(self) -> None:
        """Save what is written, as enter does."""
        line = self.query_one(EntryLine)
        line.answer(line.text)

    def do_line_leave(self) -> None:
        """Leave the line, as escape does."""
        self.query_one(EntryLine).leave()

    async def copy(self, text: str) -> None:
        """Copy, and say what became of it."""
        outcome = await copy(self.app, text)
        kind = {"copied": "saved", "sent": "info", "too_long": "warning"}[outcome]
        self.tell(self.say(f"listed.{outcome}"), kind)

    def do_pane(self) -> None:
        """Go to the next pane."""
        self.focus_next()

    def do_pane_back(self) -> None:
        """Go to the previous pane."""
        self.focus_previous()
