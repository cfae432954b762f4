"""Take the README's pictures from the real app on the sample reports: `python -m docs.make_screenshots`.

Each character is placed on its own cell, so that double-width text lines up in every viewer whatever fonts it has.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.pilot import Pilot

from db.workspace import Workspace
from tui.app import GoujiApp
from tui.settings import Settings

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "sample_reports"
CELL_WIDTH, CELL_HEIGHT, BASELINE, FONT_SIZE = 9, 19, 14, 15
FONTS = "DejaVu Sans Mono, Menlo, Consolas, Noto Sans Mono CJK SC, Noto Sans CJK SC, Microsoft YaHei, PingFang SC, monospace"
SETTLE_SECONDS = 0.05


@dataclass(frozen=True)
class Picture:
    """One picture: its file, how large, in which look, and the keys pressed before it is taken."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...]
    theme: str = "gouji-dark"
    language: str = "zh"


PICTURES = (
    Picture("library", (120, 16), ()),
    Picture("review-table", (160, 45), ("f8",)),
    Picture("review-reason", (120, 34), ("f8", "f3")),
    Picture("review-english", (140, 34), ("f8",), theme="gouji-light", language="en"),
    Picture("review-80x24", (80, 24), ("f8",)),
    Picture("queue", (120, 30), ("Q", "o", "down", "space", "down", "space")),
    Picture("years", (120, 30), ("end", "up", "y")),
    Picture("dashboard", (120, 30), ("f8", *"cccrcc", "escape", "D", "right", "right"), language="en"),
)


def color(found: Color | None, otherwise: str) -> str:
    """A colour as SVG writes it."""
    return otherwise if found is None or found.triplet is None else found.triplet.hex


def svg(app: App[Any]) -> str:
    """The screen as an SVG picture."""
    width, height = app.size
    ground = app.theme_variables.get("background", "#14181d")
    ink = app.theme_variables.get("foreground", "#dbe1e8")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width * CELL_WIDTH} {height * CELL_HEIGHT}" '
        f'font-family="{FONTS}" font-size="{FONT_SIZE}"><rect width="100%" height="100%" fill="{ground}"/>'
    ]
    lines = app.console.render_lines(app.screen._compositor, app.console.options.update(width=width, height=height), pad=False)
    for row, line in enumerate(lines[:height]):
        parts.extend(_line(row, Segment.simplify(line), ink))
    return "\n".join([*parts, "</svg>", ""])


def _line(row: int, segments: Sequence[Segment] | Any, ink: str) -> list[str]:
    parts: list[str] = []
    column = 0
    for text, style, _ in segments:
        style = style or Style.null()
        if style.reverse:  # scroll bars and cursors
            style = Style(color=style.bgcolor, bgcolor=style.color, bold=style.bold)
        cells = cell_len(text)
        x, y = column * CELL_WIDTH, row * CELL_HEIGHT
        if style.bgcolor is not None and style.bgcolor.triplet is not None:
            fill = color(style.bgcolor, "")
            parts.append(f'<rect x="{x}" y="{y}" width="{cells * CELL_WIDTH}" height="{CELL_HEIGHT}" fill="{fill}"/>')
        if text.strip():
            weight = ' font-weight="bold"' if style.bold else ""
            slant = ' font-style="italic"' if style.italic else ""
            under = ' text-decoration="underline"' if style.underline else ""
            look = f'y="{y + BASELINE}" fill="{color(style.color, ink)}"{weight}{slant}{under}'
            for start, piece in _pieces(text):
                length = f' textLength="{len(piece) * CELL_WIDTH}"' if len(piece) > 1 else ""
                parts.append(f'<text x="{x + start * CELL_WIDTH}" {look}{length}>{escape(piece)}</text>')
        column += cells
    return parts


def _pieces(text: str) -> list[tuple[int, str]]:
    """Words of one-cell characters, and each wide character alone, with the cell each begins at."""
    pieces: list[tuple[int, str]] = []
    at = 0
    joined = False
    for character in text:
        narrow = character.isascii() and character != " "
        if narrow and joined:
            start, before = pieces[-1]
            pieces[-1] = (start, before + character)
        elif character.strip():
            pieces.append((at, character))
        joined = narrow
        at += cell_len(character)
    return pieces


async def settled(pilot: Pilot[int]) -> None:
    """Wait until nothing is under way any more."""
    for _ in range(200):
        await pilot.pause(SETTLE_SECONDS)
        if all(worker.is_finished for worker in pilot.app.workers):
            return


async def take(picture: Picture, workspace: Path) -> str:
    """Run the app, press the keys, draw what it shows."""
    settings = Settings(language="en" if picture.language == "en" else "zh", ambiguous_width=1, theme=picture.theme)
    app = GoujiApp(workspace, settings, open_workspace=lambda: Workspace.open(workspace, auditor="li"))
    async with app.run_test(size=picture.size) as pilot:
        await settled(pilot)
        for key in picture.keys:
            await pilot.press(key)
            await settled(pilot)
        return svg(app)


def main() -> None:
    """Write docs/screenshots/NAME.svg."""
    folder = HERE / "screenshots"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        workspace = Path(temporary) / "samples.db"
        with Workspace.open(workspace, auditor="li") as opened:
            opened.load(sorted(SAMPLES.glob("*.txt")), jobs=1)
        for picture in PICTURES:
            (folder / f"{picture.name}.svg").write_text(asyncio.run(take(picture, workspace)), "utf-8")


if __name__ == "__main__":
    main()
