"""How a line list gets its rows: page by page, in threads, read again when they changed, the cursor staying with its row."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from db.errors import WorkspaceError
from tui.signs import Signs
from tui.widgets.line_drawing import LineDrawing
from tui.widgets.rows import PAGE, ListedRows, PageCache, RowProvider

Row = TypeVar("Row")

RETRY_SECONDS: Final = 1.0
"""After so long rows that could not be read are asked for again."""


@dataclass
class ListMessage(Message):
    """Something happened in a list."""

    line_list: Any

    @property
    def control(self) -> Any:
        """The list it happened in."""
        return self.line_list


class LineReading(LineDrawing[Row]):
    """The reading half of `LineList`: rows that are not there yet are asked for; until then their place is drawn faintly."""

    cursor: reactive[int] = reactive(0)

    @dataclass
    class Highlighted(ListMessage):
        """The cursor stands on another row, or its row has just been read."""

        index: int
        row: Any

    @dataclass
    class Loaded(ListMessage):
        """The rows were counted, for the first time or again."""

        count: int

    def __init__(
        self,
        provider: RowProvider[Row] | None,
        identity: Callable[[Row], Hashable] | None,
        *,
        signs: Signs,
        empty: str,
        id: str | None,  # noqa: A002 - the name every widget uses
        classes: str | None,
    ) -> None:
        super().__init__(signs=signs, empty=empty, id=id, classes=classes)
        self._provider: RowProvider[Row] = provider if provider is not None else ListedRows()
        self._identity = identity
        self._pages: PageCache[Row] = PageCache()
        self._asked: set[int] = set()
        self._generation = 0
        self._fresh = asyncio.Event()
        self._strips: dict[tuple[int, bool, int, bool], Strip] = {}

    # ── what the rows are ────────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, provider: RowProvider[Row], *, cursor: int = 0, keep: bool = False, follow: bool = True) -> None:
        """Show other rows with the cursor at `cursor`; `keep`: they are much the same, so the old ones stay meanwhile.

        `follow`: the cursor then stays with the row it stands on, wherever that has come to.
        """
        self._provider = provider
        if keep:
            self.reload(cursor=cursor, follow=follow)
            return
        self._pages.clear()
        self.selected.clear()
        self.counted = False
        self._restart(cursor)

    @property
    def provider(self) -> RowProvider[Row]:
        """Where the rows come from."""
        return self._provider

    def reload(self, *, cursor: int | None = None, follow: bool = True) -> None:
        """Read the same rows again because they changed; selection stays, and so does the cursor, with its row."""
        row = self.current
        stays_with = self._identity(row) if follow and row is not None and self._identity is not None else None
        self._pages.outdate()
        self._restart(self.cursor if cursor is None else cursor, stays_with)

    def row_at(self, index: int) -> Row | None:
        """The row at `index` if it has been read."""
        return self._pages.row(index) if 0 <= index < self.row_count else None

    @property
    def current(self) -> Row | None:
        """The row under the cursor, None while it is being read or when there is none."""
        return self.row_at(self.cursor)

    async def fresh(self) -> None:
        """Wait until the rows asked for last are counted and those around the cursor read."""
        await self._fresh.wait()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _restart(self, cursor: int, stays_with: Hashable | None = None) -> None:
        self._generation += 1
        self._asked.clear()
        self._strips.clear()
        self._fresh.clear()
        if self.is_attached:
            generation = self._generation

            async def count() -> None:
                await self._count(generation, cursor, stays_with)

            self.run_worker(cast("Any", count), group=f"count-{self.id}", exclusive=True)

    async def _count(self, generation: int, cursor: int, stays_with: Hashable | None) -> None:
        provider, identity = self._provider, self._identity

        def read() -> tuple[int, int, dict[int, Sequence[Row]]]:
            page = max(cursor, 0) // PAGE
            count, pages = provider.count(), {page: provider.rows(page * PAGE, PAGE)}
            if stays_with is None or identity is None:
                return count, cursor, pages
            for near in (page, page - 1, page + 1):
                if near < 0 or near * PAGE >= count:
                    continue
                rows = pages.setdefault(near, pages.get(near) or provider.rows(near * PAGE, PAGE))
                for place, row in enumerate(rows):
                    if identity(row) == stays_with:
                        return count, near * PAGE + place, pages
            return count, cursor, pages

        try:
            count, place, pages = await asyncio.to_thread(read)
        except WorkspaceError:  # busy for longer than it waits: what was read stays, and is asked for again
            self._fresh.set()
            self.set_timer(RETRY_SECONDS, self.reload)
            return
        if generation != self._generation:
            return
        for page, rows in pages.items():
            self._pages.store(page, rows)
        self.row_count, self.counted = count, True
        self._relayout()
        self._move(max(0, min(place, count - 1)))
        self._announce()
        self._fresh.set()
        self.post_message(self.Loaded(self, count))

    def _want(self, index: int) -> None:
        page = index // PAGE
        if page in self._asked or self._pages.has(page):
            return
        self._asked.add(page)
        generation = self._generation

        async def read() -> None:
            await self._read(generation, page)

        self.run_worker(cast("Any", read), group=f"pages-{self.id}")

    async def _read(self, generation: int, page: int) -> None:
        try:
            rows = await asyncio.to_thread(self._provider.rows, page * PAGE, PAGE)
        except WorkspaceError:
            self.set_timer(RETRY_SECONDS, self.reload)
            return
        if generation != self._generation:
            return
        self._asked.discard(page)
        self._pages.store(page, rows)
        self._strips.clear()
        self.refresh()
        if self.cursor // PAGE == page:
            self._announce()

    def _announce(self) -> None:
        row = self.current
        if row is not None:
            self.post_message(self.Highlighted(self, self.cursor, row))

    # ── what the list does about it ──────────────────────────────────────────────────────────────────────────────────────

    def _relayout(self) -> None:
        """Share the room among the columns anew."""
        raise NotImplementedError

    def _move(self, index: int) -> None:
        """Put the cursor on a row."""
        raise NotImplementedError
