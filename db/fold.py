"""From events to the present state: pure functions, the same for every order in which the events arrived.

The state of a thing (a finding, a reading, a choice, an alias) is folded from the events with its fingerprint, sorted by
(time, sitting, number). `undo` and `redo` name an event by its hash; of several, the last one counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from db.events import Event, canonical, finding_fingerprint

Subject = tuple[str, str]
Order = tuple[str, str, int, str]


@dataclass(frozen=True, slots=True)
class JudgementState:
    """What the events about one finding come to; a row of `judgements`."""

    fingerprint: str
    agency_key: str
    year_key: str
    code: str
    anchor: str
    verdict: str
    severity: str | None
    reason: str | None
    note: str
    tags: str
    auditor: str
    at: str
    verdict_auditor: str | None
    digest: str | None
    opinions: str
    """JSON: [[auditor, verdict, at, reason], …] of auditors who differ, [] when they do not."""


@dataclass(frozen=True, slots=True)
class OwnState:
    """An auditor's own finding; a row of `own_findings`."""

    fingerprint: str
    agency_key: str
    year_key: str
    severity: str
    text: str
    anchor: str
    auditor: str
    at: str


@dataclass(frozen=True, slots=True)
class CorrectionState:
    """A corrected reading; a row of `corrections`."""

    fingerprint: str
    sha256: str
    part: int
    target: str
    old: str | None
    new: str | None
    reason: str
    auditor: str
    at: str


@dataclass(frozen=True, slots=True)
class ChoiceState:
    """The version chosen for a report; a row of `choices`."""

    fingerprint: str
    agency_key: str
    year_key: str
    sha256: str
    part: int
    auditor: str
    at: str


@dataclass(frozen=True, slots=True)
class AliasState:
    """A report whose judgements moved to another name or year; a row of `aliases`."""

    hash: str
    agency_key: str
    year_key: str
    to_agency_key: str
    to_year_key: str
    time: str
    sitting: str
    number: int

    @property
    def order(self) -> Order:
        """When it counts from."""
        return (self.time, self.sitting, self.number, self.hash)


@dataclass(frozen=True, slots=True)
class StepState:
    """One step of an auditor, for undo; a row of `steps`. `made` and `undone` sort like events do."""

    batch: str
    auditor: str
    kind: str
    made: str
    undone: str | None


def order_text(event: Event) -> str:
    """The place of an event among all, as text that sorts the same way."""
    return f"{event.time}/{event.sitting}/{event.number:012d}"


def undone_hashes(events: Iterable[Event]) -> set[str]:
    """The hashes of events that are undone at present. Nobody takes back what another auditor did, whatever a file says."""
    found = sorted(events, key=lambda event: event.order)
    author = {event.hash: event.auditor for event in found}
    last: dict[str, Event] = {}
    for event in found:
        if event.kind in ("undo", "redo"):
            target = str(event.data.get("target"))
            if author.get(target) == event.auditor:
                last[target] = event
    return {target for target, event in last.items() if event.kind == "undo"}


def active(events: Iterable[Event]) -> list[Event]:
    """The events that count, sorted: without undo and redo and what they took back."""
    found = list(events)
    undone = undone_hashes(found)
    return sorted(
        (event for event in found if event.kind not in ("undo", "redo") and event.hash not in undone),
        key=lambda event: event.order,
    )


def fold_judgement(fingerprint: str, subject: Subject, events: Iterable[Event]) -> JudgementState | None:
    """The judgement that the events about one finding come to, None when nothing about it counts any more."""
    counting = [event for event in active(events) if event.kind in ("judgement", "own")]
    if not counting:
        return None
    last = counting[-1]
    verdicts = [event for event in counting if verdict_of(event) is not None]
    severity = _last(event.severity for event in counting if event.kind == "judgement")
    return JudgementState(
        fingerprint=fingerprint,
        agency_key=subject[0],
        year_key=subject[1],
        code=last.code,
        anchor=last.anchor,
        verdict=(verdict_of(verdicts[-1]) or "open") if verdicts else "open",
        severity=None if severity == "rule" else severity,
        reason=verdicts[-1].reason if verdicts else None,
        note=_last(event.note for event in counting) or "",
        tags=_last(event.tags for event in counting) or "[]",
        auditor=last.auditor,
        at=last.time,
        verdict_auditor=verdicts[-1].auditor if verdicts else None,
        digest=verdicts[-1].digest if verdicts else _last(event.digest for event in counting),
        opinions=canonical(_opinions(verdicts)),
    )


def _opinions(verdicts: Sequence[Event]) -> list[list[str | None]]:
    """The last words of the auditors who differ; a verdict that settled the matter silences those it names."""
    settled = {target for event in verdicts for target in event.data.get("settles", ())}
    words: dict[str, Event] = {}
    for event in verdicts:
        words[event.auditor] = event
    standing = [event for event in words.values() if event.hash not in settled]
    if len({verdict_of(event) for event in standing}) < 2:
        return []
    standing.sort(key=lambda event: event.order)
    return [[event.auditor, verdict_of(event), event.time, event.reason] for event in standing]


def verdict_of(event: Event) -> str | None:
    """The verdict that an event gives, None when it speaks of something else; whoever writes a finding confirms it."""
    return "confirmed" if event.kind == "own" else event.verdict


def fold_own(fingerprint: str, subject: Subject, events: Iterable[Event]) -> OwnState | None:
    """An own finding, None when it was undone or is none."""
    for event in active(events):
        if event.kind == "own":
            data = event.data
            return OwnState(
                fingerprint=fingerprint,
                agency_key=subject[0],
                year_key=subject[1],
                severity=event.severity or "warning",
                text=str(data.get("text", "")),
                anchor=canonical(data.get("anchor", {})),
                auditor=event.auditor,
                at=event.time,
            )
    return None


def fold_correction(fingerprint: str, events: Iterable[Event]) -> CorrectionState | None:
    """The correction of a reading that counts; one that gives the reading back counts as none."""
    last = _last_of("correction", events)
    if last is None or last.data.get("withdrawn"):
        return None
    data = last.data
    return CorrectionState(
        fingerprint=fingerprint,
        sha256=str(data["sha256"]),
        part=int(data["part"]),
        target=last.anchor,
        old=data.get("old"),
        new=data.get("new"),
        reason=last.reason or "",
        auditor=last.auditor,
        at=last.time,
    )


def fold_choice(fingerprint: str, events: Iterable[Event]) -> ChoiceState | None:
    """The choice between versions that counts."""
    last = _last_of("version", events)
    if last is None:
        return None
    data = last.data
    return ChoiceState(
        fingerprint, last.agency_key, last.year_key, str(data["sha256"]), int(data["part"]), last.auditor, last.time
    )


def fold_aliases(events: Iterable[Event]) -> list[AliasState]:
    """The aliases that count, in order."""
    return [
        AliasState(
            event.hash,
            event.agency_key,
            event.year_key,
            str(event.data["to"][0]),
            str(event.data["to"][1]),
            event.time,
            event.sitting,
            event.number,
        )
        for event in active(events)
        if event.kind == "alias"
    ]


def fold_steps(events: Iterable[Event]) -> list[StepState]:
    """The steps of a set of whole batches and of their author's undos and redos about them."""
    made: dict[str, list[Event]] = defaultdict(list)
    last: dict[str, Event] = {}
    for event in sorted(events, key=lambda event: event.order):
        data = event.data
        if event.kind in ("undo", "redo"):
            batch = str(data.get("batch"))
            if batch in made and made[batch][0].auditor == event.auditor:
                last[batch] = event
        elif not data.get("automatic"):
            made[event.batch].append(event)
    return [
        StepState(
            batch,
            members[0].auditor,
            members[0].kind,
            order_text(members[-1]),
            order_text(last[batch]) if batch in last and last[batch].kind == "undo" else None,
        )
        for batch, members in made.items()
    ]


def present_subject(subject: Subject, order: Order, aliases: Mapping[Subject, Sequence[AliasState]]) -> Subject:
    """Where the judgements of a subject are now: every alias made after the event moves it on."""
    while True:
        later = [alias for alias in aliases.get(subject, ()) if alias.order > order]
        if not later:
            return subject
        first = min(later, key=lambda alias: alias.order)
        subject, order = (first.to_agency_key, first.to_year_key), first.order


def present_fingerprint(event: Event, subject: Subject) -> str:
    """The fingerprint that an event's finding has under its present subject."""
    if (event.agency_key, event.year_key) == subject or event.code == "own":
        return event.fingerprint
    return finding_fingerprint(*subject, event.code, event.anchor)


def _last(values: Iterable[str | None]) -> str | None:
    found = [value for value in values if value is not None]
    return found[-1] if found else None


def _last_of(kind: str, events: Iterable[Event]) -> Event | None:
    found = [event for event in active(events) if event.kind == kind]
    return found[-1] if found else None
