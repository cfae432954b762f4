"""Which reports may have been copied from each other."""

from __future__ import annotations

from collections.abc import Callable

from db.likeness import bands, look_alikes
from db.workspace import Workspace
from tests.db.reports import report

Loaded = Callable[..., int]


def text(seed: int, length: int = 1200) -> str:
    """Text of its own for every seed."""
    state, found = seed * 7919 + 1, []
    for _ in range(length):
        state = (state * 1103515245 + 12345) % 2**31
        found.append(chr(0x4E00 + state // 65536 % 3000))
    return "".join(found)


def test_copies_are_found_and_strangers_are_not(workspace: Workspace, loaded: Loaded) -> None:
    """The same text with other names and figures, the same year, another organ."""
    body = text(1)
    one = loaded(report("甲县民政局", narrative=f"甲县民政局收到12件。{body}"))
    two = loaded(report("乙县民政局", narrative=f"乙县民政局收到345件。{body}{text(2, 100)}", bytes_="two"))
    loaded(report("丙县民政局", narrative=text(3), bytes_="three"))
    loaded(report("丁县民政局", 2022, narrative=body, bytes_="four"))

    with workspace._connections.reading() as db:
        assert look_alikes(db, one) == {two}
        assert look_alikes(db, two) == {one}


def test_a_short_text_is_like_no_other() -> None:
    """A few sentences of boilerplate prove nothing."""
    assert bands(report(narrative="本年未收到申请。")) == []
