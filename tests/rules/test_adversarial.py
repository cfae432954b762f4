"""Text made to ruin patterns: every rule's time grows with the text only."""

from __future__ import annotations

import time

import pytest

from core.report import Report
from rules.context import PlainContext, Run
from rules.registry import all_rules
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


def slowest(report: Report) -> tuple[float, str]:
    """The rule that took longest on a report, with its seconds of processor time."""
    run = Run(report, PlainContext(report, (build(year=2022, sections={1: report.sections[1].text[:20_000]}),)))
    times = []
    for rule in all_rules().values():
        if rule.family not in "NF":
            began = time.process_time()
            list(rule(report, run))
            times.append((time.process_time() - began, rule.code))
    return max(times)


@pytest.mark.parametrize("piece", PIECES)
def test_no_rule_is_ruined_by_a_text(piece: str) -> None:
    """Forty thousand characters of one repeated piece in every narrative section take no rule a second."""
    text = piece * (40_000 // len(piece))

    seconds, code = slowest(build(sections={0: text, 1: text, 5: text, 6: text}))

    assert seconds < 1, code


@pytest.mark.parametrize("piece", FIGURES)
def test_figures_without_end_are_read_in_linear_time(piece: str) -> None:
    """Forty thousand characters of figures take four times what ten thousand take: far from sixteen times, whatever the noise."""

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        began = time.process_time()
        build(sections={1: text})
        return time.process_time() - began

    assert min(seconds(40_000) for _ in range(2)) < 8 * max(min(seconds(10_000) for _ in range(2)), 0.1)


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
def test_no_rule_is_ruined_by_a_megabyte(piece: str) -> None:
    """A megabyte takes no rule more than ten seconds."""
    text = piece * (1_000_000 // len(piece))

    seconds, code = slowest(build(sections={1: text}))

    assert seconds < 10, code
