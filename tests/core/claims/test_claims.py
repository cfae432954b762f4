"""Claims as values: offsets, breakdowns, growth, negation, and time that grows with the text only."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.claims import claims
from core.report import Breakdown, Claim, Section
from tests.cost import growth, seconds

_WORDS = [
    "收到", "政府信息公开申请", "依申请公开", "50件", "3件", "其中", "分别为", "自然人", "法人或其他组织", "，",
    "。", "；", "、", "（", "）", "：", "行政复议", "维持", "办结", "结转下年度",
    "上年结转", "2022年", "2023年", "比", "同比", "增长", "下降", "10%", "占", "未",
    "没有", "规范性文件", "制发", "废止", "全市", "我局", "公开", "予以公开", "不予公开", "等",
    "1.2万", "余", "《", "》", "“", "”", "元", "𠮷", "０", "\n",
    " ", "\t", "\x1b[31m",
]  # fmt: skip


def read(text: str, **changes: object) -> tuple[tuple[Claim, ...], tuple[Breakdown, ...]]:
    """The claims of one section 1 of a bureau's report for 2023."""
    about = {"year": 2023, "agency": "云岭市财政局", "form": "2021"} | changes
    return claims([Section(1, "", present=True, text=text)], **about)  # type: ignore[arg-type]


def divided(text: str) -> list[tuple[str, list[str], str]]:
    """Whole, parts and kind of every breakdown, as printed."""
    found, breakdowns = read(text)
    return [(found[each.whole].text, [found[part].text for part in each.parts], each.kind) for each in breakdowns]


def test_offsets_count_the_section_s_code_points() -> None:
    """Blanks inside figures, characters beyond the basic plane and full-width digits do not shift anything."""
    text = "𠮷林局  收到 政府信息公开申请 １ ２ 件。\n答复依申请公开 12 件。"
    found, _ = read(text)

    assert [text[claim.start : claim.end] for claim in found] == ["１ ２ 件", "12 件"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理47项，其中，许可17项、确认12项。", [("47项", ["17项", "12项"], "among")]),
        ("共开展活动12次，分别为培训5次、检查7次。", [("12次", ["5次", "7次"], "exhaustive")]),
        ("发布信息500条，其中动态200条、公告100条等。", [("500条", ["200条", "100条"], "open")]),
        ("发布信息500条，其中包括：动态200条、公告100条。", [("500条", ["200条", "100条"], "open")]),
        ("新闻发布会12场（市级5场、县级7场）。", [("12场", ["5场", "7场"], "among")]),
        ("解读119期：市级47期、县级72期。", [("119期", ["47期", "72期"], "among")]),
        ("收取2950元。其中，甲县420元，乙县2530元。", [("2950元", ["420元", "2530元"], "among")]),
        (
            "收办申请50件，同比增长10%，其中，自然人45件，法人5件；予以公开40件、部分公开10件。",
            [("50件", ["45件", "5件"], "among"), ("50件", ["40件", "10件"], "among")],
        ),
        (
            "复议35件，其中维持30件、纠正5件；诉讼4件，其中维持4件。",
            [("35件", ["30件", "5件"], "among"), ("4件", ["4件"], "among")],
        ),
        ("召开会议12次，开展培训5次、检查7次。", []),
        ("收到信件20件（含重复3件）。", [("20件", ["3件"], "open")]),
    ],
)
def test_breakdowns(text: str, expected: list[tuple[str, list[str], str]]) -> None:
    """Wholes and parts are found by 其中, 分别为, brackets and colons; 等 and 包括 leave a list open."""
    assert expected == divided(text)


def test_growth_is_tied_to_both_figures() -> None:
    """比2022年（31起）下降29% describes this year's 22起 against last year's 31起."""
    found, _ = read("2023年收到政府信息公开申请22起，比2022年（31起）下降29%。")
    current, previous, change = found

    assert (current.role, previous.role, change.role) == ("figure", "previous", "change")
    assert (change.of, change.base, change.direction) == (0, 1, "down")
    assert (current.period, previous.period) == ("2023", "2022")


def test_negation_is_nought() -> None:
    """未发生行政复议、行政诉讼 is none of reviews and none of suits; 未收到 is no application."""
    found, _ = read("未收到政府信息公开申请，未发生因信息公开引起的行政复议、行政诉讼。")

    assert [claim.fact for claim in found] == ["received", "review", "suit"]
    assert all(claim.role == "nought" and claim.value == 0 for claim in found)


def test_a_report_without_form_states_facts_but_no_cells() -> None:
    """Before the forms there are no cells to be about; the narrative is read all the same."""
    found, _ = read("收到政府信息公开申请50件。", year=2015, form=None)

    assert [(claim.fact, claim.about) for claim in found] == [("received", ())]


def test_nothing_is_known_without_year_and_agency() -> None:
    """A report whose year and organ are unknown still yields claims; none has a period."""
    found, _ = read("2023年收到政府信息公开申请50件。", year=None, agency=None, form="2021")

    assert [claim.period for claim in found] == ["2023"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=40))
def test_any_text_is_read(words: list[str]) -> None:
    """No text breaks the reading; offsets lie inside it, in order, and indices point at claims."""
    text = "".join(words)
    found, breakdowns = read(text)
    for claim in found:
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.of is None or 0 <= claim.of < len(found)
        assert claim.base is None or 0 <= claim.base < len(found)
    for each in breakdowns:
        assert each.whole not in each.parts
        assert max((each.whole, *each.parts)) < len(found)


_REPEATED = [
    "5件、", "其中5件，", "（（", "没有行政复议、", "、行政复议", "比2022年（31起）下降29%，", "《", "2022年",
    "占50%，5件，", "收到\n", "1", "分别为", "一",
]  # fmt: skip


@pytest.mark.parametrize("unit", _REPEATED)
def test_time_grows_with_the_text(unit: str) -> None:
    """Eight times the text takes nowhere near 64 times the time, whatever is repeated."""
    assert growth(lambda length: read(unit * (length // len(unit))), 2_000, 16_000, least=0.004, within=24) <= 24


@pytest.mark.slow
def test_a_megabyte_without_a_full_stop() -> None:
    """A megabyte of one sentence is read in a time that grows with its length."""
    text = "我局收到政府信息公开申请50件，其中自然人45件、" * 40_000
    found, _ = read(text)

    assert len(found) > 50_000
    assert seconds(lambda: read(text), within=300) <= 300
