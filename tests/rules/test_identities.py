"""The identity rules against all figures: consistent tables never fail, one changed cell always does."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.forms import FORM_IDS, Form, form, split_key
from core.report import Report
from rules.arithmetic import confront
from rules.check import check
from rules.result import CellEvidence, Status
from tests.rules.build import build

LARGE = st.one_of(st.integers(0, 9), st.integers(0, 10**9))
EDGES = ("new", "carried_over", "total", "carried_forward")


@st.composite
def consistent(draw: st.DrawFn) -> tuple[Form, dict[str, int]]:
    """Figures of tables 3 and 4 for which every identity holds."""
    official = form(draw(st.sampled_from(FORM_IDS)))
    table = official.table_by_key["t3"]
    columns = [column.key for column in table.columns if column.key != "total"]
    outcomes = [row.key for row in table.rows if row.key not in EDGES]
    figures: dict[tuple[str, str], int] = {}
    for column in columns:
        for row in outcomes:
            figures[row, column] = draw(LARGE)
        figures["total", column] = sum(figures[row, column] for row in outcomes)
        figures["carried_forward", column] = draw(LARGE)
        received = figures["total", column] + figures["carried_forward", column]
        figures["carried_over", column] = draw(st.integers(0, received))
        figures["new", column] = received - figures["carried_over", column]
    for row in (row.key for row in table.rows):
        figures[row, "total"] = sum(figures[row, column] for column in columns)
    cells = {f"t3.{row}.{column}": figure for (row, column), figure in figures.items()}
    for group in official.table_by_key["t4"].rows:
        parts = {column: draw(LARGE) for column in group.columns if column != "total"}
        cells |= {f"t4.{group.key}.{column}": figure for column, figure in parts.items()}
        cells[f"t4.{group.key}.total"] = sum(parts.values())
    return official, cells


def report_of(official: Form, cells: dict[str, int]) -> Report:
    """The report with these figures."""
    year = official.first_year
    return build(form=official.id, year=year, cells={key: str(figure) for key, figure in cells.items()})


@settings(max_examples=40, deadline=None)
@given(consistent())
def test_consistent_tables_never_fail(figures: tuple[Form, dict[str, int]]) -> None:
    """Whatever the figures, from nought to a billion, a consistent report fails no identity."""
    arithmetic = confront(report_of(*figures))

    assert {"holds"} == {each.state for each in arithmetic.sums.values()}


@settings(max_examples=40, deadline=None)
@given(consistent(), st.data())
def test_one_changed_cell_fails_at_least_one(figures: tuple[Form, dict[str, int]], data: st.DataObject) -> None:
    """Changing any one cell that stands in an identity breaks each of its identities, by the amount changed."""
    official, cells = figures
    key = data.draw(st.sampled_from(sorted(cells)))
    changed = data.draw(LARGE.filter(lambda figure: figure != cells[key]))

    arithmetic = confront(report_of(official, cells | {key: changed}))

    broken = {each.identity.id for each in arithmetic.failing}
    assert {identity.id for identity in official.identities_by_cell[key]} == broken
    assert {abs(each.difference) for each in arithmetic.failing} == {Decimal(abs(changed - cells[key]))}


def test_every_failing_sum_shows_all_its_cells() -> None:
    """Enter on a finding can mark every operand: the evidence holds each cell of the identity."""
    report = build(cells={"t3.granted.business": "7"})
    identities = {identity.id: identity for identity in form("2021").identities}
    failing = [result for result in check(report) if result.status is Status.FAIL and result.code in ("A101", "A102", "A103")]

    assert {"t3.applicants.granted", "t3.outcomes.business"} == {result.anchor for result in failing}
    for result in failing:
        shown = {each.cell for each in result.evidence if isinstance(each, CellEvidence)}
        assert set(identities[result.anchor].keys) == shown


def test_figures_of_a_billion_stay_exact() -> None:
    """A difference of one in sums of a billion is seen."""
    cells = dict.fromkeys(("t4.review.upheld", "t4.review.total"), "1000000000")
    arithmetic = confront(build(cells=cells | {"t4.review.total": "1000000001"}))

    assert ["t4.results.review"] == [each.identity.id for each in arithmetic.failing]
    assert Decimal(-1) == arithmetic.failing[0].difference


def test_blanks_are_noughts_unless_one_would_close_its_sums() -> None:
    """A blank beside a failing sum that it would close is named; beside a failing sum it would not, it stays a nought."""
    needed = confront(build(cells={"t4.review.upheld": "blank", "t4.review.total": "3"}))
    assert ["t4.review.upheld"] == [blank.cell for blank in needed.needed_blanks]
    assert "blank" == needed.sums["t4.results.review"].state

    several = confront(build(cells={"t4.review.upheld": "blank", "t4.review.other": "dash", "t4.review.total": "3"}))
    assert () == several.needed_blanks
    assert "fails" == several.sums["t4.results.review"].state

    negative = confront(build(cells={"t4.review.upheld": "blank", "t4.review.other": "5", "t4.review.total": "3"}))
    assert () == negative.needed_blanks

    other_row_holds = confront(build(cells={"t3.granted.business": "blank", "t3.total.business": "2", "t3.total.total": "2"}))
    assert "t3.granted.business" not in {blank.cell for blank in other_row_holds.needed_blanks}


def test_keys_of_the_strategy_are_those_of_the_form() -> None:
    """The strategy fills every cell of tables 3 and 4, so that nothing is consistent by being absent."""
    official = form("2021")
    filled = {key for key in official.cell_keys if split_key(key)[0] != "t2"}

    assert filled == {key for identity in official.identities for key in identity.keys}
