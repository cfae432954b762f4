"""Names whole after a change of size, keys named as they are set, columns that tell something: Review, the queue, the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.views import RuleCount
from tests.tui.workbench import REPORTS, TestSettings, build_workspace, open_review, press, settled, shown, until, workbench
from tui.actions import key_text
from tui.review.checks import CheckRow
from tui.review.detail import DetailSheet, detail
from tui.review.runs import Para
from tui.rule_page import page_lines
from tui.screens.queue import QueueScreen
from tui.screens.rules import RulesScreen
from tui.signs import ASCII


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three reports of the other tests, only looked at."""
    return build_workspace(tmp_path_factory.mktemp("said"), REPORTS)


async def test_the_queue_writes_a_finding_anew_for_another_size(audit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said may depend on the room: a finding is written out for the width and height that its pane has now."""
    written: list[tuple[int, bool]] = []

    def recorded(row: CheckRow, sheet: DetailSheet) -> list[Para]:
        written.append((sheet.width, sheet.low))
        return detail(row, sheet)

    monkeypatch.setattr("tui.screens.queue.detail", recorded)
    async with workbench(audit, size=(80, 24)) as (app, pilot):
        await press(pilot, "shift+f5")
        queue = app.screen
        assert isinstance(queue, QueueScreen)
        for width, height, low in ((160, 45, False), (80, 24, True)):
            await pilot.resize_terminal(width, height)
            await settled(pilot)
            assert (queue.detail_pane.text_width, low) in written
            assert queue.detail_pane.low is low


@pytest.mark.parametrize(("keys", "named"), [({}, "Ctrl+O"), ({"original": "x,shift+f8"}, "Shift+F8")])
async def test_a_sentence_names_the_key_that_is_set(audit: Path, keys: dict[str, str], named: str) -> None:
    """Where the source lines of a table are left out, the key that shows them is the user's own, one without a letter."""
    async with workbench(audit, size=(120, 35), settings=TestSettings(keys=keys)) as (app, pilot):
        screen = await open_review(app, pilot)
        assert screen.sheet().original_key == key_text(app.key_overrides.get("original", ("ctrl+o",)))
        if not keys:
            assert f"按 {named} 看原件" in shown(app)
    assert key_text(("o", "ctrl+o")) == "Ctrl+O"


async def test_the_title_over_a_cells_checks_names_row_and_column(audit: Path) -> None:
    """Short names leave room for the column, the caption keeps the form's own."""
    async with workbench(audit, size=(120, 35)) as (app, pilot):
        await open_review(app, pilot)
        await press(pilot, "3", "left", "down", "right")
        assert "涉及 上年结转 × 商业企业" in shown(app)
        assert "二、上年结转政府信息公开申请数量 · 商业企业" in shown(app)


async def test_rules_show_broken_only_where_a_rule_broke(audit: Path) -> None:
    """A column of nothing but noughts says nothing; counts of nought are drawn, those not yet counted are not."""
    async with workbench(audit, size=(160, 45)) as (app, pilot):
        await press(pilot, "shift+f6")
        screen = app.screen
        assert isinstance(screen, RulesScreen)
        await until(pilot, lambda: bool(screen.counts))
        await settled(pilot)
        assert "出错" not in shown(app).splitlines()[1]
        row = next(line for line in shown(app).splitlines() if " ✔ S101 " in line)
        assert row.split("│")[0].split()[-4:] == ["0", "0", "3", "0"]
        screen.counts = {"S101": RuleCount("S101", 0, 0, 1234567, 0, 1)}
        screen.rules.show_columns(screen._columns())
        screen._show()
        await settled(pilot)
        assert "出错" in shown(app).splitlines()[1]
        assert "1234567" in shown(app)


def test_a_rules_page_says_when_it_holds() -> None:
    """The sentence under the name is that of a check that passed, and says so, with the terminal's sign."""
    (_, holds, *_) = page_lines("S101", "en", ASCII)
    assert "".join(run.text for run in holds.runs) == "+ when it holds: all six sections are there"
    (_, holds, *_) = page_lines("S101", "zh")
    assert "".join(run.text for run in holds.runs) == "✓ 通过时：六个部分齐全"
