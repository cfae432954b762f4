"""The library's list: the visible rows from SQLite, whatever the number of reports."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlite_utils import Database

from core.identity import agency_key
from db.views import LibraryFilter, LibraryOrder, LibraryRow, Progress, ReportYear

Reading = Callable[[], AbstractContextManager[Database]]

_ROW = (
    "id, agency, year, form, source, errors, warnings, infos, passes, open, confirmed, dismissed, asked, fixed, stale,"
    " conflicts, rivals, last_touched, last_auditor"
)
_KEYS = {
    "agency": ("agency_key", "year_key"),
    "year": ("year_key", "agency_key"),
    "errors": ("errors", "agency_key", "year_key"),
    "warnings": ("warnings", "agency_key", "year_key"),
    "open": ("open", "agency_key", "year_key"),
    "touched": ("last_touched", "agency_key", "year_key"),
    "loaded": ("loaded_at", "agency_key", "year_key"),
}
_ONLY = {
    "open": "open > 0",
    "clean": "errors = 0 AND warnings = 0",
    "conflicts": "conflicts > 0",
    "stale": "stale > 0",
    "rivals": "rivals > 0",
    "untouched": "last_touched IS NULL",
}
_PROGRESS = (
    "reports, clean, errors + warnings + infos, open, confirmed, dismissed, asked, fixed, stale, conflicts, errors, warnings,"
    " infos, finished"
)


def condition(wanted: LibraryFilter) -> tuple[str, list[Any]]:
    """The filter as SQL with its parameters."""
    parts: list[str] = []
    parameters: list[Any] = []
    for word in wanted.text.split():
        parts.append("(instr(agency_key, ?) > 0 OR year_key = ? OR instr(source, ?) > 0)")
        parameters += [agency_key(word), word, word]
    if wanted.years:
        parts.append(f"year IN ({', '.join('?' * len(wanted.years))})")
        parameters += wanted.years
    if wanted.agency is not None:
        parts.append("agency_key = ?")
        parameters.append(agency_key(wanted.agency))
    if wanted.only in _ONLY:
        parts.append(_ONLY[wanted.only])
    return " AND ".join(parts) or "1", parameters


def ordering(order: LibraryOrder) -> tuple[str, ...]:
    """The columns that sort the list; with the id last no two reports are equal."""
    return (*_KEYS[order.by], "id")


class LibraryList:
    """The reports that a filter lets through, in an order; rows are read when they are asked for."""

    def __init__(self, reading: Reading, wanted: LibraryFilter, order: LibraryOrder) -> None:
        self._reading = reading
        self._filter = wanted
        self._order = order

    def count(self) -> int:
        """How many reports there are."""
        with self._reading() as db:
            return count(db, self._filter)

    def rows(self, offset: int, limit: int) -> list[LibraryRow]:
        """The rows from `offset` on, at most `limit`."""
        where, parameters = condition(self._filter)
        direction = " DESC" if self._order.descending else ""
        keys = ", ".join(f"{key}{direction}" for key in ordering(self._order))
        # The page's ids come from an index alone; only the rows to be shown are read.
        sql = (
            f"SELECT {_ROW} FROM reports WHERE id IN (SELECT id FROM reports WHERE {where} ORDER BY {keys} LIMIT ? OFFSET ?)"  # noqa: S608
            f" ORDER BY {keys}"
        )
        with self._reading() as db:
            return [LibraryRow(*row) for row in db.conn.execute(sql, [*parameters, limit, offset])]


def count(db: Database, wanted: LibraryFilter) -> int:
    """How many reports a filter lets through."""
    if wanted.empty:
        (number,) = db.conn.execute("SELECT reports FROM totals").fetchone()
    else:
        where, parameters = condition(wanted)
        (number,) = db.conn.execute(f"SELECT count(*) FROM reports WHERE {where}", parameters).fetchone()  # noqa: S608
    return int(number)


def progress(db: Database) -> Progress:
    """The counts over the whole workspace."""
    return Progress(*db.conn.execute(f"SELECT {_PROGRESS} FROM totals").fetchone())  # noqa: S608


def holds(db: Database, report_id: int, wanted: LibraryFilter) -> bool:
    """Whether a filter lets a report through."""
    where, parameters = condition(wanted)
    return db.conn.execute(f"SELECT 1 FROM reports WHERE id = ? AND {where}", [report_id, *parameters]).fetchone() is not None  # noqa: S608


def beside(db: Database, report_id: int, wanted: LibraryFilter, order: LibraryOrder, *, forward: bool) -> int | None:
    """The report after (or before) one in a list."""
    where, parameters = condition(wanted)
    return _side(db, report_id, where, parameters, order, forward=forward)


def standing_before(db: Database, report_id: int, wanted: LibraryFilter, order: LibraryOrder) -> int:
    """How many reports of a list stand before one, counted."""
    where, parameters = condition(wanted)
    earlier, _ = _beyond(order, forward=False)
    (number,) = db.conn.execute(
        f"SELECT count(*) FROM reports WHERE {where} AND {earlier}",  # noqa: S608
        [*parameters, *_own_key(db, report_id, order)],
    ).fetchone()
    return int(number)


def next_report(
    db: Database, report_id: int | None, wanted: LibraryFilter, order: LibraryOrder, *, forward: bool, also: str
) -> int | None:
    """The next report in a list that meets a further condition of this program's; None starts at the list's end."""
    where, parameters = condition(wanted)
    where = f"{where} AND {also}"
    if report_id is None:
        direction = _direction(order, forward=forward)
        keys = ", ".join(f"{key}{direction}" for key in ordering(order))
        found = db.conn.execute(f"SELECT id FROM reports WHERE {where} ORDER BY {keys} LIMIT 1", parameters).fetchone()  # noqa: S608
        return None if found is None else int(found[0])
    return _side(db, report_id, where, parameters, order, forward=forward)


def _side(db: Database, report_id: int, where: str, parameters: list[Any], order: LibraryOrder, *, forward: bool) -> int | None:
    beyond, direction = _beyond(order, forward=forward)
    keys = ", ".join(f"{key}{direction}" for key in ordering(order))
    sql = f"SELECT id FROM reports WHERE {where} AND {beyond} ORDER BY {keys} LIMIT 1"  # noqa: S608
    found = db.conn.execute(sql, [*parameters, *_own_key(db, report_id, order)]).fetchone()
    return None if found is None else int(found[0])


def _direction(order: LibraryOrder, *, forward: bool) -> str:
    return "" if forward != order.descending else " DESC"


def _beyond(order: LibraryOrder, *, forward: bool) -> tuple[str, str]:
    direction = _direction(order, forward=forward)
    sign = "<" if direction else ">"
    keys = ordering(order)
    return f"({', '.join(_never_null(key) for key in keys)}) {sign} ({', '.join('?' * len(keys))})", direction


def _never_null(key: str) -> str:
    """Row values cannot compare NULL: a report never touched sorts before all others."""
    return "coalesce(last_touched, '')" if key == "last_touched" else key


def _own_key(db: Database, report_id: int, order: LibraryOrder) -> list[Any]:
    columns = ", ".join(_never_null(key) for key in ordering(order))
    found = db.conn.execute(f"SELECT {columns} FROM reports WHERE id = ?", [report_id]).fetchone()  # noqa: S608
    return ["" if key != "id" else 0 for key in ordering(order)] if found is None else list(found)


def years(db: Database, agency: str) -> list[ReportYear]:
    """The reports of an organ, the earliest year first."""
    rows = db.conn.execute(
        "SELECT id, agency, year, form FROM reports WHERE agency_key = ? ORDER BY year_key", [agency_key(agency)]
    )
    return [ReportYear(*row) for row in rows]
