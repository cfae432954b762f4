"""Rules N and F over hostile text: time grows with its length only."""

from __future__ import annotations

import pytest

from rules.context import PlainContext, Run
from rules.registry import all_rules
from tests.cost import growth
from tests.rules.build import build

_REPEATED = [
    "由", "云岭市松溪县", "，云岭市松溪县", "全部", "所有申请均", "《中华人民共和国政府信息公开条例》（国",
    "国办函〔2020〕", "某", "X", "×", "处理费", "未收",
    "工本费5元；", "工作", "，。", "2023年2月", "收到多件", "没有行政事业性",
    "（（", "占50%，5件，", "《", "1",
]  # fmt: skip


def judge(text: str) -> None:
    """Apply all rules about narrative and fees to a report with this text in sections 1 and 6."""
    report = build(sections={0: text, 1: text, 6: text}, cells={"t2.fees.amount": "5", "t3.carried_forward.total": "1"})
    for code, rule in all_rules().items():
        if code[0] in "NF":
            list(rule(report, Run(report, PlainContext(report))))


@pytest.mark.parametrize("unit", _REPEATED)
def test_time_grows_with_the_text(unit: str) -> None:
    """Eight times the text takes nowhere near 64 times the time, whatever is repeated."""
    assert growth(lambda length: judge(unit * (length // len(unit))), 1_500, 12_000, least=0.02, within=24) <= 24
