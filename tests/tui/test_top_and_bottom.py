"""The lines at the top and at the bottom: whole counts where room is short, messages that go away, hints that come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.workbench import press, settled, shown, until, workbench
from tui.widgets.heading import whole_parts
from tui.widgets.line_list import LineList
from tui.widgets.status_line import StatusLine


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        (40, "28 份报告 · 待判 74 · 确认 0"),
        (29, "28 份报告 · 待判 74 · 确认 0"),
        (27, "28 份报告 · 待判 74"),
        (12, "28 份报告"),
        (6, "28 份…"),
    ],
)
def test_counts_are_shown_whole_or_not_at_all(room: int, expected: str) -> None:
    """What has no room is left out from the end; only the first count, alone too wide, is cut."""
    assert whole_parts("28 份报告 · 待判 74 · 确认 0", room) == expected


async def test_a_message_goes_away_and_the_hint_comes_back(audit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was said is no longer there after a while; what the room always says is."""
    monkeypatch.setattr("tui.widgets.status_line.LASTS", 0.05)
    async with workbench(audit) as (app, pilot):
        line = app.screen.query_one(StatusLine)
        await until(pilot, lambda: line.text.startswith("回车审阅"))
        await press(pilot, "s")
        await until(pilot, lambda: line.text.startswith("回车审阅"))
        assert (line.kind, "回车审阅" in shown(app)) == ("hint", True)


async def test_narrow_tabs_keep_numbers_signs_and_the_current_name(audit: Path) -> None:
    """Names become short first; where those have no room the current section is named whole, the others by number and sign."""
    async with workbench(audit, size=(80, 24)) as (app, pilot):
        await press(pilot, "L", "f8")
        await settled(pilot)
        short = " 0 Title ✓  1 Intro ✓  2 Publ. ✓  3 Appl. ✓ ▸4 Suits ✗1  5 Issues ✓  6 Misc ✓"
        assert shown(app).split("\n")[1].strip() == short.strip()
        await pilot.resize_terminal(70, 24)
        await settled(pilot)
        tabs = shown(app).split("\n")[1]
        assert tabs.split() == ["0", "✓", "1", "✓", "2", "✓", "3", "✓", "▸4", "Reviews,", "suits", "✗1", "5", "✓", "6", "✓"]


async def test_what_is_longer_than_its_pane_has_a_scroll_bar(audit: Path) -> None:
    """Lists and panes say by a bar that there is more, and keep its place free when there is none."""
    async with workbench(audit, size=(100, 20)) as (app, pilot):
        await press(pilot, "R")
        await until(pilot, lambda: app.screen.query_one("#rules-list", LineList).row_count > 20)
        await settled(pilot)
        for name in ("#rules-list", "#rules-page"):
            pane = app.screen.query_one(name)
            assert pane.show_vertical_scrollbar, name
            assert pane.scrollable_content_region.width == 99, name
        await press(pilot, "escape")
        reports = app.screen.query_one("#reports", LineList)
        assert not reports.show_vertical_scrollbar
        assert reports.scrollable_content_region.width == 99
