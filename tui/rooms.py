"""The ways from room to room: which screen each is, imported when it is first gone to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Any, Final

from textual.events import Event, Key
from textual.screen import Screen

from core.words import LANGUAGES, words
from tui.loading import LoadingApp
from tui.screens.base import RoomScreen
from tui.signs import ASCII, Signs

ROOMS: Final = {
    "review": "tui.screens.review:ReviewScreen",
    "queue": "tui.screens.queue:QueueScreen",
    "years": "tui.screens.years:YearsScreen",
    "rules": "tui.screens.rules:RulesScreen",
    "dashboard": "tui.screens.dashboard:DashboardScreen",
    "settings": "tui.screens.settings:SettingsScreen",
    "search": "tui.screens.search:SearchScreen",
    "import": "tui.screens.importing:ImportScreen",
    "help": "tui.screens.help:HelpScreen",
    "palette": "tui.screens.palette:PaletteScreen",
    "first_run": "tui.screens.first_run:FirstRunScreen",
}
"""Where each screen lives; its module is imported when it is first opened."""


def warm_rooms() -> None:
    """Import what the screens need before they are asked for; called in a thread while the library is already there."""
    from core.forms import FORM_IDS, form
    from rules.registry import all_rules

    for place in ROOMS.values():
        import_module(place.split(":")[0])
    all_rules()
    for language in LANGUAGES:
        words(language)
    for form_id in FORM_IDS:
        form(form_id)


class RoomsApp(LoadingApp):
    """The part of the app that opens screens."""

    def __init__(self) -> None:
        super().__init__()
        self.warming = False
        """Whether the rooms are being imported: until then none is opened, which would hold the screen up."""
        self.way: Callable[[], None] | None = None
        """The way to the room that was asked for meanwhile."""
        self._held: list[Key] = []

    @property
    def signs(self) -> Signs:
        """The signs that this terminal can draw."""
        raise NotImplementedError

    def open_room(self, room: str, *arguments: object, **options: object) -> None:
        """Go to another screen, if need be once its module is there: the keys that follow wait for it."""
        way = partial(self._enter, room, *arguments, **options)
        if self.warming:
            self.way = way
        else:
            way()

    async def warm(self) -> None:
        """Import the rooms in a thread, then go where the user asked to meanwhile."""
        self.warming = True
        try:
            await asyncio.to_thread(warm_rooms)
        finally:
            self.warming = False
            self.imported.set()
            way, self.way = self.way, None
            if way is not None:
                way()
            held, self._held = self._held, []
            self.press_first([(key.key, key.character) for key in held])

    def press_first(self, keys: Sequence[tuple[str, str | None]]) -> None:
        """Let keys that were held back act before all that is waiting already: what was typed after them must not overtake."""
        if not keys:
            return
        waiting = [] if self._pending_message is None else [self._pending_message]
        self._pending_message = None
        while not self._message_queue.empty():
            waiting.append(self._message_queue.get_nowait())
        for key, character in keys:
            self.post_message(Key(key, character))
        for message in waiting:
            self._message_queue.put_nowait(message)

    async def on_event(self, event: Event) -> None:
        """Hold the keys that are meant for a room that is not open yet."""
        if isinstance(event, Key) and self.way is not None:
            self._held.append(event)
        else:
            await super().on_event(event)

    def _enter(self, room: str, *arguments: object, **options: object) -> None:
        module, name = ROOMS[room].split(":")
        screen: Screen[Any] = getattr(import_module(module), name)(*arguments, **options)
        screen.set_class(self.signs is ASCII, "-ascii")
        self.push_screen(screen)

    def do_help(self) -> None:
        """Help on the screen that is shown."""
        self.open_room("help", self._room())

    def do_palette(self) -> None:
        """Find a command by its name."""
        self.open_room("palette", self._room())

    def do_queue(self) -> None:
        """Go to the findings of all reports."""
        self.open_room("queue")

    def do_rules(self) -> None:
        """Go to the catalogue of rules."""
        self.open_room("rules")

    def do_dashboard(self) -> None:
        """Go to the figures of the workspace."""
        self.open_room("dashboard")

    def do_settings(self) -> None:
        """Go to the settings."""
        self.open_room("settings")

    def do_search(self) -> None:
        """Search all reports."""
        self.open_room("search")

    def _room(self) -> str:
        return self.screen.room if isinstance(self.screen, RoomScreen) else ""
