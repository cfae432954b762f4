"""The library's list: filters, orders, places, counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import get_args

import pytest

from db.views import LibraryFilter, LibraryKey, LibraryOrder
from db.workspace import Workspace
from tests.db.loading import load
from tests.db.reports import report

Loaded = Callable[..., int]
WRONG = {"t3.new.total": "47", "t3.new.natural_person": "45"}


@pytest.fixture
def many(workspace: Workspace) -> Workspace:
    """Nine reports: three organs, three years, some wrong, some judged, one without organ or year."""
    made = []
    for number, agency in enumerate(("甲县民政局", "乙县公安局", "丙县公安局")):
        for year in (2019, 2020, 2021):
            cells = WRONG if (number + year) % 2 else {}
            named = None if (agency, year) == ("丙县公安局", 2021) else agency
            text = "某某" if year == 2020 else "正文"
            made.append(report(named, year, cells=cells, narrative=text, bytes_=f"{agency}{year}", name=f"{number}{year}"))
    load(workspace, *made)
    rows = workspace.findings().rows(0, 20)
    workspace.judge(rows[0].report_id, [rows[0].fingerprint], "confirmed")
    workspace.judge(rows[-1].report_id, [rows[-1].fingerprint], "asked")
    return workspace


@pytest.mark.parametrize("by", get_args(LibraryKey))
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_is_complete_and_can_be_walked(many: Workspace, by: LibraryKey, descending: bool) -> None:
    """Pages fit together, neighbours agree with the list, places count from one."""
    order = LibraryOrder(by, descending)
    listed = many.library(order=order)
    ids = [row.report_id for row in listed.rows(0, 100)]
    assert len(set(ids)) == listed.count() == 9
    assert [row.report_id for start in range(0, 9, 2) for row in listed.rows(start, 2)] == ids
    for place, report_id in enumerate(ids):
        found = many.neighbours(report_id, order=order)
        before, after = ids[place - 1] if place else None, ids[place + 1] if place < 8 else None
        assert (found.previous_id, found.next_id, found.position, found.count) == (before, after, place + 1, 9)
    column = {"touched": "last_touched", "loaded": None, "agency": None}.get(by, by)
    if column is not None:
        values = [asdict(row)[column] for row in listed.rows(0, 100)]
        values = ["" if value is None else value for value in values]
        if by != "year":
            assert values == sorted(values, reverse=descending)


@pytest.mark.parametrize("apart", [1, 2, 3])
def test_places_follow_every_change_of_the_list(many: Workspace, apart: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """New reports, a corrected organ, an undo, another version: the place is that in the list as it is now."""
    monkeypatch.setattr("db.places._APART", apart)

    def check() -> None:
        for by in get_args(LibraryKey):
            for descending in (False, True):
                order = LibraryOrder(by, descending)
                ids = [row.report_id for row in many.library(order=order).rows(0, 100)]
                assert [many.neighbours(report_id, order=order).position for report_id in ids] == [*range(1, len(ids) + 1)]

    check()
    load(many, report("丁县公安局", 2018, bytes_="later", name="later"), report("丙乙县公安局", 2030, bytes_="more", name="more"))
    check()
    moved = many.library().rows(3, 1)[0].report_id
    many.correct(moved, "agency", "戊县公安局", "看错")
    check()
    many.undo()
    check()
    load(many, report("甲县民政局", 2019, bytes_="other", name="other"), replace=True)
    check()


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (LibraryFilter(text="公安"), 5),
        (LibraryFilter(text="公安 2020"), 2),
        (LibraryFilter(text="公 安局"), 5),
        (LibraryFilter(text="%"), 0),
        (LibraryFilter(years=(2019, 2021)), 6),
        (LibraryFilter(agency=" 乙县公安局"), 3),
        (LibraryFilter(only="clean"), 2),
        (LibraryFilter(only="untouched"), 7),
        (LibraryFilter(only="conflicts"), 0),
    ],
)
def test_filters(many: Workspace, wanted: LibraryFilter, count: int) -> None:
    """Text, years, organ, state; the count is that of the rows."""
    listed = many.library(wanted)
    assert listed.count() == len(listed.rows(0, 100)) == count


def test_a_report_outside_the_filter_has_neighbours_but_no_place(many: Workspace) -> None:
    """After a judgement a report may fall out of the list it was opened from: the way on is still there."""
    inside = many.library(LibraryFilter(agency="乙县公安局")).rows(0, 5)
    outside = many.library(LibraryFilter(agency="甲县民政局")).rows(0, 1)[0]
    found = many.neighbours(outside.report_id, LibraryFilter(agency="乙县公安局"))

    assert found.position == 0
    assert {found.previous_id, found.next_id} & {row.report_id for row in inside}


def test_totals_are_the_sum_of_the_rows(many: Workspace) -> None:
    """The counts that are kept agree with the counts that are listed."""
    rows, totals = many.library().rows(0, 100), many.progress()
    for name in ("open", "confirmed", "asked", "errors", "warnings", "infos", "stale"):
        assert sum(getattr(row, name) for row in rows) == getattr(totals, name), name
    assert totals.clean == sum(row.errors + row.warnings == 0 for row in rows)
    assert totals.finished_reports == sum(row.open == 0 for row in rows)
    assert (totals.reports, totals.findings) == (9, many.findings().count())


def test_tallies_by_rule_auditor_organ_and_year(many: Workspace) -> None:
    """What the dashboard shows adds up."""
    rules = {count.code: count for count in many.rule_counts()}
    assert rules["A101"].fails + rules["A101"].passes == 9
    assert sum(count.fails for count in rules.values()) == many.findings().count()
    (auditor,) = many.auditor_counts()
    assert (auditor.auditor, auditor.confirmed, auditor.asked) == ("甲", 1, 1)
    assert [group.name for group in many.group_counts("year")] == ["2019", "2020", "2021"]
    assert sum(group.open for group in many.group_counts("agency")) == many.progress().open


def test_an_organs_years_stand_in_order(many: Workspace) -> None:
    """The year chain."""
    assert [entry.year for entry in many.years("乙县公安局")] == [2019, 2020, 2021]
