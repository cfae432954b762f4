"""Windows of every size: a calm line where nobody can work, nothing that breaks, and the room again when there is room."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.workbench import open_review, press, settled, shown, workbench
from tui.app import GoujiApp
from tui.screens.cramped import LEAST, CrampedScreen, too_small
from tui.screens.library import LibraryScreen
from tui.screens.review import ReviewScreen
from tui.settings import Settings

SIZES = ((60, 16), (59, 16), (20, 5), (3, 2), (1, 1), (1, 40), (300, 90), (80, 24))
ROOMS = ((), ("shift+f5",), ("shift+f6",), ("shift+f7",), ("comma",), ("ctrl+f",), ("f1",), ("ctrl+p",), ("f3",), ("ctrl+y",))
REVIEWS = ("3", "1", "4", "f12", "f12", "o", "f3")
"""A table, text, the one-row table, one pane alone, all again, the original, the line for typing."""


async def resized(app: GoujiApp, pilot: Pilot[int]) -> None:
    """Go through the sizes; nothing may break, no line may be longer than the window, and the room must come back."""
    room = app.screen
    for size in SIZES:
        await pilot.resize_terminal(*size)
        await settled(pilot)
        assert isinstance(app.screen, CrampedScreen) == too_small(app.size)
        assert all(len(line) <= size[0] for line in shown(app).split("\n"))
    assert app.screen is room


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_no_size_breaks_a_room(audit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ascii_only: bool) -> None:
    """Down to a single cell and up again: no exception, and in the end each room is there again."""
    monkeypatch.setenv("GOUJI_STATE", str(tmp_path))
    async with workbench(audit, size=(80, 24), settings=Settings(language="zh", ascii=ascii_only)) as (app, pilot):
        for keys in ROOMS:
            await press(pilot, *keys)
            title = shown(app).split("\n")[0]
            await resized(app, pilot)
            assert shown(app).split("\n")[0] == title
            await press(pilot, *(["escape"] if keys else []))


async def test_no_size_breaks_review(audit: Path) -> None:
    """Tables, text, the line for typing, one pane alone, the original: all stand any size."""
    async with workbench(audit, size=(120, 35)) as (app, pilot):
        await open_review(app, pilot)
        for key in REVIEWS:
            await press(pilot, key)
            await resized(app, pilot)


async def test_keys_in_a_window_too_small_do_nothing(audit: Path) -> None:
    """What cannot be seen cannot be judged; the way out stays."""
    async with workbench(audit) as (app, pilot):
        review = await open_review(app, pilot)
        await pilot.resize_terminal(LEAST.width - 1, LEAST.height)
        await settled(pilot)
        assert "窗口太小" in shown(app)
        assert "59×16" in shown(app)
        await press(pilot, "c", "c", "escape", "q", "f2", "enter")
        await pilot.resize_terminal(120, 35)
        await settled(pilot)
        assert isinstance(app.screen, ReviewScreen)
        assert review.state.loaded is not None
        assert review.state.loaded.progress.confirmed == 0
        await pilot.resize_terminal(30, 5)
        await press(pilot, "ctrl+q")
        assert app.return_code == 0


async def test_a_start_in_a_tiny_window(audit: Path) -> None:
    """The workbench may be begun in any window; once it is large enough the library is there."""
    async with workbench(audit, size=(100, 30)) as (app, pilot):
        for _ in range(2):
            await pilot.resize_terminal(1, 1)
            await settled(pilot)
            await pilot.resize_terminal(100, 30)
            await settled(pilot)
        assert isinstance(app.screen, LibraryScreen)
        assert "青禾县教育局" in shown(app)
