"""What a finding costs in keys, counted over the sample folder."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from statistics import median

from db.workspace import Workspace
from tests.tui.workbench import AUDITOR, open_review, press, settled, shown, workbench

SAMPLES = Path(__file__).parents[2] / "sample_reports"


async def test_the_sample_folder_costs_at_most_two_keys_a_finding(tmp_path: Path) -> None:
    """Every finding is judged, with keys that the screen prints: half of them confirmed, half dismissed with a reason."""
    path = tmp_path / "samples.db"
    with Workspace.open(path, auditor=AUDITOR, backups=False) as workspace:
        workspace.load(sorted(SAMPLES.glob("*.txt")), jobs=1)
        findings = workspace.progress().findings
    pressed: list[str] = []
    costs: list[float] = []
    async with workbench(path) as (app, pilot):
        screen = await open_review(app, pilot)

        async def key(name: str, spelled: str) -> None:
            assert spelled in shown(app), f"{spelled} is not on the screen"
            pressed.append(name)
            await press(pilot, name)

        pressed.append("f8")
        for answer in cycle([(("f2", "F2"),), (("f3", "F3"), ("2", "2 "))]):
            loaded = screen.state.loaded
            assert loaded is not None
            open_before, keys_before = loaded.progress.open, len(pressed)
            if not open_before:
                break
            for name, spelled in answer:
                await key(name, spelled)
            await settled(pilot)
            loaded = screen.state.loaded
            assert loaded is not None
            judged = open_before - loaded.progress.open
            assert judged > 0, "a step that judges nothing leads nowhere"
            costs += [(len(pressed) - keys_before) / judged] * judged

    assert len(costs) == findings > 10
    assert median(costs) <= 2.0
    assert len(pressed) / findings <= 2.0
