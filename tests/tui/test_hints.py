"""What footers offer: keys that act where one is, in dialogs those of the dialog; texts are cut only for want of room."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.words import Language, say
from tests.tui.workbench import REPORTS, TestSettings, build_workspace, open_review, press, settled, shown, until, workbench
from tui.actions import ACTIONS, LINE
from tui.screens.judging import PHRASES
from tui.screens.queue import QueueScreen
from tui.screens.queue_filter import QueueFilterScreen
from tui.settings import Settings
from tui.widgets.entry_line import Phrases, rows_of
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
    ("widths", "room", "rows"),
    [
        ([4, 8, 20], 44, [[4, 8, 20]]),
        ([4, 8, 20], 30, [[4, 8], [20]]),
        ([20, 20], 30, [[20], [20]]),
        ([30, 4, 30, 30], 60, [[27, 4], [27, 27]]),
        ([90] * 9, 40, [[10, 10, 10], [10, 10, 10]]),
        ([], 9, []),
    ],
)
def test_long_texts_give_way_to_short_ones(widths: list[int], room: int, rows: list[list[int]]) -> None:
    """A second row is taken before anything is cut, and what is short stays whole."""
    found = rows_of(["a" * width for width in widths], room, "~")
    assert [[len(text) for _, text in row] for row in found] == rows
    assert [number for row in found for number, _ in row] == list(range(1, sum(map(len, rows)) + 1))
    assert all(sum(len(text) + 2 for _, text in row) + 2 * (len(row) - 1) <= room for row in found)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 120, 160])
async def test_phrases_are_whole(audit: Path, monkeypatch: pytest.MonkeyPatch, language: Language, width: int) -> None:
    """The canned phrases can be read, since a digit commits them; a click on either row takes the one clicked."""
    async with workbench(audit, size=(width, 24), settings=TestSettings(language=language)) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "f3")
        for number in range(1, PHRASES + 1):
            assert f"{number} {say(f'review.phrase_{number}', language)}" in shown(app)
        widget = screen.query_one(Phrases)
        row, start, _, number = widget._spots[-1]
        assert (row, number) == (widget.size.height - 1, PHRASES)
        taken: list[int] = []
        monkeypatch.setattr(screen.entry, "take", taken.append)
        await pilot.click(widget, offset=(start + 1, row))
        await settled(pilot)
        assert taken == [PHRASES]


async def test_digits_are_offered_only_while_they_take_a_phrase(audit: Path) -> None:
    """With text in the line a digit is text: the footer drops it, the phrases go dim, and both come back with the last letter."""
    async with workbench(audit, size=(80, 24)) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "f3")
        widget = screen.query_one(Phrases)
        assert "1-5 " in footer(shown(app))
        assert not widget.idle
        await press(pilot, *"口径")
        assert "1-5 " not in footer(shown(app))
        assert widget.idle
        await press(pilot, "backspace", "backspace")
        assert "1-5 " in footer(shown(app))
        assert not widget.idle
        await press(pilot, *"口", "escape", "f3")  # the draft comes back
        await until(pilot, lambda: screen.entry.text == "口")
        await settled(pilot)
        assert "1-5 " not in footer(shown(app))


async def test_judging_keys_are_offered_where_there_is_something_to_judge(audit: Path) -> None:
    """On a check that passed the footer has room for what does act; on a finding the judging keys come first."""
    async with workbench(audit, size=(80, 24)) as (app, pilot):
        await open_review(app, pilot)
        assert footer(shown(app)).startswith(" F2 确认  F3 排除 ")
        await press(pilot, "down")
        said = footer(shown(app))
        assert "F2" not in said
        assert "F6" not in said
        assert re.search("F8 下一待判 .*F9 撤销 .*Esc", said), said
        await press(pilot, "up")
        assert "F2 确认" in footer(shown(app))


async def test_undo_and_next_open_stand_in_the_footer_of_review(audit: Path) -> None:
    """What leads on without judging, and what takes a judgement back, are offered as soon as there is room."""
    async with workbench(audit, size=(120, 35)) as (app, pilot):
        await open_review(app, pilot)
        assert "F8/n " in footer(shown(app))
        await pilot.resize_terminal(160, 45)
        await settled(pilot)
        assert re.search("F8/n .*F9/u ", footer(shown(app)))


async def test_esc_says_that_it_drops_the_selection(audit: Path) -> None:
    """With findings selected in the queue, Esc does not lead back yet."""
    async with workbench(audit, size=(80, 24)) as (app, pilot):
        await press(pilot, "shift+f5", "space")
        assert "Esc 取消选取" in footer(shown(app))
        await press(pilot, "escape")
        assert isinstance(app.screen, QueueScreen)
        assert "Esc 返回" in footer(shown(app))


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
