"""What a layout leaves open is marked: figures cut at the width of the lines, a lost column where every figure is 0."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.parse import parse
from core.readers import Source
from core.report import CellState
from tests.forge.compare import Score, compare
from tests.forge.measure import read, renderings
from tests.forge.official import known_report
from tests.forge.random_report import random_report
from tests.forge.render_text import render

_WIDTH = 40
_PROSE = "本机关全年组织政府信息公开工作培训并对各科室的公开目录逐项核对更新同时完善保密审查制度确保应公开尽公开，" * 5 + "。"


def _broken_at_the_width(printed: str, lead: str) -> str:
    """A report whose lines of narrative are 40 characters long, with a row of table 3 broken in its last figure."""
    prose = "\n".join(_PROSE[at : at + _WIDTH] for at in range(0, len(_PROSE), _WIDTH))
    row = lead.rjust(_WIDTH - len(printed), "\u3000") + printed
    return f"青禾县教育局2023年政府信息公开工作年度报告\n一、总体情况\n{prose}\n三、收到和处理政府信息公开申请情况\n{row}\n"


_HEAD = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计\n"


@pytest.mark.parametrize(("next_line", "doubted"), [("0", True), ("四、结转下年度继续办理 0 0 0 0 0 0 0", False)])
def test_a_figure_cut_at_the_width_of_the_lines_is_marked(next_line: str, doubted: bool) -> None:
    """A figure that ends a full line is doubtful when the next line begins with digits, and only then."""
    text = _broken_at_the_width("60 20 0 0 0 0 8", "一、本年新收政府信息公开申请数量 ").replace(
        "申请情况\n", f"申请情况\n{_HEAD}", 1
    )
    rest = "二、上年结转政府信息公开申请数量 1 0 0 0 0 0 1\n（七）总计 61 20 0 0 0 0 81\n"

    (report,) = parse(Source("x", f"{text}{next_line}\n{rest}".encode()))

    total, others = report.cells["t3.new.total"], [report.cells[f"t3.new.{key}"] for key in ("natural_person", "business")]
    assert (str(total.value), total.inferred) == ("8", doubted)
    assert [(str(cell.value), cell.inferred) for cell in others] == [("60", False), ("20", False)]


@pytest.mark.parametrize("seed", [120095, 50047])
def test_reports_that_were_once_misread_without_a_mark(seed: int) -> None:
    """Whatever of these two is not as printed is marked or left out."""
    (rendered,) = renderings(1, seed)
    score = Score()
    compare(read(rendered), rendered.truth, rendered.derivable, score, rendered.name)

    assert [] == score.wrong_unmarked


@pytest.mark.parametrize("layout", ["tabs_full", "commas"])
def test_a_lost_column_among_noughts_is_marked(layout: str) -> None:
    """Where every figure is 0 nothing tells which column is gone: no cell is taken for sure, and that is said."""
    report = random_report(3, "2021")
    values = {key: "0" if key.startswith("t3.") else value for key, value in report.values.items()}
    rendered = render(replace(report, values=values), layout, ["lost_column"], seed=3)

    (found,) = parse(Source("x", rendered.text.encode()))

    cells = [cell for key, cell in found.cells.items() if key.startswith("t3.")]
    assert all(cell.inferred for cell in cells if cell.state is CellState.NUMBER)
    assert found.tables["t3"].lost_columns
    assert found.tables["t3"].ragged_rows


def test_whole_reports_are_left_alone() -> None:
    """A clean report has no doubtful figure."""
    report = known_report(5)
    (found,) = parse(Source("x", render(report, "spaces").text.encode()))
    assert not [key for key, cell in found.cells.items() if cell.inferred]
