"""Reading kept sources again: what the readers now see differently is taken over, what people decided stays."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from core.document import UnreadableSource
from core.readers.source import Source
from core.report import Cell, CellState, Report
from db.connection import connect
from db.views import RecheckChanges, RereadSummary
from db.workspace import Workspace
from tests.db.loading import load
from tests.db.reports import _cell, report, rules

FIRST = report(cells={"t3.new.total": "47", "t3.new.natural_person": "45", "t3.granted.total": "3"})
Readers = Callable[..., None]


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> Readers:
    """Put readers in place that see these reports in the sources with their bytes, and nothing readable in others."""

    def install(*reports: Report) -> None:
        def parse(source: Source) -> tuple[Report, ...]:
            found = tuple(replace(one, source=source.name) for one in reports if one.sha256 == source.sha256)
            if not found:
                raise UnreadableSource("db.reader_memory")
            return found

        monkeypatch.setattr("core.parse.parse", parse)

    return install


def seen(found: Report, **cells: str) -> Report:
    """The same bytes read differently."""
    changed: dict[str, Cell] = {key.replace("__", "."): _cell(key.replace("__", "."), text, 1) for key, text in cells.items()}
    return replace(found, cells={**found.cells, **changed})


def again(workspace: Workspace) -> tuple[RereadSummary, list[RecheckChanges]]:
    """Read again and run the rules."""
    return workspace.reread(jobs=1), list(workspace.recheck())


def states(workspace: Workspace) -> list[tuple[str, str, bool]]:
    """Each finding's code, verdict, and whether the judgement is stale."""
    return [(row.code, row.verdict, row.stale) for row in workspace.findings().rows(0, 20)]


def test_the_same_reading_changes_nothing(workspace: Workspace, readers: Readers) -> None:
    """Not a judgement turns stale, not a reading is replaced."""
    load(workspace, FIRST)
    workspace.judge(None, workspace.findings().fingerprints(), "confirmed")
    before = states(workspace)
    readers(FIRST)

    summary, changes = again(workspace)
    assert (summary.sources, summary.changed, summary.new, summary.unreadable, changes) == (1, 0, 0, (), [])
    assert states(workspace) == before
    assert workspace.verify() == []


def test_a_better_reading_is_taken_over(workspace: Workspace, readers: Readers) -> None:
    """A finding appears, one vanishes, one changes and its judgement turns stale; a correction stays; the index follows."""
    (report_id,) = load(workspace, FIRST)
    every = workspace.findings().fingerprints()
    workspace.judge(report_id, every, "confirmed")
    workspace.correct(report_id, "t4.review.total", "12", "看错")
    new = seen(FIRST, t3__new__natural_person="46", t3__granted__total="0", t4__review__total="5")
    sections = tuple(replace(one, text="某某新读出来的话") if one.number == 1 else one for one in new.sections)
    readers(replace(new, sections=sections))

    summary, (changes,) = again(workspace)
    assert summary.changed == 1
    assert (changes.appeared, changes.vanished, changes.changed) == (("N303 1",), ("A103 t3.granted.sum",), ("A101 t3.new.sum",))
    assert states(workspace) == [("N303", "open", False), ("A101", "confirmed", True)]
    assert workspace.audited(report_id).report.cells["t4.review.total"].value == 12
    assert len(workspace.search("新读出来")) == 1
    assert workspace.search("47件") == []
    assert workspace.verify() == []
    workspace.undo()
    assert workspace.audited(report_id).report.cells["t4.review.total"].value == 5
    assert workspace.verify() == []


@pytest.mark.parametrize("other_year_loaded", [False, True])
def test_an_organ_read_only_now_takes_its_judgements_along(
    workspace: Workspace, readers: Readers, other_year_loaded: bool
) -> None:
    """What was judged under no name stands under the name; that move is no step of the auditor's."""
    unnamed = replace(FIRST, agency=None)
    load(workspace, unnamed, *([report(year=2020, bytes_="other", name="other")] if other_year_loaded else []))
    finding = workspace.findings().rows(0, 5)[-1]
    workspace.judge(finding.report_id, [finding.fingerprint], "asked")
    readers(FIRST, report(year=2020, bytes_="other"))

    summary, _ = again(workspace)
    assert summary.changed == 1
    asked = [row for row in workspace.findings().rows(0, 20) if row.verdict == "asked"]
    assert [(row.agency, row.code) for row in asked] == [("云岭市公安局", finding.code)]
    assert workspace.verify() == []
    workspace.undo()
    assert workspace.progress().asked == 0
    assert workspace.library().rows(0, 5)[-1].agency == "云岭市公安局"
    assert workspace.verify() == []


def test_what_cannot_be_read_any_more_keeps_its_reading(workspace: Workspace, readers: Readers) -> None:
    """It is named, and nothing is lost."""
    load(workspace, FIRST)
    before = states(workspace)
    readers()

    summary, changes = again(workspace)
    assert ([file.name for file in summary.unreadable], changes) == (["report.txt"], [])
    assert states(workspace) == before
    assert workspace.verify() == []


def test_a_report_found_only_now_is_added(workspace: Workspace, readers: Readers) -> None:
    """A source may turn out to hold more than was seen in it."""
    load(workspace, FIRST)
    readers(FIRST, replace(FIRST, part=1, agency="某县司法局"))

    summary, _ = again(workspace)
    assert (summary.changed, summary.new) == (0, 1)
    assert [row.agency for row in workspace.library().rows(0, 5)] == ["云岭市公安局", "某县司法局"]
    assert workspace.verify() == []


def test_sources_that_were_not_kept_are_counted(workspace: Workspace, readers: Readers) -> None:
    """Nothing can be read again where only the reading was kept."""
    load(workspace, FIRST)
    with workspace._connections.writing() as db:
        db.conn.execute("UPDATE sources SET compressed = NULL")
    readers(FIRST)

    assert again(workspace)[0] == RereadSummary(lacking=1)


def test_readings_of_an_older_program_are_counted_until_made_anew(workspace: Workspace, readers: Readers) -> None:
    """So that the user can be told that reading again may be worth it."""
    load(workspace, FIRST)
    by_program(workspace.path, "gouji 0.0.1")
    assert workspace.older_readings() == 1
    readers(FIRST)

    again(workspace)
    assert workspace.older_readings() == 0


def by_program(path: Path, program: str) -> None:
    """Say that another program read everything in a file."""
    db = connect(path)
    db.conn.execute("UPDATE versions SET program = ?", [program])
    db.close()


def merged(folder: Path, copies: Iterable[Path]) -> list[tuple[object, ...]]:
    """What a new workspace holds after merging copies in this order."""
    path = folder / "merged.db"
    with Workspace.open(path, auditor="丙", rules=rules(), backups=False) as workspace:
        for copy in copies:
            workspace.merge([copy])
        assert workspace.verify() == []
        cell = workspace.audited(1).report.cells["t3.new.natural_person"]
        assert cell.state is CellState.NUMBER
    db = connect(path)
    rows = db.conn.execute("SELECT loaded_at, source, program, digest FROM versions").fetchall()
    db.close()
    path.unlink()
    return [*rows, (cell.raw,)]


def test_merging_takes_the_newer_programs_reading_in_any_order(tmp_path: Path) -> None:
    """Of two readings of the same bytes the newer program's counts, under the time of the earlier loading."""
    copies = []
    for number, (program, value) in enumerate((("gouji 0.9.0", "45"), ("gouji 0.10.0", "46"), ("gouji 0.9.0", "45"))):
        path = tmp_path / f"{number}.db"
        with Workspace.open(path, auditor=str(number), rules=rules(), backups=False) as workspace:
            load(workspace, replace(seen(FIRST, t3__new__natural_person=value), source=f"{number}.txt"))
        by_program(path, program)
        copies.append(path)
    one, two, three = copies
    orders = [(one, two, three), (three, two, one), (two, one, three), (two, three, one), (one, three, two), (one, two, one)]
    outcomes = [merged(tmp_path, order) for order in orders]
    assert all(outcome == outcomes[0] for outcome in outcomes)
    assert outcomes[0][-1] == ("46",)
    assert outcomes[0][0][1:3] == ("0.txt", "gouji 0.10.0")
    shutil.rmtree(tmp_path)
