"""Where a long list gets its rows: a provider that is asked for what is visible, and a cache of its pages."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

Row = TypeVar("Row")
RowCovariant = TypeVar("RowCovariant", covariant=True)

PAGE = 128
"""Rows read at a time: a few screens full."""

PAGES_KEPT = 64


class RowProvider(Protocol[RowCovariant]):
    """Anything that can count its rows and hand out a stretch of them. Both are called in a thread, never on the event loop."""

    def count(self) -> int:
        """How many rows there are."""
        ...

    def rows(self, offset: int, limit: int) -> Sequence[RowCovariant]:
        """The rows from `offset`, at most `limit` of them."""
        ...


class ListedRows(Generic[Row]):
    """A provider over rows that are in memory already."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self._rows = rows

    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def rows(self, offset: int, limit: int) -> Sequence[Row]:
        """The rows from `offset`, at most `limit` of them."""
        return self._rows[offset : offset + limit]


class PageCache(Generic[Row]):
    """The pages read lately. After `outdate` the old rows are still shown, but count as missing until they are read again."""

    def __init__(self) -> None:
        self._fresh: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._outdated: dict[int, Sequence[Row]] = {}

    def row(self, index: int) -> Row | None:
        """The row at `index`, fresh or outdated, None if its page was not read."""
        page, position = divmod(index, PAGE)
        rows = self._fresh.get(page) or self._outdated.get(page) or ()
        return rows[position] if position < len(rows) else None

    def has(self, page: int) -> bool:
        """Whether the page is there and fresh."""
        return page in self._fresh

    def store(self, page: int, rows: Sequence[Row]) -> None:
        """Keep a page that was read, and forget those not stored for longest."""
        self._fresh[page] = rows
        self._fresh.move_to_end(page)
        self._outdated.pop(page, None)
        while len(self._fresh) > PAGES_KEPT:
            self._fresh.popitem(last=False)

    def outdate(self) -> None:
        """What was read may have changed: show it until the new rows are there."""
        self._outdated = {**self._outdated, **self._fresh} if len(self._outdated) < PAGES_KEPT else dict(self._fresh)
        self._fresh.clear()

    def clear(self) -> None:
        """Forget everything: other rows will come."""
        self._fresh.clear()
        self._outdated.clear()
