"""The footer: the keys that act here, as many as fit, most needed first; each can be clicked."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, cast

from rich.segment import Segment
from textual import events
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from core.words import known, say
from tui.actions import LINE, Action, actions_in, needs_letter, spelled
from tui.text import cell_width

if TYPE_CHECKING:
    from tui.app import GoujiApp
    from tui.widgets.entry_line import Question


ROOMY = 116
"""Cells from which both a letterless key and its letter are shown; below, the letterless one alone."""


class HintBar(Widget):
    """One line or two of hints, made from the registry of actions."""

    COMPONENT_CLASSES = {"hint--key", "hint--name"}  # noqa: RUF012
    DEFAULT_CSS = "HintBar { dock: bottom; height: 1; }"

    room: reactive[str] = reactive("")

    def __init__(self, room: str, *, typing: bool = False, id: str | None = None) -> None:  # noqa: A002
        """`typing`: what is typed goes into a field, so that letters call nothing."""
        super().__init__(id=id)
        self._typing = typing
        self.set_reactive(HintBar.room, room)
        self._unused: frozenset[str] = frozenset()
        self._digits = 9
        self._forms: tuple[str, ...] = ()
        self._now: tuple[str, ...] = ()
        self._spots: list[tuple[int, int, str]] = []

    def say(self, *forms: str) -> None:
        """Call actions by the words for what the room shows just now, where they have any (`action.ID.FORM_short`)."""
        if self._now != forms:
            self._now = forms
            self.refresh()

    def show(self, room: str, unused: Collection[str] = (), digits: int = 9) -> None:
        """Show the keys of a room, without those that mean nothing just now; of its digits the first so many do something."""
        if (room, frozenset(unused), digits) == (self.room, self._unused, self._digits):
            return
        self._unused, self._digits = frozenset(unused), digits
        self.room = room
        self.refresh()

    def show_line(self, question: Question, *, written: bool = False) -> None:
        """Show the keys of the line for typing, as far as they mean something for its question, in the question's words.

        `written`: there is text in it, so that a digit is text too.
        """
        phrases, choices = question.phrases and not written, question.choices
        unused = {*(() if phrases else ("line_phrase",)), *(() if choices else ("line_severity",))}
        forms = (question.kind, *(("picked",) if question.picked else ()), *(() if question.draft else ("passing",)))
        if forms != self._forms:
            self._forms = forms
            self.refresh()
        self.show(LINE, unused, len(question.phrases) or 9)

    def render_line(self, y: int) -> Strip:
        """Draw the hints that fit."""
        base = self.rich_style
        width = self.size.width
        if y or width <= 0:
            return Strip.blank(max(width, 0), base)
        key_style = base + self.get_component_rich_style("hint--key", partial=True)
        name_style = base + self.get_component_rich_style("hint--name", partial=True)
        segments: list[Segment] = [Segment(" ", base)]
        self._spots, at = [], 1
        for entry, keys, name in self._that_fit(width - 2):
            segments += [Segment(keys, key_style), Segment(" ", base), Segment(name, name_style), Segment("  ", base)]
            end = at + cell_width(keys) + 1 + cell_width(name)
            self._spots.append((at, end, entry.id))
            at = end + 2
        return Strip(segments).adjust_cell_length(width, base)

    def _that_fit(self, width: int) -> list[tuple[Action, str, str]]:
        offered = sorted(
            (
                entry
                for entry in actions_in(self.room)
                if entry.footer_in(self.room) and entry.id not in {*self._unused, self.room}
            ),
            key=lambda entry: entry.footer_in(self.room),
        )
        hints = [(entry, self._keys(entry), self._word(entry)) for entry in offered]
        cells = [cell_width(keys) + cell_width(name) + 3 for _, keys, name in hints]
        kept = [entry.footer_in(self.room) >= 88 for entry, _, _ in hints]
        used = sum(size for size, keep in zip(cells, kept, strict=True) if keep)
        for index, size in enumerate(cells):
            if not kept[index] and used + size <= width + 2:
                kept[index] = True
                used += size
            elif not kept[index]:
                break
        return [hint for hint, keep in zip(hints, kept, strict=True) if keep]

    @property
    def _ascii(self) -> bool:
        return cast("GoujiApp", self.app).signs.vertical == "|"

    def _keys(self, entry: Action) -> str:
        keys = cast("GoujiApp", self.app).keys_of(entry, self.room)
        plain = next((key for key in keys if not needs_letter(key)), keys[0])
        letter = next((key for key in keys if needs_letter(key)), None)
        if len(keys) > 2 and all(key.isdigit() for key in keys):
            last = keys[min(len(keys), self._digits) - 1]
            return keys[0] if last == keys[0] else f"{keys[0]}-{last}"
        if self.size.width < ROOMY:
            return spelled(plain, self._ascii).replace("Ctrl+", "^")
        if self._typing:
            return spelled(plain, self._ascii)
        return spelled(plain, self._ascii) if letter is None else f"{spelled(plain, self._ascii)}/{letter}"

    def _word(self, entry: Action) -> str:
        forms = [f"action.{entry.id}.{form}_short" for form in (*(self._forms if self.room == LINE else self._now), self.room)]
        word = next((form for form in forms if known(form)), f"action.{entry.id}.short")
        return say(word, cast("GoujiApp", self.app).language)

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        for start, end, action_id in self._spots:
            if start <= event.x < end:
                event.stop()
                await self.screen.run_action(f"perform('{action_id}')")
                return
