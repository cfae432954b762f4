"""What the workbench writes beside the findings: ends of the ledger, the ledger itself, what was left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

from db.exports.formats import FORMATS
from db.views import FindingFilter
from db.workspace import Workspace
from tui.screens.exporting import export_options

if TYPE_CHECKING:
    from tui.port import WorkspacePort

SAMPLES = Path(__file__).parents[2] / "sample_reports"
FAULTY = SAMPLES / "linxi-minzhengju-2024.txt"


def judged(path: Path, note: str = "") -> None:
    """A workspace with one report and one judgement."""
    with Workspace.open(path, auditor="李四", backups=False) as workspace:
        workspace.load([FAULTY], jobs=1)
        (row, *_) = workspace.findings().rows(0, 1)
        workspace.judge(row.report_id, [row.fingerprint], "confirmed")
        if note:
            workspace.note(row.report_id, row.fingerprint, note)


def test_a_json_export_of_the_workbench_can_be_merged(tmp_path: Path) -> None:
    """It carries the ledger and the ends of its chains: another workspace takes the verdict from it."""
    judged(tmp_path / "mine.db")
    with Workspace.open(tmp_path / "mine.db", auditor="李四", backups=False) as workspace:
        options, left_out = export_options(cast("WorkspacePort", workspace), "json", FindingFilter(), "zh")
        (tmp_path / "mine.json").write_bytes(FORMATS["json"].render(workspace.export_reports(), options))
        assert [head.auditor for head in options.heads] == ["李四"]
        assert not left_out
    with Workspace.open(tmp_path / "other.db", auditor="王五", backups=False) as other:
        other.load([FAULTY], jobs=1)
        assert other.merge([tmp_path / "mine.json"]).events == 1
        assert other.progress().confirmed == 1


def test_a_ledger_with_personal_numbers_stays_behind(tmp_path: Path) -> None:
    """A note with an identity card keeps the ledger out of the export, and that is told."""
    judged(tmp_path / "mine.db", "联系 13812345678")
    with Workspace.open(tmp_path / "mine.db", auditor="李四", backups=False) as workspace:
        options, left_out = export_options(cast("WorkspacePort", workspace), "json", FindingFilter(), "zh")

    assert left_out
    assert options.ledger == {}


def test_an_export_of_a_filter_says_so_and_counts_truly(tmp_path: Path) -> None:
    """What a list shows is exported with its filter named; checks that held are counted and not listed."""
    judged(tmp_path / "mine.db")
    wanted = FindingFilter(verdicts=("confirmed",))
    with Workspace.open(tmp_path / "mine.db", auditor="李四", backups=False) as workspace:
        options, _ = export_options(cast("WorkspacePort", workspace), "json", wanted, "zh")
        document = json.loads(FORMATS["json"].render(workspace.export_reports(wanted), options))
        text = FORMATS["markdown"].render(workspace.export_reports(wanted), options).decode()

    assert document["filters"] == ["判断：确认"]
    assert {result["status"] for result in document["reports"][0]["results"]} == {"fail"}
    assert "问题 1（" in text
    assert "通过 0" not in text
    assert "通过的项目" not in text
