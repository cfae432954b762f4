"""What an unlucky or a malicious colleague may bring about: clocks out of their mind, forged undos, busy and strange files."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from db import ledger, locks
from db.errors import RefusedError, WorkspaceError
from db.events import Draft, Event
from db.views import Undone, UndoRefused
from db.workspace import Workspace
from rules.audit import AuditedReport
from tests.db.loading import load
from tests.db.reports import report, rules

FIXTURES = Path(__file__).parent / "fixtures"
CLOCKS = ("1970-01-01T00:00:01.000000Z", "2025-11-23T08:00:00.000000Z", "2027-11-23T08:00:00.000000Z", ledger.LAST_TIME)
FOUND = report(cells={"t3.new.total": "47", "t3.new.natural_person": "45"}, narrative="某某")


@contextmanager
def opened(path: Path, auditor: str) -> Iterator[Workspace]:
    """A workspace with the small rules and no automatic backups."""
    with Workspace.open(path, auditor=auditor, rules=rules(), backups=False) as workspace:
        yield workspace


def exported(workspace: Workspace) -> list[AuditedReport]:
    """What every export is rendered from, the local numbers left out."""
    return [replace(found, report_id=None) for found in workspace.export_reports()]


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of a workspace with one report and two findings."""
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    with opened(one, "甲") as workspace:
        load(workspace, FOUND)
    shutil.copy(one, other)
    return one, other


def forged(workspace: Workspace, auditor: str, drafts: list[Draft], batch: str) -> None:
    """Events that this program would not write, with hashes that fit."""
    with workspace._connections.writing() as db:
        pen = ledger.Pen(auditor)
        ledger.refold(db, pen.write(db, drafts, batch=batch))


def turned(event: Event, kind: str) -> Draft:
    """An undo or redo of an event, whoever made it."""
    return Draft(
        kind=kind,  # type: ignore[arg-type]
        agency_key=event.agency_key,
        year_key=event.year_key,
        fingerprint=event.fingerprint,
        code=event.code,
        anchor=event.anchor,
        payload={"target": event.hash, "batch": event.batch},
    )


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_clock_that_is_wrong_by_years_loses_nothing(
    two: tuple[Path, Path], clock: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is decided by such a clock can be merged; who has seen it speaks after it and undoes only what is their own."""
    one, other = two
    with monkeypatch.context() as wrong, opened(other, "乙") as workspace:
        wrong.setattr(ledger, "utc_now", lambda: clock)
        first, second = workspace.findings().fingerprints()
        workspace.judge(None, [first, second], "asked")
    with opened(one, "甲") as workspace:
        workspace.judge(None, [first], "confirmed")
        summary = workspace.merge([other])
        assert (summary.events, summary.refused, summary.conflicts) == (2, (), 1)
        workspace.judge(None, [first, second], "dismissed", reason="核对过")
        assert {row.verdict for row in workspace.findings().rows(0, 9)} == {"dismissed"}
        undone = workspace.undo()
        assert isinstance(undone, Undone)
        assert {row.fingerprint: row.verdict for row in workspace.findings().rows(0, 9)}[second] == "asked"
        assert isinstance(workspace.redo(), Undone)
        assert workspace.verify() == []
    with opened(other, "乙") as workspace:
        workspace.merge([one])
        assert {row.verdict for row in workspace.findings().rows(0, 9)} == {"dismissed"}
        assert isinstance(workspace.undo(), UndoRefused)
        assert workspace.verify() == []


def test_no_clock_makes_a_time_that_others_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine in the year 9999 is taken for one in 2089."""
    monkeypatch.setattr(ledger, "_spelled", lambda time: "9999-12-31T23:59:59.999999Z")
    assert ledger.utc_now() == ledger.LAST_TIME


@pytest.mark.parametrize("kind", ["undo", "redo"])
def test_a_forged_undo_takes_back_nothing_of_a_colleagues(two: tuple[Path, Path], kind: str) -> None:
    """An event that undoes what another auditor judged is stored, as every event, and counts for nothing."""
    one, other = two
    with opened(one, "甲") as workspace:
        first, _ = workspace.findings().fingerprints()
        workspace.judge(None, [first], "confirmed")
        if kind == "redo":
            workspace.undo()
        before = exported(workspace)
        shutil.copy(one, other)
        with workspace._connections.reading() as db:
            (event,) = ledger.events_where(db, "kind = 'judgement'", [])
    with opened(other, "乙") as workspace:
        forged(workspace, "乙", [turned(event, kind)], "0" * 16)
        assert workspace.verify() == []
    with opened(one, "甲") as workspace:
        summary = workspace.merge([other])
        assert (summary.events, summary.refused) == (1, ())
        assert exported(workspace) == before
        assert workspace.verify() == []
        assert isinstance(workspace.undo() if kind == "undo" else workspace.redo(), Undone)
        assert workspace.progress().open == (2 if kind == "undo" else 1)
        assert workspace.verify() == []


def test_a_borrowed_batch_brings_nobody_elses_events_into_a_step(two: tuple[Path, Path]) -> None:
    """An event of another auditor under the number of my step: my undo takes back mine, theirs takes back theirs."""
    one, other = two
    with opened(one, "甲") as workspace:
        first, second = workspace.findings().fingerprints()
        batch = workspace.judge(None, [first], "confirmed").batch
        shutil.copy(one, other)
        with workspace._connections.reading() as db:
            (event,) = ledger.events_where(db, "kind = 'judgement'", [])
    with opened(other, "乙") as workspace:
        draft = replace(turned(event, "judgement"), fingerprint=second, code="N303", anchor="1", verdict="asked", payload={})
        forged(workspace, "乙", [draft], batch)
    with opened(one, "甲") as workspace:
        workspace.merge([other])
        assert isinstance(workspace.undo(), Undone)
        assert {row.fingerprint: row.verdict for row in workspace.findings().rows(0, 9)} == {first: "open", second: "asked"}
        assert isinstance(workspace.redo(), Undone)
        assert isinstance(workspace.undo(), Undone)
        assert isinstance(workspace.undo(), UndoRefused)
        assert workspace.verify() == []


def test_my_undo_after_a_merge_is_of_my_own_last_step(two: tuple[Path, Path]) -> None:
    """A colleague's later steps about other things neither stand in the way nor are taken back."""
    one, other = two
    with opened(one, "甲") as workspace:
        first, second = workspace.findings().fingerprints()
        workspace.judge(None, [first], "confirmed")
    with opened(other, "乙") as workspace:
        workspace.judge(None, [second], "asked")
        workspace.note(1, second, "已去电")
    with opened(one, "甲") as workspace:
        workspace.merge([other])
        undone = workspace.undo()
        assert isinstance(undone, Undone)
        assert undone.fingerprints == (first,)
        assert isinstance(workspace.undo(), UndoRefused)
        rows = {row.fingerprint: (row.verdict, row.note) for row in workspace.findings().rows(0, 9)}
        assert rows == {first: ("open", ""), second: ("asked", "已去电")}


@pytest.mark.parametrize("how", [os.symlink, os.link])
def test_a_workspace_is_not_merged_into_itself_under_another_name(two: tuple[Path, Path], tmp_path: Path, how: object) -> None:
    """Neither by a link nor by a second name; a copy of itself brings nothing."""
    one, _ = two
    assert callable(how)
    how(one, tmp_path / "alias.db")
    with opened(one, "甲") as workspace:
        workspace.judge(None, workspace.findings().fingerprints(), "confirmed")
        before = exported(workspace)
        with pytest.raises(WorkspaceError) as refused:
            workspace.merge([tmp_path / "alias.db"])
        assert refused.value.word == "db.merge_self"
        workspace.backup(tmp_path / "copy.db")
        summary = workspace.merge([tmp_path / "copy.db"])
        assert (summary.events, summary.reports, summary.versions, summary.forks) == (0, 0, 0, ())
        assert exported(workspace) == before


def test_a_file_that_another_process_is_writing_is_waited_for(two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while a plain sentence, nothing taken over by half; when it is free the same merge works."""
    monkeypatch.setattr(locks, "BUSY_SECONDS", 0.2)
    one, other = two
    with opened(other, "乙") as workspace:
        workspace.judge(None, workspace.findings().fingerprints(), "asked")
    with opened(one, "甲") as workspace:
        before = exported(workspace)
        with closing(sqlite3.connect(other, isolation_level=None)) as holder:
            holder.execute("BEGIN EXCLUSIVE")
            with pytest.raises(WorkspaceError) as refused:
                workspace.merge([other])
            assert refused.value.word == "db.locked"
            assert refused.value.parameters["file"] == "other.db"
            assert exported(workspace) == before
        with opened(other, "乙"):
            assert workspace.merge([other]).events == 2


@pytest.mark.parametrize("fixture", sorted(FIXTURES.glob("*.db")), ids=lambda path: path.stem)
def test_a_workspace_of_every_older_schema_can_be_merged(tmp_path: Path, fixture: Path) -> None:
    """Its reports and decisions come over, the file stays as it is, and merging it twice brings nothing."""
    old = Path(shutil.copy(fixture, tmp_path / "old.db"))
    before = old.read_bytes()
    with opened(tmp_path / "new.db", "丙") as workspace:
        assert workspace.merge([old]).reports == 2
        assert sorted(row.verdict for row in workspace.findings().rows(0, 10)) == ["asked", "confirmed", "confirmed", "open"]
        assert workspace.merge([old]).events == 0
        assert workspace.verify() == []
    assert old.read_bytes() == before


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE INDEX hidden ON events (number) WHERE kind <> 'judgement'",
        "CREATE UNIQUE INDEX one_only ON drafts (auditor)",
        "CREATE INDEX told ON results (abs(position - 9223372036854775807))",
    ],
)
def test_a_file_with_indexes_of_others_is_refused(two: tuple[Path, Path], sql: str) -> None:
    """An index that a stranger made on a table of ours could hide rows or refuse them; on their own tables it is theirs."""
    one, other = two
    with closing(sqlite3.connect(other)) as db:
        db.execute("CREATE TABLE mine (x TEXT)")
        db.execute("CREATE INDEX mine_by_x ON mine (x)")
        db.commit()
    opened(other, "乙").__enter__().close()
    with closing(sqlite3.connect(other)) as db:
        db.execute(sql)
        db.commit()
    with pytest.raises(WorkspaceError) as refused, opened(other, "乙"):
        pass
    assert refused.value.word == "db.altered"
    with opened(one, "甲") as workspace, pytest.raises(WorkspaceError):
        workspace.merge([other])


def test_a_step_over_many_reports_is_undone_and_redone_as_one(workspace: Workspace) -> None:
    """Many findings of many reports at once: one step, one event each, whole in every direction."""
    load(
        workspace,
        *(
            replace(report(f"第{number}局", cells={"t3.new.total": "1"}, bytes_=str(number)), source=f"{number}.txt")
            for number in range(50)
        ),
    )
    every = workspace.findings().fingerprints()
    receipt = workspace.judge(None, every, "dismissed", reason="核对过")
    assert receipt.events == len(every) >= 50
    assert workspace.progress().dismissed == len(every)
    assert isinstance(workspace.undo(), Undone)
    assert workspace.progress().open == len(every)
    assert isinstance(workspace.redo(), Undone)
    assert workspace.progress().dismissed == len(every)
    assert workspace.verify() == []


def test_a_megabyte_of_note_is_refused_whole(workspace: Workspace) -> None:
    """Nothing of it is stored; as a draft it is kept, so that what was pasted is not lost."""
    (report_id,) = load(workspace, FOUND)
    finding = workspace.findings().fingerprints()[0]
    text = "长" * 350_000
    with pytest.raises(RefusedError) as refused:
        workspace.note(report_id, finding, text)
    assert refused.value.word == "db.too_long"
    assert workspace.history(report_id, finding) == []
    workspace.save_draft("note", text)
    assert workspace.draft("note") == text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("甲\n乙", "甲 乙"),
        (" 甲\t", "甲"),
        ("\x1b[31m甲\x07", "[31m甲"),
        ("甲\u202e\u200b", "甲"),
        ("甲" * 500, "甲" * 200),
        (" \n", None),
    ],
)
def test_a_name_is_one_plain_line(path: Path, given: str, kept: str | None) -> None:
    """Line breaks, control and direction characters never come into the ledger; a name of nothing is the login name."""
    with Workspace.open(path, auditor=given, rules=rules(), backups=False) as workspace:
        assert workspace.auditor == (kept or ledger.login_name())
        load(workspace, FOUND)
        workspace.judge(None, workspace.findings().fingerprints(), "confirmed")
        assert [head.auditor for head in workspace.heads()] == [workspace.auditor]
        assert isinstance(workspace.undo(), Undone)


def test_three_with_wrong_clocks_and_forged_undos_agree_in_any_order(
    two: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What counts does not depend on which copy was merged first."""
    base = two[0]
    with opened(base, "甲") as workspace:
        first, second = workspace.findings().fingerprints()
        batch = workspace.judge(None, [first, second], "confirmed").batch
        with workspace._connections.reading() as db:
            events = ledger.events_where(db, "kind = 'judgement'", [])
    copies = []
    for number, clock in enumerate(CLOCKS[:3]):
        copies.append(Path(shutil.copy(base, tmp_path / f"copy{number}.db")))
        with monkeypatch.context() as wrong, opened(copies[-1], "甲乙丙"[number]) as workspace:
            wrong.setattr(ledger, "utc_now", lambda clock=clock: clock)
            workspace.judge(None, [(first, second)[number % 2]], ("asked", "fixed", "open")[number])
            forged(workspace, "甲乙丙"[number], [turned(event, "undo") for event in events], batch)
    outcomes = []
    for number, order in enumerate(permutations(copies)):
        merged = Path(shutil.copy(order[0], tmp_path / f"merged{number}.db"))
        with opened(merged, "丁") as workspace:
            workspace.merge(order[1:])
            assert workspace.verify() == []
            outcomes.append((exported(workspace), workspace.heads(), workspace.progress()))
    assert all(outcome == outcomes[0] for outcome in outcomes)
