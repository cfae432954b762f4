"""The readings and results read last, known by the digests they are stored under: what is the same is not read again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final, TypeVar, cast

from sqlite_utils import Database

from core.report import Report
from db.readings import corrected
from db.reports import as_read, corrections_of, current_digest
from db.results import results_of
from rules.result import Result

Read = TypeVar("Read")

MOST_KEPT: Final = 8
"""So many reports, and the results of so many, are kept: the one on the screen, the ones beside it, a few to come back to."""


class Remembered:
    """Gives what `current_report` and `results_of` give, out of memory when the file still holds the same.

    A digest covers all that is read, so nothing here can be out of date, whoever wrote meanwhile.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def report(self, db: Database, report_id: int) -> Report:
        """The current version of a report with the corrections made to it. Raises WorkspaceError for an unknown one."""
        version_id, sha256, part, digest = current_digest(db, report_id)
        read = self._once(("report", version_id, digest), lambda: as_read(db, version_id))
        return corrected(read, corrections_of(db, sha256, part))

    def results(self, db: Database, report_id: int) -> tuple[Result, ...]:
        """The rules' results of a report."""
        (digest,) = db.conn.execute("SELECT results_digest FROM reports WHERE id = ?", [report_id]).fetchone()
        if not digest:
            return results_of(db, report_id)
        return self._once(("results", report_id, digest), lambda: results_of(db, report_id))

    def _once(self, key: Hashable, read: Callable[[], Read]) -> Read:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("Read", self._kept[key])
        found = read()
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > 2 * MOST_KEPT:
                self._kept.popitem(last=False)
        return found
