"""The Library: what it lists, how one narrows it, and every one of its keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key

from core.words import Language, say
from db.views import LibraryFilter
from db.workspace import Workspace
from tests.tui.workbench import (
    AUDITOR,
    TestSettings,
    build_workspace,
    open_review,
    press,
    report_text,
    settled,
    shown,
    until,
    workbench,
)
from tui.screens.library import LibraryScreen, filter_text, parsed_filter
from tui.screens.review import ReviewScreen
from tui.widgets.entry_line import EntryLine
from tui.widgets.line_list import LineList
from tui.widgets.status_line import StatusLine


async def test_it_lists_every_report_with_its_counts(audit: Path) -> None:
    """Organ, year, errors, open findings; the heading counts the whole workspace."""
    async with workbench(audit) as (app, _):
        text = shown(app)

        assert "青禾县教育局" in text
        assert "河汐市交通运输局" in text
        assert "3 份报告" in text


async def test_the_counts_add_up(audit: Path) -> None:
    """A report's findings are listed by each severity, and the heading names every verdict that was given."""
    async with workbench(audit, size=(160, 45)) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "f4")
        assert isinstance(screen, ReviewScreen)
        await press(pilot, "escape", "escape")
        await until(pilot, lambda: "待答复 1" in shown(app))
        assert "i提示" in shown(app)
        assert "已改正" not in shown(app).splitlines()[0]
    with Workspace.open(audit, auditor=AUDITOR) as workspace:
        for row in workspace.library().rows(0, 9):
            assert row.errors + row.warnings + row.infos == row.open + row.confirmed + row.dismissed + row.asked + row.fixed


async def test_enter_opens_the_report_under_the_cursor(audit: Path) -> None:
    """Down, enter: the second report is reviewed."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "down")
        screen = await open_review(app, pilot, first_open=False)

        assert screen.state.audited is not None
        assert screen.state.audited.report.agency == "河汐市交通运输局"


async def test_next_open_starts_at_the_first_open_finding(audit: Path) -> None:
    """F8 skips the clean report and stands on a finding."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)

        assert screen.state.row is not None
        assert screen.state.row.status == "fail"


async def test_filter_as_you_type_and_escape(audit: Path) -> None:
    """The list narrows while one types; enter keeps the filter, escape drops it."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "slash", *"教育")
        library = app.screen
        assert isinstance(library, LibraryScreen)
        await until(pilot, lambda: library.reports.row_count == 1)
        await press(pilot, "enter")

        assert "筛选：教育" in shown(app)
        assert "3 份报告" in shown(app), "the counts are those of the whole workspace"

        await press(pilot, "escape")
        await until(pilot, lambda: library.reports.row_count == 3)


async def test_a_filter_typed_in_one_burst_is_whole(audit: Path) -> None:
    """The first letters find the line open, however fast they come, and so does what is pressed after Enter."""
    async with workbench(audit) as (app, pilot):
        library = app.screen
        assert isinstance(library, LibraryScreen)
        for key, character in (("slash", "/"), *((letter, letter) for letter in "cede")):
            app.post_message(Key(key, character))
        await until(pilot, lambda: library.entry.text == "cede")
        for key in ("enter", "escape"):
            app.post_message(Key(key, None))
        await until(pilot, lambda: app.library_filter.empty)
        assert not library.entry.asking


async def test_one_escape_too_many_does_not_end_the_program(audit: Path) -> None:
    """The first one asks, the second leaves."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "escape")
        assert "再按一次 Esc" in app.screen.query_one(StatusLine).text
        assert app.is_running
        await press(pilot, "down", "escape")
        assert app.is_running, "another key between them: they are no pair"
        await pilot.press("escape")
        assert app.return_value == 0


async def test_the_hint_changes_with_the_language(audit: Path) -> None:
    """What stands in the status line is said in the language of the screen."""
    async with workbench(audit) as (app, pilot):
        hint = app.screen.query_one(StatusLine).hint
        await press(pilot, "L")
        assert app.screen.query_one(StatusLine).hint not in ("", hint)


async def test_a_filter_that_matches_nothing_says_how_to_drop_it(audit: Path) -> None:
    """An empty list is explained."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "fullwidth_solidus", *"没有这个", "enter")
        await until(pilot, lambda: "没有符合筛选的报告" in shown(app))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公安 2021", LibraryFilter(text="公安", years=(2021,))),
        ("待判", LibraryFilter(only="open")),
        ("分歧 县 2020 2021", LibraryFilter(text="县", years=(2020, 2021), only="conflicts")),
        ("", LibraryFilter()),
    ],
)
def test_the_filters_line(text: str, expected: LibraryFilter) -> None:
    """Years, states and parts of names are told apart, and the line can be written back."""
    assert parsed_filter(text, "zh") == expected
    assert parsed_filter(filter_text(expected, "zh"), "zh") == expected


async def test_sorting_goes_round(audit: Path) -> None:
    """Shift+F4 goes through the orders and names each."""
    async with workbench(audit) as (app, pilot):
        seen = []
        for key in ("shift+f4", *["s"] * 5):
            await press(pilot, key)
            seen.append(app.library_order.by)
            assert "排序" in app.screen.query_one(StatusLine).text
        assert seen == ["open", "errors", "warnings", "year", "touched", "agency"]


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_the_next_step_is_on_the_screen(audit: Path, size: tuple[int, int]) -> None:
    """What to press is said in the status line and in the footer, at any size."""
    async with workbench(audit, size=size) as (app, _):
        text = shown(app)

        for word in ("审阅", "导入", "筛选", "帮助", "退出"):
            assert word in text


async def test_the_language_changes_while_running(audit: Path) -> None:
    """Ctrl+K: every word of the screen is English, and back."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "ctrl+k")
        assert "3 reports" in shown(app)
        assert "待判" not in shown(app)
        await press(pilot, "L")
        assert "3 份报告" in shown(app)


async def test_export_writes_and_says_so_and_never_overwrites(audit: Path, tmp_path: Path) -> None:
    """The audit file is written whole; a second time it refuses to touch it."""
    async with workbench(audit) as (app, pilot):
        target = tmp_path / "out.md"
        for expected in ("已导出 3 份报告", "没有覆盖"):
            await press(pilot, "ctrl+e")
            line = app.screen.query_one(EntryLine)
            line.fill(str(target))
            await press(pilot, "enter")
            await until(pilot, lambda wanted=expected: wanted in app.screen.query_one(StatusLine).text)  # type: ignore[misc]
        await press(pilot, "escape")

    assert "青禾县教育局" in target.read_text("utf-8")


async def test_export_with_an_unknown_ending_lists_the_known_ones(audit: Path) -> None:
    """The line stays open with what was typed."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "e")
        app.screen.query_one(EntryLine).fill("audit.xyz")
        await press(pilot, "enter")

        assert ".md" in app.screen.query_one(StatusLine).text
        assert app.screen.query_one(EntryLine).asking


async def test_undo_in_the_library(audit: Path) -> None:
    """The last step can be taken back at home, also after a restart."""
    async with workbench(audit) as (app, pilot):
        await open_review(app, pilot)
        await press(pilot, "f2")
    async with workbench(audit) as (app, pilot):
        await press(pilot, "f9")
        await until(pilot, lambda: "已撤销" in app.screen.query_one(StatusLine).text)
        await press(pilot, "f10")
        await until(pilot, lambda: "已重做" in app.screen.query_one(StatusLine).text)


async def test_an_empty_workspace_says_what_to_do(tmp_path: Path) -> None:
    """No reports: import is named, and keys that need a report say why they do nothing."""
    path = tmp_path / "empty.db"
    Workspace.open(path, auditor="李").close()
    async with workbench(path) as (app, pilot):
        await until(pilot, lambda: "按 F3 导入" in shown(app))
        await press(pilot, "ctrl+e")
        assert "还没有报告" in app.screen.query_one(StatusLine).text


async def test_a_workspace_that_cannot_be_opened_ends_with_one_line(tmp_path: Path) -> None:
    """Not a database: the app leaves with status 3 and says why."""
    from tui.app import GoujiApp

    path = tmp_path / "letter.db"
    path.write_text("dear reader", "utf-8")
    app = GoujiApp(path, TestSettings(), open_workspace=lambda: Workspace.open(path, auditor="李"))
    async with app.run_test() as pilot:
        await settled(pilot)

    assert app.return_code == 3


async def test_files_given_are_read_while_the_screen_lives(tmp_path: Path, audit: Path) -> None:
    """The library shows new reports when the reading is done and says how many."""
    from tests.tui.workbench import report_text

    new = tmp_path / "new.txt"
    new.write_text(report_text("松河市水务局", 2022), "utf-8")
    async with workbench(audit, load=(new,)) as (app, pilot):
        await until(pilot, lambda: "松河市水务局" in shown(app))
        await until(pilot, lambda: "读入完毕：新报告 1 份" in app.screen.query_one(StatusLine).text)


async def test_the_mouse_opens_a_report_and_presses_hints(audit: Path) -> None:
    """A double click on a row opens it; a click on a hint in the footer does what it says."""
    async with workbench(audit) as (app, pilot):
        await pilot.click("#reports", offset=(10, 2), times=2)
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await settled(pilot)
        await press(pilot, "escape")
        text = shown(app).splitlines()[-1]
        from tui.text import cell_width

        column = cell_width(text[: text.index("筛选")])
        await pilot.click("HintBar", offset=(column, 0))
        await settled(pilot)

        assert app.screen.query_one(EntryLine).asking


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_copying_a_row(audit: Path, language: Language) -> None:
    """What is vouched for is said, and no more."""
    async with workbench(audit, settings=TestSettings(language=language)) as (app, pilot):
        await press(pilot, "Y")

        assert app.screen.query_one(StatusLine).text


async def test_the_hint_of_an_empty_workspace_goes_when_reports_come(tmp_path: Path) -> None:
    """Whoever loads reports into an empty workspace is not told afterwards that it is empty."""
    (tmp_path / "a.txt").write_text(report_text(), "utf-8")
    async with workbench(tmp_path / "new.db") as (app, pilot):
        screen = app.screen
        assert isinstance(screen, LibraryScreen)
        status = screen.query_one(StatusLine)
        assert status.hint == say("library.empty", "zh")
        assert app.workspace is not None
        app.workspace.load([tmp_path / "a.txt"], jobs=1)
        screen.show_rows()
        await until(pilot, lambda: screen.shown == 1)
        await settled(pilot)
        assert status.hint == say("library.welcome", "zh")


async def test_the_footer_of_the_line_says_what_its_keys_do_there(audit: Path) -> None:
    """A filter is not saved and an export is written; neither keeps a draft, so leaving them is no putting aside."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "slash")
        assert "保持筛选" in shown(app)
        assert "常用语" not in shown(app)
        await press(pilot, "escape", "ctrl+e")
        assert "Enter 写出" in shown(app)
        assert "Esc 取消" in shown(app)
        await press(pilot, "escape")
        await open_review(app, pilot)
        await press(pilot, "f3")
        assert "1-5 常用语" in shown(app)
        assert "Esc 暂放" in shown(app)


async def test_a_trouble_beside_the_work_waits_until_what_was_said_is_read(audit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a load's last words nor the answer to a key takes its place unread; it is told once."""
    clock = [1000.0]
    monkeypatch.setattr("tui.widgets.status_line.monotonic", lambda: clock[0])
    monkeypatch.setattr("tui.app.POLL_SECONDS", 3600.0)
    audit.with_name("audit.db.backups").write_text("in the way", "utf-8")
    async with workbench(audit) as (app, pilot):
        assert app.workspace is not None
        (finding,) = app.workspace.findings().rows(0, 1)
        app.workspace.judge(finding.report_id, [finding.fingerprint], "confirmed")
        line = app.screen.query_one(StatusLine)
        app.loading = True
        app.tell("reading")
        clock[0] += 60
        await app._ask_for_changes()
        assert line.text == "reading"
        app.loading = False
        app.tell("all read", "saved")
        await app._ask_for_changes()
        assert line.text == "all read"
        clock[0] += 60
        await app._ask_for_changes()
        assert "audit.db.backups" in line.text
        app.tell("judged", "saved")
        clock[0] += 60
        await app._ask_for_changes()
        await settled(pilot)
        assert line.text == "judged"


async def test_files_are_read_once_nothing_is_imported_beside(audit: Path, tmp_path: Path) -> None:
    """The thread that reads and the one that fetches the rooms need parts of the same packages."""
    (tmp_path / "new.txt").write_text(report_text("松河市水务局"), "utf-8")
    async with workbench(audit) as (app, pilot):
        app.imported.clear()
        app.load([tmp_path / "new.txt"])
        await until(pilot, lambda: app.loading)
        await pilot.pause()
        assert app.load_progress is None
        app.imported.set()
        await until(pilot, lambda: app.load_summary is not None)
        await settled(pilot)
        assert app.load_summary is not None
        assert app.load_summary.new == 1


async def test_the_first_rows_do_not_take_the_place_of_how_the_load_ended(tmp_path: Path) -> None:
    """A quick load ends before the list is read: its last words stay, the hint comes when they are old."""
    async with workbench(build_workspace(tmp_path, {})) as (app, pilot):
        line = app.screen.query_one(StatusLine)
        assert line.hint == say("library.empty", "zh")
        app.tell("all read", "saved")
        library = app.screen
        assert isinstance(library, LibraryScreen)
        library.post_message(LineList.Loaded(library.reports, 1))
        await settled(pilot)

        assert (line.text, line.hint) == ("all read", say("library.welcome", "zh"))
