"""Golden pictures of screens as text: what each line shows, and under it in which styles, readable in a diff.

A picture is compared with `tests/tui/snapshots/NAME.txt`; `GOUJI_UPDATE_SNAPSHOTS=1` writes it anew. The first part holds the
lines of the screen between bars, so that trailing spaces show; the second names the styles of each line as `from-to letter`, with
a key of letters at the end. Apps are to be run with animations off, a fixed size and a fixed clock; cursors do not blink here.
"""

from __future__ import annotations

import difflib
import os
import string
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.widgets import Input, TextArea

FOLDER = Path(__file__).parent / "snapshots"
UPDATE = "GOUJI_UPDATE_SNAPSHOTS"


def still(app: App[Any]) -> None:
    """Stop what moves by the clock: animations and blinking cursors."""
    app.animation_level = "none"
    for field in (*app.screen.query(Input), *app.screen.query(TextArea)):
        field.cursor_blink = False


def screen_lines(app: App[Any]) -> list[list[Segment]]:
    """The lines of the screen as the compositor draws them, with all layers and colours settled."""
    width, height = app.size
    lines = app.console.render_lines(app.screen._compositor, app.console.options.update(width=width, height=height), pad=False)
    return [list(Segment.simplify(line)) for line in lines[:height]]


def screen_text(app: App[Any]) -> str:
    """What the screen shows, without styles."""
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in screen_lines(app))


def picture(app: App[Any]) -> str:
    """The screen as text and styles."""
    letters: dict[str, str] = {}
    shown: list[str] = []
    styled: list[str] = []
    for number, line in enumerate(screen_lines(app)):
        shown.append(f"{number:3}|{''.join(segment.text for segment in line)}|")
        styled.append(f"{number:3} {_styles(line, letters)}".rstrip())
    key = [f"{letter} {description}" for description, letter in letters.items()]
    return "\n".join([*shown, "", *styled, "", *key, ""])


def _styles(line: list[Segment], letters: dict[str, str]) -> str:
    parts: list[str] = []
    cell = 0
    for text, style, _ in line:
        width = cell_len(text)
        description = _describe(style)
        if description:
            letter = letters.setdefault(description, _letter(len(letters)))
            parts.append(f"{cell}-{cell + width} {letter}")
        cell += width
    return "  ".join(parts)


def _letter(number: int) -> str:
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = string.ascii_lowercase[rest] + name
    return name


def _describe(style: Style | None) -> str:
    if style is None:
        return ""
    color = style.color.name if style.color is not None else "-"
    background = style.bgcolor.name if style.bgcolor is not None else "-"
    weights = " ".join(name for name in ("bold", "dim", "italic", "underline", "reverse", "strike") if getattr(style, name))
    return f"{color} on {background} {weights}".strip()


def assert_snapshot(app: App[Any], name: str) -> None:
    """Hold the screen against its golden picture, or write that when asked to."""
    path = FOLDER / f"{name}.txt"
    seen = picture(app)
    if os.environ.get(UPDATE):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(seen, "utf-8")
        return
    assert path.exists(), f"no picture {path.name}: run once with {UPDATE}=1 and look at it"
    golden = path.read_text("utf-8")
    if seen != golden:
        difference = "\n".join(difflib.unified_diff(golden.splitlines(), seen.splitlines(), "golden", "seen", lineterm="", n=1))
        raise AssertionError(f"{path.name} differs ({UPDATE}=1 writes it anew):\n{difference}")
