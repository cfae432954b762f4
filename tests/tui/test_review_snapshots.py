"""Library and Review as they look: golden pictures at three sizes, in both languages, readable in a diff."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.words import Language
from tests.tui.snapshot import assert_snapshot, still
from tests.tui.workbench import TestSettings, open_review, press, workbench

SIZES = ((80, 24), (120, 35), (160, 45))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_how_it_looks(audit: Path, size: tuple[int, int], language: Language) -> None:
    """The list; a broken sum and why it is dismissed; the text with its claims; a cell's checks; a corrected cell."""
    name = f"{size[0]}x{size[1]}-{language}"
    async with workbench(audit, size=size, settings=TestSettings(language=language)) as (app, pilot):
        still(app)
        assert_snapshot(app, f"library-{name}")
        screen = await open_review(app, pilot)
        assert_snapshot(app, f"review-sum-{name}")
        await press(pilot, "f3")
        still(app)
        await press(pilot, *"口径")
        assert_snapshot(app, f"review-reason-{name}")
        await press(pilot, "escape", "1")
        assert_snapshot(app, f"review-text-{name}")
        await press(pilot, "3", "left", "down", "right")
        assert_snapshot(app, f"review-cell-{name}")
        assert screen.state.scope_cell is not None


async def test_how_it_looks_in_ascii(audit: Path) -> None:
    """Without Unicode signs and borders everything still has a sign."""
    async with workbench(audit, size=(80, 24), settings=TestSettings(ascii=True)) as (app, pilot):
        await open_review(app, pilot)
        assert_snapshot(app, "review-sum-80x24-ascii")
