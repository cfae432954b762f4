"""The auditor's own hand in Review: marks, own findings, corrected readings, versions, export."""

from __future__ import annotations

from pathlib import Path

from textual.events import MouseMove

from db.workspace import Workspace
from rules.audit import AuditedReport
from tests.tui.workbench import open_review, press, report_text, settled, shown, until, workbench
from tui.screens.judging import split_tags
from tui.screens.review import ReviewScreen
from tui.widgets.entry_line import EntryLine
from tui.widgets.status_line import StatusLine


def status(screen: ReviewScreen) -> str:
    """The status line."""
    return screen.query_one(StatusLine).text


def audited(path: Path, report_id: int) -> AuditedReport:
    """The report as the workspace has it."""
    with Workspace.open(path, auditor="someone") as workspace:
        return workspace.audited(report_id)


async def test_an_own_finding_on_a_cell(audit: Path) -> None:
    """F7 on a cell: severity by tab, tags by #; it stands among the checks of the section."""
    async with workbench(audit, size=(160, 45)) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "3", "tab", "tab")
        screen.pane.go_to("t3.new.total")
        await press(pilot, "f7", "tab", *"与上年公告不符", "space", "#", *"核对", "enter")

        assert "已存　自记问题" in status(screen)
        assert "与上年公告不符" in shown(app)
        report_id = screen.state.report_id
    (finding,) = audited(audit, report_id).own_findings
    assert finding.anchor.cell == "t3.new.total"
    assert (finding.severity, finding.text, finding.tags) == ("error", "与上年公告不符", ("核对",))


async def test_an_own_finding_on_marked_text(audit: Path) -> None:
    """V begins a mark, the cursor stretches it, F7 stores exactly that text with its surroundings."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "5", "tab", "tab")
        screen.pane.focus()
        await press(pilot, "home", "v", "right", "right", "right", "f7", *"太空泛", "enter")
        report_id = screen.state.report_id
        text = screen.pane.doc.text
    (finding,) = audited(audit, report_id).own_findings
    assert finding.anchor.text == text[0:4]
    assert finding.anchor.section == 5
    assert finding.severity == "warning"


async def test_the_mouse_marks_text_and_a_click_drops_the_mark(audit: Path) -> None:
    """Dragging over characters marks them, as V does; the next click is only a click again."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "5")
        index = screen.pane.doc.text_line_numbers[0]
        line = screen.pane.doc.text_lines[0]

        def at(cell: int) -> tuple[int, int]:
            return 3 + cell, index - screen.pane.scroll_offset.y

        await pilot.mouse_down(screen.pane, offset=at(0))
        await pilot.hover(screen.pane, offset=at(4))
        await pilot._post_mouse_events([MouseMove], screen.pane, offset=at(6), button=1)
        await pilot.mouse_up(screen.pane, offset=at(6))
        await settled(pilot)
        assert screen.pane.marked == (line.start, line.start + 4)
        assert "F7/m" in status(screen)
        await press(pilot, "f7", *"太空泛", "enter")
        await pilot.click(screen.pane, offset=at(2))
        assert screen.pane.marked is None
        report_id, text = screen.state.report_id, screen.pane.doc.text
    (finding,) = audited(audit, report_id).own_findings
    assert finding.anchor.text == text[line.start : line.start + 4]


async def test_without_a_mark_it_is_about_the_sentence(audit: Path) -> None:
    """The cursor's sentence is taken; empty text is refused in words."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "5", "left", "m", "enter")
        assert "写下是什么问题" in status(screen)
        await press(pilot, *"空泛", "enter")
        report_id = screen.state.report_id
    (finding,) = audited(audit, report_id).own_findings
    assert finding.anchor.text.endswith("。")


async def test_a_mark_needs_text_and_escape_drops_it(audit: Path) -> None:
    """On a table cell V says to go to the text; in text escape drops the mark before anything else."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "2", "ctrl+v")
        assert "先把光标移到文字上" in status(screen)
        await press(pilot, "5", "left", "ctrl+v", "right")
        assert screen.pane.marked == (0, 2)
        await press(pilot, "escape")
        assert screen.pane.marked is None
        assert app.screen is screen


async def test_an_own_finding_can_be_judged_and_undone(audit: Path) -> None:
    """It behaves like a rule's finding; undo takes it away."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "5", "left", "f7", *"空泛", "enter")
        report_id = screen.state.report_id
        await press(pilot, "f9")
        assert "已撤销" in status(screen)
    assert audited(audit, report_id).own_findings == ()


async def test_correcting_a_cell_runs_the_rules_again(audit: Path) -> None:
    """`=` on the wrong total: the sums hold, the cell is marked as corrected, undo brings the old reading back."""
    async with workbench(audit, size=(160, 45)) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "4", "left")
        screen.pane.go_to("t4.review.total")
        await press(pilot, "equals_sign")
        screen.query_one(EntryLine).fill("2")
        await press(pilot, "enter", "1")
        assert "已存　更正" in status(screen)
        assert "消失 1" in status(screen)
        assert "2=" in shown(app)
        report_id = screen.state.report_id
        (correction,) = audited(audit, report_id).corrections
        assert (correction.target, correction.old, correction.new) == ("t4.review.total", "1", "2")
        await press(pilot, "f9")
    assert audited(audit, report_id).corrections == ()


async def test_the_same_value_is_no_correction(audit: Path) -> None:
    """Enter on the old value says so and leaves the line open."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "4", "left", "＝", "enter")

        assert "没有更正" in status(screen)
        assert screen.query_one(EntryLine).asking


async def test_correcting_the_organ(audit: Path) -> None:
    """On the title page `=` corrects the fact under the cursor."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "0", "left", "home", "=")
        screen.query_one(EntryLine).fill("青禾县教育体育局")
        await press(pilot, "enter", "3")
        assert "已存" in status(screen)
        assert "青禾县教育体育局" in shown(app)


async def test_correcting_from_the_text_asks_which_fact(audit: Path) -> None:
    """Where there is no figure, the digits choose among organ, year, form and date."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "5", "left", "=", "2")
        assert "年度" in shown(app)
        screen.query_one(EntryLine).fill("2024")
        await press(pilot, "enter", "1")
        assert "已存" in status(screen)
        assert screen.state.audited is not None
        assert screen.state.audited.report.year == 2024


async def test_versions(audit: Path, tmp_path: Path) -> None:
    """With one version the key says so; with a rival, a digit chooses."""
    rival = tmp_path / "elsewhere"
    rival.mkdir()
    (rival / "other.txt").write_text(report_text("河汐市交通运输局", review="3\t0\t0\t0\t1"), "utf-8")
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "shift+f9")
        assert "只有一个版本" in status(screen)
        with Workspace.open(audit, auditor="王") as other:
            other.load([rival], jobs=1)
        await until(pilot, lambda: screen.state.audited is not None and len(screen.state.audited.versions) == 2)
        assert screen.state.audited is not None
        before = screen.state.audited.report.sha256
        await press(pilot, "V")
        names = [version.status for version in screen.state.audited.versions]
        await press(pilot, str(names.index("rival") + 1))
        assert "选定版本" in status(screen)
        assert screen.state.audited.report.sha256 != before


async def test_export_of_one_report(audit: Path, tmp_path: Path) -> None:
    """Ctrl+E in Review writes this report only."""
    target = tmp_path / "one.md"
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "ctrl+e")
        screen.query_one(EntryLine).fill(str(target))
        await press(pilot, "enter")
        await until(pilot, lambda: "已导出 1 份报告" in status(screen))
    text = target.read_text("utf-8")
    assert "河汐市交通运输局" in text
    assert "青禾县教育局" not in text


def test_tags_as_they_are_typed() -> None:
    """Spaces, commas of both kinds and # part tags; doubles are dropped."""
    assert split_tags("#重点 复查，重点、待 ＃x") == ("重点", "复查", "待", "x")
