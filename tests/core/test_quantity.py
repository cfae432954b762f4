"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numerals import chinese_number
from core.quantity import figure, narrow, quantities
from tests.cost import growth


def read(text: str) -> list[tuple[str, str, str, str, str | None]]:
    """Every figure of the text: as printed, value, low, high, unit."""
    return [
        (text[q.start : q.end], f"{q.quantity.value:f}", f"{q.quantity.low:f}", f"{q.quantity.high:f}", q.quantity.unit)
        for q in quantities(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("共１，２３４件", [("１，２３４件", "1234", "1234", "1234", "件")]),
        ("共1,703,466元", [("1,703,466元", "1703466", "1703466", "1703466", "元")]),
        ("170.3466万元", [("170.3466万元", "170.3466", "170.3466", "170.3466", "万元")]),
        ("九十余件", [("九十余件", "90", "90", "100", "件")]),
        ("近百次", [("近百次", "100", "80.0", "100", "次")]),
        ("90000余条", [("90000余条", "90000", "90000", "100000", "条")]),
        ("18万余条", [("18万余条", "180000", "180000", "190000", "条")]),
        ("12.30元", [("12.30元", "12.30", "12.30", "12.30", "元")]),
        ("百分之三点五", [("百分之三点五", "3.5", "3.5", "3.5", "%")]),
        ("达到３．５％", [("达到３．５％", "3.5", "3.5", "3.5", "%")]),
        ("两件", [("两件", "2", "2", "2", "件")]),
        ("〇件", [("〇件", "0", "0", "0", "件")]),
        ("47 件", [("47 件", "47", "47", "47", "件")]),
        ("案件数为零。", [("零", "0", "0", "0", None)]),
        ("均为零，", [("零", "0", "0", "0", None)]),
        ("归零、从零开始、零距离、为零散住户服务", []),
        ("数十件", [("数十件", "10", "10", "99", "件")]),
        ("二十几件", [("二十几件", "21", "21", "29", "件")]),
        ("3-5件", [("3-5件", "5", "3", "5", "件")]),
        ("10至20件", [("10至20件", "20", "10", "20", "件")]),
        ("100件以上", [("100件以上", "100", "100", "1000", "件")]),
        ("3000万元", [("3000万元", "3000", "3000", "3000", "万元")]),
    ],
)
def test_figures_of_prose(text: str, expected: list[tuple[str, str, str, str, str | None]]) -> None:
    """A figure is found where it stands, with its value, its interval and its unit."""
    assert expected == read(text)


@pytest.mark.parametrize(
    "text",
    [
        "第3次会议",
        "2024年1月1日",
        "国令第711号",
        "国办公开办函〔2021〕30号",
        "电话：0517-83605210",
        "统一管理、一是二是",
        "A4纸5G网络",
        "2024.1.1",
        "一百零十件",
        "123456789012345678901件",
        "第二十条",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    """Ordinals, dates, document numbers, telephone numbers, identifiers and words are no figures."""
    found = [figure for figure in read(text) if figure[4] is not None or len(figure[0]) < 3]

    assert found == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("二十三", 23),
        ("一百零三", 103),
        ("一百二", 120),
        ("两万五", 25000),
        ("三万零五", 30005),
        ("二〇二四", 2024),
        ("三亿二千万", 320_000_000),
        ("一千二百三十四万五千六百七十八", 12_345_678),
    ],
)
def test_chinese_numerals(text: str, value: int) -> None:
    """Chinese numerals are read exactly, short forms included."""
    assert Decimal(value) == chinese_number(text)


@pytest.mark.parametrize("text", ["", "百", "万", "十百", "三四", "一百零十", "五五十", "一点", "一" * 100])
def test_malformed_numerals(text: str) -> None:
    """What is no well-formed numeral has no value."""
    assert chinese_number(text) is None


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit", "note"),
    [
        ("１，２３４", "number", "1234", None, None),
        ("+36", "number", "36", None, None),
        ("减少3", "number", "-3", None, None),
        ("↓3", "number", "-3", None, None),
        ("96171.6万元", "number", "96171.6", "万元", None),
        ("22（其中修订16件）", "number", "22", None, "其中修订16件"),
        ("31批次", "number", "31", "批次", None),
        ("无", "word", "0", None, None),
        ("未增未减", "word", "0", None, None),
        ("—", "dash", None, None, None),
        ("/", "dash", None, None, None),
        (" 　", "blank", None, None, None),
        ("十二", "number", "12", None, None),
        ("见附件", "unreadable", None, None, None),
        ("12,34", "unreadable", None, None, None),
    ],
)
def test_table_cells(text: str, kind: str, value: str | None, unit: str | None, note: str | None) -> None:
    """A cell is a figure, a word for nought, a blank, a dash or unreadable."""
    found = figure(text)

    assert (kind, None if value is None else Decimal(value), unit, note) == (found.kind, found.value, found.unit, found.note)


@given(st.integers(min_value=0, max_value=10**12))
def test_digits_survive(number: int) -> None:
    """Whatever the number, digits with and without separators give it back."""
    assert [number, number] == [int(q.quantity.value) for q in quantities(f"{number}件和{number:,}件")]


@given(st.text(alphabet="0123456789一二百万余近约.,-% 件元年第至１，", max_size=60))
def test_offsets_hold(text: str) -> None:
    """Figures stand inside the text, in order, never overlapping, and their value lies in their interval."""
    end = 0
    for found in quantities(text):
        assert end <= found.start <= found.number < found.end <= len(text)
        assert found.quantity.low <= found.quantity.value <= found.quantity.high
        end = found.end
    assert len(text) == len(narrow(text))


def test_time_is_linear() -> None:
    """Eight times the text takes nowhere near 64 times the time, whatever an attacker repeats."""
    for unit in ("1", "1,", "111,", "一", "近", "百分之", "1-", "数十", "1.1.", "第", "约约", " 1"):

        def read(length: int, unit: str = unit) -> None:
            for _found in quantities(unit * (length // len(unit)) + "1111"):
                pass

        assert growth(read, 4_000, 32_000, least=0.005, within=24) <= 24, unit
