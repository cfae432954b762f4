"""The one slip that explains a difference."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.hints import Hint, digit_slip, explain

FEES = [Decimal(n) for n in (63690, 236510, 1167330, 72750, 114660, 26122, 4520, 2384, 15500)]


def test_one_fee_lost_a_digit() -> None:
    """Nine fees in 元 against 227.3466万元: only 63690 for 633690 explains it."""
    hints = explain(FEES, Decimal("227.3466"), scales=[Decimal(1)] * 9, whole_scale=Decimal(10000))

    assert hints == (Hint(0, Decimal(63690), Decimal(633690), "digit_dropped"),)


def test_four_explanations_are_none() -> None:
    """17 + 12 + 16 against 47: any of the four figures may be wrong by one digit."""
    assert explain([Decimal(17), Decimal(12), Decimal(16)], Decimal(47)) == ()


@pytest.mark.parametrize(
    ("parts", "whole", "expected"),
    [
        (("3001", "53", "61"), "3151", Hint(None, Decimal(3151), Decimal(3115), "digits_swapped")),
        (("120", "350"), "1550", Hint(0, Decimal(120), Decimal(1200), "power_of_ten")),
        (("236510", "3.2"), "268510", Hint(1, Decimal("3.2"), Decimal(32000), "unit")),
        (("1200", "35", "408"), "1607", None),
    ],
)
def test_other_slips(parts: tuple[str, ...], whole: str, expected: Hint | None) -> None:
    """Swapped digits, a power of ten, 万 forgotten; where several figures explain the difference there is no hint."""
    assert explain([Decimal(part) for part in parts], Decimal(whole)) == ((expected,) if expected else ())


def test_nothing_to_explain() -> None:
    """A sum that holds, and a list too long to be explained by chance, have no hint."""
    assert explain([Decimal(1), Decimal(2)], Decimal(3)) == ()
    assert explain([Decimal(10)] * 300, Decimal(1)) == ()


@pytest.mark.parametrize(
    ("printed", "meant", "why"),
    [
        ("63690", "633690", "digit_dropped"),
        ("12", "123", "digit_dropped"),
        ("1223", "123", "digit_added"),
        ("132", "123", "digits_swapped"),
        ("193", "123", "digit_replaced"),
        ("321", "123", None),
        ("45", "123", None),
    ],
)
def test_digit_slips(printed: str, meant: str, why: str | None) -> None:
    """One digit dropped, added, replaced, or two neighbours swapped."""
    assert digit_slip(printed, meant) == why


@given(st.lists(st.integers(min_value=0, max_value=10**7), min_size=2, max_size=8), st.data())
def test_a_hint_closes_the_sum(numbers: list[int], data: st.DataObject) -> None:
    """Whatever is suggested, putting it in the figure's place makes the sum hold."""
    parts = [Decimal(number) for number in numbers]
    whole = sum(parts, Decimal(0)) + data.draw(st.integers(min_value=-(10**4), max_value=10**4))
    assume(whole >= 0)
    for hint in explain(parts, whole):
        changed = [hint.suggested if hint.index == place else part for place, part in enumerate(parts)]
        assert sum(changed, Decimal(0)) == (whole if hint.index is not None else hint.suggested)
