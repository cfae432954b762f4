"""Rules N and F over hostile text: time grows with its length only."""

from __future__ import annotations

import time

import pytest

from rules.context import PlainContext, Run
from rules.registry import all_rules
from tests.rules.build import build

_REPEATED = [
    "由", "云岭市松溪县", "，云岭市松溪县", "全部", "所有申请均", "《中华人民共和国政府信息公开条例》（国",
    "国办函〔2020〕", "某", "X", "×", "处理费", "未收",
    "工本费5元；", "工作", "，。", "2023年2月", "收到多件", "没有行政事业性",
    "（（", "占50%，5件，", "《", "1",
]  # fmt: skip


def seconds(text: str) -> float:
    """How long all rules about narrative and fees take for a report with this text in sections 1 and 6."""
    report = build(sections={0: text, 1: text, 6: text}, cells={"t2.fees.amount": "5", "t3.carried_forward.total": "1"})
    start = time.process_time()
    for code, rule in all_rules().items():
        if code[0] in "NF":
            list(rule(report, Run(report, PlainContext(report))))
    return time.process_time() - start


@pytest.mark.parametrize("unit", _REPEATED)
def test_time_grows_with_the_text(unit: str) -> None:
    """Eight times the text takes nowhere near 64 times the time, whatever is repeated."""
    short, long = (seconds(unit * (length // len(unit))) for length in (1_500, 12_000))

    assert long < max(short, 0.02) * 24
