"""What lists tell: columns have words, names are whole where there is room, reasons are written out, keys mean one thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.views import FindingFilter, LoadSummary, UnreadableFile
from db.workspace import Workspace
from tests.tui.workbench import (
    AUDITOR,
    REPORTS,
    TestSettings,
    build_workspace,
    press,
    report_text,
    settled,
    shown,
    until,
    workbench,
)
from tui.actions import ACTIONS
from tui.dashboard_bars import ASCII_FILLS, FILLS
from tui.screens.importing import ImportScreen
from tui.screens.queue import QueueScreen
from tui.settings import Settings
from tui.widgets.status_line import StatusLine


@pytest.fixture
def audit(tmp_path: Path) -> Path:
    """The three reports of the other tests."""
    return build_workspace(tmp_path, REPORTS)


@pytest.mark.parametrize(("language", "words"), [("zh", ("通过", "未核")), ("en", ("passed", "skipped"))])
async def test_the_rules_columns_have_words(audit: Path, language: str, words: tuple[str, ...]) -> None:
    """No column of counts is headed by a sign alone."""
    settings = TestSettings(language="zh" if language == "zh" else "en")
    async with workbench(audit, size=(160, 45), settings=settings) as (app, pilot):
        await press(pilot, "shift+f6")
        header = shown(app).splitlines()[1].split("│")[0]
    assert all(word in header for word in words)
    assert "✓" not in header


async def test_names_on_the_dashboard_are_whole_where_there_is_room(audit: Path) -> None:
    """The bars give way to the names, not the names to the bars."""
    async with workbench(audit, size=(120, 35)) as (app, pilot):
        await press(pilot, "shift+f7")
        await until(pilot, lambda: "L101" in shown(app))
        await settled(pilot)
        left = [line.split("│")[0] for line in shown(app).splitlines()[9:]]
    assert not [line for line in left if "…" in line]


def test_no_sign_of_a_bar_means_two_things_on_one_screen() -> None:
    """The progress of the whole set stands over each facet's bars: a character shared by both means the same in both."""
    progress = {"confirmed", "dismissed", "asked", "fixed", "open"}
    for fills in (FILLS, ASCII_FILLS):
        for facet in ({"judged", "open"}, {"error", "warning", "info"}):
            parts = progress | facet
            assert len({fills[part] for part in parts}) == len(parts)


async def test_several_versions_are_named_and_the_help_says_which_key_chooses(tmp_path: Path) -> None:
    """A report with two versions says so in words under a heading."""
    path = build_workspace(tmp_path, {"a.txt": report_text()})
    other = tmp_path / "b.txt"
    other.write_text(report_text(new=10, total=10), "utf-8")
    with Workspace.open(path, auditor=AUDITOR) as workspace:
        workspace.load([other], jobs=1)
    async with workbench(path) as (app, pilot):
        text = shown(app)
        assert "提醒" in text.splitlines()[1]
        assert "2版" in text
        await press(pilot, "f1")
        assert "Shift+F9" in shown(app).replace("\n", "")


@pytest.mark.parametrize("size", [(80, 24), (120, 35)])
async def test_the_reason_why_a_file_cannot_be_read_is_written_out(audit: Path, size: tuple[int, int]) -> None:
    """Under the list stands the whole reason of the file under the cursor, whatever the list cuts."""
    files = (
        UnreadableFile("很长的文件夹名称/" * 4 + "一.docx", "reader.damaged", {"format": "docx"}),
        UnreadableFile("二.rar", "reader.other_archive", {}),
    )
    async with workbench(audit, size=size) as (app, pilot):
        await press(pilot, "f3")
        screen = app.screen
        assert isinstance(screen, ImportScreen)
        screen._show_summary(LoadSummary(files=2, unreadable=files))
        await settled(pilot)
        assert "docx 文件已损坏或不完整：请重新下载或用原程序另存" in shown(app)
        await press(pilot, "down")
        assert "是 rar、7z 或 gz 压缩包：请解压，或改用 zip" in shown(app)


async def test_the_queue_goes_back_to_the_previous_open_finding(audit: Path) -> None:
    """Shift+F8 goes up over what is judged, and round from the first to the last, grouped or not."""
    async with workbench(audit, size=(120, 35)) as (app, pilot):
        await press(pilot, "shift+f5")
        queue = app.screen
        assert isinstance(queue, QueueScreen)
        queue._filtered(FindingFilter())
        await settled(pilot)
        await until(pilot, lambda: queue.findings.counted and queue.findings.row_count == 4)
        await press(pilot, "home", "down", "c", "end")
        last = queue.findings.cursor
        await press(pilot, "shift+f8", "shift+f8")
        assert queue.findings.cursor == last - 3  # over the one that is judged
        await press(pilot, "shift+f8")
        assert queue.findings.cursor == last
        assert "回到末尾" in queue.query_one(StatusLine).text
        await press(pilot, "ctrl+o", "end")
        await settled(pilot)
        grouped = queue.findings.cursor
        await press(pilot, "N")
        assert queue.findings.cursor < grouped


def test_a_function_key_of_judging_means_nothing_else_where_rules_are_listed() -> None:
    """F5 is `fixed` wherever it acts: the catalogue is checked again by another key."""
    assert [entry.id for entry in ACTIONS if "f5" in entry.keys] == ["fix"]


async def test_ascii_signs_hold_no_middle_dot(audit: Path) -> None:
    """With --ascii neither headings nor captions nor hints part words with a character that is no ASCII."""
    async with workbench(audit, size=(160, 45), settings=Settings(ascii=True, language="en")) as (app, pilot):
        for keys in ([], ["f8"], ["3", "left", "down", "right"], ["escape", "escape", "shift+f5"], ["escape", "shift+f7"]):
            await press(pilot, *keys)
            await settled(pilot)
            assert "·" not in shown(app), keys


@pytest.mark.parametrize("ascii_only", [False, True])
async def test_the_section_shown_is_told_by_a_sign(audit: Path, ascii_only: bool) -> None:
    """The tab of the section shown has the pointer before its number, not only another ground."""
    async with workbench(audit, size=(80, 24), settings=Settings(ascii=ascii_only)) as (app, pilot):
        await press(pilot, "f8")
        pointer = ">" if ascii_only else "▸"
        for number in "315":
            await press(pilot, number)
            tabs = shown(app).splitlines()[1]
            assert f"{pointer}{number} " in tabs
            assert tabs.count(pointer) == 1
