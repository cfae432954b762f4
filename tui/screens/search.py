"""Searching all reports: narratives, tables, findings and notes; each hit opens the place it was found in."""

from __future__ import annotations

import asyncio
import re
from functools import partial
from typing import Final, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from core.personal import mask
from db.errors import WorkspaceError
from db.views import SearchHit, SearchPage
from tui.actions import bindings_for
from tui.background import start
from tui.review.runs import Run
from tui.rooms_port import RoomsPort
from tui.screens.base import Why
from tui.screens.listed import ListedScreen
from tui.text import cell_width
from tui.widgets.bar import Bar
from tui.widgets.columns import CellText, Column
from tui.widgets.heading import Heading
from tui.widgets.hint_bar import HintBar
from tui.widgets.line_list import LineList
from tui.widgets.quick_input import QuickInput
from tui.widgets.rows import ListedRows
from tui.widgets.status_line import StatusLine

PAGE_OF_HITS: Final = 500
"""Hits that are looked for at a time; when the cursor comes near the last of them, the next are looked for."""
NEAR: Final = 50
"""Rows before the last one at which more are looked for."""

PAUSE_SECONDS: Final = 0.15
_BLANK = re.compile(r"\s+")


class SearchScreen(ListedScreen):
    """A line to type in, and the hits as they are found."""

    CSS_PATH = "../styles/search.tcss"
    BINDINGS = bindings_for("search")
    room = "search"

    def __init__(self, text: str = "") -> None:
        """Begin with a text."""
        super().__init__()
        self.text = text
        self.hits: list[SearchHit] = []
        self.page = SearchPage((), 0, False)
        """The page of hits that was read last."""

    def compose(self) -> ComposeResult:
        """The line, the hits."""
        yield Heading()
        with Horizontal(id="search-line"):
            yield Bar(id="search-label")
            yield QuickInput(
                self.text, placeholder=self.say("search.placeholder"), id="search-text", select_on_focus=False, compact=True
            )
        yield LineList[SearchHit](self._columns(), signs=self.gouji.signs, id="search-hits")
        yield HintBar("search", typing=True)
        yield StatusLine()

    def on_mount(self) -> None:
        """Let the user type."""
        self.query_one(Heading).show(self.say("search.title"))
        self._show_label()
        self.query_one(Input).focus()
        if self.text:
            self._search(self.text)

    def _show_label(self) -> None:
        """Say beside the field what is typed there."""
        label = self.query_one("#search-label", Bar)
        text = self.say("search.label")
        label.styles.width = cell_width(text) + 2
        label.show([Run(text)])

    def _columns(self) -> list[Column[SearchHit]]:
        return [
            Column("organ", self.say("queue.column_organ"), self._organ, 16, flexible=1),
            Column("year", self.say("queue.column_year"), lambda hit: CellText(str(hit.year or ""), "muted"), 4),
            Column("place", self.say("search.place"), self._place, 12),
            Column("excerpt", self.say("search.found"), lambda hit: CellText(""), 34, flexible=3, parts=self._excerpt),
        ]

    def _excerpt(self, hit: SearchHit, width: int) -> list[CellText]:
        return _excerpt(hit, width, self.gouji.signs.ellipsis)

    def _organ(self, hit: SearchHit) -> CellText:
        return CellText(hit.agency or self.say("queue.unknown_organ"))

    def _place(self, hit: SearchHit) -> CellText:
        if hit.kind == "section":
            return CellText(
                self.say("search.section", section=hit.section) if hit.section else self.say("search.title_part"), "muted"
            )
        return CellText(self.say(f"search.kind_{hit.kind}"), "accent")

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        self._search(message.value)

    def _search(self, text: str) -> None:
        self.text = text
        start(self, partial(self._find, text), group="search")

    async def _find(self, text: str) -> None:
        await asyncio.sleep(PAUSE_SECONDS)
        page = await self._read(text, 0)
        while page is not None and page.more and not page.hits:
            page = await self._read(text, page.after)
        if page is None:
            return
        rows = self.query_one(LineList)
        self.hits, self.page = sorted(page.hits, key=_place_of), page
        rows.empty = self.say("search.nothing" if text.strip() else "search.hint")
        rows.show(ListedRows(tuple(self.hits)))
        self._show_heading()

    async def _read(self, text: str, after: int) -> SearchPage | None:
        workspace = cast("RoomsPort | None", self.gouji.workspace)
        if not text.strip() or workspace is None:
            return SearchPage((), 0, False)
        try:
            return await asyncio.to_thread(workspace.search_page, text, after=after, limit=PAGE_OF_HITS)
        except WorkspaceError as error:
            self.tell(self.say("app.failed", what=error.message(self.language)), "error")
            return None

    def _show_heading(self) -> None:
        word = "search.more" if self.page.more else "search.counts"
        counts = self.say(word, count=len(self.hits)) if self.text.strip() else ""
        self.query_one(Heading).show(self.say("search.title"), "", counts)

    @on(LineList.Highlighted)
    def _moved(self, message: LineList.Highlighted) -> None:
        if self.page.more and message.index >= len(self.hits) - NEAR:
            start(self, self._find_more, group="search")

    async def _find_more(self) -> None:
        """Look for the hits after those listed; they are listed below them."""
        before = self.page
        page = await self._read(self.text, before.after)
        if page is None or self.page is not before:
            return
        rows = self.query_one(LineList)
        self.hits, self.page = [*self.hits, *sorted(page.hits, key=_place_of)], page
        rows.show(ListedRows(tuple(self.hits)), cursor=rows.cursor, keep=True)
        self._show_heading()

    def why_not(self, action_id: str) -> Why | None:
        """Opening needs a hit."""
        return Why("search.no_hit") if action_id == "open" and self.query_one(LineList).current is None else None

    @on(Input.Submitted)
    async def _enter(self) -> None:
        await self.action_perform("open")

    def do_search(self) -> None:
        """Back to the line."""
        self.query_one(Input).focus()

    @on(LineList.Chosen)
    def _chosen(self, message: LineList.Chosen) -> None:
        hit = cast("SearchHit", message.row)
        if hit.fingerprint is not None:
            self.gouji.open_room("review", hit.report_id, fingerprint=hit.fingerprint)
        elif hit.section is not None and hit.offset is not None:
            self.gouji.open_room("review", hit.report_id, section=hit.section, offset=hit.offset)
        else:
            self.gouji.open_room("review", hit.report_id)

    def language_changed(self) -> None:
        """Say everything in the language of the screen."""
        super().language_changed()
        self._show_label()
        self.query_one(Input).placeholder = self.say("search.placeholder")
        self.query_one(LineList).show_columns(self._columns())
        self._search(self.text)


def _place_of(hit: SearchHit) -> tuple[str, int, int, int, str]:
    """Where a hit stands among the others: by organ, year, section and place."""
    return hit.agency or "", hit.year or 0, hit.section or 0, hit.offset or 0, hit.kind


def _excerpt(hit: SearchHit, width: int, ellipsis: str) -> list[CellText]:
    """The match with what stands around it; the text before it gives way first, with a sign. Personal numbers are starred."""
    text = mask(hit.excerpt)
    before, match, after = (_BLANK.sub(" ", part) for part in (text[: hit.start], text[hit.start : hit.end], text[hit.end :]))
    room = max(min(width // 3, width - cell_width(match) - 4), 0)
    whole = cell_width(before) <= room and (hit.offset is None or hit.offset <= hit.start)
    while before and cell_width(before) > room - (0 if whole else cell_width(ellipsis)):
        before = before[1:]
    return [CellText(before if whole else f"{ellipsis}{before}", "muted"), CellText(match, "found"), CellText(after)]
