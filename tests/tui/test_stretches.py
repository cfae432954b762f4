"""Finding the stretches of a text that touch a line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.review.stretches import Stretches

place = st.integers(0, 60)
stretch = st.tuples(place, place, st.sampled_from("abc")).map(lambda one: (min(one[:2]), max(one[:2]), one[2]))


@given(st.lists(stretch, max_size=30), place, place)
def test_every_stretch_on_a_line_is_found_in_its_order(stretches: list[tuple[int, int, str]], one: int, other: int) -> None:
    """However they nest and overlap, and whatever order they came in."""
    start, end = sorted((one, other))
    assert Stretches(stretches).on(start, end) == [each for each in stretches if each[0] <= end and each[1] >= start]


def test_without_any_there_are_none() -> None:
    """A text without marks."""
    assert Stretches().on(0, 10) == []
