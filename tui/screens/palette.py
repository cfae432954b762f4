"""The command palette: every action of the screen below, found by any part of its name or by its key."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from core.words import LANGUAGES, known, say
from tui.actions import GROUPS, Action, actions_in, spelled
from tui.screens.base import RoomScreen
from tui.widgets.columns import CellText, Column
from tui.widgets.dialog_hints import DialogHints, Hint
from tui.widgets.line_list import LineList
from tui.widgets.quick_input import QuickInput
from tui.widgets.rows import ListedRows

HIDDEN = {"up", "down", "left", "right", "page_up", "page_down", "first", "last", "palette", "half_up", "half_down"}
"""Moving is no command."""

HINTS = (Hint(("enter",), "run", "choose"), Hint(("up", "down"), "move"), Hint(("escape",), "close", "dismiss"))


@dataclass(frozen=True)
class Command:
    """One line of the palette."""

    action: str
    argument: str
    name: str
    keys: str
    group: str
    why_not: str
    searched: str

    @property
    def call(self) -> str:
        """The action as the screen takes it."""
        return f"perform('{self.action}', '{self.argument}')" if self.argument else f"perform('{self.action}')"


class PaletteScreen(ModalScreen[None]):
    """A line to type in and what matches it."""

    CSS_PATH = "../styles/palette.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape", "dismiss", show=False),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "move(-8)", show=False, priority=True),
        Binding("pagedown", "move(8)", show=False, priority=True),
        Binding("ctrl+p", "dismiss", show=False, priority=True),
    ]

    def __init__(self, room: str) -> None:
        """`room`: whose commands are offered."""
        super().__init__()
        self.room_below = room
        self.commands: tuple[Command, ...] = ()

    @property
    def below(self) -> RoomScreen | None:
        """The screen the palette was opened on."""
        stack = self.app.screen_stack
        screen = stack[stack.index(self) - 1] if self in stack and stack.index(self) else None
        return screen if isinstance(screen, RoomScreen) else None

    def compose(self) -> ComposeResult:
        """The line and the list."""
        below = self.below
        signs = below.gouji.signs if below is not None else None
        with Vertical(id="palette"):
            yield QuickInput(id="palette-text", compact=True)
            columns = (
                Column[Command]("name", "", lambda row: CellText(row.name, "muted" if row.why_not else ""), 24, flexible=1),
                Column[Command]("keys", "", lambda row: CellText(f"{row.keys} ", "key"), 14, align="right"),
            )
            rows: LineList[Command] = LineList(columns, id="palette-list", header=False)
            if signs is not None:
                rows.signs = signs
            yield rows
        yield DialogHints(HINTS)

    def on_mount(self) -> None:
        """Offer everything."""
        below = self.below
        self.commands = commands_for(below) if below is not None else ()
        field = self.query_one(Input)
        if below is not None:
            field.placeholder = below.say("palette.placeholder")
            self.query_one(LineList).empty = below.say("palette.nothing")
        field.focus()
        self._offer("")

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        self._offer(message.value)

    def _offer(self, text: str) -> None:
        self.query_one(LineList).show(ListedRows(matching(self.commands, text)))

    def action_move(self, step: int) -> None:
        """Move in the list while the line keeps the focus."""
        self.query_one(LineList).action_cursor(step)

    async def action_choose(self) -> None:
        """Carry out the command under the cursor."""
        await self.query_one(LineList).action_choose()

    @on(Input.Submitted)
    async def _enter(self) -> None:
        await self.action_choose()

    @on(LineList.Chosen)
    async def _chosen(self, message: LineList.Chosen) -> None:
        below = self.below
        self.dismiss()
        if below is not None and isinstance(message.row, Command):
            call = message.row.call
            self.app.call_later(below.run_action, call)


def commands_for(screen: RoomScreen) -> tuple[Command, ...]:
    """Every command of a screen, with its keys and why it cannot act now."""
    commands: list[Command] = []
    for entry in sorted(actions_in(screen.room), key=lambda entry: GROUPS.index(entry.group)):
        if entry.id in HIDDEN:
            continue
        keys = screen.gouji.keys_of(entry, screen.room)
        digits = len(keys) > 1 and all(key.isdigit() for key in keys)
        arguments = keys if digits else ("",)
        commands += [_command(screen, entry, argument, (argument,) if argument else keys) for argument in arguments]
    return tuple(commands)


def _command(screen: RoomScreen, entry: Action, argument: str, keys: tuple[str, ...]) -> Command:
    why = screen.why_not(entry.id)
    names = {language: say(_word(entry, screen.room, "long"), language) for language in LANGUAGES}
    short = {language: say(_word(entry, screen.room, "short"), language) for language in LANGUAGES}
    why_not = screen.say(why.word, **why.parameters) if why is not None else ""
    title = f"{short[screen.language]} {argument}".rstrip()
    name = f"{title}  ({why_not})" if why_not else f"{title}  {names[screen.language]}"
    spelt = "  ".join(spelled(key, screen.gouji.signs.vertical == "|") for key in keys)
    searched = " ".join((*names.values(), *short.values(), spelt, entry.id, argument))
    return Command(entry.id, argument, name, spelt, entry.group, why_not, searched.casefold())


def _word(entry: Action, room: str, form: str) -> str:
    own = f"action.{entry.id}.{room}_{form}"
    return own if known(own) else f"action.{entry.id}.{form}"


def matching(commands: tuple[Command, ...], text: str) -> tuple[Command, ...]:
    """The commands in which every typed word occurs, those that can act first; full-width letters count as their twins."""
    words = unicodedata.normalize("NFKC", text).casefold().split()
    found = [command for command in commands if all(word in command.searched for word in words)]
    return tuple(sorted(found, key=lambda command: bool(command.why_not)))
