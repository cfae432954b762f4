"""The event: what the ledger is made of, and the hash that chains it. Frozen: stored chains are checked against this module.

An event says who did what to which finding, and when. Events are only ever added. The hash of an event covers all its
fields and the hash of the event before it in its sitting; the first one continues the hash of the sitting itself.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from rules.result import CellEvidence, Evidence, MissingEvidence, OtherReport, Result, SourceEvidence, TextEvidence

Kind = Literal["judgement", "own", "correction", "version", "alias", "undo", "redo"]
KINDS: tuple[Kind, ...] = ("judgement", "own", "correction", "version", "alias", "undo", "redo")
UNDOABLE: tuple[Kind, ...] = ("judgement", "own", "correction", "version", "alias")

_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with NUL and lone surrogates, which no SQLite text can hold, shown as U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def canonical(value: object) -> str:
    """JSON with sorted keys, no spaces and no escapes: one spelling for one value, so that it can be hashed."""
    return _CANONICAL.encode(value)


def digest(value: object) -> str:
    """SHA-256 in hex over the canonical JSON of a value."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Sitting:
    """One opening of a workspace by one auditor on one machine; `seen` holds the heads of the sittings it continued from."""

    id: str
    auditor: str
    machine: str
    started: str
    program: str
    seen: str
    """JSON: a list of [sitting, number, hash]."""
    hash: str

    @classmethod
    def begin(cls, id_: str, auditor: str, machine: str, started: str, program: str, seen: Sequence[Sequence[object]]) -> Sitting:
        """Make a sitting with its hash."""
        text = canonical(sorted([list(head) for head in seen]))
        return cls(id_, auditor, machine, started, program, text, sitting_hash(id_, auditor, machine, started, program, text))

    @property
    def heads(self) -> tuple[tuple[str, int, str], ...]:
        """The heads seen, as (sitting, number, hash)."""
        return tuple((str(s), int(n), str(h)) for s, n, h in json.loads(self.seen))

    @property
    def sound(self) -> bool:
        """Whether the hash fits the fields."""
        return self.hash == sitting_hash(self.id, self.auditor, self.machine, self.started, self.program, self.seen)


def sitting_hash(id_: str, auditor: str, machine: str, started: str, program: str, seen: str) -> str:
    """The hash that the first event of a sitting continues."""
    return digest(["gouji-sitting-1", id_, auditor, machine, started, program, seen])


@dataclass(frozen=True, slots=True)
class Draft:
    """An event about to be appended: everything but its place in the chain."""

    kind: Kind
    agency_key: str
    year_key: str
    fingerprint: str
    """What the event is about; the state of a thing is folded from the events with its fingerprint."""
    code: str
    anchor: str
    verdict: str | None = None
    severity: str | None = None
    """The override, or `rule` to take one back."""
    reason: str | None = None
    note: str | None = None
    tags: str | None = None
    """JSON: a sorted list."""
    digest: str | None = None
    """Digest of the values that were judged."""
    payload: Mapping[str, Any] = field(default_factory=dict)


class Event(NamedTuple):
    """One line of the ledger, as stored: its fields are the table's columns, in their order."""

    sitting: str
    number: int
    time: str
    auditor: str
    batch: str
    kind: str
    agency_key: str
    year_key: str
    fingerprint: str
    code: str
    anchor: str
    verdict: str | None
    severity: str | None
    reason: str | None
    note: str | None
    tags: str | None
    digest: str | None
    payload: str
    previous: str
    hash: str

    @property
    def order(self) -> tuple[str, str, int, str]:
        """Where the event stands among all: time, sitting, number; the hash parts two continuations of one sitting."""
        return (self.time, self.sitting, self.number, self.hash)

    @property
    def data(self) -> dict[str, Any]:
        """The payload as values."""
        loaded: dict[str, Any] = {} if self.payload == "{}" else json.loads(self.payload)
        return loaded

    @property
    def tag_list(self) -> tuple[str, ...] | None:
        """The tags, None when the event says nothing about them."""
        return None if self.tags is None else tuple(json.loads(self.tags))

    @property
    def sound(self) -> bool:
        """Whether the hash fits the fields."""
        return self.hash == event_hash(self)

    @classmethod
    def chain(cls, draft: Draft, *, sitting: str, number: int, time: str, auditor: str, batch: str, previous: str) -> Event:
        """Give a draft its place in the chain."""
        event = cls(
            sitting=sitting,
            number=number,
            time=time,
            auditor=auditor,
            batch=batch,
            kind=draft.kind,
            agency_key=draft.agency_key,
            year_key=draft.year_key,
            fingerprint=draft.fingerprint or own_fingerprint(sitting, number),
            code=draft.code,
            anchor=draft.anchor,
            verdict=draft.verdict,
            severity=draft.severity,
            reason=_clean(draft.reason),
            note=_clean(draft.note),
            tags=_clean(draft.tags),
            digest=draft.digest,
            payload=storable(canonical(draft.payload)),
            previous=previous,
            hash="",
        )
        return event._replace(hash=event_hash(event))


EVENT_COLUMNS: tuple[str, ...] = Event._fields
SITTING_COLUMNS: tuple[str, ...] = tuple(Sitting.__dataclass_fields__)


def event_hash(event: Event) -> str:
    """SHA-256 over every field of the event but the hash itself, in the order of the table's columns."""
    return digest(["gouji-event-1", *event[:-1]])


def own_fingerprint(sitting: str, number: int) -> str:
    """The fingerprint of an auditor's own finding, from its event's identity."""
    return hashlib.sha256(f"gouji1-own\n{sitting}\n{number}".encode()).hexdigest()[:32]


def reading_fingerprint(sha256: str, part: int, target: str) -> str:
    """What corrections of one reading (a cell key, agency, year, form, published) of one source have in common."""
    return hashlib.sha256(f"gouji1-reading\n{sha256}\n{part}\n{target}".encode()).hexdigest()[:32]


def choice_fingerprint(agency_key: str, year_key: str) -> str:
    """What the choices between the versions of one report have in common."""
    return hashlib.sha256(f"gouji1-version\n{agency_key}\n{year_key}".encode()).hexdigest()[:32]


def alias_fingerprint(agency_key: str, year_key: str) -> str:
    """What the events that move one report's judgements to another name or year have in common."""
    return hashlib.sha256(f"gouji1-alias\n{agency_key}\n{year_key}".encode()).hexdigest()[:32]


def finding_fingerprint(agency_key: str, year_key: str, code: str, anchor: str) -> str:
    """The fingerprint of a result under a subject that is already a key (core.identity.fingerprint begins from names)."""
    return hashlib.sha256(f"gouji1\n{agency_key}\n{year_key}\n{code}\n{anchor}".encode()).hexdigest()[:32]


def values_digest(result: Result) -> str:
    """Digest of what an auditor judged: status, figures and the evidence's texts; never offsets, wording or severity."""
    figures = [result.status.value, result.expected, result.actual, result.difference, result.unit]
    return digest(["gouji-values-1", figures, sorted(_evidence(evidence) for evidence in result.evidence)])


def _evidence(evidence: Evidence) -> list[str]:
    where = _other(evidence.report)
    if isinstance(evidence, CellEvidence):
        return ["cell", where, evidence.cell, "" if evidence.raw is None else f"={evidence.raw}"]
    if isinstance(evidence, TextEvidence):
        return ["text", where, str(evidence.section), evidence.text]
    if isinstance(evidence, MissingEvidence):
        return ["missing", where, str(evidence.searched), evidence.missing]
    assert isinstance(evidence, SourceEvidence)  # noqa: S101 - closes the union
    return ["source", where, evidence.source, evidence.text]


def _other(report: OtherReport | None) -> str:
    return "" if report is None else f"{report.agency}\n{report.year}"


def _clean(text: str | None) -> str | None:
    return None if text is None else storable(text)
