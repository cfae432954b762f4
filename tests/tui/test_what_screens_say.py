"""What the screens say of themselves: whole words, true figures, and the keys that a small screen has room for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from textual.widgets import Input

from core.words import Language, say
from db.views import LoadSummary, Progress, RuleCount
from tests.tui.workbench import TestSettings, press, settled, shown, until, workbench
from tui.dashboard_plots import PlotData, plot_of
from tui.rooms_port import RoomsPort
from tui.screens.dashboard import DashboardScreen
from tui.screens.first_run import FirstRunScreen
from tui.screens.importing import ImportScreen
from tui.screens.palette import PaletteScreen
from tui.screens.settings import SettingLine, SettingsScreen
from tui.settings import Settings
from tui.widgets.line_list import LineList
from tui.widgets.status_line import StatusLine


def lines_of(text: str) -> list[str]:
    """The lines of a screen that hold something."""
    return [line for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize(("width", "said"), [(80, "1 clean"), (120, "1 without error or warning")])
async def test_a_clean_report_is_one_without_error_or_warning(audit: Path, width: int, said: str) -> None:
    """The heading says it out where it has room; in Chinese always, since 问题 are findings of any severity."""
    async with workbench(audit, size=(width, 35), settings=Settings(language="en")) as (app, pilot):
        await until(pilot, lambda: said in shown(app).splitlines()[0])
        await press(pilot, "ctrl+k")
        await until(pilot, lambda: "无错误警告 1 份" in shown(app).splitlines()[0])


async def test_the_library_keeps_form_and_passes_before_the_bar(audit: Path) -> None:
    """At 120 columns the form and the checks passed are listed; the bar of what is judged needs a wider screen."""
    async with workbench(audit, size=(120, 35)) as (app, pilot):
        head = shown(app).splitlines()[1]
        assert "表式" in head
        assert "✓通过" in head
        assert "已判" not in head
        await pilot.resize_terminal(160, 45)
        await settled(pilot)
        assert "已判" in shown(app).splitlines()[1]
        row = next(line for line in shown(app).splitlines() if "云岭市公安局" in line)
        assert "0  ✓" in row, "the sign stands off the count before it"


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_years_show_their_keys_at_80_columns(audit: Path, language: Language) -> None:
    """The other pane and the other figures are one key away, and the footer says which."""
    async with workbench(audit, size=(80, 24), settings=Settings(language=language)) as (app, pilot):
        await press(pilot, "ctrl+y")
        await settled(pilot)
        footer = lines_of(shown(app))[-1]
        assert "Tab " in footer
        assert "^L " in footer
        assert "Esc " in footer


async def test_english_rows_of_a_group_name_the_group(audit: Path) -> None:
    """Every row of what was otherwise handled says so, once; fees say their unit."""
    async with workbench(audit, size=(160, 60), settings=Settings(language="en")) as (app, pilot):
        await press(pilot, "ctrl+y")
        await until(pilot, lambda: "Table 4" in shown(app))
        text = shown(app)
    for name in ("otherwise handled: not supplemented in time", "otherwise handled: fee unpaid", "otherwise handled: other "):
        assert name in text
    assert "otherwise handled: otherwise" not in text
    assert "administrative fees · amount (10,000 yuan)" in text


async def test_first_run_offers_the_other_language_and_names_the_workspace(
    audit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who cannot read the language finds its key; the workspace is named as it will be called."""
    monkeypatch.setenv("GOUJI_STATE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gouji.db").write_bytes(b"")
    async with workbench(audit, size=(80, 24)) as (app, pilot):
        app.push_screen(FirstRunScreen())
        await until(pilot, lambda: "./gouji-2.db" in shown(app))
        assert "^K 中文/English" in lines_of(shown(app))[-1]


async def test_what_the_settings_cut_is_said_whole(audit: Path) -> None:
    """A long name stands in the status line when the cursor is on it, a phrase has the room of two columns."""
    phrase = "原件、附件和统计台账都已核对过，数字无误，只是系统读取时把相邻的两列并在了一起"
    settings = replace(Settings(language="en"), phrases=(phrase,))
    async with workbench(audit, size=(120, 35), settings=settings) as (app, pilot):
        await press(pilot, "comma")
        screen = app.screen
        assert isinstance(screen, SettingsScreen)
        rows = screen.query_one(LineList)
        listed = [line for line in rows.provider.rows(0, 500) if isinstance(line, SettingLine)]
        rows.cursor = next(number for number, line in enumerate(listed) if line.kind == "phrase")
        await settled(pilot)
        status = screen.query_one(StatusLine)
        assert phrase[:28] in shown(app).splitlines()[rows.cursor + 1], "the phrase runs over both columns"
        assert status.text == phrase
        rows.cursor = next(number for number, line in enumerate(listed) if line.key == "dismiss")
        await settled(pilot)
        assert status.text == f"{say('action.dismiss.long', 'en')} · in Review, Queue"
        await pilot.resize_terminal(80, 24)
        await press(pilot, "up", "down")
        assert status.text == say("action.dismiss.long", "en"), "where both have no room, what was cut goes first"
        rows.cursor = next(number for number, line in enumerate(listed) if line.key == "undo")
        await settled(pilot)
        assert status.text == "in Library, Review, Queue"


async def test_keys_are_said_to_act_where_they_act(audit: Path) -> None:
    """Pages are turned in lists and not in Review; one line up is nearly everywhere."""
    async with workbench(audit, settings=Settings(language="en")) as (app, pilot):
        await press(pilot, "comma")
        listed = app.screen.query_one(LineList).provider.rows(0, 500)
    abouts = {line.key: line.about for line in listed if isinstance(line, SettingLine)}
    assert abouts["page_up"] == "in lists (not Review)"
    assert abouts["up"] == "on most screens"


async def test_the_dashboard_says_the_whole_name_of_its_bar(audit: Path) -> None:
    """A name that its column cuts stands in the status line, another leaves it empty."""
    async with workbench(audit, size=(120, 35), settings=Settings(language="en")) as (app, pilot):
        await press(pilot, "shift+f7")
        board = app.screen
        assert isinstance(board, DashboardScreen)
        await until(pilot, lambda: len(board.lines) > 1)
        await settled(pilot)
        await press(pilot, "down", "up")
        assert board.query_one(StatusLine).text == board.lines[0].name
        await press(pilot, "right", "right")
        await until(pilot, lambda: board.lines[0].name == "2023")
        await settled(pilot)
        assert board.query_one(StatusLine).text == ""


async def test_the_palette_begins_with_judging(audit: Path) -> None:
    """Its order is that of help; a blank keeps the keys off the thumb."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "shift+f5", "ctrl+p")
        palette = app.screen
        assert isinstance(palette, PaletteScreen)
        groups = list(dict.fromkeys(command.group for command in palette.commands))
        assert groups == ["judge", "look", "rooms", "move", "general"]
        assert "F2  c  " in shown(app)


async def test_the_search_field_keeps_its_name_while_one_types(audit: Path) -> None:
    """The placeholder goes, the label stays, and changes with the language."""
    async with workbench(audit, settings=Settings(language="zh")) as (app, pilot):
        await press(pilot, "ctrl+f", *"热线")
        assert app.screen.query_one(Input).value == "热线"
        assert "查找： 热线" in shown(app)
        app.language = "en"
        await settled(pilot)
        assert "Find: 热线" in shown(app)


async def test_the_summary_of_an_import_counts_by_labels(audit: Path) -> None:
    """One or many, the label before the figure is right; what is to be done about versions stands behind it."""
    async with workbench(audit, settings=TestSettings(language="en")) as (app, pilot):
        await press(pilot, "f3")
        screen = app.screen
        assert isinstance(screen, ImportScreen)
        screen._show_summary(LoadSummary(files=1, reports=1, new=1, rivals=1, empty=("a.txt",)))
        await settled(pilot)
        found = [" ".join(line.split()) for line in lines_of(shown(app))]
    assert "files read 1" in found
    assert "new reports 1" in found
    assert "now in another version too 1 choose one in Review (S205)" in found
    assert "without a report 1 a.txt" in found
    assert "unreadable 0" in found


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((9, 1), "the most frequent rule: 90% of all findings"),
        ((30, 30, 21, 19), "the 2 most frequent rules: 60% of all findings"),
        ((199, 200), "the most frequent rule: 50% of all findings"),
    ],
)
def test_the_share_of_the_most_frequent_rules_is_true(counts: tuple[int, ...], said: str) -> None:
    """As many rules as make half, with the share they have in truth, never more; one rule is one."""
    assert concentrated(counts).title == said


def concentrated(counts: tuple[int, ...]) -> PlotData:
    """The plot by rule of a workspace whose rules have so many findings."""

    class Counted:
        def rule_counts(self) -> list[RuleCount]:
            return [RuleCount(f"A{number:03}", fails, 0, 0, 0, 0) for number, fails in enumerate(counts)]

    def spoken(word: str, **parameters: object) -> str:
        return say(word, "en", **parameters)

    return plot_of(cast("RoomsPort", Counted()), "rule", Progress(), spoken)


@pytest.mark.parametrize(("language", "named"), [("zh", ("空格", "标点")), ("en", ("Space", "punctuation"))])
def test_help_names_every_key_that_an_input_method_leaves(language: Language, named: tuple[str, ...]) -> None:
    """Space and signs are among the keys that do without letters."""
    assert all(name in say("help.end", language) for name in named)
