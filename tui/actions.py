"""The one registry of actions: what a key does, where, and what it is called.

Bindings, the footer, the help page, the command palette and docs/keys.md are made from this table. A screen of room `review`
carries out the action `confirm` in its method `do_confirm`; `why_not` on the screen says why an action cannot act now.
The words of an action are `action.ID.short` (footer) and `action.ID.long` (help, palette).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from textual.binding import Binding, BindingType
from textual.keys import _character_to_key

LISTS: Final = ("library", "queue", "years", "rules", "dashboard", "search", "settings", "help", "first_run", "import")
WORK: Final = ("library", "review", "queue", "years", "rules", "dashboard", "search")
LINE: Final = "line"
"""The room of the line at the bottom where reasons, notes, tags and searches are typed."""
GROUPS: Final = ("judge", "look", "rooms", "move", "general", "line")
"""The groups of actions in the order of help, palette and manual."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the user can do."""

    id: str
    keys: tuple[str, ...]
    """Textual key names; at least one needs no letter, so that an input method cannot swallow it."""
    rooms: tuple[str, ...] = ()
    """Where it is valid; empty: everywhere."""
    footer: int = 0
    """Its rank in the footer; smaller stands further left, 0 is shown in help only."""
    group: str = "general"
    """The heading in help under which it stands (`keys.group.GROUP`)."""
    also: tuple[tuple[str, str], ...] = ()
    """Further keys that it has in one room only, as (room, key)."""

    footers: tuple[tuple[str, int], ...] = ()
    """Another rank in the footers of some rooms, as (room, rank)."""

    def footer_in(self, room: str) -> int:
        """Its rank in the footer of that room, 0 when it does not stand there."""
        return dict(self.footers).get(room, self.footer)

    def keys_in(self, room: str) -> tuple[str, ...]:
        """The keys that call it in that room, the letterless ones first."""
        return tuple(key for where, key in self.also if where == room) + self.keys

    def valid_in(self, room: str) -> bool:
        """Whether the room offers it."""
        return not self.rooms or room in self.rooms


ACTIONS: Final[tuple[Action, ...]] = (
    # moving
    Action("up", ("up", "k"), (*LISTS, "review"), group="move"),
    Action("down", ("down", "j"), (*LISTS, "review"), group="move"),
    Action("left", ("left", "h"), ("review", "years", "dashboard"), group="move", footers=(("years", 11), ("dashboard", 11))),
    Action("right", ("right", "l"), ("review", "years", "dashboard"), group="move", footers=(("years", 12), ("dashboard", 12))),
    Action("first", ("home", "g"), (*LISTS, "review"), group="move"),
    Action("last", ("end", "G"), (*LISTS, "review"), group="move"),
    Action("page_up", ("pageup", "ctrl+u"), LISTS, group="move"),
    Action("page_down", ("pagedown", "ctrl+d"), LISTS, group="move"),
    Action("half_up", ("ctrl+u",), ("review",), group="move"),
    Action("half_down", ("ctrl+d", "space"), ("review",), group="move"),
    Action("pane", ("tab",), ("review", "queue", "rules", "years"), footer=62, group="move", footers=(("years", 13),)),
    Action("pane_back", ("shift+tab",), ("review", "queue", "rules", "years"), group="move"),
    Action("section", ("1", "2", "3", "4", "5", "6"), ("review",), footer=60, group="move"),
    Action("preamble", ("0",), ("review",), group="move"),
    Action("next_report", ("pagedown", "right_square_bracket"), ("review",), footer=66, group="move"),
    Action("previous_report", ("pageup", "left_square_bracket"), ("review",), group="move"),
    Action(
        "next_open",
        ("f8", "n"),
        ("library", "review", "queue"),
        footer=40,
        group="move",
        footers=(("library", 11), ("review", 16)),
    ),
    Action("previous_open", ("shift+f8", "N"), ("review", "queue"), group="move"),
    Action(
        "open",
        ("enter",),
        tuple(room for room in (*LISTS, "review") if room != "help"),
        footer=10,
        group="move",
        footers=(("review", 46),),
    ),
    # judging
    Action("confirm", ("f2", "c"), ("review", "queue"), footer=11, group="judge"),
    Action("dismiss", ("f3", "d"), ("review", "queue"), footer=12, group="judge"),
    Action("ask", ("f4", "r"), ("review", "queue"), footer=13, group="judge"),
    Action("fix", ("f5", "x"), ("review", "queue"), footer=14, group="judge"),
    Action("reopen", ("delete", "p"), ("review", "queue"), group="judge"),
    Action("severity", ("exclamation_mark",), ("review", "queue", "rules"), group="judge", footers=(("rules", 21),)),
    Action("note", ("f6", "a"), ("review", "queue"), footer=15, group="judge"),
    Action("tags", ("ctrl+t", "t"), ("review", "queue"), footer=70, group="judge"),
    Action("own", ("f7", "m"), ("review",), footer=17, group="judge"),
    Action("mark", ("ctrl+v", "v"), ("review",), footer=72, group="judge"),
    Action("correct", ("equals_sign",), ("review",), footer=18, group="judge"),
    Action("version", ("shift+f9", "V"), ("review",), group="judge"),
    Action("undo", ("f9", "u"), ("library", "review", "queue"), footer=42, group="judge", footers=(("review", 19),)),
    Action("redo", ("f10", "ctrl+r"), ("library", "review", "queue"), group="judge"),
    Action("select", ("space",), ("queue",), footer=20, group="judge"),
    Action("select_all", ("asterisk",), ("queue",), group="judge"),
    # looking
    Action("which_checks", ("ctrl+l", "f"), ("review", "years"), footer=64, group="look", footers=(("years", 14),)),
    Action("original", ("ctrl+o", "o"), ("review",), footer=20, group="look"),
    Action("zoom", ("f12", "z"), ("review", "dashboard"), footer=63, group="look", footers=(("dashboard", 13),)),
    Action("find", ("slash",), ("review",), footer=21, group="look"),
    Action("filter", ("slash",), ("library", "queue", "rules"), footer=22, group="look", footers=(("library", 23),)),
    Action("sort", ("shift+f4", "s"), ("library", "queue"), footer=23, group="look", footers=(("library", 24),)),
    Action("group", ("ctrl+o", "o"), ("queue",), footer=24, group="look"),
    Action("switch", ("space", "x"), ("rules",), footer=20, group="look"),
    Action("recheck", ("ctrl+g",), ("rules",), footer=22, group="look"),
    Action("search", ("ctrl+f",), WORK, group="look"),
    Action("copy", ("ctrl+c", "Y"), WORK, group="look"),
    # rooms and files
    Action("import", ("f3", "i"), ("library",), footer=21, group="rooms"),
    Action("stop", ("f3",), ("import",), footer=21, group="rooms"),
    Action("export", ("ctrl+e", "e"), ("library", "review", "queue"), footer=25, group="rooms", footers=(("library", 22),)),
    Action("years", ("ctrl+y", "y"), ("library", "review"), footer=26, group="rooms"),
    Action("queue", ("shift+f5", "Q"), WORK, footer=27, group="rooms"),
    Action("rules", ("shift+f6", "R"), WORK, footer=28, group="rooms"),
    Action("dashboard", ("shift+f7", "D"), WORK, footer=29, group="rooms"),
    Action("settings", ("comma",), WORK, group="rooms"),
    Action("language", ("ctrl+k", "L"), (*WORK, "settings", "first_run"), group="rooms", footers=(("first_run", 20),)),
    Action("theme", ("shift+f2", "T"), (*WORK, "settings", "first_run"), group="rooms"),
    Action("palette", ("ctrl+p",), footer=88),
    Action("help", ("f1", "question_mark"), footer=90),
    Action("back", ("escape", "q"), footer=92),
    Action("quit", ("ctrl+q",)),
    # inside the line at the bottom
    Action("line_save", ("enter",), (LINE,), footer=10, group="line"),
    Action("line_phrase", ("1", "2", "3", "4", "5", "6", "7", "8", "9"), (LINE,), footer=11, group="line"),
    Action("line_severity", ("tab",), (LINE,), footer=12, group="line"),
    Action("line_leave", ("escape",), (LINE,), footer=13, group="line"),
)

SAFE_KEYS: Final[Mapping[str, str]] = {"help": "f1", "quit": "ctrl+q", "back": "escape"}
"""Keys that no user's key map can take away from these actions."""

_SPELLED: Final[Mapping[str, str]] = {
    "question_mark": "?",
    "slash": "/",
    "equals_sign": "=",
    "exclamation_mark": "!",
    "comma": ",",
    "asterisk": "*",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "space": "Space",
    "delete": "Del",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}
_ASCII_ARROWS: Final[Mapping[str, str]] = {"↑": "Up", "↓": "Down", "←": "Left", "→": "Right"}


@cache
def action(action_id: str) -> Action:
    """The action of that id. Raises KeyError for an unknown one."""
    for entry in ACTIONS:
        if entry.id == action_id:
            return entry
    raise KeyError(action_id)


@cache
def actions_in(room: str) -> tuple[Action, ...]:
    """What the room offers, in the registry's order."""
    return tuple(entry for entry in ACTIONS if entry.valid_in(room) and not (not entry.rooms and room == LINE))


def needs_letter(key: str) -> bool:
    """Whether the key is a plain letter, which an input method keeps for itself."""
    return len(key) == 1 and key.isalpha()


def with_twins(keys: Iterable[str]) -> tuple[str, ...]:
    """The keys and, after each printable one, its full-width twin (`？` for `?`), as an input method sends it."""
    found: list[str] = []
    for key in keys:
        found.append(key)
        character = _PRINTABLE.get(key)
        if character is not None:
            found.append(_character_to_key(chr(ord(character) + 0xFEE0)))
            found.extend(_character_to_key(other) for other in _CHINESE_TWINS.get(character, ""))
    return tuple(dict.fromkeys(found))


_PRINTABLE: Final[Mapping[str, str]] = {_character_to_key(chr(code)): chr(code) for code in range(0x21, 0x7F)}
"""The printable ASCII characters by the names of their keys."""

_CHINESE_TWINS: Final[Mapping[str, str]] = {"[": "【", "]": "】", "/": "、"}
"""What Chinese input methods send for a key besides the full-width form of its character."""


def bindings_for(room: str) -> list[BindingType]:
    """The bindings of a screen: `perform('ID')`, or `perform('section', '3')` for an action whose keys are digits."""
    bindings: list[BindingType] = []
    for entry in actions_in(room):
        keys = entry.keys_in(room)
        if len(keys) > 1 and all(key.isdigit() for key in keys):
            bindings.extend(
                Binding(",".join(with_twins([key])), f"perform('{entry.id}', '{key}')", show=False, id=f"{room}.{entry.id}.{key}")
                for key in keys
            )
        else:
            bindings.append(Binding(",".join(with_twins(keys)), f"perform('{entry.id}')", show=False, id=f"{room}.{entry.id}"))
    bindings.extend(
        Binding(key, f"perform('{safe}')", show=False) for safe, key in SAFE_KEYS.items() if action(safe).valid_in(room)
    )
    return bindings


def spelled(key: str, ascii_only: bool = False) -> str:
    """A key as people write it: `F2`, `c`, `Ctrl+T`, `?`."""
    if key in _SPELLED:
        sign = _SPELLED[key]
        return _ASCII_ARROWS.get(sign, sign) if ascii_only else sign
    *modifiers, name = key.split("+")
    if name.startswith("f") and name[1:].isdigit():
        name = name.upper()
    elif modifiers:
        name = _SPELLED.get(name, name.upper() if len(name) == 1 else name)
    return "+".join([modifier.capitalize() for modifier in modifiers] + [name])


def key_text(keys: Iterable[str]) -> str:
    """The key to name in a sentence: the first that an input method lets through."""
    named = list(keys)
    return spelled(next((key for key in named if not needs_letter(key)), named[0]))


@dataclass(frozen=True, slots=True)
class KeyMapProblem:
    """Why a line of the user's key map was not taken: the word that says it, and what it is about."""

    word: str
    action: str
    key: str


def key_map(wanted: Mapping[str, str]) -> tuple[Mapping[str, tuple[str, ...]], tuple[KeyMapProblem, ...]]:
    """The user's key map, {action id: "key, key"}, made safe: keys by action id, and what was refused and why.

    A key that another action of the same room already has is refused, and so is a map that would leave an action without a
    key that needs no letter; the safe keys of help, back and quit cannot be taken.
    """
    taken: dict[str, tuple[str, ...]] = {}
    problems: list[KeyMapProblem] = []
    for action_id, text in wanted.items():
        keys = tuple(part.strip() for part in text.split(",") if part.strip())
        keys = tuple(_character_to_key(key) if len(key) == 1 else key for key in keys)
        problem = _problem(action_id, keys, taken)
        if problem is None:
            taken[action_id] = keys
        else:
            problems.append(problem)
    return taken, tuple(problems)


def _problem(action_id: str, keys: tuple[str, ...], taken: Mapping[str, tuple[str, ...]]) -> KeyMapProblem | None:
    known = {entry.id: entry for entry in ACTIONS}
    if action_id not in known:
        return KeyMapProblem("keymap.unknown_action", action_id, "")
    if not keys or all(needs_letter(key) for key in keys):
        return KeyMapProblem("keymap.needs_letterless", action_id, ", ".join(keys))
    mine = known[action_id]
    for other in ACTIONS:
        if other.id == action_id or not (not mine.rooms or not other.rooms or set(mine.rooms) & set(other.rooms)):
            continue
        held = {*taken.get(other.id, other.keys), SAFE_KEYS.get(other.id, "")}
        for key in keys:
            if key in held:
                return KeyMapProblem("keymap.taken", action_id, key)
    return None


def textual_key_map(mine: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The accepted key map as Textual takes it, {binding id: keys}, twins included, for every room of each action.

    The safe keys are named again: a remapped binding loses all the keys it had, with whatever else was bound to them.
    """
    rooms = {room for entry in ACTIONS for room in entry.rooms} | {"first_run", "help", "import"}
    return {
        f"{room}.{action_id}": ",".join(
            dict.fromkeys((*with_twins(keys), *([SAFE_KEYS[action_id]] if action_id in SAFE_KEYS else ())))
        )
        for action_id, keys in mine.items()
        for room in rooms
        if action(action_id).valid_in(room)
    }
