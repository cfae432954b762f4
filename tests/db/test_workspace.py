"""Opening, loading, judging, leaving and coming back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from db.errors import WorkspaceError
from db.views import Undone
from db.workspace import Workspace
from tests.db.reports import report, rules

Loaded = Callable[..., int]
SUM = {"t3.new.total": "47", "t3.new.natural_person": "45"}


def test_a_report_comes_back_as_it_was_read(workspace: Workspace, loaded: Loaded) -> None:
    """What the rules and screens get is the very report that the reader made."""
    given = report(
        cells={**SUM, "t2.fees.amount": "12.50", "t3.granted.total": "", "t3.total.total": "-", "t4.review.total": "?x"}
    )
    report_id = loaded(given)

    assert workspace.audited(report_id).report == given


def test_results_come_back_as_the_rules_gave_them(workspace: Workspace, loaded: Loaded) -> None:
    """Evidence, figures, parameters and reasons survive storing."""
    given = report(cells=SUM, narrative="某某局")
    report_id = loaded(given)

    assert workspace.audited(report_id).results == rules().check(given, None)


def test_a_verdict_is_there_after_reopening(path: Path) -> None:
    """What was acknowledged is there for whoever opens the file next."""
    from tests.db.loading import load

    with Workspace.open(path, auditor="甲", rules=rules()) as workspace:
        (report_id,) = load(workspace, report(cells=SUM))
        (row,) = workspace.findings().rows(0, 10)
        workspace.judge(report_id, [row.fingerprint], "confirmed")

    with Workspace.open(path, auditor="乙", rules=rules()) as workspace:
        found = workspace.audited(report_id).judgements[row.fingerprint]
        assert (found.verdict, found.auditor) == ("confirmed", "甲")
        assert workspace.progress().confirmed == 1
        assert workspace.progress().open == 0


def test_dismissing_needs_a_reason(workspace: Workspace, loaded: Loaded) -> None:
    """Nobody can wave a finding away in silence."""
    report_id = loaded(report(cells=SUM))
    (row,) = workspace.findings().rows(0, 10)

    with pytest.raises(WorkspaceError) as refused:
        workspace.judge(report_id, [row.fingerprint], "dismissed", reason="  ")

    assert refused.value.word == "db.reason_needed"
    assert workspace.progress().open == 1


def test_undo_and_redo_work_after_a_restart(path: Path) -> None:
    """Steps are taken back from the ledger, not from memory."""
    from tests.db.loading import load

    with Workspace.open(path, auditor="甲", rules=rules()) as workspace:
        (report_id,) = load(workspace, report(cells=SUM))
        (row,) = workspace.findings().rows(0, 10)
        workspace.judge(report_id, [row.fingerprint], "confirmed")
        workspace.judge(report_id, [row.fingerprint], "asked")

    def verdict(workspace: Workspace) -> str:
        return workspace.findings().rows(0, 1)[0].verdict

    with Workspace.open(path, auditor="甲", rules=rules()) as workspace:
        assert isinstance(workspace.undo(), Undone)
        assert verdict(workspace) == "confirmed"
        assert isinstance(workspace.undo(), Undone)
        assert verdict(workspace) == "open"
        assert not isinstance(workspace.undo(), Undone)

    with Workspace.open(path, auditor="甲", rules=rules()) as workspace:
        assert isinstance(workspace.redo(), Undone)
        assert verdict(workspace) == "confirmed"
        assert isinstance(workspace.redo(), Undone)
        assert verdict(workspace) == "asked"
        assert not isinstance(workspace.redo(), Undone)


def test_the_file_is_for_its_owner_alone(workspace: Workspace) -> None:
    """Personal data may stand in reports: nobody else on the machine can read the file."""
    assert workspace.path.stat().st_mode & 0o777 == 0o600
