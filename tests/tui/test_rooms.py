"""The screens about the whole workspace: every action of each, on a real workspace."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Input

from db.rule_choices import RuleChoices
from db.views import FindingFilter, LoadSummary
from db.workspace import Workspace
from rules.result import Severity
from tests.tui.quiet import PATIENCE
from tests.tui.workbench import AUDITOR, TestSettings, press, report_text, settled, shown, until, workbench
from tui.app import GoujiApp
from tui.queue.groups import GroupRow
from tui.screens.dashboard import DashboardScreen
from tui.screens.help import HelpScreen
from tui.screens.importing import ImportScreen
from tui.screens.library import LibraryScreen
from tui.screens.palette import PaletteScreen
from tui.screens.queue import QueueScreen
from tui.screens.queue_filter import QueueFilterScreen
from tui.screens.review import ReviewScreen
from tui.screens.rules import RulesScreen
from tui.screens.search import SearchScreen
from tui.screens.years import YearsScreen
from tui.widgets.entry_line import EntryLine
from tui.widgets.line_list import LineList
from tui.widgets.status_line import StatusLine

Room = TypeVar("Room", bound=Screen[Any])


def at(app: GoujiApp, kind: type[Room]) -> Room:
    """The screen shown, which must be of that kind."""
    assert isinstance(app.screen, kind), app.screen
    return app.screen


def said(app: GoujiApp) -> str:
    """What the status line says."""
    return app.screen.query_one(StatusLine).text


def verdicts(path: Path) -> list[str]:
    """The verdicts of all findings, as another program sees them."""
    with Workspace.open(path, auditor=AUDITOR) as workspace:
        found = workspace.findings(FindingFilter())
        return [row.verdict for row in found.rows(0, found.count())]


def counted(app: GoujiApp) -> Callable[[], bool]:
    """Whether the list on the screen has been counted."""
    return lambda: app.screen.query_one(LineList).counted


# ── the queue ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_queue_lists_open_findings_and_shows_the_one_under_the_cursor(audit: Path) -> None:
    """Findings of all reports stand in one list; the pane below says what the first one is about."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "shift+f5")
        queue = at(app, QueueScreen)
        await until(pilot, lambda: queue.findings.current is not None)
        await settled(pilot)
        text = shown(app)

    assert "青禾县教育局" in text
    assert "河汐市交通运输局" in text
    assert "L101" in text
    assert f"待判 {queue.progress.open}/{queue.progress.findings}" in text


@pytest.mark.parametrize(
    ("key", "verdict"), [("f2", "confirmed"), ("c", "confirmed"), ("f4", "asked"), ("f5", "fixed"), ("x", "fixed")]
)
async def test_a_verdict_is_recorded_and_the_next_finding_follows(audit: Path, key: str, verdict: str) -> None:
    """One key judges the finding under the cursor; it leaves the list of open ones, the next one stands in its place."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "shift+f5")
        queue = at(app, QueueScreen)
        await until(pilot, lambda: queue.findings.current is not None)
        before = queue.findings.row_count
        await press(pilot, key)
        await until(pilot, lambda: queue.findings.row_count == before - 1)
        assert "✓" in said(app)
        assert queue.findings.cursor == 0
    assert verdicts(audit).count(verdict) == 1


async def test_many_are_judged_as_one_step_and_undone_as_one(audit: Path) -> None:
    """Select all, confirm: one batch; undo takes the whole batch back, redo brings it again."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "shift+f5")
        queue = at(app, QueueScreen)
        await until(pilot, lambda: queue.findings.current is not None)
        count = queue.findings.row_count
        await press(pilot, "asterisk")
        assert len(queue.findings.selected) == count
        assert f"已选 {count} 项" in shown(app)
        await press(pilot, "f2")
        await until(pilot, lambda: queue.findings.counted and queue.findings.row_count == 0)
        assert not queue.findings.selected
        assert "没有符合条件的问题" in shown(app)
        await press(pilot, "f9")
        await until(pilot, lambda: queue.findings.row_count == count)
        await press(pilot, "f10")
        await until(pilot, lambda: queue.findings.row_count == 0)
    assert set(verdicts(audit)) == {"confirmed"}


async def test_space_selects_and_escape_lets_go(audit: Path) -> None:
    """Space adds the row and goes on; escape first lets the selection go, then leaves."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "shift+f5")
        queue = at(app, QueueScreen)
        await until(pilot, lambda: queue.findings.current is not None)
        await press(pilot, "space", "space")
        assert len(queue.findings.selected) == 2
        await press(pilot, "escape")
        assert not queue.findings.selected
        await press(pilot, "escape")
        assert not isinstance(app.screen, QueueScreen)


async def test_dismissing_needs_a_reason_and_keeps_a_draft(audit: Path) -> None:
    """Escape puts the reason aside and nothing is recorded; coming back finds it; a digit takes a canned phrase."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "shift+f5")
        queue = at(app, QueueScreen)
        await until(pilot, lambda: queue.findings.current is not None)
        await press(pilot, "f3", "enter")
        assert queue.query_one(EntryLine).asking, "an empty reason records nothing"
        await press(pilot, *"口径", "escape")
        assert "草稿" in said(app)
        await press(pilot, "f3")
        assert queue.query_one(EntryLine).text == "口径"
        await press(pilot, "enter")
        await until(pilot, lambda: "排除" in said(app))
        await press(pilot, "f3", "1")
        await until(pilot, lambda: queue.progress.dismissed == 2)
    assert verdicts(audit).count("dismissed") == 2


async def test_note_tags_and_severity(audit: Path) -> None:
    """A note, tags and another severity are written for the finding under the cursor."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "shift+f5")
        queue = at(app, QueueScreen)
        await until(pilot, lambda: queue.findings.current is not None)
        await press(pilot, "f6", *"问过", "enter")
        await until(pilot, lambda: "已存　备注" in said(app))
        await press(pilot, "ctrl+t", *"#重点 #复核", "enter")
        await until(pilot, lambda: "项的标签" in said(app))
        await press(pilot, "exclamation_mark")
        await until(pilot, lambda: "警告" in said(app))
    with Workspace.open(audit, auditor=AUDITOR) as workspace:
        (row,) = workspace.findings(FindingFilter(tag="重点")).rows(0, 5)
        assert (row.note, row.tags, row.severity) == ("问过", ("复核", "重点"), Severity.WARNING)


async def test_grouping_folds_and_selects_whole_groups(audit: Path) -> None:
    """Rules stand above their findings; enter folds one, space selects its findings; the line itself is not judged."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "shift+f5")
        queue = at(app, QueueScreen)
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: isinstance(queue.findings.current, GroupRow))
        group = queue.findings.current
        assert isinstance(group, GroupRow)
        await press(pilot, "f2")
        assert "归组" in said(app)
        await press(pilot, "space")
        assert len(queue.findings.selected) == group.count
        before = queue.findings.row_count
        await press(pilot, "enter")
        await until(pilot, lambda: queue.findings.row_count == before - group.count)
        await press(pilot, "enter")
        await until(pilot, lambda: queue.findings.row_count == before)


async def test_the_filter_is_words_and_conditions(audit: Path) -> None:
    """Words narrow the list; a condition chosen below is written into the line; the first line applies it."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "shift+f5", "slash")
        chooser = at(app, QueueFilterScreen)
        await until(pilot, lambda: chooser.count is not None and bool(chooser.conditions))
        assert chooser.query_one(Input).value == "待判"
        await press(pilot, "down", "enter")
        assert chooser.query_one(Input).value == "错误 待判"
        await press(pilot, "end", *" 河汐市")
        await until(pilot, lambda: chooser.count == 1)
        await press(pilot, "up", "enter")
        queue = at(app, QueueScreen)
        await until(pilot, lambda: queue.findings.counted and queue.findings.row_count == 1)
        assert queue.wanted == FindingFilter(severities=(Severity.ERROR,), verdicts=("open",), agency_text="河汐市")
        assert "筛选：错误 待判 河汐市" in shown(app)


async def test_queue_goes_on_to_the_next_open_finding_and_opens_it(audit: Path) -> None:
    """F8 skips what is judged; enter opens the finding in Review."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "shift+f5")
        queue = at(app, QueueScreen)
        await until(pilot, lambda: queue.findings.current is not None)
        queue._filtered(FindingFilter())
        await until(pilot, lambda: queue.findings.counted)
        await press(pilot, "f2", "home", "f8")
        assert queue.findings.cursor == 1
        row = queue.findings.current
        await press(pilot, "enter")
        review = at(app, ReviewScreen)
        await until(pilot, lambda: review.state.row is not None)
        assert row is not None
        assert review.state.report_id == getattr(row, "report_id", None)


async def test_queue_exports_what_it_lists(audit: Path, tmp_path: Path) -> None:
    """The audit file holds the findings of the filter."""
    target = tmp_path / "queue.md"
    async with workbench(audit) as (app, pilot):
        await press(pilot, "shift+f5", "ctrl+e")
        line = app.screen.query_one(EntryLine)
        line.query_one(Input).value = str(target)
        await press(pilot, "enter")
        await until(pilot, target.exists)
    assert "L101" in target.read_text("utf-8")


async def test_a_click_goes_to_a_finding_and_a_double_click_opens_it(audit: Path) -> None:
    """The mouse does what the keys do."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "shift+f5")
        queue = at(app, QueueScreen)
        await until(pilot, lambda: queue.findings.current is not None)
        await pilot.click("#queue-list", offset=(12, 2))
        assert queue.findings.cursor == 1
        await pilot.click("#queue-list", offset=(12, 2), times=2)
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))


# ── the years ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def two_years(tmp_path: Path) -> Path:
    """The same organ in two years; the second claims a carry-over that the first does not know."""
    later = report_text("云岭市公安局", 2024).replace(
        "二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0", "二、上年结转政府信息公开申请数量\t3\t0\t0\t0\t0\t0\t3"
    )
    sources = tmp_path / "two"
    sources.mkdir()
    (sources / "a.txt").write_text(report_text("云岭市公安局", 2023), "utf-8")
    (sources / "b.txt").write_text(later, "utf-8")
    path = tmp_path / "years.db"
    with Workspace.open(path, auditor=AUDITOR) as workspace:
        workspace.load([sources], jobs=1)
    return path


async def test_years_stand_side_by_side_and_breaks_are_marked(two_years: Path) -> None:
    """What does not carry over is marked by a sign; other figures are listed on demand; the text is compared with last year's."""
    async with workbench(two_years) as (app, pilot):
        await press(pilot, "down", "ctrl+y")
        years = at(app, YearsScreen)
        await until(pilot, lambda: bool(years.reports))
        await settled(pilot)
        text = shown(app)
        assert "2023" in text
        assert "3 ≠ 0 (+3)" in text
        assert "9 ≠ 11 (-2)" in text  # in force: 9 last year, 2 issued, 0 repealed
        assert "2024 年文字，与 2023 年相比" in text
        assert "与上年相同" in text
        for name in ("全部数字", "不全为零的数字", "与上年接不上的数字", "各行总计"):
            await press(pilot, "ctrl+l")
            assert name in shown(app)
        await press(pilot, "left")
        await until(pilot, lambda: "第一年" in shown(app))
        await press(pilot, "right")
        await until(pilot, lambda: "与 2023 年相比" in shown(app))
        await press(pilot, "tab", "pagedown", "tab", "end", "enter")
        review = at(app, ReviewScreen)
        assert review.state.report_id == years.ids[1]


async def test_the_reckoning_of_a_figure_is_said_in_the_language_of_the_screen(two_years: Path) -> None:
    """Under the cursor stands how the figure follows from last year; in English no label of a cell is Chinese."""
    async with workbench(two_years, size=(160, 45)) as (app, pilot):
        await press(pilot, "down", "ctrl+y")
        years = at(app, YearsScreen)
        await until(pilot, lambda: bool(years.reports))
        await settled(pilot)
        await press(pilot, "ctrl+l", "ctrl+l", "ctrl+l", "down")
        assert "2023 现行有效件数 9 + 2024 本年制发件数 2 - 2024 本年废止件数 0，应为 11，2024 年实为 9，相差 2" in said(app)
        await press(pilot, "ctrl+k")
        await until(pilot, lambda: "Table 2" in shown(app))
        await press(pilot, "home", "down")
        assert "2023 in force 9 + 2024 issued 2 - 2024 repealed 0, should be 11; 2024 printed 9, difference 2" in said(app)
        figures = [line.split("│")[0] for line in shown(app).splitlines()[1:30]]
        assert not [line for line in figures if re.search("[\u4e00-\u9fff]", line)]


async def test_one_year_alone_says_what_is_missing(audit: Path) -> None:
    """Nothing to compare with is said, not hidden."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "ctrl+y")
        await until(pilot, lambda: bool(at(app, YearsScreen).reports))
        await settled(pilot)
        assert "只读入了 2023 年的报告" in said(app)


# ── rules, dashboard, search ───────────────────────────────────────────────────────────────────────────────────────────


async def test_rules_are_listed_with_pages_and_counts(audit: Path) -> None:
    """Each rule with its counts, its page beside it; typing narrows the list."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "shift+f6")
        rules = at(app, RulesScreen)
        await until(pilot, lambda: bool(rules.counts))
        await press(pilot, "slash", *"l101", "enter")
        await settled(pilot)
        text = shown(app)
        assert "L101" in text
        assert "查什么" in text
        assert "A101" not in text
        await press(pilot, "escape")
        assert "S101" in shown(app)


async def test_a_rule_is_switched_off_made_lighter_and_the_workspace_checked_again(audit: Path) -> None:
    """Space switches, ! changes the severity, Ctrl+G runs the rules again: findings go and come, judgements stay."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "shift+f6")
        rules = at(app, RulesScreen)
        await until(pilot, lambda: bool(rules.counts))
        await press(pilot, "slash", *"l101", "enter", "down", "space")
        await until(pilot, lambda: not rules.choices.on("L101"))
        assert "停用" in shown(app)
        await press(pilot, "ctrl+g")
        await until(pilot, lambda: "重新核查完毕" in said(app))
        assert rules.counts.get("L101") is None or rules.counts["L101"].fails == 0
        await press(pilot, "space")
        await until(pilot, lambda: rules.choices.on("L101"))
        await press(pilot, "exclamation_mark")
        await until(pilot, lambda: rules.choices.severities == {"L101": Severity.WARNING})
        await press(pilot, "ctrl+g")
        await until(pilot, lambda: rules.counts["L101"].fails == 2)
        await press(pilot, "enter")
        queue = at(app, QueueScreen)
        await until(pilot, lambda: queue.findings.row_count == 2)
    with Workspace.open(audit, auditor=AUDITOR) as workspace:
        assert workspace.rule_choices() == RuleChoices(severities={"L101": Severity.WARNING})
        assert {row.severity for row in workspace.findings(FindingFilter(codes=("L101",))).rows(0, 9)} == {Severity.WARNING}


async def test_dashboard_bars_lead_to_their_findings(audit: Path) -> None:
    """Bars by rule, organ, year and auditor; enter walks into one."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "shift+f7")
        board = at(app, DashboardScreen)
        await until(pilot, lambda: bool(board.lines))
        assert "L101" in shown(app)
        assert "█" in shown(app) or "░" in shown(app)
        await press(pilot, "right")
        await until(pilot, lambda: "青禾县教育局" in shown(app))
        await press(pilot, "right")
        await until(pilot, lambda: bool(board.lines) and board.lines[0].name == "2023")
        await press(pilot, "right")
        await until(pilot, lambda: "还没有人作过判断" in shown(app))
        await press(pilot, "enter")
        assert "没有横条" in said(app)
        await press(pilot, "left", "left")
        await until(pilot, lambda: bool(board.lines))
        await press(pilot, "enter")
        queue = at(app, QueueScreen)
        await until(pilot, lambda: queue.findings.counted)
        assert queue.wanted.agency_text == "青禾县教育局"


async def test_a_click_on_a_facet_shows_its_bars(audit: Path) -> None:
    """The names above the bars can be clicked."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "shift+f7")
        board = at(app, DashboardScreen)
        await until(pilot, lambda: bool(board.lines))
        await pilot.click("FacetTabs", offset=(15, 0))
        await until(pilot, lambda: board.facet == "organ")


async def test_search_finds_two_characters_in_all_reports_and_opens_the_place(audit: Path) -> None:
    """Hits appear as one types; arrows move among them while typing; enter opens the report there."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "ctrl+f", *"图解")
        search = at(app, SearchScreen)
        await until(pilot, lambda: len(search.hits) == 3)
        await settled(pilot)
        assert "第5部分" in shown(app)
        assert "3 处" in shown(app)
        await press(pilot, "down", "enter")
        review = at(app, ReviewScreen)
        await until(pilot, lambda: review.state.loaded is not None)
        assert review.state.report_id == search.hits[1].report_id
        assert review.state.shown == 5


async def test_search_goes_on_where_the_first_hits_end(audit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When there are more hits than are looked for at once, it is said, and going down finds the others."""
    monkeypatch.setattr("tui.screens.search.PAGE_OF_HITS", 2)
    monkeypatch.setattr("tui.screens.search.NEAR", 1)
    async with workbench(audit) as (app, pilot):
        await press(pilot, "ctrl+f", *"图解")
        search = at(app, SearchScreen)
        await until(pilot, lambda: len(search.hits) == 2)
        await settled(pilot)
        assert "前 2 处，往下翻还有" in shown(app)
        await press(pilot, "down")
        await until(pilot, lambda: len(search.hits) == 3)
        await settled(pilot)
        assert "3 处" in shown(app)
        assert search.query_one(LineList).cursor == 1


async def test_search_for_what_is_not_there_says_so(audit: Path) -> None:
    """Nothing found is said; a key that needs a hit says why it cannot act."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "ctrl+f", *"[/b]不存在")
        await until(pilot, lambda: "没有找到" in shown(app))
        await press(pilot, "enter")
        assert "没有可打开的位置" in said(app)


# ── help, palette, import ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("key", ["f1", "question_mark", "fullwidth_question_mark"])
async def test_help_belongs_to_the_screen_it_was_opened_on(audit: Path, key: str) -> None:
    """Its keys and its purpose, and nothing that the screen cannot do."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "shift+f5", key)
        at(app, HelpScreen)
        text = shown(app)
        assert "问题清单" in text
        assert "Ctrl+O  o" in text
        await press(pilot, "end", "home", "escape")
        at(app, QueueScreen)


async def test_the_palette_finds_and_runs_commands(audit: Path) -> None:
    """Part of a name in either language, or a key, finds a command; enter runs it on the screen below."""
    async with workbench(audit) as (app, pilot):
        await press(pilot, "ctrl+p")
        palette = at(app, PaletteScreen)
        every = len(palette.commands)
        await press(pilot, *"dashboard")
        await until(pilot, lambda: 0 < palette.query_one(LineList).row_count < every)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, DashboardScreen))
        await press(pilot, "ctrl+p", "escape")
        at(app, DashboardScreen)


async def test_import_names_every_file_that_could_not_be_read(audit: Path, tmp_path: Path) -> None:
    """A folder is walked to and read; the summary counts what came and names what did not, with the reason."""
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "new.txt").write_text(report_text("临溪区民政局"), "utf-8")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 no archive")
    async with workbench(audit) as (app, pilot):
        await press(pilot, "f3")
        screen = at(app, ImportScreen)
        screen.query_one(Input).value = f"{folder}/"
        await until(pilot, lambda: "broken.docx" in shown(app))
        await press(pilot, "home", "enter")
        await until(pilot, lambda: screen.summary is not None)
        await settled(pilot)
        text = shown(app)
        assert "broken.docx" in text
        assert re.search(r"新报告 +1\b", text)
        assert re.search(r"读不了的文件 +1\b", text)
        await press(pilot, "f3")
        assert "没有在读取" in said(app)
        await press(pilot, "enter")
        await until(pilot, lambda: "临溪区民政局" in shown(app))


def hold_reading(app: GoujiApp, monkeypatch: pytest.MonkeyPatch, *, after: int = 0) -> threading.Event:
    """Let reading wait, after so many files, until the event is set: there is time to leave and come back on any machine."""
    assert app.workspace is not None
    load, let_go = app.workspace.load, threading.Event()

    def slow(paths: Sequence[Path], *, cancelled: Callable[[], bool], **options: Any) -> LoadSummary:
        def asked() -> bool:
            if not after or (app.load_progress is not None and app.load_progress.done >= after):
                assert let_go.wait(PATIENCE)
            return cancelled()

        return load(paths, cancelled=asked, **options)

    monkeypatch.setattr(app.workspace, "load", slow)
    return let_go


async def test_coming_back_to_import_shows_how_the_reading_ended(
    audit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who leaves while files are read finds the summary on coming back, once; after that the chooser."""
    (tmp_path / "one.txt").write_text(report_text("河西街道办事处"), "utf-8")
    async with workbench(audit) as (app, pilot):
        await press(pilot, "f3")
        let_go = hold_reading(app, monkeypatch)
        at(app, ImportScreen)._begin((tmp_path / "one.txt",))
        await until(pilot, lambda: app.loading)
        await pilot.press("escape")
        assert not isinstance(app.screen, ImportScreen)
        let_go.set()
        await until(pilot, lambda: not app.loading)
        app.open_room("import")
        await until(pilot, lambda: isinstance(app.screen, ImportScreen) and app.screen.summary is not None)
        await press(pilot, "escape")
        app.open_room("import")
        await pilot.pause()
        assert at(app, ImportScreen).summary is None


async def test_import_can_be_stopped_and_left(audit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F3 stops after the file at hand, and what was read is kept; Esc leaves while the reading goes on."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02}.txt").write_text(report_text(f"第{number}街道办事处"), "utf-8")
    async with workbench(audit) as (app, pilot):
        await press(pilot, "f3")
        screen = at(app, ImportScreen)
        let_go = hold_reading(app, monkeypatch, after=1)
        screen._begin((folder,))
        await until(pilot, lambda: app.load_progress is not None and app.load_progress.done > 0)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, ImportScreen)
        app.open_room("import")
        await pilot.pause()
        await pilot.press("f3")
        await until(pilot, lambda: app.load_cancelled)
        let_go.set()
        await until(pilot, lambda: not app.loading)
        again = at(app, ImportScreen)
        await until(pilot, lambda: again.summary is not None)
        assert again.summary is not None
        assert again.summary.cancelled
        assert again.summary.new < 30
        await until(pilot, lambda: "已读入的都已保存" in shown(app))


async def test_a_room_asked_for_before_it_is_imported_opens_with_the_keys_that_followed(
    audit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the rooms are imported in a thread the screen goes on; the keys after the one that leads there wait for the room."""
    ready = threading.Event()
    monkeypatch.setattr("tui.rooms.warm_rooms", lambda: ready.wait(PATIENCE))
    app = GoujiApp(audit, TestSettings(), open_workspace=lambda: Workspace.open(audit, auditor=AUDITOR))
    async with app.run_test(size=(120, 35)) as pilot:
        await until(pilot, lambda: app.warming and isinstance(app.screen, LibraryScreen) and app.screen.listed)
        for key in ("R", "Q"):
            app.post_message(Key(key, key))
        await until(pilot, lambda: app.way is not None and len(app._held) == 1)
        assert isinstance(app.screen, LibraryScreen)
        ready.set()
        await until(pilot, lambda: isinstance(app.screen, QueueScreen))
        await settled(pilot)
        assert [type(screen) for screen in app.screen_stack[1:]] == [RulesScreen, QueueScreen]
