"""A report's place in a long list ("3/128") without counting all that stand before it.

Marks stand at every so many rows of a list; the place is that of the last mark before the report plus the few rows between.
They are set once and hold until the list itself changes (`totals.arranged`). That is done for the lists whose order judging
does not change; elsewhere the rows are counted.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlite_utils import Database

from db import library
from db.views import LibraryFilter, LibraryKey, LibraryOrder, Neighbours

_STEADY: tuple[LibraryKey, ...] = ("agency", "year", "loaded")
_APART = 256

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Marks:
    arranged: int
    keys: list[Key]


class Places:
    """The marks of the lists that were asked for; one is kept by each workspace."""

    def __init__(self) -> None:
        self._marks: dict[LibraryKey, _Marks] = {}
        self._lock = Lock()

    def neighbours(self, db: Database, report_id: int, wanted: LibraryFilter, order: LibraryOrder) -> Neighbours:
        """The reports before and after one in a list, and its place there."""
        total = library.count(db, wanted)
        before, after = (library.beside(db, report_id, wanted, order, forward=forward) for forward in (False, True))
        if not library.holds(db, report_id, wanted):
            return Neighbours(before, after, 0, total)
        if not wanted.empty or order.by not in _STEADY:
            return Neighbours(before, after, library.standing_before(db, report_id, wanted, order) + 1, total)
        place = self._steady_place(db, report_id, order.by)
        return Neighbours(before, after, total - place + 1 if order.descending else place, total)

    def _steady_place(self, db: Database, report_id: int, by: LibraryKey) -> int:
        """The place from 1 in the ascending list of all reports."""
        marks = self._current(db, by)
        keys = library.ordering(LibraryOrder(by))
        columns = ", ".join(keys)
        own: Key = tuple(db.conn.execute(f"SELECT {columns} FROM reports WHERE id = ?", [report_id]).fetchone())  # noqa: S608
        passed = bisect_right(marks.keys, own)
        if passed == 0:
            return 1
        holders = ", ".join("?" * len(keys))
        (between,) = db.conn.execute(
            f"SELECT count(*) FROM reports WHERE ({columns}) >= ({holders}) AND ({columns}) < ({holders})",  # noqa: S608
            [*marks.keys[passed - 1], *own],
        ).fetchone()
        return (passed - 1) * _APART + int(between) + 1

    def _current(self, db: Database, by: LibraryKey) -> _Marks:
        (arranged,) = db.conn.execute("SELECT arranged FROM totals").fetchone()
        with self._lock:
            known = self._marks.get(by)
        if known is None or known.arranged != arranged:
            known = _Marks(arranged, _set_marks(db, by))
            with self._lock:
                self._marks[by] = known
        return known


def _set_marks(db: Database, by: LibraryKey) -> list[Key]:
    """The keys of the first row of a list and of every so many after it; SQLite skips those between."""
    keys = library.ordering(LibraryOrder(by))
    columns = ", ".join(keys)
    found = db.conn.execute(f"SELECT {columns} FROM reports ORDER BY {columns} LIMIT 1").fetchone()  # noqa: S608
    sql = (
        f"SELECT {columns} FROM reports WHERE ({columns}) > ({', '.join('?' * len(keys))})"  # noqa: S608
        f" ORDER BY {columns} LIMIT 1 OFFSET {_APART - 1}"
    )
    marks: list[Key] = []
    while found is not None:
        marks.append(tuple(found))
        found = db.conn.execute(sql, found).fetchone()
    return marks
