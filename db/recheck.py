"""Running the present rules over everything again; judgements stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from db import results
from db.connection import Connections
from db.rulebook import Rulebook
from db.store import count_write
from db.views import LoadProgress, RecheckChanges

_GROUP = 8


def recheck(
    connections: Connections,
    rules: Rulebook,
    sitting: str,
    *,
    progress: Callable[[LoadProgress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[RecheckChanges]:
    """Run the rules over every report, a few in one transaction; gives the reports whose findings changed."""
    with connections.reading() as db:
        waiting = [int(row[0]) for row in db.conn.execute("SELECT id FROM reports ORDER BY agency_key, year_key")]
    total = len(waiting)
    for start in range(0, total, _GROUP):
        if cancelled is not None and cancelled():
            return
        changed: list[RecheckChanges] = []
        with connections.writing() as db:
            count_write(db, sitting)
            for report_id in waiting[start : start + _GROUP]:
                if db.conn.execute("SELECT 1 FROM reports WHERE id = ?", [report_id]).fetchone():
                    changes = results.run_rules(db, report_id, rules)
                    changed += [changes] if changes.any else []
        yield from changed
        if progress is not None:
            done = min(start + _GROUP, total)
            progress(LoadProgress(done, total, "", done, 0))
