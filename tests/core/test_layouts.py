"""Known reports in every text layout and mess, read back."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.parse import parse_document
from core.readers.source import Source
from core.readers.text import document_of_text
from core.report import CellState
from tests.forge.compare import Score, compare
from tests.forge.measure import CLEAN_LAYOUTS, possible, read, recipes, renderings
from tests.forge.messes import CELL_MESSES, TABLE_MESSES
from tests.forge.odd_layouts import ODD_LAYOUTS
from tests.forge.other_hands import OTHER_HANDS
from tests.forge.random_report import random_report
from tests.forge.render_text import FRAMES, LAYOUTS, render

FORMS = ("2021", "2019")


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("layout", CLEAN_LAYOUTS)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
def test_a_layout_that_loses_nothing_is_read_whole(layout: str, form_id: str, seed: int) -> None:
    """Clean layouts give every cell of the form, none of them inferred, and no structural fact."""
    report = random_report(seed, form_id)
    rendered = render(report, layout, seed=seed)

    found = read(rendered)

    score = Score()
    assert found is not None
    compare(found, rendered.truth, rendered.derivable, score, rendered.name)
    assert ([], []) == (score.missed, score.wrong_unmarked)
    assert len(report.form.cell_keys) == score.right == {"2021": 200, "2019": 198}[form_id]
    assert not any(cell.inferred for cell in found.cells.values())
    assert not any(t.ragged_rows or t.missing_rows or t.moved_rows or t.label_notes for t in found.tables.values())
    assert (form_id, report.agency, report.year, ()) == (found.form, found.agency, found.year, found.extra_rows)


@pytest.mark.parametrize("layout", ODD_LAYOUTS)
def test_a_layout_nobody_described_is_read_all_the_same(layout: str) -> None:
    """Labels behind or beside, figures turned, glued or marked off by anything: 95 % and nothing wrong without a mark."""
    score = Score()
    for seed in range(4):
        rendered = render(random_report(seed, FORMS[seed % 2]), ODD_LAYOUTS[layout], seed=seed)
        compare(read(rendered), rendered.truth, rendered.derivable, score, f"{rendered.name}#{seed}")

    assert [] == score.wrong_unmarked
    assert score.share >= 0.95, score.missed[:5]


@pytest.mark.parametrize("layout", OTHER_HANDS)
def test_what_other_hands_make_of_a_table_is_read(layout: str) -> None:
    """Lists, sentences, turned, halved, drawn and repeated tables: every figure that has both its labels is found."""
    score = Score()
    for seed in range(4):
        rendered = render(random_report(seed, FORMS[seed % 2]), OTHER_HANDS[layout], seed=seed)
        shown = frozenset(key for key, text in rendered.truth.items() if text is not None)
        compare(read(rendered), rendered.truth, shown, score, f"{layout}#{seed}")

    assert [] == score.wrong_unmarked
    assert score.share >= 0.99, score.missed[:5]


@pytest.mark.parametrize("mess", [*CELL_MESSES, *TABLE_MESSES, *FRAMES])
def test_a_single_mess_costs_next_to_nothing(mess: str) -> None:
    """Each mess alone, in layouts drawn at random: at least 95 % of what can be told, nothing wrong without a mark."""
    score = Score()
    for seed in range(4):
        layouts = [name for name in LAYOUTS if possible(mess, name)]
        layout = random.Random(f"{mess}{seed}").choice(layouts)
        frame = [mess] if mess in FRAMES else []
        rendered = render(random_report(seed, FORMS[seed % 2]), layout, [] if frame else [mess], frame, seed)
        compare(read(rendered), rendered.truth, rendered.derivable, score, f"{rendered.name}#{seed}")

    assert [] == score.wrong_unmarked
    assert score.share >= 0.95, score.missed[:5]


def test_messes_together_stay_within_the_promise() -> None:
    """Random layouts with random messes: at least 95 % of the derivable cells, at most 1 in 10,000 wrong without a mark."""
    score = Score()
    for rendered in renderings(40):
        compare(read(rendered), rendered.truth, rendered.derivable, score, f"{rendered.name}#{rendered.seed}")

    assert score.share >= 0.95, score.missed[:5]
    assert len(score.wrong_unmarked) * 10_000 <= score.cells, score.wrong_unmarked[:5]


@pytest.mark.slow
def test_many_messes_stay_within_the_promise() -> None:
    """The same over a thousand reports."""
    score = Score()
    for rendered in renderings(1000):
        compare(read(rendered), rendered.truth, rendered.derivable, score, f"{rendered.name}#{rendered.seed}")

    assert score.share >= 0.95, score.missed[:5]
    assert len(score.wrong_unmarked) * 10_000 <= score.cells, score.wrong_unmarked[:5]


def test_recipes_are_repeatable() -> None:
    """The same seed draws the same layout and messes."""
    assert recipes(random.Random(7)) == recipes(random.Random(7))


def test_an_extra_row_is_kept_as_printed() -> None:
    """A row that fits no key is kept beside the table and forced into no neighbour."""
    report = random_report(5, "2021")
    found = read(render(report, "tabs_gone", ["extra_row"], seed=5))

    assert found is not None
    assert 1 == len(found.extra_rows)
    assert found.extra_rows[0].label in ("其他主动公开文件", "9.信息不存在")
    assert len(found.extra_rows[0].raw) in (3, 7)


def test_a_missing_row_is_named() -> None:
    """A row that is not printed is absent, and the table says which it is."""
    report = random_report(5, "2021")
    rendered = render(report, "tabs_gone", ["missing_row"], seed=5)
    found = read(rendered)

    assert found is not None
    gone = {key.split(".", 1)[1].rpartition(".")[0] for key, text in rendered.truth.items() if text is None}
    assert gone == set(found.tables["t3"].missing_rows)
    assert all(found.cells[key].state is CellState.ABSENT for key, text in rendered.truth.items() if text is None)


def test_moved_rows_are_read_where_their_labels_are() -> None:
    """Two rows that changed places keep their figures; the table says that rows were moved."""
    report = random_report(8, "2021")
    rendered = render(report, "tabs_gone", ["moved_row"], seed=8)
    found = read(rendered)

    assert found is not None
    assert [] == [key for key, text in rendered.truth.items() if found.cells[key].raw != text]
    assert found.tables["t3"].moved_rows


def test_a_lost_column_with_its_header_names_the_column() -> None:
    """When the header lost the same column as the rows, every figure has a place and the column is named."""
    report = random_report(4, "2021")
    rendered = render(report, "tabs_gone", ["lost_column_and_header"], seed=4)
    found = read(rendered)

    assert found is not None
    lost = {key.rpartition(".")[2] for key, text in rendered.truth.items() if text is None}
    assert lost == set(found.tables["t3"].lost_columns)
    assert not any(cell.inferred for cell in found.cells.values())


def test_rows_without_labels_are_inferred() -> None:
    """Figures that only order places are marked."""
    report = random_report(7, "2021")
    rendered = render(report, "cell_a_line", ["unlabelled"], seed=1)
    found = read(rendered)

    assert found is not None
    assert any(cell.inferred for cell in found.cells.values())


@pytest.mark.parametrize("place", [0, 3, 14])
def test_a_word_in_table_4_is_one_cell_that_cannot_be_read(place: int) -> None:
    """若干 in any cell of the row without a label, the first one too, costs that cell and no other."""
    report = random_report(3, "2021")
    keys = report.form.table_by_key["t4"].cell_keys
    row = "\t".join(report.values[key] for key in keys)
    words = [report.values[key] for key in keys]
    words[place] = "若干"
    text = render(report, "tabs_full", seed=3).text
    assert row in text

    found = parse_document(document_of_text(text.replace(row, "\t".join(words))), Source("报告.txt", b""))[0]

    states = [found.cells[key].state for key in keys]
    assert [CellState.UNREADABLE if at == place else CellState.NUMBER for at in range(len(keys))] == states
