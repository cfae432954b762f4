"""Judging in Review: a key records, acknowledges after the commit, and goes on; nothing typed is lost."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key

from db.errors import WorkspaceError
from db.views import LibraryFilter, Receipt
from db.workspace import Workspace
from rules.audit import Judgement
from rules.result import Status
from tests.tui.quiet import PATIENCE
from tests.tui.workbench import open_review, press, settled, shown, until, workbench
from tui.screens.review import ReviewScreen
from tui.widgets.entry_line import EntryLine
from tui.widgets.hint_bar import HintBar
from tui.widgets.status_line import StatusLine


def judgements(path: Path) -> list[Judgement]:
    """What was judged, as the workspace has it."""
    with Workspace.open(path, auditor="someone") as workspace:
        rows = workspace.library().rows(0, 50)
        return [judgement for row in rows for judgement in workspace.audited(row.report_id).judgements.values()]


def status(screen: ReviewScreen) -> str:
    """The status line."""
    return screen.query_one(StatusLine).text


@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        ("f2", "confirmed"),
        ("c", "confirmed"),
        ("ｃ", "confirmed"),
        ("f4", "asked"),
        ("r", "asked"),
        ("f5", "fixed"),
        ("x", "fixed"),
    ],
)
async def test_a_verdict_key_records_and_goes_on(audit: Path, key: str, verdict: str) -> None:
    """One key: the verdict is stored, said to be stored, and the next open finding is chosen."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        first = screen.state.row
        await press(pilot, key)

        assert status(screen).startswith("✓ 已存")
        assert screen.state.row is not None
        assert first is not None
        assert screen.state.row.id != first.id
    assert {judgement.verdict for judgement in judgements(audit)} == {verdict}


async def test_verdicts_flow_over_sections_and_reports(audit: Path) -> None:
    """Confirming again and again walks through the whole folder and says when it is done."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        seen = set()
        for _ in range(12):
            assert screen.state.audited is not None
            seen.add(screen.state.audited.report.agency)
            await press(pilot, "f2")
            if "全部判完" in status(screen):
                break

        assert "全部判完" in status(screen)
        assert {"青禾县教育局", "河汐市交通运输局"} <= seen
        await press(pilot, "f8")
        assert "全部判完" in status(screen)
    with Workspace.open(audit, auditor="x") as workspace:
        assert workspace.progress().open == 0


async def test_a_finding_costs_at_most_two_keys(audit: Path) -> None:
    """Confirm is one key, dismiss with a canned reason two: at most 2.0 keys a finding over the folder, median."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        costs = []
        for turn in range(12):
            keys = ("f2",) if turn % 2 else ("f3", "1")
            await press(pilot, *keys)
            costs.append(len(keys))
            if "全部判完" in status(screen):
                break

    assert sorted(costs)[len(costs) // 2] <= 2
    assert {judgement.verdict for judgement in judgements(audit)} == {"confirmed", "dismissed"}


async def test_dismissing_asks_for_a_reason(audit: Path) -> None:
    """The line opens; enter without a reason is refused in words; with one it is stored."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "d")
        assert screen.query_one(EntryLine).asking
        assert screen.query_one(HintBar).room == "line"
        await press(pilot, "enter")
        assert "要写理由" in status(screen)
        await press(pilot, *"口径不同", "enter")

        assert not screen.query_one(EntryLine).asking
        assert screen.query_one(HintBar).room == "review"
    assert {judgement.reason for judgement in judgements(audit)} == {"口径不同"}


@pytest.mark.parametrize("digit", ["2", "２"])
async def test_a_digit_takes_a_canned_reason(audit: Path, digit: str) -> None:
    """In the empty line a digit, full-width or not, is the whole answer."""
    async with workbench(audit) as (app, pilot):
        await open_review(app, pilot)
        await press(pilot, "f3", digit)
    assert {judgement.reason for judgement in judgements(audit)} == {"四舍五入所致"}


async def test_a_reason_may_begin_with_a_digit(audit: Path) -> None:
    """What follows decides: more text makes the digit a text, and nothing is recorded before Enter."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        row = screen.state.row
        await pilot.press("f3", "2", "0", "2", "1", "年", "口", "径")
        await settled(pilot)
        assert screen.query_one(EntryLine).text == "2021年口径"
        assert screen.state.row is row
        await press(pilot, "enter")
        assert "已存" in status(screen)
    assert {judgement.reason for judgement in judgements(audit)} == {"2021年口径"}


async def test_an_offered_phrase_can_be_taken_back_and_changed(audit: Path) -> None:
    """Backspace and Esc empty the line, an arrow makes the phrase a text to go on with."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        line = screen.query_one(EntryLine)
        await pilot.press("f3")
        for key in ("backspace", "escape"):
            await pilot.press("2")
            assert line.text == "四舍五入所致"
            await pilot.press(key)
            assert line.asking
            assert not line.text
        await pilot.press("2", "end", "了")
        await settled(pilot)
        assert line.text == "四舍五入所致了"
        await press(pilot, "enter")
    assert {judgement.reason for judgement in judgements(audit)} == {"四舍五入所致了"}


@pytest.mark.parametrize("key", ["f2", "c"])
async def test_a_key_after_a_digit_takes_the_phrase_and_falls_on_the_next_finding(audit: Path, key: str) -> None:
    """Fast hands are not held up: the verdict is recorded, and the key acts on what comes after it."""
    async with workbench(audit) as (app, pilot):
        await open_review(app, pilot)
        await pilot.press("f3", "2", key)
        await settled(pilot)
    kept = judgements(audit)
    assert {(judgement.verdict, judgement.reason) for judgement in kept} >= {("dismissed", "四舍五入所致")}
    assert "confirmed" in {judgement.verdict for judgement in kept}


async def test_after_a_moment_a_digit_is_the_whole_answer(audit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to press a further key."""
    monkeypatch.setattr("tui.widgets.entry_line.OFFER_SECONDS", 0.05)
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await pilot.press("f3", "2")
        await until(pilot, lambda: "已存" in status(screen))
    assert {judgement.reason for judgement in judgements(audit)} == {"四舍五入所致"}


async def test_verdicts_go_round_to_what_was_left_behind(audit: Path) -> None:
    """Begun in the middle, the folder is not called done while something before is open."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "f8")
        told = []
        for _ in range(14):
            await press(pilot, "f2")
            told.append(status(screen))
            if "全部判完" in told[-1]:
                break
        assert any("回到前面" in text for text in told)
        assert "全部判完" in told[-1]
    with Workspace.open(audit, auditor="x") as workspace:
        assert workspace.progress().open == 0


async def test_what_is_open_outside_the_filter_is_told(audit: Path) -> None:
    """A filter that is worked off is not the end of the work."""
    async with workbench(audit) as (app, pilot):
        app.library_filter = LibraryFilter(text="青禾县教育局")
        screen = await open_review(app, pilot)
        for _ in range(12):
            await press(pilot, "f2")
            if "判完" in status(screen):
                break
        left = screen.state.loaded
        assert left is not None
        assert left.progress.open > 0
        assert f"范围外还有 {left.progress.open} 项待判" in status(screen)


async def test_the_way_to_the_next_open_finding_begins_where_one_is(audit: Path) -> None:
    """From a section without findings it goes on downwards, not from the title again."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        audited = screen.state.audited
        assert audited is not None
        failed = sorted({result.section or 0 for result in audited.results if result.status is Status.FAIL})
        free = next(number for number in range(failed[0] + 1, 7) if number not in failed)
        await press(pilot, str(free), "f8")
        assert screen.state.audited is not audited or screen.state.section > free


async def test_a_digit_within_a_reason_is_a_digit(audit: Path) -> None:
    """Once something is written, digits are text."""
    async with workbench(audit) as (app, pilot):
        await open_review(app, pilot)
        await press(pilot, "f3", "共", "3", "件", "enter")
    assert {judgement.reason for judgement in judgements(audit)} == {"共3件"}


async def test_escape_keeps_the_draft_and_the_finding_open(audit: Path) -> None:
    """What was typed comes back when the same finding is dismissed again, after a restart too."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "f3", *"半句话", "escape")
        assert "草稿" in status(screen)
        assert isinstance(app.screen, ReviewScreen)
    assert judgements(audit) == []
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "f3")
        await until(pilot, lambda: screen.query_one(EntryLine).text == "半句话")
        await press(pilot, "enter", "f9", "f3")
        assert screen.query_one(EntryLine).text == "", "a saved draft is forgotten"


async def test_a_pause_keeps_the_draft(audit: Path) -> None:
    """Half a second without a key is enough: a crash after it loses nothing."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "f6", *"写到一半")
        question = screen.query_one(EntryLine).question
        assert question is not None
        await until(pilot, lambda: screen.workspace.draft(question.draft) == "写到一半")


async def test_keys_for_the_screen_wait_while_one_types(audit: Path) -> None:
    """A verdict key in the middle of a reason does nothing but say so."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "f3", "f2")

        assert "先写完这一行" in status(screen)
        assert screen.query_one(EntryLine).asking
    assert judgements(audit) == []


async def test_pasted_lines_become_one(audit: Path) -> None:
    """A paste with line ends loses no word."""
    from textual.events import Paste

    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "f6")
        app.post_message(Paste("第一行\n第二行\x1b[31m"))
        await settled(pilot)

        assert screen.query_one(EntryLine).text.startswith("第一行 第二行")
        assert "\x1b" not in screen.query_one(EntryLine).text


async def test_note_tags_severity(audit: Path) -> None:
    """Each is stored on the finding, which stays where it is, and shows in the detail."""
    async with workbench(audit, size=(160, 45)) as (app, pilot):
        screen = await open_review(app, pilot)
        row = screen.state.row
        await press(pilot, "f6", *"待核实", "enter")
        assert "已存　备注" in status(screen)
        await press(pilot, "ctrl+t", *"重点", "space", *"复查", "enter")
        await press(pilot, "exclamation_mark")
        assert screen.state.row is not None
        assert row is not None
        assert screen.state.row.id == row.id
        text = shown(app)
        for word in ("待核实", "#复查 #重点", "警告"):
            assert word in text
    (judgement, *_) = judgements(audit)
    assert (judgement.note, judgement.tags, judgement.severity) == ("待核实", ("复查", "重点"), "warning")


async def test_undo_and_redo_over_a_restart(audit: Path) -> None:
    """The step is taken back and its finding chosen again; redo does it again."""
    async with workbench(audit) as (app, pilot):
        await open_review(app, pilot)
        await press(pilot, "f2")
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "f9")
        assert "已撤销" in status(screen)
        assert all(judgement.verdict == "open" for judgement in judgements(audit))
        await press(pilot, "f10")
        assert "已重做" in status(screen)
        assert "confirmed" in {judgement.verdict for judgement in judgements(audit)}


async def test_undo_with_nothing_to_undo_says_so(audit: Path) -> None:
    """A key that cannot act says why."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "f9")

        assert status(screen)
        assert "已撤销" not in status(screen)


async def test_a_colleagues_judgement_cannot_be_undone_and_is_named(audit: Path) -> None:
    """After another judged the same finding, undo is refused with that name."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        row, audited = screen.state.row, screen.state.audited
        assert row is not None
        assert audited is not None
        report_id = screen.state.report_id
        prints = [audited.fingerprint(result) for result in row.results]
        await press(pilot, "f2")
        with Workspace.open(audit, auditor="王") as other:
            other.judge(report_id, prints, "dismissed", reason="口径不同")
        await press(pilot, "f9")

        assert "王" in status(screen)


async def test_a_colleagues_judgement_appears(audit: Path) -> None:
    """What another judged a moment ago shows by itself, and who it was is said."""
    async with workbench(audit, size=(160, 45)) as (app, pilot):
        screen = await open_review(app, pilot)
        row, audited = screen.state.row, screen.state.audited
        assert row is not None
        assert audited is not None
        with Workspace.open(audit, auditor="王") as other:
            other.judge(screen.state.report_id, [audited.fingerprint(row.results[0])], "asked", reason=None)
        await until(pilot, lambda: "刚刚判断：王 " in status(screen))

        assert "待答复" in shown(app)


async def test_reopening(audit: Path) -> None:
    """A verdict can be taken back by hand; an open finding cannot, and says so."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "delete")
        assert "本来就待判" in status(screen)
        row = screen.state.row
        await press(pilot, "f2", "up", "up", "up")
        await press(pilot, "home")
        if screen.state.row is not None and row is not None and screen.state.row.id == row.id:
            await press(pilot, "p")
            assert "待判" in status(screen)


async def test_what_passed_cannot_be_judged(audit: Path) -> None:
    """On a passed check the verdict keys say that there is nothing to judge."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "end", "f2")
        assert screen.state.row is not None
        assert screen.state.row.status != "fail"
        assert "没有可判断的" in status(screen)
    assert judgements(audit) == []


async def test_the_last_decisions_stay_visible(audit: Path) -> None:
    """The status line shows what was decided last, newest first."""
    async with workbench(audit, size=(160, 45)) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "f2", "f4")

        trail = screen.query_one(StatusLine).trail
        assert trail.index("待答复") < trail.index("确认")


class SlowWorkspace:
    """A workspace whose judgements wait until they are let through."""

    def __init__(self, inside: Workspace) -> None:
        self.inside = inside
        self.gate = threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inside, name)

    def judge(self, *arguments: Any, **options: Any) -> Receipt:
        """Judge, once the gate is open."""
        self.gate.wait(PATIENCE)
        return self.inside.judge(*arguments, **options)


async def test_the_acknowledgement_comes_after_the_commit_and_keys_wait_their_turn(audit: Path) -> None:
    """While the disk is slow nothing is claimed, the screen answers, and a second verdict falls on the next finding."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        assert app.workspace is not None
        slow = SlowWorkspace(app.workspace)  # type: ignore[arg-type]
        app.workspace = slow
        first = screen.state.row
        await pilot.press("f2", "f4", "down")
        assert "已存" not in status(screen)
        await until(pilot, lambda: "正在写入" in status(screen))
        slow.gate.set()
        await settled(pilot)

        assert "待答复" in status(screen)
        assert first is not None
    assert {judgement.verdict for judgement in judgements(audit)} == {"confirmed", "asked"}


class BrokenWorkspace(SlowWorkspace):
    """A workspace whose disk is full."""

    def judge(self, *arguments: Any, **options: Any) -> Receipt:
        """Fail."""
        raise WorkspaceError("app.nothing_to_copy")


async def test_a_failed_write_claims_nothing_and_loses_nothing(audit: Path) -> None:
    """The line opens again with the reason that could not be stored."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        assert app.workspace is not None
        app.workspace = BrokenWorkspace(app.workspace)  # type: ignore[arg-type]
        await press(pilot, "f3", *"不成立", "enter")

        assert "没有做成" in status(screen)
        assert screen.query_one(EntryLine).text == "不成立"


async def test_auditors_who_differ_are_shown_both(audit: Path) -> None:
    """A conflict has its sign in the list, and both names and verdicts below."""
    async with workbench(audit, size=(160, 45)) as (app, pilot):
        screen = await open_review(app, pilot)
        row, audited = screen.state.row, screen.state.audited
        assert row is not None
        assert audited is not None
        prints, report_id = [audited.fingerprint(result) for result in row.results], screen.state.report_id
        await press(pilot, "f2")
    with Workspace.open(audit, auditor="王") as other:
        other.judge(report_id, prints, "dismissed", reason="口径不同")
    async with workbench(audit, size=(160, 45)) as (app, pilot):
        app.open_room("review", report_id, prints[0])
        await settled(pilot)
        text = shown(app)

    assert "‼" in text
    assert "李：确认" in text
    assert "王：排除" in text
    assert "再判一次" in text, "how to settle it"


async def test_a_judgement_whose_figures_changed_is_stale(audit: Path) -> None:
    """After the cell under a confirmed finding is corrected to another wrong value, the judgement asks to be looked at again."""
    async with workbench(audit, size=(160, 45)) as (app, pilot):
        screen = await open_review(app, pilot)
        row, audited = screen.state.row, screen.state.audited
        assert row is not None
        assert audited is not None
        fingerprint, report_id = audited.fingerprint(row.results[0]), screen.state.report_id
        await press(pilot, "f2")
    with Workspace.open(audit, auditor="李") as workspace:
        workspace.correct(report_id, "t4.review.total", "5", "读取有误")
    async with workbench(audit, size=(160, 45)) as (app, pilot):
        app.open_room("review", report_id, fingerprint)
        await settled(pilot)
        text = shown(app)

    assert "须再看" in text
    assert "5]=" in text


async def test_typing_survives_a_kill(audit: Path) -> None:
    """What was typed before a pause is in the file, whatever becomes of the process: another one reads it."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "f6", *"还没写完")
        question = screen.query_one(EntryLine).question
        assert question is not None
        with Workspace.open(audit, auditor="李") as other:
            await until(pilot, lambda: other.draft(question.draft) == "还没写完")


@pytest.mark.parametrize("slow", [False, True])
async def test_keys_typed_ahead_are_not_lost_and_fall_where_they_were_meant(audit: Path, slow: bool) -> None:
    """`c d 1 d 共 2 件 enter` in one go, faster than any disk: confirmed, dismissed with a phrase, dismissed with a text."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        assert app.workspace is not None
        gate = SlowWorkspace(app.workspace)  # type: ignore[arg-type]
        app.workspace = gate
        if not slow:
            gate.gate.set()
        for key in ("c", "d", "1", "d", "共", "2", "件", "enter"):
            app.post_message(Key(key, None if key == "enter" else key))
        if slow:
            await until(pilot, lambda: len(screen.turn.held) == 7)
        gate.gate.set()
        await settled(pilot)
        await settled(pilot)
    found = judgements(audit)
    assert sorted(judgement.verdict for judgement in found if judgement.verdict != "confirmed") == ["dismissed"] * 2
    assert {judgement.reason for judgement in found} == {None, "原件无误，读取有误", "共2件"}


async def test_keys_that_were_held_act_before_those_typed_later(audit: Path) -> None:
    """A burst that is still arriving when the write ends comes after what waited for the write, in the order of typing."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        written = asyncio.Event()

        async def work() -> None:
            await written.wait()
            for key in "乙丙":
                app.post_message(Key(key, key))

        screen.commit(work())
        await pilot.press("f6", "甲")
        assert [key for key, _ in screen.turn.held] == ["f6", "甲"]
        written.set()
        await settled(pilot)
        assert screen.query_one(EntryLine).text == "甲乙丙"


async def test_what_a_long_write_waits_for_never_hides_its_acknowledgement(audit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the moment to say that it is still being written comes just after it was acknowledged, the acknowledgement stays."""
    monkeypatch.setattr("tui.screens.judging.LONG_WAIT", 0.001)
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)

        async def work() -> None:
            screen.tell("✓ 已存", "saved")
            await asyncio.sleep(0.05)

        screen.commit(work())
        await settled(pilot)
        assert status(screen) == "✓ 已存"
