"""An organ's years side by side."""

from dataclasses import replace
from decimal import Decimal

from core.forms import form
from core.report import Cell, CellState, Report, Section
from rules.chain import section_changes, sentences, year_rows


def report(year: int, figures: dict[str, int], text: str = "", form_id: str = "2021") -> Report:
    """A report with some figures, 0 everywhere else."""
    cells = {
        key: Cell(key, CellState.NUMBER, Decimal(figures.get(key, 0)), str(figures.get(key, 0)))
        for key in form(form_id).cell_keys
    }
    sections = (Section(1, "总体情况", present=True, text=text),)
    return Report("x.txt", 0, "0" * 64, "text/plain", None, "云岭市公安局", year, form_id, None, sections, cells, {})


def test_what_must_carry_over_is_compared_with_last_year() -> None:
    """A figure carried over that is not what last year carried forward is broken; a gap between the years asks nothing."""
    first = report(2021, {"t3.carried_forward.natural_person": 3})
    second = report(2022, {"t3.carried_over.natural_person": 5})
    rows = {row.key: row for row in year_rows([first, second])}
    broken = rows["t3.carried_over.natural_person"].cells[1]

    assert broken.broken
    assert broken.due == Decimal(3)
    assert [row.key for row in rows.values() if row.broken] == ["t3.carried_over.natural_person"]
    assert not any(row.broken for row in year_rows([first, replace(second, year=2023)]))


def test_unreadable_figures_break_nothing() -> None:
    """Where a figure is not known nothing is claimed about it."""
    first = report(2021, {})
    key = "t3.carried_over.total"
    second = report(2022, {})
    second = replace(second, cells={**second.cells, key: Cell(key, CellState.ABSENT)})
    assert not any(row.broken for row in year_rows([first, second]))


def test_rows_of_both_forms_are_listed_once() -> None:
    """Years of different forms share the rows they have in common, the later form's order first."""
    rows = year_rows([report(2020, {}, form_id="2019"), report(2021, {})])
    keys = [row.key for row in rows]
    assert len(keys) == len(set(keys))
    assert keys[: len(form("2021").cell_keys)] == list(form("2021").cell_keys)
    assert set(keys) == {*form("2021").cell_keys, *form("2019").cell_keys}


def test_sentences_are_same_altered_added_or_dropped() -> None:
    """Equal sentences are counted, rewritten ones are shown with their former wording."""
    before = report(2021, {}, "我局主动公开信息12条。制度不断完善。\n将加强培训。")
    after = report(2022, {}, "我局主动公开信息15条。制度 不断完善。新建了平台。")
    (change,) = section_changes(before, after)

    assert (change.total, change.same, change.percent) == (3, 1, 33)
    assert [(entry.kind, entry.before, entry.after) for entry in change.changes] == [
        ("altered", "我局主动公开信息12条。", "我局主动公开信息15条。"),
        ("added", None, "新建了平台。"),
        ("dropped", "将加强培训。", None),
    ]


def test_a_sentence_that_stands_twice_is_matched_once_each() -> None:
    """Repeating last year's sentence does not make two of it."""
    (change,) = section_changes(report(2021, {}, "甲乙丙。"), report(2022, {}, "甲乙丙。甲乙丙。"))
    assert (change.same, change.total) == (1, 2)


def test_tables_are_no_sentences() -> None:
    """Lines of cells do not count as prose."""
    assert sentences("总计\t47\n全部办结。") == ("全部办结。",)
