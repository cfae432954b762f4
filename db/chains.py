"""The ledger's hash chains: whether every event is what was written, in its place, and none is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from sqlite_utils import Database

from db.events import SITTING_COLUMNS, Event, Sitting
from db.ledger import all_events
from db.views import Head, Problem


def heads(db: Database) -> list[Head]:
    """Where the chains end, as exports carry it."""
    rows = db.conn.execute(
        "SELECT heads.sitting, sittings.auditor, heads.number, heads.hash FROM heads"
        " JOIN sittings ON sittings.id = heads.sitting ORDER BY heads.sitting"
    )
    return [Head(*row) for row in rows]


def sittings(db: Database) -> list[Sitting]:
    """Every sitting's record."""
    rows = db.conn.execute(f"SELECT {', '.join(SITTING_COLUMNS)} FROM sittings ORDER BY started, id")  # noqa: S608
    return [Sitting(*row) for row in rows]


def check(db: Database) -> Iterator[Problem]:
    """Everything that is wrong with the ledger of a file that nobody writes to, each with the event's place."""
    yield from compared(sittings(db), heads(db), all_events(db))


def compared(listed: Iterable[Sitting], found_heads: Iterable[Head], events_: Iterable[Event]) -> Iterator[Problem]:
    """Everything that is wrong with a ledger; its events come sitting by sitting, by number."""
    known = {sitting.id: sitting for sitting in listed}
    stored = {head.sitting: head for head in found_heads}
    ends: dict[str, dict[str, int]] = {}
    for sitting in known.values():
        if not sitting.sound:
            yield Problem("db.verify.sitting", {"sitting": sitting.id, "auditor": sitting.auditor})
    for sitting_id, group in groupby(events_, key=lambda event: event.sitting):
        events = list(group)
        ends[sitting_id] = {event.hash: event.number for event in events}
        if sitting_id not in known:
            yield Problem("db.verify.no_sitting", {"sitting": sitting_id})
            continue
        yield from _chain(known[sitting_id], events)
    for sitting_id in known.keys() | stored.keys():
        head = stored.get(sitting_id)
        found = ends.get(sitting_id, {})
        if head is None or found.get(head.hash) != head.number or max(found.values(), default=0) != head.number:
            yield Problem("db.verify.head", {"sitting": sitting_id, "number": head.number if head else 0})
    for sitting in known.values():
        for other, number, hash_ in sitting.heads:
            if ends.get(other, {}).get(hash_) != number and other in known:
                yield Problem("db.verify.seen", {"sitting": other, "number": number})


def _chain(sitting: Sitting, events: Sequence[Event]) -> Iterator[Problem]:
    """One sitting's events by number: each sound, each continuing one before it, none left out."""
    before = {sitting.hash: 0}
    for event in events:
        place: dict[str, object] = {
            "sitting": event.sitting,
            "number": event.number,
            "auditor": event.auditor,
            "time": event.time,
        }
        if not event.sound:
            yield Problem("db.verify.event_altered", place)
        elif event.previous not in before:
            yield Problem("db.verify.event_missing", place)
        elif before[event.previous] != event.number - 1:
            yield Problem("db.verify.event_moved", place)
        if event.auditor != sitting.auditor:
            yield Problem("db.verify.event_auditor", place)
        before[event.hash] = event.number
    numbers = [event.number for event in events]
    for number in sorted({number for number in numbers if numbers.count(number) > 1} if len(set(numbers)) < len(numbers) else ()):
        yield Problem("db.verify.fork", {"sitting": sitting.id, "number": number}, fatal=False)
