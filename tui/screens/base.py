"""What every screen of the workbench has: its keys from the registry, a way to say why not, words in the user's language."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple, cast

from textual.screen import Screen

from core.words import Language, known, say
from tui.actions import SAFE_KEYS, actions_in, with_twins
from tui.text import one_line
from tui.widgets.hint_bar import HintBar
from tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from tui.app import GoujiApp


TURNS: Final = 6
"""Turns of the event loop within which every widget has told the screen that it changed."""


class Why(NamedTuple):
    """Why an action cannot act now: a word and its parameters."""

    word: str
    parameters: dict[str, object] = {}  # noqa: RUF012  (a NamedTuple's default is never changed here)


class RoomScreen(Screen[None]):
    """A screen of the room `room`. Subclasses set `BINDINGS = bindings_for(room)` and write a `do_ID` for each action of it."""

    room: ClassVar[str] = ""

    @property
    def gouji(self) -> GoujiApp:
        """The app, as what it is."""
        return cast("GoujiApp", self.app)

    @property
    def language(self) -> Language:
        """The language of the screen now."""
        return self.gouji.language

    def say(self, word: str, **parameters: object) -> str:
        """A sentence in the language of the screen."""
        sentence = self.gouji.signs.plain(say(word, self.language))  # the words alone: what fills them may be a report's
        return sentence.format_map(parameters) if parameters else sentence

    def why_not(self, action_id: str) -> Why | None:
        """Why the action cannot act now; None when it can."""
        return None

    async def take_key(self, key: str, character: str | None) -> bool:
        """Act on a key before it goes to the focused widget; False: it goes there."""
        return False

    async def action_perform(self, action_id: str, *arguments: str) -> None:
        """Carry out an action of the registry, or say why it cannot act now."""
        why = self.why_not(action_id)
        if why is not None:
            self.tell(self.say(why.word, **why.parameters), "warning")
            return
        for place in (self, self.app):
            handler = getattr(place, f"do_{action_id}", None)
            if handler is not None:
                outcome = handler(*arguments)
                if inspect.isawaitable(outcome):
                    await outcome
                return
        self.tell(self.say("app.not_here"), "warning")

    def tell(self, text: str, kind: str = "info") -> None:
        """Say something in the status line: `hint`, `info`, `saved`, `warning` or `error`. Screens without one use a toast."""
        line = self.query_one_optional(StatusLine)
        if line is None:
            self.notify(one_line(text), severity="warning" if kind in ("warning", "error") else "information", markup=False)
        else:
            line.tell(text, kind)

    @asynccontextmanager
    async def one_frame(self) -> AsyncIterator[None]:
        """Draw what is changed within as one frame: each widget tells of its change a few turns later, and would get its own."""
        app = self.app
        app._begin_batch()
        try:
            yield
            for _ in range(TURNS):
                await asyncio.sleep(0)
        finally:
            app._end_batch()
            self.check_idle()

    def language_changed(self) -> None:
        """Draw all words anew. Screens that cache words extend it."""
        for bar in self.query(HintBar):
            bar.refresh()
        self.refresh(layout=True)

    def workspace_changed(self) -> None:
        """A colleague or another window wrote to the workspace: read again what is shown."""

    def leaving(self) -> None:
        """The program ends: keep what is typed and not yet saved."""

    def action_name(self, action_id: str, form: str = "short") -> str:
        """What an action is called here: the room's own word if it has one."""
        own = f"action.{action_id}.{self.room}_{form}"
        return self.say(own if known(own) else f"action.{action_id}.{form}")

    async def do_copy(self) -> None:
        """Copy what is selected; a room that has nothing of the kind says so."""
        self.tell(self.say("app.nothing_to_copy"), "warning")


def action_of(key: str, room: str, app: GoujiApp) -> tuple[str, ...] | None:
    """The action that a key calls in a room, with its arguments; the user's key map and full-width twins applied."""
    for entry in actions_in(room):
        keys = app.keys_of(entry, room)
        if len(keys) > 1 and all(plain.isdigit() for plain in keys):
            plain = next((plain for plain in keys if key in with_twins([plain])), None)
            if plain is not None:
                return entry.id, plain
        elif key in with_twins(keys) or SAFE_KEYS.get(entry.id) == key:
            return (entry.id,)
    return None
