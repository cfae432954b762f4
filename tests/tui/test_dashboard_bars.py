"""Bars that can be trusted: every part that is something is seen, and lengths are in proportion."""

from hypothesis import given
from hypothesis import strategies as st

from tui.dashboard_bars import FILLS, BarLine, _shared, drawn
from tui.signs import ASCII, UNICODE
from tui.text import cell_width


@given(st.lists(st.integers(0, 500), min_size=1, max_size=5).filter(any), st.integers(5, 80))
def test_shares_fill_the_length_and_lose_nobody(counts: list[int], length: int) -> None:
    """The shares add to the length, a part that is something has a cell, and a part that is nothing has none."""
    shares = _shared(counts, length)
    assert sum(shares) == length
    assert [bool(share) for share in shares] == [bool(count) for count in counts]


def test_bars_share_one_scale() -> None:
    """A bar half as long as the longest is drawn half as long, in both sets of signs."""
    line = BarLine("A101", (("judged", 5), ("open", 5)), 20)
    for signs in (UNICODE, ASCII):
        assert sum(cell_width(text) for text, _ in drawn(line, 40, signs)) == 20
    assert [text for text, _ in drawn(line, 40, UNICODE)] == [FILLS["judged"] * 10, FILLS["open"] * 10, ""]
    assert next(text for text, _ in drawn(line, 40, ASCII)) == "=" * 10


def test_a_narrow_or_empty_bar_is_no_trouble() -> None:
    """No width or no findings: nothing is drawn."""
    assert [text for text, _ in drawn(BarLine("x", (("error", 0),), 0), 10, UNICODE)] == ["", ""]
    assert [text for text, _ in drawn(BarLine("x", (("error", 3),), 3), 0, UNICODE)] == ["", ""]
    assert cell_width("".join(text for text, _ in drawn(BarLine("x", (("error", 1), ("info", 1)), 900), 3, UNICODE))) == 2
