"""Reports in traditional characters are judged as the same reports in simplified ones."""

from __future__ import annotations

import opencc
import pytest

from rules.check import check
from rules.result import Result, Status
from tests.rules.build import build

TEXTS = {
    5: (
        "存在的主要问题：一是政策解读形式单一；二是答复不够及时。"
        "改进情况：开展业务培训，规范不予公开的答复，减少行政复议被纠正的情形。"
    ),
    6: "本机关2023年度没有收取信息处理费。没有其他需要报告的事项。",
}
CELLS = {"t3.new.natural_person": "40", "t3.new.total": "40", "t3.granted.natural_person": "10", "t3.granted.total": "10"} | {
    "t3.refused.admin_query.natural_person": "30",
    "t3.refused.admin_query.total": "30",
    "t3.total.natural_person": "40",
    "t3.total.total": "40",
    "t4.review.corrected": "9",
    "t4.review.total": "9",
}


def traditional(text: str) -> str:
    """The same words in traditional characters."""
    return str(opencc.OpenCC("s2t").convert(text))


def codes(results: tuple[Result, ...]) -> set[tuple[str, str]]:
    """What fails, and how gravely."""
    return {(result.code, result.severity.value) for result in results if result.status is Status.FAIL}


@pytest.mark.parametrize(
    ("section", "text"),
    [
        (5, TEXTS[5]),
        (5, "我们要进一步提高认识，加强领导，改进作风，扎实工作，努力提升水平。"),
        (6, "本年度无其他需要报告的事项。"),
        (6, "内部资料，注意保存。本机关2023年度没有收取信息处理费。申请人李小明电话来访。"),
        (1, "本报告由总体情况、主动公开政府信息情况、收到和处理申请情况、复议诉讼情况、问题及改进情况五个部分组成。"),
    ],
)
def test_the_script_changes_no_verdict(section: int, text: str) -> None:
    """Every rule that fails fails in both scripts, and none fails in one of them only."""
    sections = TEXTS | {section: text}
    plain = check(build(cells=CELLS, sections=sections))
    written = check(build(cells=CELLS, sections={number: traditional(each) for number, each in sections.items()}))

    assert codes(plain) == codes(written)
