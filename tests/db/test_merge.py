"""Merging: whatever the order, however often, all copies say the same in the end."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.errors import WorkspaceError
from db.views import OwnFindingDraft
from db.workspace import Workspace
from rules.audit import AuditedReport, OwnAnchor
from rules.result import Severity
from tests.db.loading import load
from tests.db.reports import later, report, rules

FIRST = report(cells={"t3.new.total": "47", "t3.new.natural_person": "45"}, narrative="某某局")
OTHERS = (
    report("某县司法局", cells={"t3.granted.total": "3"}, bytes_="other", name="b.txt"),
    report(year=2020, cells={"t3.carried_forward.total": "9"}, bytes_="before", name="c.txt"),
    replace(later(FIRST, **{"t3.new.natural_person": "46"}), source="elsewhere.txt"),
    report(None, cells={"t3.granted.total": "2"}, bytes_="nameless", name="d.txt"),
)


@contextmanager
def opened(path: Path, auditor: str) -> Iterator[Workspace]:
    """A workspace with the small rules and no automatic backups."""
    with Workspace.open(path, auditor=auditor, rules=rules(), backups=False) as workspace:
        yield workspace


def exported(workspace: Workspace) -> list[AuditedReport]:
    """What every export is rendered from, the local numbers left out."""
    return [replace(found, report_id=None) for found in workspace.export_reports()]


def act(workspace: Workspace, number: int, choice: int) -> None:
    """One thing that an auditor may do."""
    rows = workspace.findings().rows(0, 50)
    reports = workspace.library().rows(0, 50)
    if not rows:
        return
    row, one = rows[choice % len(rows)], reports[choice % len(reports)]
    verdict = ("confirmed", "asked", "fixed", "open")[choice % 4]
    version = workspace.audited(one.report_id).versions[0]
    own = OwnFindingDraft(Severity.INFO, f"自{choice}", OwnAnchor(cell="t3.new.total"))
    acts: list[Callable[[], object]] = [
        lambda: workspace.judge(row.report_id, [row.fingerprint], verdict),  # type: ignore[arg-type]
        lambda: workspace.judge(None, [one.fingerprint for one in rows], "dismissed", reason="核对过"),
        lambda: workspace.note(row.report_id, row.fingerprint, f"第{choice}条"),
        lambda: workspace.tag(row.report_id, row.fingerprint, [str(choice % 3)]),
        workspace.undo,
        workspace.redo,
        lambda: load(workspace, OTHERS[choice % len(OTHERS)]),
        lambda: workspace.own_finding(one.report_id, own),
        lambda: workspace.correct(one.report_id, "t3.new.total", str(choice), "看错"),
        lambda: workspace.correct(one.report_id, "agency", ("甲局", "乙局")[choice % 2], "看错"),
        lambda: workspace.choose_version(one.report_id, version.sha256, version.part),
    ]
    acts[number]()


ACTS = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 20)), max_size=5)


def check_any_order(scripts: list[list[tuple[int, int]]], every: int = 1) -> None:
    """Three copies go their own ways and are merged in every order, and once more."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        with opened(folder / "base.db", "甲") as base:
            load(base, FIRST)
            base.judge(None, base.findings().fingerprints(), "confirmed")
        copies = []
        for number, script in enumerate(scripts):
            copy = folder / f"copy{number}.db"
            shutil.copy(folder / "base.db", copy)
            copies.append(copy)
            with opened(copy, "甲乙丙"[number % 3]) as workspace:
                for kind, choice in script:
                    act(workspace, kind, choice)
        outcomes = []
        for number, order in enumerate(list(permutations(copies))[::every]):
            merged = folder / f"merged{number}.db"
            shutil.copy(order[0], merged)
            with opened(merged, "丁") as workspace:
                workspace.merge(order[1:])
                first = exported(workspace)
                assert workspace.merge(copies).events == 0
                assert exported(workspace) == first
                assert workspace.verify() == []
                outcomes.append((first, workspace.heads(), workspace.progress()))
        assert all(outcome == outcomes[0] for outcome in outcomes[1:])


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.lists(ACTS, min_size=3, max_size=3))
def test_three_copies_merge_to_the_same_in_any_order(scripts: list[list[tuple[int, int]]]) -> None:
    """Hypothesis over what three auditors did; every order and a second merge give identical exports."""
    check_any_order(scripts, every=2)


def test_who_looked_at_a_report_looks_again_when_a_merge_gives_it_another_name() -> None:
    """A colleague's correction of an organ takes last year's report away from this year's, in any order of merging."""
    check_any_order([[], [(6, 13)], [(6, 13), (9, 2)]])
    check_any_order([[], [(6, 13)], [(6, 13), (8, 18), (9, 2), (4, 0), (5, 0)]])


def test_an_own_finding_leaves_the_report_from_which_a_merge_moves_it() -> None:
    """It was written under a name that another copy had given up: it stands with the other name alone."""
    check_any_order([[], [(9, 0), (6, 18), (7, 0), (0, 0), (0, 0)], [(0, 0), (0, 0), (0, 0), (9, 0)]])


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ACTS, min_size=3, max_size=3))
def test_three_copies_merge_to_the_same_in_any_order_for_long(scripts: list[list[tuple[int, int]]]) -> None:
    """The same over many more stories."""
    check_any_order(scripts)


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of one workspace, 甲's with a verdict, 乙's with another and one report more."""
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    with opened(one, "甲") as workspace:
        load(workspace, FIRST)
    shutil.copy(one, other)
    with opened(one, "甲") as workspace:
        workspace.judge(None, workspace.findings().fingerprints()[:1], "confirmed")
    with opened(other, "乙") as workspace:
        workspace.judge(None, workspace.findings().fingerprints()[:1], "asked")
        load(workspace, OTHERS[0])
    return one, other


def test_a_merge_brings_verdicts_and_reports(two: tuple[Path, Path]) -> None:
    """Both verdicts are visible, the lacking report is there with its bytes."""
    one, other = two
    with opened(one, "甲") as workspace:
        summary = workspace.merge([other])

        assert (summary.sittings, summary.events, summary.reports, summary.conflicts) == (1, 1, 1, 1)
        assert (summary.forks, summary.refused) == ((), ())
        conflicts = [judgement.conflicts for found in workspace.export_reports() for judgement in found.judgements.values()]
        assert [[(one.auditor, one.verdict) for one in both] for both in conflicts] == [[("甲", "confirmed"), ("乙", "asked")]]
        added = next(row for row in workspace.library().rows(0, 5) if row.agency == "某县司法局")
        assert workspace.original(added.report_id) == b"other"
        assert workspace.verify() == []


def test_nobody_undoes_what_a_merge_brought_from_a_colleague(two: tuple[Path, Path]) -> None:
    """乙's later verdict stands in the way of 甲's undo, by name."""
    one, other = two
    with opened(one, "甲") as workspace:
        workspace.merge([other])
        refused = workspace.undo()

        assert getattr(refused, "parameters", {}).get("auditor") == "乙"


def test_a_json_export_can_be_merged(two: tuple[Path, Path], tmp_path: Path) -> None:
    """The ledger in an export is as good as the file it came from."""
    one, other = two
    exported_ledger = tmp_path / "other.json"
    with opened(other, "乙") as workspace:
        exported_ledger.write_text(json.dumps({"ledger": workspace.ledger()}), "utf-8")
    with opened(one, "甲") as workspace:
        assert workspace.merge([exported_ledger]).events == 1
        assert workspace.progress().conflicts == 1
        assert workspace.verify() == []


def tamper(path: Path, sql: str) -> None:
    """Change a workspace behind gouji's back, its triggers put back afterwards."""
    with closing(sqlite3.connect(path)) as db:
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'").fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        db.execute(sql)
        for _, text in triggers:
            db.execute(text)
        db.commit()


def test_an_altered_event_is_refused_by_name(two: tuple[Path, Path]) -> None:
    """An event whose hash does not fit is not taken over, the rest is."""
    one, other = two
    tamper(other, "UPDATE events SET verdict = 'fixed'")
    with opened(one, "甲") as workspace:
        summary = workspace.merge([other])

        assert summary.events == 0
        assert [problem.word for problem in summary.refused] == ["db.verify.event_altered"]
        assert workspace.progress().fixed == 0


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE events SET kind = 'drop'",
        "UPDATE events SET payload = '[]'",
        "UPDATE events SET tags = '{}'",
        "UPDATE events SET verdict = 'x'",
        "UPDATE events SET time = '9'",
        "UPDATE events SET time = '9999-12-31T23:59:59.999999Z'",
        "UPDATE events SET note = printf('%300000s', 'x')",
        "UPDATE events SET code = 'correction', kind = 'correction', payload = '{\"sha256\":\"x\"}'",
    ],
)
def test_events_out_of_bounds_are_refused(two: tuple[Path, Path], sql: str) -> None:
    """Known columns only, each within bounds."""
    one, other = two
    tamper(other, sql)
    with opened(one, "甲") as workspace:
        assert [problem.word for problem in workspace.merge([other]).refused] == ["db.verify.event_bad"]
        assert workspace.verify() == []


def test_two_continuations_of_one_sitting_are_both_kept(tmp_path: Path) -> None:
    """A file copied while its sitting went on: the same number twice is reported, and nothing is lost."""
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    with opened(one, "甲") as workspace:
        load(workspace, FIRST)
        first, second = workspace.findings().fingerprints()
        workspace.judge(None, [first], "confirmed")
        workspace.backup(other)
        with opened(other, "甲") as twin:
            twin._pen.sitting = workspace._pen.sitting
            twin.judge(None, [second], "asked")
        workspace.judge(None, [second], "fixed")
        summary = workspace.merge([other])

        assert summary.forks == (f"{workspace._pen.sitting} 2",)
        assert [(problem.word, problem.fatal) for problem in workspace.verify()] == [("db.verify.fork", False)]
        assert len(workspace.history(1, second)) == 2
        assert workspace.merge([other]).forks == ()


def test_a_workspace_is_not_merged_into_itself(two: tuple[Path, Path]) -> None:
    """Nothing good can come of it."""
    with opened(two[0], "甲") as workspace, pytest.raises(WorkspaceError) as refused:
        workspace.merge([two[0]])
    assert refused.value.word == "db.merge_self"


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER t AFTER INSERT ON drafts BEGIN DELETE FROM settings; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE VIRTUAL TABLE v USING fts5 (x)",
        "DROP TRIGGER events_are_never_changed",
        "DROP VIEW findings",
    ],
)
def test_a_workspace_with_foreign_triggers_or_views_is_refused(two: tuple[Path, Path], sql: str) -> None:
    """Neither opened nor merged."""
    one, other = two
    with closing(sqlite3.connect(other)) as db:
        db.execute(sql)
        db.commit()
    before = other.read_bytes()
    with pytest.raises(WorkspaceError), opened(other, "甲"):
        pass
    with opened(one, "甲") as workspace, pytest.raises(WorkspaceError):
        workspace.merge([other])
    assert other.read_bytes() == before


def test_one_name_on_two_machines_is_pointed_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Auditors are told apart by their names alone, so who merges is told when a name comes from another machine."""
    for number, machine in enumerate(("desk", "laptop", "desk")):
        monkeypatch.setattr("db.ledger.platform.node", lambda machine=machine: machine)
        with Workspace.open(tmp_path / f"{number}.db", auditor="admin", rules=rules(), backups=False) as workspace:
            load(workspace, FIRST)
            workspace.judge(None, workspace.findings().fingerprints(), "confirmed")
    with Workspace.open(tmp_path / "0.db", auditor="admin", rules=rules(), backups=False) as workspace:
        names = [workspace.merge([tmp_path / f"{number}.db"]).namesakes for number in (2, 1, 1)]
    assert names == [(), ("admin",), ()]
