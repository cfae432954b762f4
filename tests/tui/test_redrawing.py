"""What a key costs the screen: only the lines that changed are drawn, and nothing that changed is missed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.console import RenderableType
from rich.style import Style
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tests.tui.snapshot import picture, screen_text, still
from tests.tui.workbench import TestSettings, open_review, press, workbench
from tui.review.runs import Para, Run
from tui.widgets.detail_pane import DetailPane
from tui.widgets.painted import Painted

KEYS = ("down", "down", "up", "f8", "1", "3", "left", "down", "right", "down", "escape", "tab", "down", "tab", "end", "home", "2")


@pytest.mark.parametrize("size", [(80, 24), (120, 35)])
async def test_no_line_that_changed_is_missed(audit: Path, size: tuple[int, int]) -> None:
    """After every key the screen is the one that drawing everything gives."""
    async with workbench(audit, size=size) as (app, pilot):
        screen = await open_review(app, pilot)
        for key in KEYS:
            await press(pilot, key)
            still(app)
            seen = picture(app)
            for pane in screen.query(Painted):
                pane.refresh()
            assert picture(app) == seen, key


async def test_a_key_draws_what_it_changed(audit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Going to another check of the section leaves all other checks and most lines of the section as they are."""
    drawn: list[str | None] = []
    render_line = Painted.render_line

    def counted(pane: Painted, y: int) -> Strip:
        drawn.append(pane.id)
        return render_line(pane, y)

    async with workbench(audit, size=(160, 60)) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "down", "up")
        monkeypatch.setattr(Painted, "render_line", counted)
        await press(pilot, "down")

        assert 0 < drawn.count("checks") <= 2
        assert drawn.count("section") < screen.pane.size.height / 2


async def test_more_lines_move_the_scroll_bar_only(audit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A longer text in a pane that scrolls already lays no screen out anew, and its scroll bar knows."""
    layouts: list[object] = []
    layout = Screen._refresh_layout

    def laid_out(screen: Screen[None], size: Size | None = None, scroll: bool = False) -> None:
        layouts.append(screen)
        layout(screen, size, scroll)

    async with workbench(audit, size=(120, 35)) as (app, pilot):
        detail = (await open_review(app, pilot)).query_one(DetailPane)
        detail.show([Para((Run("甲"),))] * 80)
        await pilot.pause()
        monkeypatch.setattr(Screen, "_refresh_layout", laid_out)
        detail.show([Para((Run("乙"),))] * 90)
        await pilot.pause()

        assert not layouts
        assert detail.vertical_scrollbar.window_virtual_size == 90
        assert "乙" in screen_text(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 35)])
@pytest.mark.parametrize("plain", [False, True])
async def test_the_short_way_to_a_line_draws_what_the_long_way_does(audit: Path, size: tuple[int, int], plain: bool) -> None:
    """Panes and scroll bars draw themselves without the general machinery; nothing on the screen tells."""
    async with workbench(audit, settings=TestSettings(ascii=plain), size=size) as (app, pilot):
        screen = await open_review(app, pilot)
        for key in ("f8", "1", "tab", "down", "end"):
            await press(pilot, key)
            panes = [pane for pane in screen.query(Painted) if pane.display and pane.size]
            for widget in [*panes, *(pane.vertical_scrollbar for pane in panes)]:
                everything = Region(0, 0, *widget.outer_size)
                drawn = looks(widget.render_lines(everything))
                assert drawn == looks(Widget.render_lines(widget, everything)), (key, widget)
                part = Region(0, 1, widget.outer_size.width, 3)
                assert looks(widget.render_lines(part)) == drawn[1:4]


def looks(strips: Sequence[Strip]) -> list[list[tuple[str, str]]]:
    """Every character of the lines with its colours and weight; of a blank only its ground."""

    def look(character: str, style: Style) -> tuple[str, str]:
        plain = character == " " and not (style.underline or style.reverse)
        return character, str(style.background_style if plain else style)

    return [[look(one, segment.style or Style()) for segment in strip for one in segment.text] for strip in strips]


@pytest.mark.parametrize("key", ["f8", "2", "1", "down"])
async def test_a_key_in_review_is_answered_in_one_frame(audit: Path, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """Panes, bars, scroll bars and the status line change together, not one after the other."""
    async with workbench(audit) as (app, pilot):
        await open_review(app, pilot)
        await press(pilot, "f8")
        frames: list[object] = []
        drawn = app._display

        def display(screen: Screen[Any], update: RenderableType | None) -> None:
            if update is not None and not app._batch_count:
                frames.append(update)
            drawn(screen, update)

        monkeypatch.setattr(app, "_display", display)
        await press(pilot, key)
        assert len(frames) == 1
