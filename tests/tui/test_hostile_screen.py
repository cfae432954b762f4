"""Whatever stands in a report is read back from the screen as text: nothing is lost, coloured or executed, nothing crashes."""

from __future__ import annotations

import random

from textual.app import App, ComposeResult
from textual.widgets import Static

from tests.tui.snapshot import screen_lines
from tests.tui.workbench import settled
from tui.review.runs import para
from tui.text import content, crop, one_line, safe
from tui.widgets.columns import CellText, Column
from tui.widgets.detail_pane import DetailPane
from tui.widgets.heading import Heading
from tui.widgets.line_list import LineList
from tui.widgets.rows import ListedRows
from tui.widgets.status_line import StatusLine

WIDTH = 70
PIECES = (
    "[/]", "[/b]", "[b]", "[red]", "[@click=app.quit]", "[link=http://a]", "\\[", "]", "[", ":smile:", "{x}", "%s", "\x1b[31m",
    "\x1b]0;title\x07", "\x1b[2J", "\x9b31m", "\x00", "\r", "\t", "\u202e", "\u2066", "\u200d", "\ufeff",
    "👨\u200d👩\u200d👧", "🇨🇳", "❤\ufe0f",
    "e\u0301\u0301", "總計", "总计", "㎡", "①", "“”", "……", "——", "\ue000", "\U000f0000", "𠮷", "مرحبا", "\ud800",
    "=cmd()", "|", "`", "47", " ",
)  # fmt: skip


class Hostile(App[None]):
    """One of each widget that shows report text."""

    def compose(self) -> ComposeResult:
        """The widgets."""
        yield Heading()
        yield Static(id="static")
        yield LineList((Column[str]("text", "", CellText, 20, flexible=1),), header=False, id="list")
        yield DetailPane(id="pane")
        yield StatusLine()


async def test_hostile_text_is_read_back_from_the_screen() -> None:
    """Heading, static text, list, pane, status line and toast show the documented safe form of every string."""
    chance = random.Random(20210115)
    app = Hostile()
    async with app.run_test(size=(WIDTH, 24), notifications=True) as pilot:
        app.animation_level = "none"
        for number in range(150):
            text = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 9)))
            app.query_one(Heading).show(text, text, text)
            app.query_one("#static", Static).update(content(text))
            app.query_one("#list", LineList).show(ListedRows([text]))
            app.query_one(DetailPane).show([para(text)])
            app.query_one(StatusLine).tell(text)
            if number % 30 == 0:
                app.notify(one_line(text), markup=False, timeout=0.01)
            await settled(pilot)
            app.query_one("#list", LineList).refresh()
            await pilot.pause()
            shown = ["".join(segment.text for segment in line) for line in screen_lines(app)]
            wanted = crop(text, WIDTH - 4).rstrip()
            assert any(wanted in line for line in shown), (text, wanted)
            assert safe(text).split("\n")[0].strip() in "\n".join(shown), text
            for line in shown:
                assert all(character.isprintable() or character in " \u3000" for character in line), repr(line)


async def test_a_megabyte_in_one_line_is_shown_at_once() -> None:
    """A list, a pane and a heading take a line of a million characters without delay; what is cut off is marked."""
    long = "总计47" * 250_000
    app = Hostile()
    async with app.run_test(size=(WIDTH, 24), notifications=True) as pilot:
        app.query_one(Heading).show(long)
        app.query_one("#list", LineList).show(ListedRows([long]))
        app.query_one(StatusLine).tell(long)
        await settled(pilot)
        shown = ["".join(segment.text for segment in line) for line in screen_lines(app)]
    assert sum("总计47总计47" in line and "…" in line for line in shown) >= 3
