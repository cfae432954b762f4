"""The queue's lists: every order and filter complete, pages that fit together, nothing read that is not shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import get_args

import pytest

from db.findings import FindingList
from db.views import FindingFilter, FindingKey, FindingOrder, FindingRow, OwnFindingDraft, RuleCount
from db.workspace import Workspace
from rules.audit import OwnAnchor
from rules.result import Severity
from tests.db.loading import load
from tests.db.reports import report

Loaded = Callable[..., int]
WRONG = {"t3.new.total": "47", "t3.new.natural_person": "45", "t3.granted.total": "3"}
FILTERS = {
    "everything": FindingFilter(),
    "a rule": FindingFilter(codes=("A101",)),
    "two rules of a year": FindingFilter(codes=("A101", "N303"), years=(2020,)),
    "errors": FindingFilter(severities=(Severity.ERROR,)),
    "open": FindingFilter(verdicts=("open",)),
    "judged warnings": FindingFilter(verdicts=("confirmed", "asked"), severities=(Severity.WARNING, Severity.INFO)),
    "organs": FindingFilter(agency_text="公安 县"),
    "an organ of a rule": FindingFilter(agency_text="公安", codes=("A103",)),
    "tagged": FindingFilter(tag="复核"),
    "an auditor's": FindingFilter(auditor="甲"),
    "words": FindingFilter(text="不符 new"),
    "a note": FindingFilter(text="电话", verdicts=("asked",)),
    "nothing": FindingFilter(years=(1999,)),
    "conflicts": FindingFilter(only="conflicts"),
}


@pytest.fixture
def many(workspace: Workspace) -> Workspace:
    """Nine reports with several findings each, some judged, tagged, noted, one an auditor's own."""
    made = [
        report(
            agency,
            year,
            cells=WRONG,
            narrative="某某" if year == 2020 else "正文",
            bytes_=f"{agency}{year}",
            name=f"{agency}{year}",
        )
        for agency in ("甲县民政局", "乙县公安局", "丙县公安局")
        for year in (2019, 2020, 2021)
    ]
    ids = load(workspace, *made)
    rows = workspace.findings().rows(0, 100)
    workspace.judge(None, [row.fingerprint for row in rows[2:5]], "confirmed", tags=("复核",))
    workspace.judge(rows[7].report_id, [rows[7].fingerprint], "asked", severity=Severity.INFO)
    workspace.note(rows[7].report_id, rows[7].fingerprint, "已电话核实")
    workspace.own_finding(ids[4], OwnFindingDraft(Severity.WARNING, "自己的", OwnAnchor(section=1, start=0, end=2)))
    return workspace


def kept(row: FindingRow, wanted: FindingFilter) -> bool:
    """What a filter says, row by row."""
    return (
        (not wanted.codes or row.code in wanted.codes)
        and (not wanted.severities or row.severity in wanted.severities)
        and (not wanted.verdicts or row.verdict in wanted.verdicts)
        and (not wanted.years or row.year in wanted.years)
        and all(word in (row.agency or "") for word in wanted.agency_text.split())
        and (wanted.tag is None or wanted.tag in row.tags)
        and (wanted.auditor is None or wanted.auditor == row.auditor)
        and all(word in f"{row.message} {row.note}" for word in wanted.text.split())
        and (wanted.only == "all" or row.conflict)
    )


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("by", get_args(FindingKey))
@pytest.mark.parametrize("descending", [False, True])
def test_every_list_is_complete_and_its_pages_fit_together(many: Workspace, name: str, by: FindingKey, descending: bool) -> None:
    """What is listed is what the filter says, in the order asked for; pages, count, fingerprints and the next open one agree."""
    wanted, order = FILTERS[name], FindingOrder(by, descending)
    every = many.findings(order=order).rows(0, 1000)
    listed = many.findings(wanted, order)
    rows = listed.rows(0, 1000)

    assert len(every) == many.progress().findings == 22
    assert rows == [row for row in every if kept(row, wanted)]
    assert bool(rows) == (name not in ("nothing", "conflicts"))
    assert [row for start in range(0, len(rows), 3) for row in listed.rows(start, 3)] == rows
    assert (listed.count(), sorted(listed.fingerprints())) == (len(rows), sorted(row.fingerprint for row in rows))
    for start in range(len(rows) + 1):
        assert listed.next_open(start) == next(
            (place for place, row in enumerate(rows) if place >= start and row.verdict == "open"), None
        )


@pytest.mark.parametrize("by", get_args(FindingKey))
@pytest.mark.parametrize("name", ["everything", "a rule", "errors", "open"])
def test_what_stands_before_a_page_is_skipped_in_an_index(many: Workspace, name: str, by: FindingKey) -> None:
    """Rows that are not shown are not read, however deep the page: else the end of a long list takes seconds."""
    listed = many.findings(FILTERS[name], FindingOrder(by))
    asked: list[str] = []
    with many._connections.plain() as db:
        db.conn.set_trace_callback(asked.append)
    listed.rows(3, 2)
    listed.next_open(0)
    listed.count()
    with many._connections.plain() as db:
        db.conn.set_trace_callback(None)
        queries = [query for query in asked if "results" in query]
        assert len(queries) == (2 if name == "everything" else 3)
        for query in queries:
            plan = [row[3] for row in db.conn.execute(f"EXPLAIN QUERY PLAN {query}")]
            for step in (step for step in plan if "findings_by" in step):
                assert "COVERING INDEX" in step or (name, by) == ("a rule", "touched"), plan


def counted(workspace: Workspace) -> list[RuleCount]:
    """How often each rule spoke, counted anew."""
    with workspace._connections.plain() as db:
        rows = db.conn.execute(
            "SELECT code, sum(status = 'fail'), sum(coalesce(verdict = 'open', 0)), sum(status = 'pass'),"
            " sum(status = 'skipped'), sum(status = 'broken') FROM results GROUP BY code ORDER BY code"
        )
        return [RuleCount(*row) for row in rows]


def test_counts_by_rule_follow_every_change(many: Workspace) -> None:
    """Judging, undoing, own findings, another organ, another version, a recheck: the counts kept are those of the rows."""
    assert many.rule_counts() == counted(many)
    assert {count.code for count in many.rule_counts()} >= {"A101", "N303", "own"}
    row = many.findings(FindingFilter(verdicts=("open",))).rows(0, 1)[0]
    many.judge(row.report_id, [row.fingerprint], "fixed")
    assert many.rule_counts() == counted(many)
    many.undo()
    many.undo()
    assert many.rule_counts() == counted(many)
    many.correct(row.report_id, "agency", "丁县公安局", "看错")
    many.correct(row.report_id, "t3.new.total", "45", "看错")
    assert many.rule_counts() == counted(many)
    load(many, report("乙县公安局", 2019, bytes_="other", name="other"), replace=True)
    assert [*many.recheck()] == []
    assert many.rule_counts() == counted(many)
    assert many.verify() == []


def test_a_list_knows_its_index(workspace: Workspace) -> None:
    """Each index that the queue asks for by name exists."""
    with workspace._connections.plain() as db:
        known = {row[0] for row in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    for by in get_args(FindingKey):
        for wanted in FILTERS.values():
            listed = FindingList(workspace._connections.reading, wanted, FindingOrder(by))
            named = re.findall(r"INDEXED BY (\w+)", listed._places(listed._keys()))
            assert named
            assert set(named) <= known


def test_the_way_back_finds_what_the_way_on_finds(many: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The previous open row before any place is the last open one above it, in every order, however short the stretches are."""
    monkeypatch.setattr("db.findings.STRETCH", 3)
    for by in get_args(FindingKey):
        found = many.findings(FindingFilter(), FindingOrder(by))
        is_open = [row.verdict == "open" for row in found.rows(0, found.count())]
        for end in range(len(is_open) + 1):
            before = [place for place in range(end) if is_open[place]]
            assert found.previous_open(end) == (before[-1] if before else None), (by, end)
