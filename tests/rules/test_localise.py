"""The smallest correction: planted errors are found, determined ones are the sole suspect, and the answer never varies."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from core.forms import form
from rules.arithmetic import confront
from rules.check import check
from rules.localise import Correction, localise
from rules.messages import hint_text
from rules.result import Result, Status, TextEvidence
from rules.suspects import corrections
from tests.cost import seconds
from tests.rules.build import build

OFFICIAL = form("2021")
OUTCOMES = tuple(
    row.key for row in OFFICIAL.table_by_key["t3"].rows if row.key not in ("new", "carried_over", "total", "carried_forward")
)
COLUMNS = tuple(column.key for column in OFFICIAL.table_by_key["t3"].columns if column.key != "total")


def consistent(seed: int) -> dict[str, Decimal]:
    """A consistent table 3 and table 4 with figures as reports have them."""
    rng = random.Random(seed)
    figures: dict[str, int] = {}
    for column in COLUMNS:
        for row in OUTCOMES:
            figures[f"t3.{row}.{column}"] = rng.choice([0, 0, 0, 1, 3, rng.randint(0, 300)])
        total = sum(figures[f"t3.{row}.{column}"] for row in OUTCOMES)
        forward = rng.randint(0, 20)
        over = rng.randint(0, min(9, total + forward))
        figures |= {f"t3.total.{column}": total, f"t3.carried_forward.{column}": forward, f"t3.carried_over.{column}": over}
        figures[f"t3.new.{column}"] = total + forward - over
    for row in (row.key for row in OFFICIAL.table_by_key["t3"].rows):
        figures[f"t3.{row}.total"] = sum(figures[f"t3.{row}.{column}"] for column in COLUMNS)
    for group in ("review", "suit_direct", "suit_after_review"):
        parts = [rng.randint(1, 30) for _ in range(4)]
        keys = [f"t4.{group}.{column}" for column in ("upheld", "corrected", "other", "pending")]
        figures |= dict(zip(keys, parts, strict=True)) | {f"t4.{group}.total": sum(parts)}
    return {key: Decimal(figure) for key, figure in figures.items()}


def plant(figures: dict[str, Decimal], rng: random.Random, count: int, table: str = "t3") -> list[str]:
    """Change that many cells, each to another figure."""
    planted = rng.sample([key for key in figures if key.startswith(table)], count)
    for key in planted:
        figures[key] += rng.choice([1, 9, 27, 100, 1000]) if figures[key] < 10 else rng.choice([-1, -9, 9, 90])
    return planted


@pytest.mark.parametrize("seed", range(60))
def test_a_planted_cell_of_table_3_is_the_sole_suspect(seed: int) -> None:
    """Each cell of table 3 stands in another set of identities, so that one wrong cell is determined."""
    figures, rng = consistent(seed), random.Random(seed)
    right = dict(figures)
    (planted,) = plant(figures, rng, 1)

    (correction,) = localise(OFFICIAL.identities, figures)

    assert (planted,) == correction.suspects
    assert (((planted, right[planted]),),) == correction.sets


@pytest.mark.parametrize("seed", range(40))
def test_three_planted_cells_are_found_without_a_solver(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three wrong cells, also in one column where they half cancel out, within two tenths of a second."""
    monkeypatch.setattr("rules.localise_solver.solver", lambda: None)
    figures, rng = consistent(seed + 300), random.Random(seed)
    planted = plant(figures, rng, 3)

    (correction,) = localise(OFFICIAL.identities, figures)

    assert set(planted) <= set(correction.values)
    assert seconds(lambda: localise(OFFICIAL.identities, figures), within=0.2) <= 0.2


def test_a_table_in_ruins_is_left_alone() -> None:
    """Where dozens of sums fail no correction is sought: the table was misread, and that takes no time to see."""
    figures = consistent(3)
    plant(figures, random.Random(3), 40)

    assert () == localise(OFFICIAL.identities, figures)
    assert seconds(lambda: localise(OFFICIAL.identities, figures), within=0.2) <= 0.2


def test_a_wrong_total_of_table_4_has_five_explanations_and_no_suspect() -> None:
    """Any of the five figures could be the wrong one."""
    report = build(cells={"t4.review.upheld": "9", "t4.review.other": "6", "t4.review.pending": "1", "t4.review.total": "17"})

    (correction,) = corrections(report, confront(report))

    assert () == correction.suspects
    assert 5 == correction.count


def test_corrections_really_mend() -> None:
    """Every listed set, put in, makes all identities hold."""
    figures = consistent(7)
    plant(figures, random.Random(7), 2)

    for correction in localise(OFFICIAL.identities, figures):
        for each in correction.sets:
            assert () == localise(OFFICIAL.identities, figures | dict(each))


def test_the_solver_agrees_with_the_search() -> None:
    """What the exact search finds for two cells, the mixed-integer solver finds too."""
    solver = pytest.importorskip("highspy")
    assert solver
    from rules.localise import _components, _difference, _links
    from rules.localise_solver import smallest_sets

    figures = consistent(11)
    planted = plant(figures, random.Random(3), 2)
    (correction,) = localise(OFFICIAL.identities, figures)
    component = max(_components(OFFICIAL.identities), key=len)
    differences = [_difference(identity, figures) for identity in component]

    found = smallest_sets(component, _links(component), figures, differences, 6)

    assert {frozenset(each) for each in correction.sets} == {frozenset(each) for each in found}
    assert set(planted) == set(correction.suspects)


def test_four_planted_cells_need_the_solver() -> None:
    """Beyond three cells the solver is asked; it too names the planted ones."""
    pytest.importorskip("highspy")
    figures = consistent(21)
    for key in (
        "t3.granted.business",
        "t3.partial.research",
        "t3.refused.third_party.natural_person",
        "t3.rejected.duplicate.other_org",
    ):
        figures[key] += 13

    (correction,) = localise(OFFICIAL.identities, figures)

    assert 4 == len(correction.sets[0])
    assert "t3.granted.business" in correction.values


def test_without_a_solver_nothing_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing solver costs the hint for many errors, nothing else."""
    monkeypatch.setattr("rules.localise_solver.solver", lambda: None)
    figures = consistent(21)
    for key in (
        "t3.granted.business",
        "t3.partial.research",
        "t3.refused.third_party.natural_person",
        "t3.rejected.duplicate.other_org",
    ):
        figures[key] += 13

    assert () == localise(OFFICIAL.identities, figures)


def test_the_same_answers_on_every_run() -> None:
    """Order and content of the corrections do not vary."""
    figures = consistent(5)
    plant(figures, random.Random(5), 3)

    runs: list[tuple[Correction, ...]] = [localise(OFFICIAL.identities, figures) for _ in range(3)]

    assert runs[0] == runs[1] == runs[2]


def fails(results: tuple[Result, ...], code: str) -> list[Result]:
    """The fails of a rule."""
    return [result for result in results if result.code == code and result.status is Status.FAIL]


def test_results_carry_suspect_and_group() -> None:
    """Both sums that a wrong cell breaks name it, and stand in one group."""
    results = check(build(cells={"t3.granted.business": "7"}))
    row, column = fails(results, "A103")[0], fails(results, "A102")[0]

    assert ["t3.granted.business"] == [suspect.cell for suspect in row.suspects] == [suspect.cell for suspect in column.suspects]
    assert "smallest_correction" == row.suspects[0].why
    assert ("7", "0") == (row.suspects[0].printed, row.suspects[0].suggested)
    assert row.group == column.group == "g1"
    assert "商业企业" in (hint_text(row, "zh") or "")


def test_explanations_of_equal_weight_are_listed() -> None:
    """Where there is no suspect the reader still sees which changes would do."""
    (result,) = fails(check(build(cells={"t4.review.upheld": "9", "t4.review.total": "17"})), "L101")

    assert () == result.suspects
    assert "共 5 种" in (hint_text(result, "zh") or "")


@pytest.mark.parametrize(("column", "why"), [("business", "column_shift"), ("legal_service", "wrong_column")])
def test_applications_under_the_wrong_kind_of_applicant(column: str, why: str) -> None:
    """Opposite differences in two columns of one row: so many applications stand under the wrong kind of applicant."""
    right = {f"t3.{row}.natural_person": "10" for row in ("granted", "total")} | {
        f"t3.{row}.{column}": "2" for row in ("granted", "total")
    }
    wrong = {"t3.new.natural_person": "5", f"t3.new.{column}": "7"}
    totals = {f"t3.{row}.total": "12" for row in ("new", "granted", "total")}
    found = fails(check(build(cells=right | wrong | totals)), "A101")

    assert {f"t3.balance.{column}", "t3.balance.natural_person"} == {result.anchor for result in found}
    assert {why} == {suspect.why for result in found for suspect in result.suspects}
    assert {f"t3.new.{column}", "t3.new.natural_person"} == {suspect.cell for result in found for suspect in result.suspects}


def test_a_sentence_that_agrees_with_the_parts_leaves_the_finding_to_the_sum() -> None:
    """One slip in a total: the sum speaks, quotes the sentence and names the total; the narrative's rule is skipped for it."""
    cells = {"t4.review.upheld": "3", "t4.review.other": "1", "t4.review.total": "5"}
    results = check(build(cells=cells, sections={1: "2023年，因政府信息公开引发行政复议4件。"}))
    (broken,) = fails(results, "L101")

    assert [] == fails(results, "N107")
    assert {"L101"} == {r.reason.parameters["finding"] for r in results if r.code == "N107" and r.reason}
    assert [("t4.review.total", "5", "4")] == [(each.cell, each.printed, each.suggested) for each in broken.suspects]
    assert "因政府信息公开引发行政复议4件" in [each.text for each in broken.evidence if isinstance(each, TextEvidence)]


def test_a_sentence_that_says_a_third_figure_is_a_finding_of_its_own() -> None:
    """Parts that add to 4, a total of 5 and a sentence with 6 are two slips."""
    cells = {"t4.review.upheld": "3", "t4.review.other": "1", "t4.review.total": "5"}
    results = check(build(cells=cells, sections={1: "2023年，因政府信息公开引发行政复议6件。"}))

    assert 1 == len(fails(results, "L101")) == len(fails(results, "N107"))


def test_a_part_that_misses_the_table_and_its_own_list_is_one_cause() -> None:
    """A list one short of its total, because one of its parts is one short of the table: both stand in one group."""
    cells = {"t3.new.natural_person": "9", "t3.new.business": "3", "t3.new.total": "12"} | {
        f"t3.{row}.{column}": figure
        for row in ("granted", "total")
        for column, figure in (("natural_person", "9"), ("business", "3"), ("total", "12"))
    }
    text = "2023年，本局收到政府信息公开申请12件，分别为自然人申请9件、商业企业申请2件。"
    results = check(build(cells=cells, sections={1: text}))
    (part,), (whole,) = fails(results, "N106"), fails(results, "N201")

    assert part.group is not None
    assert part.group == whole.group
