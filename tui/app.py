"""The application: it paints first, opens the workspace in a thread, and owns what all screens share."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.events import Event, Key, Resize
from textual.screen import Screen
from textual.timer import Timer

from core.words import say
from db.errors import WorkspaceError
from db.library_views import LibraryFilter, LibraryOrder
from tui.actions import SAFE_KEYS, Action, key_map, textual_key_map
from tui.background import start
from tui.plain_bars import use_plain_bars
from tui.rooms import RoomsApp
from tui.screens.base import RoomScreen
from tui.screens.cramped import CrampedScreen, too_small
from tui.screens.library import LibraryScreen
from tui.signs import ASCII, UNICODE, Signs
from tui.terminal import gone
from tui.text import one_line
from tui.themes import DARK, next_theme, register_themes
from tui.widgets.status_line import StatusLine
from tui.width import ambiguous_width

if TYPE_CHECKING:
    from tui.port import SettingsPort, WorkspacePort

POLL_SECONDS: Final = 1.0
"""How often the workspace is asked whether a colleague wrote to it."""

CANNOT_OPEN: Final = 3
"""Exit status when the workspace cannot be opened."""

HUNG_UP: Final = 129
"""Exit status when the terminal is gone, as a shell tells it of a program that the hang-up signal ended."""


class GoujiApp(RoomsApp, inherit_bindings=False):
    """The workbench."""

    CSS_PATH: ClassVar[list[str]] = ["styles/app.tcss", "styles/ink.tcss"]  # type: ignore[assignment]
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding(SAFE_KEYS["quit"], "leave", show=False, priority=True)]

    def __init__(
        self,
        workspace: Path | None,
        settings: SettingsPort,
        *,
        open_workspace: Callable[[], WorkspacePort] | None,
        load: Sequence[Path] = (),
        make_workspace: Callable[[Path], WorkspacePort] | None = None,
    ) -> None:
        """`open_workspace` is called in a thread once the first frame is painted; None shows the first-run screen.

        `make_workspace` opens, or begins, the workspace file that the user names there.
        """
        super().__init__()
        self.workspace_path = workspace
        self.settings = settings
        self.library_filter = LibraryFilter()
        self.library_order = LibraryOrder()
        self.key_overrides, self.key_problems = key_map(settings.keys)
        self._open_workspace = open_workspace
        self._make_workspace = make_workspace
        self._paths = tuple(load)
        self._token: int | None = None
        self._poll_timer: Timer | None = None
        self.set_reactive(GoujiApp.language, settings.language)
        self.animation_level = "none"
        register_themes(self)
        self.theme = settings.theme if settings.theme in self.available_themes else DARK
        self.set_keymap(textual_key_map(self.key_overrides))

    @property
    def signs(self) -> Signs:
        """The signs that this terminal can draw."""
        return ASCII if self.settings.ascii or ambiguous_width() == 2 else UNICODE

    def signs_changed(self) -> None:
        """Draw every open screen with the signs and widths now in force."""
        use_plain_bars(self.signs is ASCII)
        for screen in self.screen_stack:
            screen.set_class(self.signs is ASCII, "-ascii")
            for widget in screen.query("*"):
                if hasattr(widget, "signs"):
                    widget.signs = self.signs
            if isinstance(screen, RoomScreen):
                screen.language_changed()

    def get_driver_class(self) -> type[Driver]:
        """The framework's driver; on a real terminal, one that bears being stopped."""
        found = super().get_driver_class()
        if found.__name__ != "LinuxDriver":
            return found
        from tui.stopped import ContinuedDriver  # needs what only Unix has

        return ContinuedDriver

    def get_default_screen(self) -> Screen[Any]:
        """Start with the library; it paints before there is a workspace."""
        return LibraryScreen(id="_default")

    def on_mount(self) -> None:
        """Open the workspace once the first frame is there."""
        self.title = self.say("app.name")
        use_plain_bars(self.signs is ASCII)
        self.screen.set_class(self.signs is ASCII, "-ascii")
        if not self.is_headless:
            self.set_interval(POLL_SECONDS, self._leave_with_terminal)
        if self._open_workspace is None:
            self.open_room("first_run")
        else:
            self.call_after_refresh(self.open_workspace, self._open_workspace, self._paths)

    def on_resize(self, event: Resize) -> None:
        """Lay a calm line over a window too small to work in, and take it away when there is room again."""
        cramped = isinstance(self.screen, CrampedScreen)
        if too_small(event.size) and not cramped:
            self.push_screen(CrampedScreen())
        elif cramped and not too_small(event.size):
            self.pop_screen()

    @on(Driver.SignalResume)
    def _draw_again(self) -> None:
        """Back from a stop: the terminal shows nothing of ours, though nothing has changed here."""
        self.refresh(layout=True)

    def say(self, word: str, **parameters: object) -> str:
        """A sentence in the language of the screens."""
        return say(word, self.language, **parameters)

    def keys_of(self, entry: Action, room: str) -> tuple[str, ...]:
        """The keys of an action in a room, the user's own key map applied."""
        return self.key_overrides.get(entry.id) or entry.keys_in(room)

    # ── the workspace ──────────────────────────────────────────────────────────────────────────────────────────────────

    def open_workspace(self, opener: Callable[[], WorkspacePort], load: Sequence[Path] = ()) -> None:
        """Open a workspace in a thread, close the one before, then read the files given."""
        self.run_worker(self._open(opener, tuple(load)), group="open", exclusive=True)

    def open_file(self, path: Path, load: Sequence[Path] = ()) -> None:
        """Open a workspace file, made if it is not there, then read the files given."""
        make = self._make_workspace
        if make is not None:
            self.workspace_path = path
            self.open_workspace(lambda: make(path), load)

    async def _open(self, opener: Callable[[], WorkspacePort], load: tuple[Path, ...]) -> None:
        try:
            workspace = await asyncio.to_thread(opener)
        except WorkspaceError as error:
            self.exit(CANNOT_OPEN, return_code=CANNOT_OPEN, message=f"gouji: {error.message(self.language)}")
            return
        before, self.workspace = self.workspace, workspace
        if before is not None:
            await asyncio.to_thread(before.close)
        self._token = await asyncio.to_thread(workspace.changed_since, None)
        if self.workspace_path is not None:
            from tui.recent import remember  # its json is not for the first frame

            await asyncio.to_thread(remember, self.workspace_path)
        self.changed()
        start(self, self._warm, group="warm")
        self._poll_timer = self._poll_timer or self.set_interval(POLL_SECONDS, self._poll)
        if self.key_problems:
            first = self.key_problems[0]
            what = self.say(first.word, action=first.action, key=first.key)
            self.tell(self.say("app.keymap_refused", count=len(self.key_problems), first=what), "warning")
        if load:
            await self.read_files(load)

    async def _warm(self) -> None:
        await self.warm()
        if not self.is_headless:
            gc.freeze()  # what is loaded by now stays: no key is to wait for the collector to walk through it

    def _poll(self) -> None:
        start(self, self._ask_for_changes, group="poll")

    async def _ask_for_changes(self) -> None:
        workspace = self.workspace
        if workspace is None:
            return
        try:
            token = await asyncio.to_thread(workspace.changed_since, self._token)
        except WorkspaceError:
            return  # busy for a moment: the next poll asks again
        if token != self._token:
            self._token = token
            self.changed()
        line = self.screen.query_one_optional(StatusLine)
        if line is None or self.loading or not line.was_read:
            return  # the answer to a key or a load's summary would take its place unread: it waits, at last for the leaving
        if troubles := workspace.take_troubles():
            self.tell(" · ".join(trouble.message(self.language) for trouble in troubles), "warning")

    async def on_event(self, event: Event) -> None:
        """Let the screen act on a key at once: the next key must find what this one did, however fast one types."""
        waiting = self.way is not None or not self.screen_stack
        screen = self.screen if isinstance(event, Key) and not event.is_forwarded and not waiting else None
        if isinstance(event, Key) and isinstance(screen, RoomScreen) and await screen.take_key(event.key, event.character):
            return
        await super().on_event(event)

    def _leave_with_terminal(self) -> None:
        """Nobody can see or press anything any more; what was judged is stored, a note being typed is kept."""
        if gone():
            for screen in self.screen_stack:
                if isinstance(screen, RoomScreen):
                    screen.leaving()
            self.exit(HUNG_UP, return_code=HUNG_UP)

    def on_unmount(self) -> None:
        """Ask no more."""
        if self._poll_timer is not None:
            self._poll_timer.stop()

    def changed(self) -> None:
        """Let every open screen read again what it shows."""
        for screen in self.screen_stack:
            if isinstance(screen, RoomScreen):
                screen.workspace_changed()

    # ── what every room can do ─────────────────────────────────────────────────────────────────────────────────────────

    def tell(self, text: str, kind: str = "info") -> None:
        """Say something on whatever screen is shown."""
        if isinstance(self.screen, RoomScreen):
            self.screen.tell(text, kind)
        else:
            self.notify(one_line(text), severity="warning" if kind in ("warning", "error") else "information", markup=False)

    def watch_language(self) -> None:
        """Say everything in the other language."""
        self.title = self.say("app.name")
        for screen in self.screen_stack:
            if isinstance(screen, RoomScreen):
                screen.language_changed()

    def do_language(self) -> None:
        """Change between Chinese and English."""
        self.language = "en" if self.language == "zh" else "zh"
        self.tell(self.say("app.language_now"))

    def do_theme(self) -> None:
        """Take the next theme."""
        self.theme = next_theme(self.theme)

    def do_back(self) -> None:
        """Back to the screen before; from the last one, leave."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            self.action_leave()

    def do_quit(self) -> None:
        """Leave the program."""
        self.action_leave()

    def action_leave(self) -> None:
        """Leave; while files are being read only the second time, the first stops the reading."""
        if self.loading and not self.load_cancelled:
            self.load_cancelled = True
            self.tell(self.say("app.leave_running"), "warning")
            return
        for screen in self.screen_stack:
            if isinstance(screen, RoomScreen):
                screen.leaving()
        self.exit(0)
