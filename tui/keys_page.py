"""The page of keys of the manual, made from the registry of actions: docs/keys.md is this text, and a test holds it to it."""

from __future__ import annotations

from typing import Final

from core.words import LANGUAGES, say
from tui.actions import ACTIONS, GROUPS, LINE, Action, actions_in, spelled

FIRST: Final = ("library", "review")
INTRODUCTION: Final = """# Keys

Made from the registry of actions (`tui/actions.py`) by `python -m tui.keys_page`. Every action has a key that needs no letter, so
that an input method cannot swallow it, and the full-width twin of each printable key (？ ／ １ ｃ …) works like the key itself.
The `[keys]` table of the settings file gives an action other keys: `confirm = "f2, c"`. The keys of help (F1), back (Esc) and
quit (Ctrl+Q) stay whatever it says.
"""


def keys_page() -> str:
    """The whole page as Markdown."""
    mentioned = dict.fromkeys(room for entry in ACTIONS for room in entry.rooms if room != LINE)
    rooms = sorted(mentioned, key=lambda room: (room not in FIRST, room))
    parts = [INTRODUCTION, _section("Everywhere", [entry for entry in ACTIONS if not entry.rooms], "")]
    for room in rooms:
        entries = [entry for entry in actions_in(room) if entry.rooms]
        parts.append(_section(room.replace("_", " ").capitalize(), entries, room))
    parts.append(_section("The input line", list(actions_in(LINE)), LINE))
    return "\n".join(parts)


def _section(title: str, entries: list[Action], room: str) -> str:
    lines = [f"## {title}", "", "| action | keys | what it does | |", "| --- | --- | --- | --- |"]
    ordered = sorted(entries, key=lambda entry: GROUPS.index(entry.group))
    for entry in ordered:
        keys = " ".join(f"`{spelled(key)}`" for key in entry.keys_in(room))
        words = " | ".join(say(f"action.{entry.id}.long", language) for language in LANGUAGES[::-1])
        lines.append(f"| `{entry.id}` | {keys} | {words} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    import sys

    sys.stdout.write(keys_page())
