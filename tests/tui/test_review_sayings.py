"""What Review says about a check and a cell: in few cells too, in the language of the screen, the same on title and footer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.words import Language
from tests.tui.workbench import REPORTS, TestSettings, build_workspace, open_review, press, settled, shown, workbench
from tui.text import cell_width


@pytest.fixture
def audit(tmp_path: Path) -> Path:
    """The three reports of the other tests."""
    return build_workspace(tmp_path, REPORTS)


async def test_a_narrow_detail_names_the_rule(audit: Path) -> None:
    """At 80 columns the head of a check stands on one line, with the rule's name as far as it fits."""
    async with workbench(audit, size=(80, 24)) as (app, pilot):
        await open_review(app, pilot)
        right = [line.split("│")[-1] for line in shown(app).splitlines() if "│" in line]
    head = next(line for line in right if re.search(r"错误 {2}[A-Z]\d{3}", line))
    assert len(re.findall("[\u4e00-\u9fff]", head.split("错误")[1])) >= 4
    assert cell_width(head) <= 80


@pytest.mark.parametrize(("language", "cell"), [("zh", "本年新收·总计  9"), ("en", "new·total  9")])
async def test_a_check_that_held_shows_what_it_compared(audit: Path, language: Language, cell: str) -> None:
    """N101 that held: its clause is quoted, the cell of the table stands beside it, and the clause is marked on the left."""
    async with workbench(audit, size=(160, 45), settings=TestSettings(language=language)) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "1")
        await settled(pilot)
        index = next(i for i, row in enumerate(screen.checks.rows) if row.code == "N101")
        screen.checks.choose(index)
        await settled(pilot)
        text = shown(app)
        assert "「" in text
        assert "全年收到政府信息公开申请9件" in text
        assert cell in text
        assert screen.marks().evidence_spans


@pytest.mark.parametrize("size", [(80, 24), (120, 35), (160, 45)])
@pytest.mark.parametrize(("language", "said"), [("zh", "看全部"), ("en", "All checks")])
async def test_title_and_footer_call_escape_the_same_on_a_cell(
    audit: Path, size: tuple[int, int], language: Language, said: str
) -> None:
    """While only the checks of one cell are listed, the title and the footer both say where Esc leads."""
    async with workbench(audit, size=size, settings=TestSettings(language=language)) as (app, pilot):
        screen = await open_review(app, pilot)
        await press(pilot, "3", "left", "down", "right")
        await settled(pilot)
        assert screen.state.scope_cell is not None
        lines = shown(app).splitlines()
        title = next(line for line in lines[:-1] if said in line)
        assert f"Esc {said}" in title
        assert said in lines[-1]
        if language == "en":
            assert not re.search("本年|上年|自然人", title.split("│")[-1])
        await press(pilot, "escape")
        await settled(pilot)
        assert said not in shown(app)


@pytest.mark.parametrize(("language", "said"), [("zh", "未核"), ("en", "skipped")])
async def test_skipped_checks_are_counted_in_words(audit: Path, language: Language, said: str) -> None:
    """No count in the title of the checks reads as a number below nought."""
    async with workbench(audit, settings=TestSettings(language=language)) as (app, pilot):
        await open_review(app, pilot)
        seen = []
        for section in "123456":
            await press(pilot, section)
            await settled(pilot)
            seen.append(
                next(line for line in shown(app).splitlines() if ("核查  " in line or "Checks of" in line)).split("│")[-1]
            )
    assert any(said in title for title in seen)
    assert not any(re.search(r"-\d", title) for title in seen)
