"""Correcting the reader, choosing between versions, and what that does to judgements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from core.report import CellState, Report
from db.errors import RefusedError
from db.views import LibraryFilter, Undone
from db.workspace import Workspace
from rules.result import MissingEvidence, Result, Severity, Status
from tests.db.loading import load
from tests.db.reports import later, report

Loaded = Callable[..., int]
WRONG = {"t3.new.total": "47", "t3.new.natural_person": "45"}


def only_finding(workspace: Workspace) -> str:
    """The one present finding."""
    (found,) = workspace.findings().fingerprints()
    return found


def test_a_corrected_cell_reaches_the_rules_and_is_marked(workspace: Workspace, loaded: Loaded) -> None:
    """The rules run again on the corrected value; the receipt says what vanished; the source's text stays."""
    report_id = loaded(report(cells=WRONG))

    receipt = workspace.correct(report_id, "t3.new.natural_person", "47", "扫描看错")

    assert receipt.changes is not None
    assert receipt.changes.vanished == ("A101 t3.new.sum",)
    cell = workspace.audited(report_id).report.cells["t3.new.natural_person"]
    assert (cell.value, cell.raw, cell.corrected) == (Decimal(47), "45", True)
    (note,) = workspace.audited(report_id).corrections
    assert (note.target, note.old, note.new, note.reason, note.auditor) == ("t3.new.natural_person", "45", "47", "扫描看错", "甲")
    assert workspace.progress().errors == 0
    assert workspace.verify() == []


def test_a_correction_is_undone_and_redone(workspace: Workspace, loaded: Loaded) -> None:
    """The finding comes back with its judgement, and goes again."""
    report_id = loaded(report(cells=WRONG))
    finding = only_finding(workspace)
    workspace.judge(report_id, [finding], "confirmed")
    workspace.correct(report_id, "t3.new.natural_person", "47", "看错")

    assert isinstance(workspace.undo(), Undone)
    assert workspace.progress().confirmed == 1
    assert workspace.audited(report_id).report.cells["t3.new.natural_person"].value == Decimal(45)
    assert isinstance(workspace.redo(), Undone)
    assert workspace.progress().errors == 0
    assert workspace.verify() == []


@pytest.mark.parametrize(
    ("new", "state", "value"),
    [
        ("", CellState.BLANK, None),
        ("—", CellState.DASH, None),
        (None, CellState.ABSENT, None),
        ("1,234.50", CellState.NUMBER, Decimal("1234.50")),
    ],
)
def test_a_cell_can_be_set_to_every_state(
    workspace: Workspace, loaded: Loaded, new: str | None, state: CellState, value: Decimal | None
) -> None:
    """Blank, dash, no place, figure."""
    report_id = loaded(report())
    workspace.correct(report_id, "t3.granted.total", new, "看错")

    cell = workspace.audited(report_id).report.cells["t3.granted.total"]
    assert (cell.state, cell.value) == (state, value)


@pytest.mark.parametrize(
    ("target", "new"),
    [
        ("t3.new.total", "many"),
        ("t3.new.total", "NaN"),
        ("t3.new.total", "1e999999"),
        ("t9.x", "1"),
        ("year", "12"),
        ("form", "1999"),
        ("published", "2022-13-01"),
    ],
)
def test_an_impossible_correction_is_refused(workspace: Workspace, loaded: Loaded, target: str, new: str) -> None:
    """What cannot be a value of its target is not stored."""
    report_id = loaded(report())

    with pytest.raises(RefusedError):
        workspace.correct(report_id, target, new, "看错")
    assert workspace.audited(report_id).corrections == ()


def test_a_correction_needs_a_reason(workspace: Workspace, loaded: Loaded) -> None:
    """Nobody changes a figure in silence."""
    report_id = loaded(report())

    with pytest.raises(RefusedError):
        workspace.correct(report_id, "t3.new.total", "1", " ")


def test_a_withdrawn_correction_gives_the_reading_back(workspace: Workspace, loaded: Loaded) -> None:
    """The reader's own value is there again, unmarked."""
    given = report(cells=WRONG)
    report_id = loaded(given)
    workspace.correct(report_id, "t3.new.total", "45", "看错")
    workspace.withdraw_correction(report_id, "t3.new.total")

    assert workspace.audited(report_id).report == given
    assert workspace.progress().errors == 1


def test_setting_the_organ_moves_the_report_with_its_judgements(workspace: Workspace, loaded: Loaded) -> None:
    """A report without an organ is judged, then named: the judgements follow, its number stays, undo brings all back."""
    report_id = loaded(report(None, cells=WRONG))
    workspace.judge(report_id, [only_finding(workspace)], "confirmed")
    unnamed = only_finding(workspace)

    workspace.correct(report_id, "agency", "云岭市公安局", "见题目")

    assert only_finding(workspace) != unnamed
    audited = workspace.audited(report_id)
    assert audited.report.agency == "云岭市公安局"
    assert [judgement.verdict for judgement in audited.judgements.values()] == ["confirmed"]
    assert workspace.library(LibraryFilter(text="云岭")).count() == 1
    assert workspace.verify() == []
    workspace.undo()
    assert only_finding(workspace) == unnamed
    assert workspace.progress().confirmed == 1
    assert workspace.verify() == []
    workspace.redo()
    assert workspace.progress().confirmed == 1
    assert workspace.audited(report_id).report.agency == "云岭市公安局"


def test_a_judgement_under_the_old_name_can_be_undone_under_the_new(workspace: Workspace, loaded: Loaded) -> None:
    """Undo finds what it takes back through the alias."""
    report_id = loaded(report(None, cells=WRONG))
    workspace.judge(report_id, [only_finding(workspace)], "asked")
    workspace.correct(report_id, "agency", "云岭市公安局", "见题目")
    workspace.judge(report_id, [only_finding(workspace)], "confirmed")

    verdicts = []
    for _ in range(3):
        assert isinstance(workspace.undo(), Undone)
        verdicts.append(workspace.findings().rows(0, 1)[0].verdict)
    assert verdicts == ["asked", "asked", "open"]
    assert workspace.verify() == []


def test_correcting_the_year_onto_a_loaded_report_makes_a_rival(workspace: Workspace, loaded: Loaded) -> None:
    """Two sources for one organ and year are versions of one report; nobody's judgement is lost, undo parts them again."""
    first = loaded(report(cells=WRONG))
    second = loaded(report(year=2031, cells=WRONG, bytes_="two"))
    workspace.judge(None, workspace.findings().fingerprints(), "confirmed")

    workspace.correct(second, "year", "2021", "印错")

    assert workspace.progress().reports == 1
    (row,) = workspace.library().rows(0, 5)
    assert (row.report_id, row.rivals) == (first, 1)
    assert workspace.verify() == []
    workspace.undo()
    assert workspace.progress().reports == 2
    assert workspace.progress().confirmed == 2
    assert workspace.verify() == []


def test_a_rival_version_is_a_finding_until_chosen(workspace: Workspace, loaded: Loaded) -> None:
    """Other bytes for the same organ and year wait for the auditor; choosing settles it and can be undone."""
    first = report(cells=WRONG)
    other = later(first, **{"t3.new.natural_person": "47"})
    report_id = loaded(first)
    assert load(workspace, replace(other, source="elsewhere.txt")) == [report_id]

    assert {row.code for row in workspace.findings().rows(0, 5)} == {"A101", "S205"}
    workspace.choose_version(report_id, other.sha256)
    assert workspace.findings().count() == 0
    assert [(note.sha256, note.status) for note in workspace.audited(report_id).versions] == [
        (first.sha256, "former"),
        (other.sha256, "current"),
    ]
    workspace.undo()
    assert {row.code for row in workspace.findings().rows(0, 5)} == {"A101", "S205"}
    assert workspace.verify() == []


def test_new_bytes_at_a_known_path_are_the_new_version(workspace: Workspace, loaded: Loaded) -> None:
    """Re-publishing under the same file name replaces; the old version is kept; undo has nothing to do with it."""
    first = report(cells=WRONG)
    report_id = loaded(first)
    loaded(later(first, **{"t3.new.natural_person": "47"}))

    assert workspace.findings().count() == 0
    assert [note.status for note in workspace.audited(report_id).versions] == ["former", "current"]
    assert not isinstance(workspace.undo(), Undone)


def test_another_years_report_reruns_the_rules_that_look_at_it(workspace: Workspace, loaded: Loaded) -> None:
    """Y101 is skipped until last year is there, then it speaks; what it used is remembered."""
    this = loaded(report(cells={"t3.carried_over.total": "5"}))
    assert workspace.findings().count() == 0

    last = loaded(report(year=2020, cells={"t3.carried_forward.total": "4"}, bytes_="two"))

    (row,) = workspace.findings().rows(0, 5)
    assert (row.report_id, row.code) == (this, "Y101")
    workspace.correct(last, "t3.carried_forward.total", "5", "看错")
    assert workspace.findings().count() == 0
    assert workspace.verify() == []


def test_recheck_tells_what_changed(workspace: Workspace, loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    """With other rules than at loading time, findings appear and vanish; judgements stay."""
    report_id = loaded(report(cells=WRONG))
    workspace.judge(report_id, workspace.findings().fingerprints(), "confirmed")
    monkeypatch.setattr("tests.db.reports._words", _doubt)
    monkeypatch.setattr("tests.db.reports._total", _quiet)

    (changes,) = workspace.recheck()

    assert (changes.appeared, changes.vanished) == (("N303 1",), ("A101 t3.new.sum",))
    assert len(workspace.audited(report_id).vanished) == 1
    assert list(workspace.recheck()) == []


def _doubt(found: Report) -> Result:
    return Result("N303", "1", Status.FAIL, Severity.WARNING, 1, evidence=(MissingEvidence("x", found.part),))


def _quiet(found: Report, code: str, row: str) -> Result:
    return Result(code, f"t3.{row}.sum", Status.PASS, Severity.ERROR, found.part)
