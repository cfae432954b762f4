"""What the workspace remembers of reports it has read is what stands in the file, whatever was written meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db import remembered
from db.workspace import Workspace
from tests.db.reports import report

Loaded = Callable[..., int]
WRONG = {"t3.new.total": "47", "t3.new.natural_person": "45"}


def fresh(workspace: Workspace, report_id: int) -> object:
    """The report as someone sees it who has just opened the file."""
    with Workspace.open(workspace.path, auditor="乙", backups=False) as other:
        return other.audited(report_id)


def test_a_report_that_did_not_change_is_not_read_again(
    workspace: Workspace, loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A judgement changes neither the reading nor the results: the same objects are given again."""
    report_id = loaded(report(cells=WRONG))
    first = workspace.audited(report_id)
    workspace.judge(report_id, workspace.findings().fingerprints(), "confirmed")
    second = workspace.audited(report_id)

    assert second.report is first.report
    assert second.results is first.results
    assert second.judgements != first.judgements
    assert second == fresh(workspace, report_id)


def test_what_is_written_is_seen_at_once(workspace: Workspace, loaded: Loaded) -> None:
    """A correction, its undoing and another run of the rules, by oneself or by a colleague, are never hidden."""
    report_id = loaded(report(cells=WRONG))
    workspace.audited(report_id)

    workspace.correct(report_id, "t3.new.natural_person", "47", "看错")
    assert workspace.audited(report_id) == fresh(workspace, report_id)
    assert workspace.progress().errors == 0
    workspace.undo()
    assert workspace.audited(report_id) == fresh(workspace, report_id)
    assert workspace.progress().errors == 1

    with Workspace.open(workspace.path, auditor="乙", backups=False) as colleague:
        colleague.correct(report_id, "t3.new.natural_person", "46", "看错")
    assert workspace.audited(report_id) == fresh(workspace, report_id)


def test_only_a_few_reports_are_kept(workspace: Workspace, loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many reports are looked at, the memory stays small; the one looked at last is kept longest."""
    monkeypatch.setattr(remembered, "MOST_KEPT", 2)
    ids = [loaded(report(year=year, cells=WRONG, bytes_=str(year))) for year in (2019, 2020, 2021, 2022)]
    before = [workspace.audited(report_id) for report_id in ids]
    after = [workspace.audited(report_id) for report_id in reversed(ids)]

    assert [one.report is other.report for one, other in zip(reversed(before), after, strict=True)] == [True, True, False, False]
    assert after[::-1] == before
