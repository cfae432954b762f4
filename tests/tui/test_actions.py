"""The registry of actions: keys that an input method cannot swallow, words for all, a handler for each."""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.keys import _character_to_key

from core.words import LANGUAGES, known
from tui.actions import (
    ACTIONS,
    LINE,
    SAFE_KEYS,
    action,
    actions_in,
    bindings_for,
    key_map,
    needs_letter,
    spelled,
    textual_key_map,
    with_twins,
)
from tui.app import GoujiApp
from tui.keys_page import keys_page
from tui.rooms import ROOMS
from tui.screens.base import RoomScreen
from tui.screens.library import LibraryScreen

SWALLOWED = {"f11", "alt+enter", "ctrl+space", "ctrl+b", "ctrl+h", "ctrl+m", "ctrl+i", "ctrl+j", "ctrl+z"}
"""Keys that terminals keep for themselves or cannot tell apart from others."""

ROOM_NAMES = sorted({room for entry in ACTIONS for room in entry.rooms} - {LINE})


def screen_class(room: str) -> type[RoomScreen]:
    """The screen of a room."""
    if room == "library":
        return LibraryScreen
    module, name = ROOMS[room].split(":")
    found = getattr(import_module(module), name)
    assert inspect.isclass(found)
    assert issubclass(found, RoomScreen)
    return found


@pytest.mark.parametrize("entry", ACTIONS, ids=lambda entry: entry.id)
def test_every_action_has_a_key_without_letters(entry) -> None:  # type: ignore[no-untyped-def]
    """With a Chinese input method on, letters do not arrive: each action must be reachable without them."""
    assert any(not needs_letter(key) for key in entry.keys), entry.id


@pytest.mark.parametrize("entry", ACTIONS, ids=lambda entry: entry.id)
def test_no_key_is_one_that_terminals_swallow(entry) -> None:  # type: ignore[no-untyped-def]
    """A key that never arrives is no key."""
    keys = {*entry.keys, *(key for _, key in entry.also)}

    assert not keys & SWALLOWED
    assert not any(key.startswith("ctrl+shift") for key in keys)


@pytest.mark.parametrize("room", [*ROOM_NAMES, LINE])
def test_no_key_means_two_things_in_one_room(room: str) -> None:
    """Full-width twins included, a key calls one action."""
    taken: dict[str, str] = {}
    for entry in actions_in(room):
        for key in with_twins(entry.keys_in(room)):
            assert taken.setdefault(key, entry.id) == entry.id, (room, key)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("entry", ACTIONS, ids=lambda entry: entry.id)
def test_every_action_has_words(entry, language) -> None:  # type: ignore[no-untyped-def]
    """Footer and help name it in both languages."""
    assert known(f"action.{entry.id}.short", language)
    assert known(f"action.{entry.id}.long", language)
    assert known(f"keys.group.{entry.group}", language)


@pytest.mark.parametrize("room", ROOM_NAMES)
def test_every_action_of_a_room_is_carried_out_there(room: str) -> None:
    """The screen or the app has a method for each action the room offers."""
    screen = screen_class(room)
    for entry in actions_in(room):
        name = f"do_{entry.id}"
        assert hasattr(screen, name) or hasattr(GoujiApp, name), (room, entry.id)


@pytest.mark.parametrize("room", ROOM_NAMES)
def test_every_action_of_a_room_is_bound_with_its_twins(room: str) -> None:
    """What the registry says is what the screen's bindings hold."""
    bound = {
        key: binding.action
        for binding in screen_class(room).BINDINGS
        if isinstance(binding, Binding)
        for key in binding.key.split(",")
    }
    for entry in actions_in(room):
        for key in with_twins(entry.keys_in(room)):
            assert entry.id in bound[key]


@pytest.mark.parametrize(
    ("ascii_key", "full_width"),
    [
        ("?", "？"),
        ("/", "／"),
        ("/", "、"),
        ("=", "＝"),
        ("1", "１"),
        ("c", "ｃ"),
        ("[", "【"),
        ("]", "】"),
        ("!", "！"),
        (",", "，"),
    ],
)
def test_full_width_twins(ascii_key: str, full_width: str) -> None:
    """What an input method sends in place of a key works like the key."""
    assert _character_to_key(full_width) in with_twins([_character_to_key(ascii_key)])


def test_unknown_action() -> None:
    """There is no such action."""
    with pytest.raises(KeyError):
        action("fly")


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("f2", "F2"),
        ("shift+f8", "Shift+F8"),
        ("ctrl+t", "Ctrl+T"),
        ("question_mark", "?"),
        ("pagedown", "PgDn"),
        ("N", "N"),
        ("up", "↑"),
    ],
)
def test_keys_as_people_write_them(key: str, written: str) -> None:
    """The footer and the manual write keys as they are printed on keyboards."""
    assert spelled(key) == written


def test_arrows_in_ascii() -> None:
    """Where arrows cannot be drawn they are named."""
    assert spelled("up", ascii_only=True) == "Up"


def test_the_users_keys_are_taken() -> None:
    """A key map gives an action other keys, twins included."""
    taken, problems = key_map({"confirm": "f13, ;"})

    assert taken == {"confirm": ("f13", "semicolon")}
    assert problems == ()
    assert "fullwidth_semicolon" in textual_key_map(taken)["review.confirm"]


@pytest.mark.parametrize(
    ("wanted", "word"),
    [
        ({"fly": "f13"}, "keymap.unknown_action"),
        ({"confirm": "k"}, "keymap.needs_letterless"),
        ({"confirm": ""}, "keymap.needs_letterless"),
        ({"confirm": "f3"}, "keymap.taken"),
        ({"confirm": "f1"}, "keymap.taken"),
        ({"undo": "escape"}, "keymap.taken"),
    ],
)
def test_a_bad_key_map_is_refused(wanted: dict[str, str], word: str) -> None:
    """Unknown actions, letters alone, keys of others, and above all the keys of help, back and quit."""
    taken, problems = key_map(wanted)

    assert taken == {}
    assert [problem.word for problem in problems] == [word]


@pytest.mark.parametrize("room", ROOM_NAMES)
def test_help_back_and_quit_cannot_be_taken(room: str) -> None:
    """Their safe keys are bound a second time, without an id that a key map could reach."""
    safe = {binding.key for binding in bindings_for(room) if isinstance(binding, Binding) and binding.id is None}

    assert set(SAFE_KEYS.values()) <= safe


def test_the_manuals_page_of_keys_is_that_of_the_registry() -> None:
    """docs/keys.md is generated; `python -m tui.keys_page > docs/keys.md` writes it anew."""
    page = (Path(__file__).parents[2] / "docs" / "keys.md").read_text("utf-8")

    assert page == keys_page()
