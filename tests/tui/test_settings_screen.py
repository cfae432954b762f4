"""Settings that are changed on the screen, the file they are kept in, and the ways to begin."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from textual.pilot import Pilot

from db.workspace import Workspace
from tests.tui.workbench import AUDITOR, press, report_text, settled, shown, until, workbench
from tui.app import GoujiApp
from tui.recent import KEPT, recent, remember
from tui.screens.first_run import FirstRunScreen, free_name
from tui.screens.help import HelpScreen
from tui.screens.library import LibraryScreen
from tui.screens.settings import SettingLine, SettingsScreen
from tui.settings import Settings
from tui.settings_file import SettingsNotSavedError, save
from tui.signs import ASCII
from tui.terminal import _read_answer, ask_width
from tui.widgets.entry_line import EntryLine
from tui.widgets.line_list import LineList
from tui.widgets.path_picker import PathPicker, entries_at
from tui.widgets.status_line import StatusLine


async def to_setting(pilot: Pilot[int], screen: SettingsScreen, key: str, number: int = 0) -> None:
    """Move to the line of a setting."""
    rows = screen.query_one(LineList)
    lines = rows.provider.rows(0, 500)
    rows.cursor = next(
        index for index, line in enumerate(lines) if isinstance(line, SettingLine) and (line.key, line.number) == (key, number)
    )
    await settled(pilot)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings kept in a file of their own."""
    path = tmp_path / "settings.toml"
    path.write_text('# mine\ntheme = "gouji-dark"\n', "utf-8")
    return Settings(path=path, ambiguous_width=1)


def kept(settings: Settings) -> dict[str, object]:
    """What the file holds."""
    assert settings.path is not None
    return tomllib.loads(settings.path.read_text("utf-8"))


async def test_choices_take_effect_and_are_kept(audit: Path, settings: Settings) -> None:
    """Language, colours and signs change at once; the file has them, and the user's comment is still there."""
    async with workbench(audit, settings=settings) as (app, pilot):
        await press(pilot, "comma")
        screen = app.screen
        assert isinstance(screen, SettingsScreen)
        await to_setting(pilot, screen, "theme")
        await press(pilot, "enter")
        assert app.theme == "gouji-light"
        await to_setting(pilot, screen, "ascii")
        await press(pilot, "enter")
        assert app.signs is ASCII
        assert screen.query_one(LineList).signs is ASCII
        await to_setting(pilot, screen, "language")
        await press(pilot, "enter")
        assert app.language == "en"
        assert "Settings" in shown(app)
    assert kept(settings) == {"theme": "gouji-light", "ascii": True, "language": "en"}
    assert settings.path is not None
    assert settings.path.read_text("utf-8").startswith("# mine\n")


async def test_name_and_phrases_are_written(audit: Path, settings: Settings) -> None:
    """The auditor's name and a canned reason are typed; an empty one is taken away."""
    async with workbench(audit, settings=settings) as (app, pilot):
        await press(pilot, "comma")
        screen = app.screen
        assert isinstance(screen, SettingsScreen)
        await to_setting(pilot, screen, "auditor")
        await press(pilot, "enter", *"王", "enter")
        await to_setting(pilot, screen, "phrases", 6)
        await press(pilot, "enter")
        screen.query_one(EntryLine).answer("已电话核实")
        await settled(pilot)
        await to_setting(pilot, screen, "phrases", 1)
        await press(pilot, "enter")
        screen.query_one(EntryLine).answer("")
        await settled(pilot)
    phrases = kept(settings)["phrases"]
    assert kept(settings)["auditor"] == "王"
    assert isinstance(phrases, list)
    assert len(phrases) == 5
    assert phrases[-1] == "已电话核实"


async def test_keys_are_changed_but_help_and_quit_cannot_be_lost(audit: Path, settings: Settings) -> None:
    """A free key is taken at once; a taken one and a letter alone are refused with the reason; F1 works whatever is set."""
    async with workbench(audit, settings=settings) as (app, pilot):
        await press(pilot, "comma")
        screen = app.screen
        assert isinstance(screen, SettingsScreen)
        line = screen.query_one(EntryLine)
        await to_setting(pilot, screen, "help")
        for refused in ("z", "f9", "escape"):
            await press(pilot, "enter")
            line.answer(refused)
            await settled(pilot)
            assert line.asking, refused
            await press(pilot, "escape")
        await press(pilot, "enter")
        line.answer("shift+f12")
        await settled(pilot)
        assert kept(settings)["keys"] == {"help": "shift+f12"}
        for key in ("shift+f12", "f1"):
            await press(pilot, key)
            assert isinstance(app.screen, HelpScreen), key
            await press(pilot, "escape")
        await to_setting(pilot, screen, "help")
        await press(pilot, "enter")
        line.answer("")
        await settled(pilot)
        assert kept(settings)["keys"] == {}


async def test_settings_that_cannot_be_saved_say_so(audit: Path, tmp_path: Path) -> None:
    """A file that cannot be written changes nothing and is named."""
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    async with workbench(audit, settings=Settings(path=blocked / "settings.toml")) as (app, pilot):
        await press(pilot, "comma", "enter")
        assert "没有做成" in app.screen.query_one(StatusLine).text
        assert app.language == "zh"


def test_one_value_is_changed_and_the_rest_left_alone(tmp_path: Path) -> None:
    """Tables, comments and unknown layout survive; a broken file is refused, not overwritten."""
    path = tmp_path / "s.toml"
    path.write_text('# top\nlanguage = "zh"  # ours\n\n[keys]\nconfirm = "f2"\n', "utf-8")
    save("keys.ask", "f4, r", path)
    save("language", None, path)

    assert path.read_text("utf-8") == '# top\n\n[keys]\nconfirm = "f2"\nask = "f4, r"\n'
    path.write_text("= broken", "utf-8")
    with pytest.raises(SettingsNotSavedError):
        save("ascii", True, path)
    assert path.read_text("utf-8") == "= broken"


# ── beginning ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def first_run(tmp_path: Path) -> GoujiApp:
    """The app without any workspace."""
    return GoujiApp(
        None, Settings(ambiguous_width=1), open_workspace=None, make_workspace=lambda path: Workspace.open(path, auditor=AUDITOR)
    )


async def test_a_newcomer_opens_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Down, enter, the folder's path, enter: its reports are listed in a workspace beside where one stands."""
    monkeypatch.setenv("GOUJI_STATE", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "报告"
    folder.mkdir()
    (folder / "a.txt").write_text(report_text(), "utf-8")
    app = first_run(tmp_path)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, FirstRunScreen) and app.screen.query_one(LineList).row_count == 2)
        assert "看看样例" in shown(app)
        await press(pilot, "down", "enter")
        assert app.screen.query_one(PathPicker).display
        await press(pilot, "escape")
        assert not app.screen.query_one(PathPicker).display
        await press(pilot, "down", "enter", *"报告", "enter")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen) and app.screen.reports.row_count == 1)
        await settled(pilot)
        assert "青禾县教育局" in shown(app)
    assert (tmp_path / "gouji.db").exists()
    assert free_name(tmp_path) == tmp_path / "gouji-2.db"


async def test_a_workspace_opened_lately_is_offered(audit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of recent workspaces leads back into one."""
    monkeypatch.setenv("GOUJI_STATE", str(tmp_path / "state"))
    remember(audit, tmp_path / "state" / "recent.json")
    app = first_run(tmp_path)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, FirstRunScreen) and app.screen.query_one(LineList).row_count == 3)
        await press(pilot, "end", "enter")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen) and app.screen.reports.row_count == 3)


async def test_escape_leaves_the_first_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing behind it."""
    monkeypatch.setenv("GOUJI_STATE", str(tmp_path))
    app = first_run(tmp_path)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, FirstRunScreen))
        await press(pilot, "escape")
    assert app.return_value == 0


def test_recent_workspaces_are_few_fresh_and_existing(tmp_path: Path) -> None:
    """Newest first, no twice, none that is gone; a broken list counts as empty."""
    state = tmp_path / "recent.json"
    files = [tmp_path / f"{number}.db" for number in range(KEPT + 3)]
    for file in files:
        file.write_text("", "utf-8")
        remember(file, state)
    remember(files[5], state)

    assert recent(state)[:2] == (files[5], files[-1])
    assert len(recent(state)) == KEPT
    files[5].unlink()
    assert files[5] not in recent(state)
    state.write_text("{", "utf-8")
    assert recent(state) == ()


def test_a_path_is_offered_with_what_lies_there(tmp_path: Path) -> None:
    """Folders before files, the folder itself first, narrowed by what is typed; what is not there offers nothing."""
    (tmp_path / "乙").mkdir()
    (tmp_path / "甲.txt").write_text("", "utf-8")
    (tmp_path / ".hidden").write_text("", "utf-8")

    itself, *within = entries_at(f"{tmp_path}/", "take {path}", True)
    assert itself.path == tmp_path
    assert itself.name.startswith("take ")
    assert itself.name.endswith(tmp_path.name[-20:])
    assert [entry.name for entry in within] == ["乙/", "甲.txt"]
    assert [entry.name for entry in entries_at(f"{tmp_path}/甲", "take {path}", True)] == ["甲.txt"]
    assert entries_at(f"{tmp_path}/nothing/", "take {path}", True) == []


def test_without_a_terminal_ambiguous_characters_are_narrow() -> None:
    """Nothing is asked where nobody could answer."""
    assert ask_width() == 1


def test_a_terminal_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is read among typed keys; silence ends the wait."""
    import os

    monkeypatch.setattr("tui.terminal.SECONDS", 0.05)
    reading, writing = os.pipe()
    try:
        os.write(writing, b"x\x1b[1;3R")
        assert _read_answer(reading) == 3
        assert _read_answer(reading) is None
    finally:
        os.close(reading)
        os.close(writing)


def test_a_whole_path_behind_the_one_that_stood_there_counts_alone(tmp_path: Path) -> None:
    """Who pastes a path into the line need not empty it first; a doubled bar within a path that is there does no harm."""
    (tmp_path / "甲.txt").write_text("x", "utf-8")

    assert next(entry.path for entry in entries_at(f"/somewhere/{tmp_path}/甲.txt", "take {path}", True)) == tmp_path / "甲.txt"
    assert next(entry.name for entry in entries_at(f"{tmp_path}//甲.txt", "take", True)) == "take"
