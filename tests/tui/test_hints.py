"""What footers offer: keys that act where one is, in dialogs those of the dialog; texts are cut only for want of room."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tui.workbench import REPORTS, TestSettings, build_workspace, open_review, press, settled, shown, until, workbench
from tui.actions import ACTIONS, LINE
from tui.screens.queue import QueueScreen
from tui.screens.queue_filter import QueueFilterScreen
from tui.settings import Settings
from tui.widgets.entry_line import _most
from tui.widgets.line_list import LineList


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three reports of the other tests, only looked at."""
    return build_workspace(tmp_path_factory.mktemp("hints"), REPORTS)


def footer(text: str) -> str:
    """The last line of a screen."""
    return text.splitlines()[-1]


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_a_dialog_has_a_footer_of_its_own(audit: Path, size: tuple[int, int]) -> None:
    """Over the palette and the filter stand their own keys, none of the room behind; a click on Esc closes."""
    async with workbench(audit, size=size) as (app, pilot):
        await press(pilot, "shift+f5")
        for key in ("ctrl+p", "slash"):
            await press(pilot, key)
            said = footer(shown(app))
            assert re.search("Enter .*↑ ↓ 上下移.*Esc 关闭", said), said
            assert "F2" not in said
            at = said.index("Esc")
            cells = sum(2 if character > "\u2e80" else 1 for character in said[:at])
            await pilot.click(offset=(cells + 1, size[1] - 1))
            await settled(pilot)
            assert isinstance(app.screen, QueueScreen)


async def test_a_room_does_not_offer_itself(audit: Path) -> None:
    """The footer of a room leaves out the key that leads to that room."""
    async with workbench(audit, size=(200, 45)) as (app, pilot):
        for key, letter in (("shift+f5", "F5/Q"), ("shift+f6", "F6/R"), ("shift+f7", "F7/D")):
            assert letter in footer(shown(app))
            await press(pilot, key)
            assert letter not in footer(shown(app))
            await press(pilot, "escape")


async def test_search_offers_no_letters(audit: Path) -> None:
    """Where letters are typed into the field, the footer names none as a key."""
    async with workbench(audit, size=(160, 45)) as (app, pilot):
        await press(pilot, "ctrl+f")
        assert not re.search(r"/[A-Za-z?]\b", footer(shown(app)))
        assert "Esc 返回" in footer(shown(app))


@pytest.mark.parametrize(
    ("widths", "room", "most"), [([4, 8, 20], 40, 20), ([4, 8, 20], 26, 14), ([20, 20], 30, 15), ([], 9, 10)]
)
def test_long_texts_give_way_to_short_ones(widths: list[int], room: int, most: int) -> None:
    """Room is shared so that what is short stays whole."""
    assert _most(widths, room) == most


@pytest.mark.parametrize(("language", "width"), [("zh", 120), ("en", 160)])
async def test_phrases_are_whole_where_there_is_room(audit: Path, language: str, width: int) -> None:
    """The canned phrases are not cut while the line has room for them."""
    async with workbench(audit, size=(width, 35), settings=TestSettings(language="zh" if language == "zh" else "en")) as (
        app,
        pilot,
    ):
        await open_review(app, pilot)
        await press(pilot, "f3")
        line = next(line for line in shown(app).splitlines() if re.match(r" 1 \S.* 2 ", line))
        assert "…" not in line
        await press(pilot, "escape")


async def test_settings_say_in_which_rooms_a_key_acts(audit: Path) -> None:
    """Two actions with one key are told apart by their rooms; no action of a room is listed without it."""
    async with workbench(audit, size=(160, 45), settings=Settings()) as (app, pilot):
        await press(pilot, "comma")
        rows = app.screen.query_one("#settings-list", LineList)
        await until(pilot, lambda: rows.counted)
        lines = [line for index in range(rows.row_count) if (line := rows.row_at(index)) is not None and line.kind == "key"]
        told = {line.key: line.about for line in lines}
        for entry in ACTIONS:
            if entry.rooms and entry.rooms != (LINE,):
                assert told[entry.id].startswith("用于："), entry.id
        assert "导入" in told["stop"]
        assert "报告库" in told["import"]


async def test_the_filter_offers_organs(audit: Path) -> None:
    """An organ is chosen like any other condition, and taken away again."""
    async with workbench(audit, size=(120, 45)) as (app, pilot):
        await press(pilot, "shift+f5", "slash")
        screen = app.screen
        assert isinstance(screen, QueueFilterScreen)
        await until(pilot, lambda: any(row.facet == "机关" for row in screen.conditions))
        await settled(pilot)
        rows = screen.query_one("#queue-filter-list", LineList)
        index = 1 + next(i for i, row in enumerate(screen.conditions) if row.name == "河汐市交通运输局")
        rows.cursor = index
        await press(pilot, "enter")
        assert screen.wanted.agency_text == "河汐市交通运输局"
        rows.cursor = index
        await press(pilot, "enter")
        assert screen.wanted.agency_text == ""
