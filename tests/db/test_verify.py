"""`gouji verify` says what is wrong, and one flipped byte anywhere is noticed or harmless."""

from __future__ import annotations

import random
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlite_utils import Database

from core.words import LANGUAGES, say
from db import pages
from db.connection import Connections, connect, translated
from db.errors import WorkspaceError
from db.schema import refuse_altered, refuse_foreign
from db.verify import verify
from db.views import OwnFindingDraft, Problem
from db.workspace import Workspace
from rules.audit import OwnAnchor
from rules.result import Severity
from tests.db.loading import load
from tests.db.reports import report, rules
from tests.db.test_merge import tamper

VIEWS = ("findings", "verdicts", "progress", "cells_wide")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with something of everything."""
    path = tmp_path_factory.mktemp("whole") / "audit.db"
    cells = {"t3.new.total": "47", "t3.new.natural_person": "45", "t3.granted.total": "3"}
    with Workspace.open(path, auditor="甲", rules=rules(), backups=False) as workspace:
        one, two = load(workspace, report(cells=cells, narrative="某某"), report("某县司法局", cells=cells, bytes_="b", name="b"))
        for row in workspace.findings().rows(0, 10):
            workspace.judge(row.report_id, [row.fingerprint], "confirmed")
        workspace.note(one, workspace.findings().rows(0, 1)[0].fingerprint, "已核实")
        workspace.own_finding(two, OwnFindingDraft(Severity.INFO, "自己的", OwnAnchor(section=1, start=0, end=2)))
        workspace.correct(one, "t3.granted.total", "4", "看错")
        workspace.correct(two, "agency", "某县司法局办公室", "看错")
        workspace.undo()
        workspace.set_setting("x", "1")
    return path


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copy(whole, tmp_path / "copy.db"))


def problems(path: Path) -> list[Problem]:
    """What opening and verifying complain about."""
    try:
        with translated(path), closing(connect(path, read_only=True)) as db:
            refuse_foreign(db, path)
            refuse_altered(db, path)
        with closing(Connections(path, read_only=True)) as connections:
            return verify(connections.reading)
    except WorkspaceError as error:
        return [Problem(error.word, dict(error.parameters))]


def shown(path: Path) -> list[list[tuple[object, ...]]]:
    """All documented views."""
    with closing(connect(path, read_only=True)) as db:
        return [db.conn.execute(f"SELECT * FROM {view}").fetchall() for view in VIEWS]  # noqa: S608


def test_a_whole_workspace_has_no_problem(whole: Path) -> None:
    """Nothing is reported where nothing is wrong."""
    assert problems(whole) == []


def spoil(path: Path, sql: str) -> None:
    """Change the file behind gouji's back; its own triggers are put back afterwards."""
    if "events" in sql:
        tamper(path, sql)
        return
    with closing(sqlite3.connect(path)) as db:
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        db.execute(sql)
        for _, text in triggers:
            db.execute(text)
        db.commit()


@pytest.mark.parametrize(
    ("sql", "word", "number"),
    [
        ("UPDATE events SET verdict = 'fixed' WHERE number = 2", "db.verify.event_altered", 2),
        ("UPDATE events SET note = 'x' WHERE number = 3", "db.verify.event_altered", 3),
        ("DELETE FROM events WHERE number = 2", "db.verify.event_missing", 3),
        ("DELETE FROM events WHERE number = (SELECT max(number) FROM events)", "db.verify.head", None),
        ("UPDATE events SET number = 99 WHERE number = 2", "db.verify.event_altered", 99),
        (
            "UPDATE events SET previous = (SELECT hash FROM events WHERE number = 1) WHERE number = 4",
            "db.verify.event_altered",
            4,
        ),
    ],
)
def test_verify_names_the_event(copy: Path, sql: str, word: str, number: int | None) -> None:
    """A changed, deleted or reordered event is named with its place in its sitting."""
    spoil(copy, sql)

    found = [problem for problem in problems(copy) if problem.word == word]
    assert found
    assert number is None or number in [problem.parameters["number"] for problem in found]


@pytest.mark.parametrize(
    ("sql", "word"),
    [
        ("UPDATE sittings SET auditor = '丁'", "db.verify.sitting"),
        ("UPDATE judgements SET verdict = 'asked'", "db.verify.fold"),
        ("DELETE FROM judgements", "db.verify.fold"),
        ("UPDATE corrections SET new = '9'", "db.verify.fold"),
        ("UPDATE steps SET undone = NULL", "db.verify.fold"),
        ("UPDATE cells SET value = '8' WHERE key = 't3.new.total'", "db.verify.version"),
        ("UPDATE sections SET text = text || 'x' WHERE position = 1", "db.verify.version"),
        ("UPDATE claims SET value = '8'", "db.verify.version"),
        ("UPDATE versions SET title = 'x'", "db.verify.version"),
        ("UPDATE results SET message = 'x' WHERE code = 'A101'", "db.verify.results"),
        ("UPDATE results SET verdict = 'fixed' WHERE code = 'A101'", "db.verify.finding"),
        ("UPDATE results SET message = 'x' WHERE code = 'own'", "db.verify.finding"),
        ("DELETE FROM results WHERE code = 'own'", "db.verify.finding"),
        ("UPDATE reports SET errors = errors + 1", "db.verify.counts"),
        ("UPDATE reports SET agency = 'x'", "db.verify.report"),
        ("UPDATE totals SET open = open + 1", "db.verify.totals"),
        ("UPDATE rule_totals SET open = open + 1", "db.verify.totals"),
        ("UPDATE rule_totals SET passes = passes + 1", "db.verify.totals"),
        ("DELETE FROM rule_totals", "db.verify.totals"),
        ("UPDATE settings SET value = '2'", "db.verify.setting"),
        ("UPDATE sources SET compressed = (SELECT max(compressed) FROM sources)", "db.verify.source"),
        ("DELETE FROM search_data WHERE id > 10", "db.verify.search"),
        ("UPDATE search_texts SET text = '无此' WHERE kind = 'note'", "db.verify.search"),
    ],
)
def test_verify_compares_everything_that_follows(copy: Path, sql: str, word: str) -> None:
    """Every stored thing that can be computed again is."""
    spoil(copy, sql)

    found = problems(copy)
    assert word in {problem.word for problem in found}
    for problem in found:
        for language in LANGUAGES:
            assert say(problem.word, language, **problem.parameters)


def flip_bytes(whole: Path, folder: Path, times: int) -> None:
    """Flip one bit-pattern at a random place, again and again."""
    moments = random.Random(1)
    data = whole.read_bytes()
    before = shown(whole)
    path = folder / "flipped.db"
    silent = 0
    for _ in range(times):
        place = moments.randrange(len(data))
        path.write_bytes(data[:place] + bytes([data[place] ^ moments.randrange(1, 256)]) + data[place + 1 :])
        if not problems(path):
            silent += 1
            assert shown(path) == before, place
    assert silent < times


def test_a_flipped_byte_is_noticed_or_harmless(whole: Path, tmp_path: Path) -> None:
    """One byte anywhere in the file, fifty times: a complaint, or every documented view as before."""
    flip_bytes(whole, tmp_path, 50)


@pytest.mark.slow
def test_a_flipped_byte_is_noticed_or_harmless_a_thousand_times(whole: Path, tmp_path: Path) -> None:
    """The same, a thousand times."""
    flip_bytes(whole, tmp_path, 1000)


def test_a_large_file_is_looked_at_without_a_lock(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole one is whole although a writer holds it all the while, and what is wrong is found as under a lock."""
    monkeypatch.setattr("db.verify._LARGE", 0)
    tables = ("results", "events", "cells")
    with closing(sqlite3.connect(copy, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        assert pages.looked_at(copy, tables) == dict.fromkeys(tables, True)
        writer.execute("ROLLBACK")
    assert problems(copy) == []
    spoil(copy, "UPDATE results SET report_id = 99 + report_id WHERE code = 'Y101'")
    assert [pages.is_whole(copy, table) for table in tables] == [False, True, True]
    assert pages.is_whole(copy.with_name("missing.db"), "results") is False
    assert "db.verify.foreign_key" in {problem.word for problem in problems(copy)}


def test_what_may_come_from_others_writing_is_told_as_that(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that changed while a child found trouble in it: nobody is kept waiting to find out, and it is no fault."""
    numbers = iter(range(99))
    monkeypatch.setattr(pages, "_counter", lambda _: bytes([next(numbers)]))
    assert pages.is_whole(copy, "cells") is True
    spoil(copy, "UPDATE results SET report_id = 99 + report_id WHERE code = 'Y101'")
    assert pages.is_whole(copy, "results") is None
    monkeypatch.setattr(pages, "looked_at", lambda _, tables: dict.fromkeys(tables))
    monkeypatch.setattr("db.verify._LARGE", 0)
    found = [problem for problem in problems(copy) if problem.word == "db.verify.busy"]
    assert len(found) > 5
    assert not any(problem.fatal for problem in found)


def test_a_large_file_is_verified_without_a_child_too(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no process can be started, the file is looked at under a lock."""

    def none(*_: object, **__: object) -> None:
        raise OSError(11, "no process to be had")

    monkeypatch.setattr(pages, "ProcessPoolExecutor", none)
    monkeypatch.setattr("db.verify._LARGE", 0)
    assert problems(copy) == []
    spoil(copy, "UPDATE results SET report_id = 99 + report_id WHERE code = 'Y101'")
    assert "db.verify.foreign_key" in {problem.word for problem in problems(copy)}


def test_a_truncated_file_is_noticed(whole: Path, copy: Path) -> None:
    """Cut short anywhere, also at a page's end, where SQLite's quick check says ok."""
    data = whole.read_bytes()
    for length in (len(data) - 4096, len(data) // 2 // 4096 * 4096, 5000, 100, 10):
        copy.write_bytes(data[:length])
        assert problems(copy), length


@pytest.fixture(params=[2**40, 0], ids=["small", "large"])
def two(path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Workspace, Workspace]]:
    """Two at one workspace that is verified in many small reads; it counts as large, or not."""
    monkeypatch.setattr("db.verify._LARGE", request.param)
    monkeypatch.setattr("db.verify._portions.__defaults__", (3,))
    monkeypatch.setattr("db.verify._TEXTS", 7)
    monkeypatch.setattr("db.verify._EVENTS", 7)
    with (
        Workspace.open(path, auditor="甲", rules=rules(), backups=False) as one,
        Workspace.open(path, auditor="乙", rules=rules(), backups=False) as other,
    ):
        load(one, *(report(f"第{n}局", cells={"t3.new.total": "1"}, bytes_=f"{n}", name=f"{n}") for n in range(16)))
        yield one, other


def judging(workspace: Workspace) -> Iterator[None]:
    """Judge one finding after another, one a turn, and take every fifth judgement back."""
    rows = workspace.findings().rows(0, 100)
    for number in count():
        row = rows[number % len(rows)]
        workspace.judge(row.report_id, [row.fingerprint], ("confirmed", "asked")[number // len(rows) % 2])
        if number % 5 == 4:
            workspace.undo()
        yield


def check_no_false_alarm(found: list[Problem]) -> None:
    """That pages could not be looked at because somebody always wrote is no alarm: it depends on who is faster."""
    assert [problem for problem in found if problem.word != "db.verify.busy"] == []
    assert not any(problem.fatal for problem in found)


def test_a_colleague_judges_between_any_two_reads_of_verify(
    two: tuple[Workspace, Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each read ends before the next begins: a writer comes in without any waiting, and what it writes is no false alarm."""
    one, other = two
    steps, reading = judging(other), one._connections.reading
    reads = 0

    @contextmanager
    def read_then_judge() -> Iterator[Database]:
        nonlocal reads
        with reading() as db:
            yield db
        next(steps)
        reads += 1

    monkeypatch.setattr("db.locks.BUSY_SECONDS", 0.0)
    monkeypatch.setattr(one._connections, "reading", read_then_judge)
    check_no_false_alarm(one.verify())
    assert reads > 30
    monkeypatch.undo()
    check_no_false_alarm(one.verify())


def test_a_colleague_judges_all_the_while_a_workspace_is_verified(
    two: tuple[Workspace, Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is faster, nobody is turned away, and what is written meanwhile is no false alarm."""
    one, other = two
    monkeypatch.setattr("db.locks.BUSY_SECONDS", 600.0)
    found: list[list[Problem]] = []
    thread = threading.Thread(target=lambda: found.append(one.verify()))
    thread.start()
    for _ in judging(other):
        if not thread.is_alive():
            break
    thread.join()
    (problems,) = found
    check_no_false_alarm(problems)
