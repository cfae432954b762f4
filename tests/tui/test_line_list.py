"""The one list: it draws what is visible, reads what it draws, and never waits."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from textual.app import App, ComposeResult

from tests.tui.quiet import PATIENCE
from tests.tui.workbench import settled
from tui.widgets.columns import CellText, Column, layout
from tui.widgets.line_list import LineList
from tui.widgets.rows import PAGE, PAGES_KEPT, ListedRows, PageCache


@dataclass(frozen=True)
class Organ:
    """A row."""

    number: int

    @property
    def name(self) -> str:
        """An organ's name, with something in it that looks like markup."""
        return f"第{self.number}号[/b]公安局"


class Organs:
    """A provider that remembers where it was called and what it was asked for."""

    def __init__(self, count: int) -> None:
        self.total = count
        self.ready = threading.Event()
        self.ready.set()
        self.threads: set[int] = set()
        self.read = 0

    def count(self) -> int:
        """How many rows."""
        self.threads.add(threading.get_ident())
        return self.total

    def rows(self, offset: int, limit: int) -> Sequence[Organ]:
        """A stretch of them, once it is ready."""
        assert self.ready.wait(PATIENCE)
        self.threads.add(threading.get_ident())
        self.read += limit
        return [Organ(number) for number in range(offset, min(offset + limit, self.total))]


COLUMNS: tuple[Column[Organ], ...] = (
    Column("organ", "机关", lambda row: CellText(row.name), 12, flexible=1, sortable=True),
    Column("number", "编号", lambda row: CellText(str(row.number), "error"), 8, align="right", sortable=True),
    Column("form", "表式", lambda row: CellText("2021", "muted"), 6, optional=1),
)


def number_cell(_: Organ) -> CellText:
    """Show a figure of no meaning."""
    return CellText("12345")


class ListApp(App[None]):
    """One list and what it said."""

    def __init__(self, provider: Organs, columns: Sequence[Column[Organ]] = COLUMNS) -> None:
        super().__init__()
        self.animation_level = "none"
        self.line_list = LineList(columns, provider, identity=lambda row: row.number, empty="没有报告")
        self.said: list[object] = []

    def compose(self) -> ComposeResult:
        """The list alone."""
        yield self.line_list

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Remember."""
        self.said.append(message.row)

    def on_line_list_header_chosen(self, message: LineList.HeaderChosen) -> None:
        """Remember."""
        self.said.append(message.key)

    def lines(self) -> list[str]:
        """What the screen shows."""
        return ["".join(segment.text for segment in strip) for strip in self.screen._compositor.render_strips()]


async def test_rows_are_drawn_with_header_cursor_and_markup_as_text() -> None:
    """The header stands above the rows, the cursor's row carries its sign, brackets stay."""
    app = ListApp(Organs(3))
    async with app.run_test(size=(40, 8), notifications=True) as pilot:
        await settled(pilot)
        lines = app.lines()
    assert "机关" in lines[0]
    assert "编号" in lines[0]
    assert lines[1].startswith("▸ 第0号[/b]公安局")
    assert lines[2].startswith("  第1号[/b]公安局")


async def test_a_hundred_thousand_rows_cost_what_a_hundred_cost() -> None:
    """Only the pages that were looked at are read, never on the event loop, and the keys reach both ends."""
    provider = Organs(100_000)
    app = ListApp(provider)
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("end")
        await settled(pilot)
        assert app.line_list.current == Organ(99_999)
        assert "第99999号" in app.lines()[19]
        await pilot.press("pageup")
        await settled(pilot)
        assert app.line_list.cursor == 99_999 - 18
        await pilot.press("home", "down", "down", "pagedown")
        await settled(pilot)
        assert app.line_list.cursor == 20
        await pilot.press("enter")
        await settled(pilot)
    assert app.said == [Organ(20)]
    assert provider.read <= 5 * PAGE
    assert threading.get_ident() not in provider.threads


async def test_the_screen_does_not_wait_for_a_slow_provider() -> None:
    """While rows are being read the cursor moves and a faint line stands in for them."""
    provider = Organs(10_000)
    app = ListApp(provider)
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await settled(pilot)
        provider.ready.clear()
        app.line_list.action_end(1)
        await pilot.pause()
        assert app.line_list.cursor == 9_999
        assert app.line_list.current is None
        assert "…" in app.lines()[19]
        provider.ready.set()
        await settled(pilot)
        assert app.line_list.current == Organ(9_999)


async def test_mouse_moves_chooses_and_sorts() -> None:
    """A click moves the cursor, a double click chooses, a click on a title asks for that order."""
    app = ListApp(Organs(10))
    async with app.run_test(size=(60, 10), notifications=True) as pilot:
        await settled(pilot)
        await pilot.click(LineList, offset=(5, 3))
        assert app.line_list.cursor == 2
        await pilot.click(LineList, offset=(5, 5), times=2)
        await settled(pilot)
        await pilot.click(LineList, offset=(4, 0))
        await pilot.pause()
    assert app.said == [Organ(4), "organ"]


async def test_selection_survives_reading_again() -> None:
    """Selected rows keep their mark when the list is read anew, and other rows clear them."""
    app = ListApp(Organs(10))
    async with app.run_test(size=(60, 10), notifications=True) as pilot:
        await settled(pilot)
        app.line_list.toggle_selected()
        app.line_list.toggle_selected()
        app.line_list.reload()
        await settled(pilot)
        assert app.line_list.selected == {0, 1}
        assert app.lines()[1].startswith(" ✔")
        assert app.line_list.cursor == 2
        app.line_list.show(Organs(4))
        await settled(pilot)
        assert not app.line_list.selected


async def test_a_narrow_window_says_that_more_stands_aside() -> None:
    """Columns that do not fit are left out by rank, then scrolled with the first one kept and signs at the edges."""
    wide = [*COLUMNS[:2], *(Column(f"c{n}", f"第{n}列", number_cell, 10) for n in range(6))]
    app = ListApp(Organs(3), wide)
    async with app.run_test(size=(40, 6), notifications=True) as pilot:
        await settled(pilot)
        assert app.lines()[1].rstrip().endswith("›")
        await pilot.press("right", "right")
        await pilot.pause()
        lines = app.lines()
        assert lines[1].startswith("▸ 第0号[/b]公")
        assert "‹" in lines[1]


async def test_an_empty_list_says_so() -> None:
    """No rows: the reason stands where they would be."""
    app = ListApp(Organs(0))
    async with app.run_test(size=(40, 6), notifications=True) as pilot:
        await settled(pilot)
        assert "没有报告" in app.lines()[2]
        await pilot.press("enter", "down", "end")


@pytest.mark.parametrize(("room", "keys"), [(40, ["organ", "number", "form"]), (22, ["organ", "number"])])
def test_optional_columns_go_first(room: int, keys: list[str]) -> None:
    """What does not fit is left out by rank before anything is scrolled, and flexible columns take what is left."""
    shown, width = layout(COLUMNS, room)
    assert [column.key for column, _ in shown] == keys
    assert width == room


def test_pages_are_bounded_and_outdated_ones_are_still_shown() -> None:
    """The cache forgets the oldest page, and after a change shows what it had until the new rows come."""
    pages = PageCache[int]()
    for page in range(PAGES_KEPT + 1):
        pages.store(page, [page])
    assert pages.row(0) is None
    pages.outdate()
    assert (pages.row(PAGE), pages.has(1)) == (1, False)
    pages.store(1, [7])
    assert pages.row(PAGE) == 7
    assert ListedRows([1, 2, 3]).rows(1, 5) == [2, 3]
