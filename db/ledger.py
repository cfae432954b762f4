"""The ledger in the database: appending events and keeping the tables that follow from them in step, in one transaction."""

from __future__ import annotations

import getpass
import json
import platform
import secrets
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from core.text import clean
from db import fold
from db.events import EVENT_COLUMNS, SITTING_COLUMNS, Draft, Event, Sitting, finding_fingerprint, storable
from db.fold import AliasState, Subject

_EVENT_FIELDS = ", ".join(EVENT_COLUMNS)
_INSERT_EVENT = f"INSERT INTO events ({_EVENT_FIELDS}) VALUES ({', '.join('?' * len(EVENT_COLUMNS))})"  # noqa: S608
_INSERT_SITTING = f"INSERT INTO sittings ({', '.join(SITTING_COLUMNS)}) VALUES ({', '.join('?' * len(SITTING_COLUMNS))})"  # noqa: S608
LAST_TIME = "2089-12-31T00:00:00.000000Z"
"""No clock is believed that is later: after it there is still room for what follows."""
_SPECIAL = ("correction", "version", "alias")
_CHUNK = 400
_COLUMNS: dict[type[Any], tuple[str, ...]] = {}


def program() -> str:
    """The program's name and version, as written into sittings and versions."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"gouji {version('gouji')}"
    except PackageNotFoundError:
        return "gouji"


def login_name() -> str:
    """Who is at the keyboard, when nobody said."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "auditor"


class Pen:
    """Writes the events of one sitting. The sitting is stored with its first event, so that merely looking leaves no trace."""

    def __init__(self, auditor: str) -> None:
        self.auditor = clean(storable(auditor))[:200] or login_name()
        self.sitting = secrets.token_hex(16)
        self.started = utc_now()
        self.machine = storable(platform.node())[:200]
        self._lock = threading.Lock()

    def write(self, db: Database, drafts: Sequence[Draft], *, batch: str | None = None) -> list[Event]:
        """Append events as one step inside the transaction that is open; the caller refolds and commits."""
        batch = batch or secrets.token_hex(8)
        number, previous, last_time = self._head(db)
        time = max(utc_now(), following(last_time), following(_latest(db, drafts)), following(_last_step(db, self.auditor)))
        events: list[Event] = []
        for draft in drafts:
            number += 1
            event = Event.chain(
                draft,
                sitting=self.sitting,
                number=number,
                time=time,
                auditor=self.auditor,
                batch=batch,
                previous=previous,
            )
            previous, time = event.hash, following(time)
            events.append(event)
        insert_events(db, events)
        set_heads(db, [(self.sitting, number, previous)])
        return events

    def _head(self, db: Database) -> tuple[int, str, str]:
        found = db.conn.execute("SELECT number, hash FROM heads WHERE sitting = ?", [self.sitting]).fetchone()
        if found:
            (time,) = db.conn.execute("SELECT time FROM events WHERE hash = ?", [found[1]]).fetchone()
            return found[0], found[1], time
        sitting = Sitting.begin(self.sitting, self.auditor, self.machine, self.started, program(), _frontier(db))
        insert_sitting(db, sitting)
        return 0, sitting.hash, ""


def utc_now() -> str:
    """The time as events carry it: UTC with microseconds, so that text sorts as time does.

    A clock that is out of its mind is taken for the last day that others believe, so that what is decided can be merged.
    """
    return min(_spelled(datetime.now(UTC).replace(tzinfo=None)), LAST_TIME)


def _spelled(time: datetime) -> str:
    return f"{time.isoformat(timespec='microseconds')}Z"


def following(time: str) -> str:
    """The next microsecond: a later judgement sorts after what it saw even when the clock went backwards."""
    if not time:
        return ""
    try:
        return _spelled(datetime.fromisoformat(time.removesuffix("Z")) + timedelta(microseconds=1))
    except (ValueError, OverflowError):
        return ""


def _latest(db: Database, drafts: Sequence[Draft]) -> str:
    found = ""
    for chunk in chunks(sorted({draft.fingerprint for draft in drafts if draft.fingerprint})):
        sql = f"SELECT max(time) FROM events WHERE fingerprint IN ({marks(chunk)})"  # noqa: S608
        (time,) = db.conn.execute(sql, chunk).fetchone()
        found = max(found, time or "")
    return found


def _last_step(db: Database, auditor: str) -> str:
    """When this auditor last made, undid or redid a step in any sitting: undo goes back in the order of doing."""
    made = "SELECT max(made) FROM steps WHERE auditor = ?"
    undone = "SELECT max(undone) FROM steps WHERE auditor = ? AND undone IS NOT NULL"
    found = [db.conn.execute(sql, [auditor]).fetchone()[0] for sql in (made, undone)]
    return max((text.partition("/")[0] for text in found if text), default="")


def _frontier(db: Database) -> list[tuple[str, int, str]]:
    """The heads that no sitting has seen yet: with what those saw, all of the ledger."""
    seen: set[tuple[str, int, str]] = set()
    for (text,) in db.conn.execute("SELECT seen FROM sittings"):
        seen.update((head[0], head[1], head[2]) for head in json.loads(text))
    return [
        head for head in db.conn.execute("SELECT sitting, number, hash FROM heads ORDER BY sitting") if tuple(head) not in seen
    ]


def insert_sitting(db: Database, sitting: Sitting) -> None:
    """Store a sitting's record."""
    db.conn.execute(_INSERT_SITTING, row_of(sitting))


def insert_events(db: Database, events: Sequence[Event]) -> None:
    """Store events of other copies as they are."""
    db.conn.executemany(_INSERT_EVENT, events)


def set_heads(db: Database, heads: Iterable[tuple[str, int, str]]) -> None:
    """Remember where the chains end."""
    db.conn.executemany("INSERT OR REPLACE INTO heads (sitting, number, hash) VALUES (?, ?, ?)", list(heads))


def events_where(db: Database, condition: str, parameters: Sequence[object]) -> list[Event]:
    """The events that meet a condition (SQL of this program, never of a user)."""
    sql = f"SELECT {_EVENT_FIELDS} FROM events WHERE {condition}"  # noqa: S608
    return [Event._make(row) for row in db.conn.execute(sql, parameters)]


def all_events(db: Database) -> Iterator[Event]:
    """Every event, sitting by sitting."""
    for row in db.conn.execute(f"SELECT {_EVENT_FIELDS} FROM events ORDER BY sitting, number, hash"):  # noqa: S608
        yield Event._make(row)


def events_with(db: Database, column: str, values: Collection[str], also: str = "1") -> list[Event]:
    """The events whose `column` is one of `values`, and that meet a further condition of this program's."""
    found: list[Event] = []
    for chunk in chunks(sorted(values)):
        found += events_where(db, f"{column} IN ({marks(chunk)}) AND {also}", chunk)
    return found


# Keeping step ---------------------------------------------------------------------------------------


class Touched:
    """What a refold changed: fingerprints of findings, subjects whose own findings or judgements moved, sources reread."""

    def __init__(self) -> None:
        self.fingerprints: set[str] = set()
        self.subjects: set[Subject] = set()
        self.readings: set[tuple[str, int]] = set()
        self.choices: set[Subject] = set()
        self.own: set[Subject] = set()


def refold(db: Database, events: Sequence[Event]) -> Touched:
    """Bring every table that follows from the ledger in step after these events were stored."""
    touched = Touched()
    by_code: dict[str, set[str]] = defaultdict(set)
    batches: set[str] = set()
    for event in events:
        by_code[event.code if event.code in _SPECIAL else "finding"].add(event.fingerprint)
        batches.add(str(event.data.get("batch")) if event.kind in ("undo", "redo") else event.batch)
    _refold_readings(db, by_code["correction"], touched)
    _refold_choices(db, by_code["version"], touched)
    moved = _refold_aliases(db, by_code["alias"])
    aliases = load_aliases(db)
    findings = by_code["finding"]
    for subject in _component(moved, aliases):
        findings |= _fingerprints_of(db, subject)
        touched.subjects.add(subject)
    _refold_findings(db, findings, aliases, touched)
    _refold_steps(db, batches)
    return touched


def _fingerprints_of(db: Database, subject: Subject) -> set[str]:
    """Every finding with events or a state under this subject."""
    rows = db.conn.execute(
        "SELECT fingerprint FROM events WHERE agency_key = ? AND year_key = ? AND code NOT IN (?, ?, ?)"
        " UNION SELECT fingerprint FROM judgements WHERE agency_key = ? AND year_key = ?"
        " UNION SELECT fingerprint FROM own_findings WHERE agency_key = ? AND year_key = ?",
        [*subject, *_SPECIAL, *subject, *subject],
    )
    return {str(row[0]) for row in rows}


def load_aliases(db: Database) -> dict[Subject, list[AliasState]]:
    """The aliases that count, by the subject they move."""
    found: dict[Subject, list[AliasState]] = defaultdict(list)
    for alias in rows_of(db, AliasState, "aliases"):
        found[alias.agency_key, alias.year_key].append(alias)
    return found


def rows_of(db: Database, state: type[Any], table: str, condition: str = "1", parameters: Sequence[object] = ()) -> list[Any]:
    """The rows of a table as values of the dataclass that names its columns."""
    sql = f"SELECT {', '.join(columns_of(state))} FROM {table} WHERE {condition}"  # noqa: S608
    return [state(*row) for row in db.conn.execute(sql, parameters)]


def columns_of(state: type[Any]) -> tuple[str, ...]:
    """The columns of the table whose rows such values are."""
    if state not in _COLUMNS:
        _COLUMNS[state] = tuple(field.name for field in fields(state))
    return _COLUMNS[state]


def row_of(state: Any) -> tuple[Any, ...]:
    """A value as the row of its table."""
    return tuple([getattr(state, name) for name in columns_of(type(state))])


def put_states(db: Database, table: str, states: Sequence[Any]) -> None:
    """Write states into their table, replacing those with the same key."""
    if states:
        columns = columns_of(type(states[0]))
        sql = f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) VALUES ({marks(columns)})"  # noqa: S608
        db.conn.executemany(sql, [row_of(state) for state in states])


def _refold_readings(db: Database, fingerprints: set[str], touched: Touched) -> None:
    for fingerprint, group in _groups(db, fingerprints).items():
        state = fold.fold_correction(fingerprint, group)
        db.conn.execute("DELETE FROM corrections WHERE fingerprint = ?", [fingerprint])
        put_states(db, "corrections", [state] if state else [])
        touched.readings |= {(str(e.data["sha256"]), int(e.data["part"])) for e in group if e.kind == "correction"}


def _refold_choices(db: Database, fingerprints: set[str], touched: Touched) -> None:
    for fingerprint, group in _groups(db, fingerprints).items():
        state = fold.fold_choice(fingerprint, group)
        db.conn.execute("DELETE FROM choices WHERE fingerprint = ?", [fingerprint])
        put_states(db, "choices", [state] if state else [])
        touched.choices |= {(event.agency_key, event.year_key) for event in group}


def _refold_aliases(db: Database, fingerprints: set[str]) -> set[Subject]:
    moved: set[Subject] = set()
    for group in _groups(db, fingerprints).values():
        db.conn.executemany("DELETE FROM aliases WHERE hash = ?", [[event.hash] for event in group])
        put_states(db, "aliases", fold.fold_aliases(group))
        for event in group:
            moved.add((event.agency_key, event.year_key))
            if event.kind == "alias":
                moved.add((str(event.data["to"][0]), str(event.data["to"][1])))
    return moved


def refold_own(db: Database) -> Touched:
    """Fold every auditor's own finding anew."""
    touched = Touched()
    found = {str(row[0]) for row in db.conn.execute("SELECT DISTINCT fingerprint FROM events WHERE kind = 'own'")}
    _refold_findings(db, found, load_aliases(db), touched)
    return touched


def _refold_findings(db: Database, fingerprints: set[str], aliases: dict[Subject, list[AliasState]], touched: Touched) -> None:
    if not fingerprints:
        return
    everything = kin(db, fingerprints, aliases)
    events = events_with(db, "fingerprint", everything)
    groups = group_findings(events, aliases)
    everything = everything | set(groups)
    for chunk in chunks(sorted(everything)):
        # Where it stood until now: an alias may have moved it from there.
        sql = f"SELECT agency_key, year_key FROM own_findings WHERE fingerprint IN ({marks(chunk)})"  # noqa: S608
        touched.own |= set(db.conn.execute(sql, chunk).fetchall())
    for table in ("judgements", "own_findings"):
        for chunk in chunks(sorted(everything)):
            sql = f"DELETE FROM {table} WHERE fingerprint IN ({marks(chunk)})"  # noqa: S608
            db.conn.execute(sql, chunk)
    for fingerprint, (subject, group) in groups.items():
        judgement = fold.fold_judgement(fingerprint, subject, group)
        put_states(db, "judgements", [judgement] if judgement else [])
        touched.subjects.add(subject)
        if any(event.kind == "own" for event in group):
            own = fold.fold_own(fingerprint, subject, group)
            put_states(db, "own_findings", [own] if own else [])
            touched.own.add(subject)
    touched.fingerprints |= everything
    touched.subjects |= {(event.agency_key, event.year_key) for event in events}


def group_findings(events: Sequence[Event], aliases: dict[Subject, list[AliasState]]) -> dict[str, tuple[Subject, list[Event]]]:
    """Events about findings by the fingerprint those have now; an undo goes with what it took back."""
    groups: dict[str, tuple[Subject, list[Event]]] = {}
    place: dict[str, str] = {}
    for event in events:
        if event.kind not in ("undo", "redo"):
            subject = fold.present_subject((event.agency_key, event.year_key), event.order, aliases)
            fingerprint = fold.present_fingerprint(event, subject)
            groups.setdefault(fingerprint, (subject, []))[1].append(event)
            place[event.hash] = fingerprint
    for event in events:
        if event.kind in ("undo", "redo") and (target := place.get(str(event.data.get("target")))):
            groups[target][1].append(event)
    return groups


def kin(db: Database, fingerprints: set[str], aliases: dict[Subject, list[AliasState]]) -> set[str]:
    """The fingerprints with those that the same findings have under the other names of their reports."""
    found = set(fingerprints)
    if not aliases:
        return found
    for event in events_with(db, "fingerprint", fingerprints):
        if event.code != "own":
            for subject in _component({(event.agency_key, event.year_key)}, aliases):
                found.add(finding_fingerprint(*subject, event.code, event.anchor))
    return found


def _component(subjects: set[Subject], aliases: dict[Subject, list[AliasState]]) -> set[Subject]:
    """The subjects with all that aliases connect them to."""
    links: dict[Subject, set[Subject]] = defaultdict(set)
    for source, moves in aliases.items():
        for alias in moves:
            target = (alias.to_agency_key, alias.to_year_key)
            links[source].add(target)
            links[target].add(source)
    found, waiting = set(subjects), list(subjects)
    while waiting:
        for other in links[waiting.pop()] - found:
            found.add(other)
            waiting.append(other)
    return found


def _refold_steps(db: Database, batches: set[str]) -> None:
    members = events_with(db, "batch", batches)
    turns = [
        event
        for event in events_with(db, "fingerprint", {event.fingerprint for event in members}, "kind IN ('undo', 'redo')")
        if str(event.data.get("batch")) in batches
    ]
    own = [event for event in members if event.kind not in ("undo", "redo")]
    for chunk in chunks(sorted(batches)):
        db.conn.execute(f"DELETE FROM steps WHERE batch IN ({marks(chunk)})", chunk)  # noqa: S608
    put_states(db, "steps", fold.fold_steps([*own, *turns]))


def _groups(db: Database, fingerprints: set[str]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {fingerprint: [] for fingerprint in fingerprints}
    for event in events_with(db, "fingerprint", fingerprints):
        found[event.fingerprint].append(event)
    return found


def chunks(values: Sequence[str]) -> Iterator[list[str]]:
    """The values in portions that fit into one statement."""
    for start in range(0, len(values), _CHUNK):
        yield list(values[start : start + _CHUNK])


def marks(values: Sequence[object]) -> str:
    """As many question marks as values."""
    return ", ".join("?" * len(values))
