"""Text made to ruin patterns: every rule's time grows with the text only."""

from __future__ import annotations

from itertools import chain

import pytest

from core.report import Report
from rules.context import PlainContext, Run
from rules.registry import Rule, all_rules
from tests.cost import TRIES, growth, seconds
from tests.rules.build import build

PIECES = ("1", "申请人王", "全文由", "统计2023年1月1日", "（一）", " ", "公", "公开 信息，", "\n", "（", "一是", "　")

FIGURES = (
    "其中1件、",
    "其中1件、2件；",
    "1件、",
    "（1件",
    "收到申请1件，其中",
    "比上年1件增长1%，",
    "占1%、",
    "分别为1件、",
    "行政复议1件、",
)


def slowest(report: Report, within: float) -> tuple[float, str]:
    """The rule that took longest on a report, with its seconds; what is not `within` is measured again, with all it needs."""
    context = PlainContext(report, (build(year=2022, sections={1: report.sections[1].text[:20_000]}),))
    shared = [Run(report, context)]

    def cost(rule: Rule) -> float:
        runs = chain(shared, (Run(report, context) for _ in range(TRIES)))
        return seconds(lambda: list(rule(report, next(runs))), within)

    return max((cost(rule), rule.code) for rule in all_rules().values() if rule.family not in "NF")


@pytest.mark.parametrize("piece", PIECES)
def test_no_rule_is_ruined_by_a_text(piece: str) -> None:
    """Forty thousand characters of one repeated piece in every narrative section take no rule a second."""
    text = piece * (40_000 // len(piece))

    took, code = slowest(build(sections={0: text, 1: text, 5: text, 6: text}), within=1)

    assert took <= 1, code


@pytest.mark.parametrize("piece", FIGURES)
def test_figures_without_end_are_read_in_linear_time(piece: str) -> None:
    """Forty thousand characters of figures take four times what ten thousand take: far from sixteen times, whatever the noise."""

    def read(length: int) -> None:
        build(sections={1: piece * (length // len(piece))})

    assert growth(read, 10_000, 40_000, least=0.1, within=8) <= 8


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
def test_no_rule_is_ruined_by_a_megabyte(piece: str) -> None:
    """A megabyte takes no rule more than ten seconds."""
    text = piece * (1_000_000 // len(piece))

    took, code = slowest(build(sections={1: text}), within=10)

    assert took <= 10, code
