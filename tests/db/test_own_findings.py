"""An auditor's own finding is confirmed from the moment it is written, wherever it is shown, counted or asked for."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from db.connection import connect
from db.exports.findings import counts, findings
from db.exports.formats import FORMATS
from db.exports.options import ExportOptions
from db.exports.selection import Selection
from db.schema import migrate, newest
from db.views import FindingFilter, OwnFindingDraft
from db.workspace import Workspace
from rules.audit import VERDICTS, OwnAnchor
from rules.result import Severity
from tests.db.reports import report, rules

Loaded = Callable[..., int]
OLD = Path(__file__).parent / "fixtures" / "0002_pairs_and_places.db"


@pytest.fixture
def colleague(path: Path, workspace: Workspace) -> Iterator[Workspace]:
    """The auditor 乙 on the same file."""
    with Workspace.open(path, auditor="乙", rules=rules()) as opened:
        yield opened


def write(workspace: Workspace, report_id: int, *tags: str) -> str:
    """Write an own finding; gives its fingerprint."""
    draft = OwnFindingDraft(Severity.WARNING, "与上月通报不符", OwnAnchor(section=1, start=0, end=2), tags)
    return workspace.own_finding(report_id, draft).fingerprints[0]


def asked(path: Path, sql: str) -> list[tuple[object, ...]]:
    """What somebody with sqlite3 reads."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        return db.execute(sql).fetchall()


def everywhere(workspace: Workspace, report_id: int) -> dict[str, object]:
    """The verdict on the only finding, as each place tells it."""
    (row,) = workspace.library().rows(0, 5)
    progress = workspace.progress()
    (audited,) = workspace.export_reports()
    audited = replace(audited, results=())  # the rules of these tests have no words
    shown = findings(audited, "zh")
    document = json.loads(FORMATS["json"].render([audited], ExportOptions()))
    columns = ", ".join(VERDICTS)
    return {
        "library": {verdict: getattr(row, verdict) for verdict in VERDICTS if getattr(row, verdict)},
        "progress": {verdict: getattr(progress, verdict) for verdict in VERDICTS if getattr(progress, verdict)},
        "totals": dict(zip(VERDICTS, asked(workspace.path, f"SELECT {columns} FROM totals")[0], strict=True)),  # noqa: S608
        "queue": {verdict: n for verdict in VERDICTS if (n := workspace.findings(FindingFilter(verdicts=(verdict,))).count())},
        "queue row": workspace.findings().rows(0, 5)[0].verdict,
        "review": workspace.audited(report_id).judgements[shown[0].fingerprint].verdict,
        "next open": workspace.next_open(report_id, None) is None,
        "findings view": asked(workspace.path, "SELECT verdict FROM findings"),
        "progress view": asked(workspace.path, f"SELECT {columns} FROM progress"),  # noqa: S608
        "export": dict(counts(audited, shown).verdicts),
        "export choice": [verdict for verdict in VERDICTS if list(Selection(verdicts=(verdict,)).of([audited]))],
        "json": [result["judgement"]["verdict"] for result in document["reports"][0]["results"] if result["code"] == "own"],
    }


def expected(verdict: str) -> dict[str, object]:
    """What every place says of one finding with that verdict."""
    return {
        "library": {verdict: 1},
        "progress": {verdict: 1},
        "totals": {each: int(each == verdict) for each in VERDICTS},
        "queue": {verdict: 1},
        "queue row": verdict,
        "review": verdict,
        "next open": verdict != "open",
        "findings view": [(verdict,)],
        "progress view": [tuple(int(each == verdict) for each in VERDICTS)],
        "export": {verdict: 1},
        "export choice": [verdict],
        "json": [verdict],
    }


@pytest.mark.parametrize("tags", [(), ("通报",)])
def test_every_place_says_confirmed(workspace: Workspace, loaded: Loaded, tags: tuple[str, ...]) -> None:
    """Library, progress, queue, views and exports agree, whether or not labels were written along."""
    report_id = loaded(report())
    write(workspace, report_id, *tags)

    assert everywhere(workspace, report_id) == expected("confirmed")
    assert asked(workspace.path, "SELECT auditor, verdict FROM verdicts WHERE kind = 'own'") == [("甲", "confirmed")]
    assert [(count.auditor, count.confirmed) for count in workspace.auditor_counts()] == [("甲", 1)]
    assert workspace.verify() == []


@pytest.mark.parametrize("verdict", ["open", "dismissed", "asked", "fixed"])
def test_another_verdict_takes_its_place_everywhere(workspace: Workspace, loaded: Loaded, verdict: str) -> None:
    """What the auditor says later counts, and undo brings the confirmation back."""
    report_id = loaded(report())
    fingerprint = write(workspace, report_id)
    workspace.judge(report_id, [fingerprint], verdict, reason="重复")  # type: ignore[arg-type]

    assert everywhere(workspace, report_id) == expected(verdict)
    workspace.undo()
    assert everywhere(workspace, report_id) == expected("confirmed")
    assert workspace.verify() == []


def test_notes_and_severity_leave_it_confirmed(workspace: Workspace, loaded: Loaded) -> None:
    """Saying something else about it is no verdict."""
    report_id = loaded(report())
    fingerprint = write(workspace, report_id)
    workspace.note(report_id, fingerprint, "已去函")
    workspace.set_severity(report_id, fingerprint, Severity.ERROR)

    assert everywhere(workspace, report_id) == expected("confirmed")
    assert workspace.progress().errors == 1
    workspace.set_severity(report_id, fingerprint, None)
    assert workspace.progress().warnings == 1
    assert workspace.verify() == []


def test_running_the_rules_again_leaves_it_confirmed(workspace: Workspace, loaded: Loaded) -> None:
    """A recheck, or another version of the report, changes nothing about it."""
    report_id = loaded(report())
    write(workspace, report_id)
    list(workspace.recheck())
    loaded(report(bytes_="two"), replace=True)

    assert everywhere(workspace, report_id) == expected("confirmed")
    assert workspace.verify() == []


def test_who_dismisses_a_colleagues_own_finding_differs_from_them(
    workspace: Workspace, colleague: Workspace, loaded: Loaded
) -> None:
    """The author's confirmation stands against the dismissal until it is settled in view of both."""
    report_id = loaded(report())
    fingerprint = write(workspace, report_id)
    colleague.judge(report_id, [fingerprint], "dismissed", reason="重复")

    assert workspace.progress().conflicts == 1
    conflicts = workspace.audited(report_id).judgements[fingerprint].conflicts
    assert [(opinion.auditor, opinion.verdict) for opinion in conflicts] == [("甲", "confirmed"), ("乙", "dismissed")]
    colleague.judge(report_id, [fingerprint], "dismissed", reason="重复，已与甲核对")
    assert workspace.progress().conflicts == 0
    assert workspace.verify() == []


def test_an_older_workspaces_own_findings_become_confirmed(tmp_path: Path) -> None:
    """Opening a file of the schema before counts them anew; nothing in the ledger is touched."""
    path = Path(shutil.copy(OLD, tmp_path / "old.db"))
    before = asked(path, "SELECT * FROM events ORDER BY id")
    assert asked(path, "SELECT verdict FROM results WHERE code = 'own'") == [("open",)]

    with Workspace.open(path, auditor="甲", rules=rules(), backups=False) as workspace:
        assert workspace.verify() == []
        assert workspace.progress().confirmed == 2
    assert asked(path, "SELECT verdict, auditor FROM findings WHERE code = 'own'") == [("confirmed", "甲")]
    assert asked(path, "PRAGMA user_version") == [(newest(),)]
    assert asked(path, "SELECT * FROM events ORDER BY id") == before


def test_a_ledger_that_cannot_be_folded_is_left_for_verify(tmp_path: Path) -> None:
    """A payload that is no JSON does not break the migration: nothing is folded, `verify` tells of the ledger."""
    db = connect(Path(shutil.copy(OLD, tmp_path / "old.db")))
    db.conn.execute("BEGIN IMMEDIATE")
    db.conn.execute("DROP TRIGGER events_are_never_changed")
    db.conn.execute("UPDATE events SET payload = '{' WHERE kind = 'own'")
    migrate(db)

    assert db.conn.execute("PRAGMA user_version").fetchone() == (newest(),)
    assert db.conn.execute("SELECT verdict FROM results WHERE code = 'own'").fetchall() == [("open",)]
    assert db.conn.execute("SELECT count(*) FROM own_findings").fetchone() == (1,)
    db.conn.execute("ROLLBACK")
    db.close()
