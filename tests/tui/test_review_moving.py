"""Moving and looking in Review: both sides keep together, every key acts or says why not."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

import pytest

from core.words import say
from db.workspace import Workspace
from rules.audit import AuditedReport
from tests.tui.workbench import TestSettings, build_workspace, open_review, press, report_text, settled, shown, until, workbench
from tui.screens.review import ReviewScreen
from tui.widgets.detail_pane import DetailPane
from tui.widgets.entry_line import EntryLine
from tui.widgets.original_pane import OriginalPane
from tui.widgets.status_line import StatusLine


def status(screen: ReviewScreen) -> str:
    """The status line."""
    return screen.query_one(StatusLine).text


async def test_choosing_a_check_marks_its_evidence(audit: Path) -> None:
    """The first finding is a broken sum of table 3: its cells stand in brackets, the cursor is on one of them."""
    async with workbench(audit, size=(160, 45)) as (app, pilot):
        screen = await open_review(app, pilot)
        await until(pilot, lambda: screen.state.row is not None)
        marked = screen.pane.marks.evidence_cells | screen.pane.marks.suspect_cells

        assert marked
        assert screen.pane.target()[0] in marked
        assert "[" in shown(app)


async def test_moving_the_cell_cursor_lists_the_checks_on_the_cell(audit: Path) -> None:
    """Left pane, arrow down: the list names the cell and shows its sums; escape gives the section's list back."""
    async with workbench(audit, size=(160, 45)) as (app, pilot):
        screen = await open_review(app, pilot)
        all_rows = len(screen.checks.rows)
        await press(pilot, "left", "down", "right")
        assert screen.state.scope_cell is not None
        assert "涉及" in shown(app)
        assert 0 < len(screen.checks.rows) < all_rows
        await press(pilot, "escape")
        assert screen.state.scope_cell is None
        assert len(screen.checks.rows) == all_rows


@pytest.mark.parametrize("number", range(1, 7))
async def test_digits_go_to_sections(audit: Path, number: int) -> None:
    """1 to 6, and 0 for the title."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, str(number))
        assert screen.state.section == screen.state.shown == number
        await press(pilot, "0")
        assert screen.state.section == 0
        assert "公布日期" in shown(app)


async def test_reports_follow_each_other(audit: Path) -> None:
    """Page down and up go through the list; at its ends they say so."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot, first_open=False)
        first = screen.state.report_id
        await press(pilot, "pageup")
        assert "第一份" in status(screen)
        await press(pilot, "pagedown", "right_square_bracket")
        assert "最后一份" in status(screen) or screen.state.loaded is not None
        await press(pilot, "pagedown")
        assert "最后一份" in status(screen)
        await press(pilot, "pageup", "【")
        assert screen.state.report_id == first


async def test_next_and_previous_open_without_judging(audit: Path) -> None:
    """F8 and shift+F8 walk the open findings there and back."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        first = screen.state.row
        await press(pilot, "f8")
        second = screen.state.row
        await press(pilot, "shift+f8")

        assert first is not None
        assert second is not None
        assert second.id != first.id
        assert screen.state.row is not None
        assert screen.state.row.id == first.id


async def test_panes_and_zoom(audit: Path) -> None:
    """Tab goes round the three panes; F12 shows one alone, escape all again."""
    async with workbench(audit, size=(80, 24)) as (app, pilot):
        screen = await open_review(app, pilot)
        seen = []
        for _ in range(3):
            seen.append(screen.focused)
            await press(pilot, "tab")
        assert seen == [screen.checks, screen.query_one(DetailPane), screen.pane]
        await press(pilot, "tab", "f12")
        assert screen.query_one(DetailPane).size.height > 15
        await press(pilot, "tab")
        assert screen.pane.size.height > 15
        await press(pilot, "escape")
        assert not screen.has_class("-zoomed")
        await press(pilot, "z", "z")
        assert not screen.has_class("-zoomed")


async def test_which_checks(audit: Path) -> None:
    """Ctrl+L: all, failed only, open only, and all again."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        everything = len(screen.checks.rows)
        await press(pilot, "ctrl+l")
        assert {row.status for row in screen.checks.rows} == {"fail"}
        await press(pilot, "f", "f")
        assert len(screen.checks.rows) == everything


async def test_the_original_shows_the_place(audit: Path) -> None:
    """Ctrl+O shows the source with the cell's place marked; the chosen check moves the mark; escape goes back."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "ctrl+o")
        original = screen.query_one(OriginalPane)
        assert original.display
        assert original.place is not None
        assert screen.state.audited is not None
        source = screen.state.audited.report.source_text
        assert source[slice(*original.place)].strip()
        await press(pilot, "escape")
        assert not original.display


async def test_find_goes_from_place_to_place_and_over_sections(audit: Path) -> None:
    """The text is found in another section, marked there, and what is not there is said."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "1", "slash", *"图解", "enter")
        assert screen.state.shown == 5
        assert screen.state.found
        await press(pilot, "、")
        screen.query_one(EntryLine).fill("没有这几个字")
        await press(pilot, "enter")
        assert "没有找到" in status(screen)
        await press(pilot, "escape")


async def test_enter_unfolds_passed_checks_and_shows_their_sums(audit: Path) -> None:
    """A folded row opens into its members; each has its sum written out."""
    async with workbench(audit, size=(160, 45)) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "3")
        index = next(i for i, row in enumerate(screen.checks.rows) if row.code == "A102" and row.kind == "folded")
        before = len(screen.checks.rows)
        screen.checks.choose(index)
        await press(pilot, "enter")
        assert len(screen.checks.rows) > before
        await press(pilot, "down")
        assert "算式" in shown(app)
        screen.checks.choose(index)
        await press(pilot, "enter")
        assert len(screen.checks.rows) == before


async def test_enter_walks_the_evidence(audit: Path) -> None:
    """On a finding, enter goes to the next piece of its evidence."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "4")
        await settled(pilot)
        before = screen.pane.target()
        await press(pilot, "enter")
        assert screen.pane.target() != before
        assert "依据 2/" in status(screen)


async def test_half_pages_and_ends(audit: Path) -> None:
    """Ctrl+D and ctrl+U, home and end, in each pane."""
    async with workbench(audit, size=(80, 24)) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "3", "end")
        assert screen.checks.cursor == len(screen.checks.rows) - 1
        await press(pilot, "ctrl+u", "home")
        assert screen.checks.cursor == 0
        await press(pilot, "tab", "ctrl+d", "end", "tab", "ctrl+d", "end")
        assert screen.pane.cursor.line > 20


async def test_help_palette_years_and_back(audit: Path) -> None:
    """The other rooms open over Review and lead back to it."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        for key in ("f1", "ctrl+p", "ctrl+y"):
            await press(pilot, key)
            assert app.screen is not screen
            await press(pilot, "escape")
            await until(pilot, lambda: app.screen is screen)
        await press(pilot, "q")
        assert not isinstance(app.screen, ReviewScreen)


async def test_the_mouse_chooses_checks_tabs_and_cells(audit: Path) -> None:
    """Clicks do what keys do."""
    async with workbench(audit, size=(160, 45)) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "3")
        await pilot.click("#checks", offset=(10, 1))
        await settled(pilot)
        assert screen.checks.cursor == 1
        cell = "t3.granted.total"
        line, position = screen.pane.doc.line_of_cell[cell]
        slot = screen.pane.doc.lines[line].slots[position]  # type: ignore[union-attr]
        await pilot.click("#section", offset=(slot.start + 3, line - round(screen.pane.scroll_y)))
        await settled(pilot)
        assert screen.pane.target()[0] == cell
        await pilot.click("SectionTabs", offset=(3, 0))
        await settled(pilot)
        assert screen.state.section == 0


async def test_language_theme_and_copy(audit: Path) -> None:
    """The words change in place, the theme too; copying says what happened."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        row, theme = screen.state.row, app.theme
        await press(pilot, "ctrl+k")
        assert "Checks of section" in shown(app)
        assert screen.state.row is not None
        assert row is not None
        assert screen.state.row.id == row.id
        await press(pilot, "shift+f2")
        assert app.theme != theme
        await press(pilot, "ctrl+c")
        assert status(screen)


async def test_a_long_section_is_laid_out_beside_the_keys(tmp_path: Path) -> None:
    """A narrative of hundreds of pages opens at the place wanted; keys are answered while it is laid out."""
    long = "\n".join(
        f"（{number}）本年度第{number}项工作，公开信息{number}条，办结事项{number + 1}件，均按期完成。" for number in range(4000)
    )
    path = build_workspace(tmp_path, {"long.txt": report_text(extra=long)})
    async with workbench(path) as (app, pilot):
        row = app.screen.reports.current  # type: ignore[attr-defined]
        app.open_room("review", row.report_id, section=1, offset=60_000)
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        assert len(screen.pane.doc.text) > 100_000
        assert screen.pane.cursor.offset == 60_000
        await press(pilot, "ctrl+o")
        await press(pilot, "1")
        assert screen.pane.doc.lines


async def test_leaving_in_the_middle_of_a_line_keeps_it(audit: Path) -> None:
    """Ctrl+Q while a note is being typed: the text is the draft of next time."""
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        await pilot.press("f6", *"没写完")
        question = screen.query_one(EntryLine).question
        assert question is not None
        await pilot.press("ctrl+q")
    with Workspace.open(audit, auditor="李") as workspace:
        assert workspace.draft(question.draft) == "没写完"


async def test_what_a_check_says_depends_on_the_room_it_has_now(audit: Path) -> None:
    """A rule's name goes on under itself, whole, in as many lines as the width asks for; in a low pane it is cut after two."""
    name = say("rule.L101.title", "en")
    async with workbench(audit, size=(160, 45), settings=TestSettings(language="en")) as (app, pilot):
        screen = await open_review(app, pilot)
        pane = screen.query_one(DetailPane)

        def head() -> list[str]:
            lines = ["".join(run.text for run in pane.paint(number, pane.room)) for number in range(pane.line_count())]
            start = lines[0].index(name.split()[0])
            return [lines[0][start:], *takewhile(lambda line: not line[:start].strip() and bool(line.strip()), lines[1:])]

        wide = head()
        assert " ".join(" ".join(wide).split()) == name
        await pilot.resize_terminal(120, 35)
        await settled(pilot)
        assert " ".join(" ".join(head()).split()) == name
        assert len(head()) > len(wide)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert pane.low
        assert len(head()) == 2
        assert head()[1].endswith("…")
        await pilot.resize_terminal(160, 45)
        await settled(pilot)
        assert head() == wide


async def test_a_report_is_read_once_when_it_is_opened(audit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening costs one reading, however many classes the screen is made of; the reports that follow are read ahead, once."""
    real, read = Workspace.audited, []

    def counted(self: Workspace, report_id: int) -> AuditedReport:
        read.append(report_id)
        return real(self, report_id)

    monkeypatch.setattr(Workspace, "audited", counted)
    async with workbench(audit) as (app, pilot):
        screen = await open_review(app, pilot)
        loaded = screen.state.loaded
        assert loaded is not None
        assert read[0] == loaded.report_id
        assert set(read[1:]) >= {loaded.neighbours.next_id}
        assert len(read) == len(set(read)) <= 3
