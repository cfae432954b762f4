"""Golden pictures of the rooms about the whole workspace, in both languages and three sizes; and their columns in a terminal."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Literal

import pyte
import pytest
from textual.pilot import Pilot

from core.words import Language
from db.views import FindingFilter, LoadSummary, UnreadableFile
from db.workspace import Workspace
from tests.tui.snapshot import assert_snapshot, screen_lines, screen_text, still
from tests.tui.workbench import AUDITOR, build_workspace, open_review, press, report_text, settled, until, workbench
from tui.app import GoujiApp
from tui.characters import width_of
from tui.screens.first_run import FirstRunScreen
from tui.screens.importing import ImportScreen
from tui.settings import Settings
from tui.widgets.line_list import LineList
from tui.width import use_ambiguous_width

SIZES = ((80, 24), (120, 35), (160, 45))
QUOTED = "（六）其他。印发“一图读懂”…①②——全年3次，“12345”热线转来2件。\n"


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of one organ, and an organ whose name and text hold characters of ambiguous width, and markup."""
    folder = tmp_path_factory.mktemp("pictured")
    reports = {
        "a.txt": report_text("云岭市公安局", 2023, extra=QUOTED),
        "b.txt": report_text("云岭市公安局", 2024, new=9, total=8, extra=QUOTED),
        "c.txt": report_text("青禾县“放管服”改革办公室", 2023, total=7, review="1\t0\t0\t0\t2", extra=QUOTED),
        "d.txt": report_text("河汐市交通运输局", 2023, review="2\t0\t0\t0\t1", extra="[/b][red]某某：\u202e47\n"),
    }
    for name, text in reports.items():
        (folder / name).write_text(text, "utf-8")
    path = folder / "审核.db"
    with Workspace.open(path, auditor=AUDITOR) as workspace:
        workspace.load([folder / name for name in reports], jobs=1)
    return path


async def rooms(app: GoujiApp, pilot: Pilot[int]) -> AsyncIterator[str]:
    """Go through every room in turn; its name is given when it is settled."""
    for room, keys in (("queue", ["shift+f5"]), ("rules", ["shift+f6"]), ("dashboard", ["shift+f7"]), ("settings", ["comma"])):
        await press(pilot, *keys)
        await ready(app, pilot)
        yield room
        if room == "queue":
            await press(pilot, "ctrl+o", "down", "space")
            await ready(app, pilot)
            yield "queue-grouped"
            await press(pilot, "escape", "slash")
            await until(pilot, lambda: app.screen.query_one("#queue-filter-list", LineList).row_count > 8)
            await settled(pilot)
            yield "queue-filter"
            await press(pilot, "escape", "f1")
            yield "help"
            await press(pilot, "escape", "ctrl+p")
            yield "palette"
            await press(pilot, "escape")
        await press(pilot, "escape")
    await press(pilot, "home", "down", "ctrl+y")
    await ready(app, pilot)
    yield "years"
    await press(pilot, "escape", "ctrl+f", *"热线")
    await ready(app, pilot)
    yield "search"
    await press(pilot, "escape", "f3")
    screen = app.screen
    assert isinstance(screen, ImportScreen)
    unreadable = (UnreadableFile("报告/损坏的[/b]文件.docx", "reader.damaged", {"format": "docx"}),)
    screen._show_summary(LoadSummary(files=12, reports=9, new=8, updated=1, known=2, unreadable=unreadable))
    await settled(pilot)
    yield "import"
    await press(pilot, "escape")
    app.push_screen(FirstRunScreen())
    await ready(app, pilot)
    yield "first-run"


async def ready(app: GoujiApp, pilot: Pilot[int]) -> None:
    """Wait until the list on the screen is counted and nothing runs."""
    await settled(pilot)
    await until(pilot, lambda: all(rows.counted for rows in app.screen.query(LineList)))
    await settled(pilot)


async def resized(app: GoujiApp, pilot: Pilot[int], width: int, height: int) -> None:
    """Change the size. What lies under a dialog is laid out only when it comes up again; for the picture that is done here."""
    await pilot.resize_terminal(width, height)
    await settled(pilot)
    for _ in range(2):
        for screen in app._background_screens:
            screen._refresh_layout()
        await settled(pilot)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_pictures_of_every_room(
    pictured: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    """What each room shows at 80×24, 120×35 and 160×45."""
    monkeypatch.setenv("GOUJI_STATE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    async with workbench(pictured, size=SIZES[-1], settings=Settings(language=language)) as (app, pilot):
        async for room in rooms(app, pilot):
            for width, height in SIZES:
                await resized(app, pilot, width, height)
                still(app)
                assert_snapshot(app, f"{room}-{language}-{width}x{height}")


LETTERS = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")
"""Chinese letters and punctuation: words and the report's own text."""


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_ascii_cuts_with_ascii_signs(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    """Where lines, titles, messages and tabs are too long for a narrow terminal, what is cut ends in two ASCII dots."""
    folder = tmp_path_factory.mktemp("ascii")
    monkeypatch.setenv("GOUJI_STATE", str(folder))
    named = "云岭市住房和城乡建设局及其下属的建设工程质量安全监督管理总站"
    reports = {
        "a.txt": report_text(named, 2023, total=8),
        "b.txt": report_text(named, 2024, total=8, review="1\t0\t0\t0\t2"),
    }
    path = build_workspace(folder, reports)
    seen = set[str]()

    def look(app: GoujiApp, room: str) -> None:
        text = screen_text(app).translate(str.maketrans("‘’“”–", "-----"))  # punctuation of words
        signs = {character for character in text if not character.isascii() and not LETTERS.match(character)}
        assert not signs - (set("①…") if room == "settings" else set()), (room, signs, text)  # it speaks of them
        seen.update(line.strip() for line in text.splitlines() if ".." in line)

    settings = Settings(ascii=True, language=language)
    async with workbench(path, size=(60, 24), settings=settings) as (app, pilot):
        async for room in rooms(app, pilot):
            look(app, room)
    async with workbench(path, size=(60, 24), settings=settings) as (app, pilot):
        await open_review(app, pilot)
        for keys in (["f3"], ["escape", "f7"], ["escape", "0"], ["1", "left"], ["3", "left", "down", "down", "equals_sign"]):
            await press(pilot, *keys)
            look(app, f"review {keys}")
    assert len(seen) > 20


@pytest.fixture
def terminal_width(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[int]:
    """A terminal, and the workbench, that take ambiguous characters to be so wide."""
    ambiguous: Literal[1, 2] = request.param
    monkeypatch.setattr("pyte.screens.wcwidth", lambda character: width_of(character, ambiguous))
    use_ambiguous_width(ambiguous)
    yield ambiguous
    use_ambiguous_width(1)


@pytest.mark.parametrize("terminal_width", [1, 2], indirect=True)
async def test_every_line_ends_in_the_same_column(
    pictured: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, terminal_width: int
) -> None:
    """In a terminal emulator that draws ambiguous characters in one cell or in two, no line is longer or shorter than another."""
    monkeypatch.setenv("GOUJI_STATE", str(tmp_path))
    async with workbench(pictured, size=(120, 30), settings=Settings()) as (app, pilot):
        async for room in rooms(app, pilot):
            for width in (80, 120):
                await pilot.resize_terminal(width, 30)
                await settled(pilot)
                ends = {}
                for number, line in enumerate(screen_lines(app)):
                    emulated = pyte.Screen(width * 2, 1)
                    pyte.Stream(emulated).feed("".join(segment.text for segment in line))
                    ends[number] = emulated.cursor.x
                assert set(ends.values()) == {width}, (room, {number: end for number, end in ends.items() if end != width})


async def test_ascii_draws_nothing_but_ascii_and_the_words(
    pictured: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --ascii no sign, border or bar needs Unicode; only words and the report's own text do."""
    monkeypatch.setenv("GOUJI_STATE", str(tmp_path))
    async with workbench(pictured, size=(120, 30), settings=Settings(ascii=True, language="en")) as (app, pilot):
        async for room in rooms(app, pilot):
            drawn = {character for line in screen_lines(app) for segment in line for character in segment.text}
            signs = {character for character in drawn if 0x2010 < ord(character) < 0x2E80} - set("“”…①②—–‘’×·")
            assert not signs, (room, signs)


async def test_the_queue_of_a_filter_with_hostile_words(pictured: Path) -> None:
    """Markup and direction controls in reports stay text in every column."""
    async with workbench(pictured) as (app, pilot):
        await press(pilot, "shift+f5")
        app.screen._filtered(FindingFilter(agency_text="河汐市"))  # type: ignore[attr-defined]
        await ready(app, pilot)
        text = "\n".join("".join(segment.text for segment in line) for line in screen_lines(app))
    assert "\u202e" not in text
    assert "河汐市交通运输局" in text
