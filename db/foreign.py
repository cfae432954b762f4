"""What another copy says, checked before it is believed: known columns only, each within bounds, each hash computed again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from core.forms import FORM_IDS, form
from db.events import EVENT_COLUMNS, KINDS, SITTING_COLUMNS, Event, Sitting
from db.readings import FACTS, well_spelled
from db.views import Problem

_Hex32 = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
_Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Time = Annotated[str, Field(pattern=r"^(19[7-9]|20[0-8])\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{6}Z$")]
_Name = Annotated[str, Field(max_length=200)]
_Key = Annotated[str, Field(max_length=2000)]
_Text = Annotated[str, Field(max_length=200_000)]
_MOST_ANCHOR = 20_000


class ForeignSitting(BaseModel):
    """A sitting's record from elsewhere."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: _Hex32
    auditor: _Name
    machine: _Name
    started: _Time
    program: _Name
    seen: Annotated[str, Field(max_length=4_000_000)]
    hash: _Hash

    @field_validator("seen")
    @classmethod
    def _heads(cls, seen: str) -> str:
        for sitting, number, hash_ in json.loads(seen):
            if not (isinstance(sitting, str) and isinstance(number, int) and isinstance(hash_, str)):
                raise ValueError("seen")
        return seen


class ForeignEvent(BaseModel):
    """An event from elsewhere."""

    model_config = ConfigDict(extra="forbid", strict=True)

    sitting: _Hex32
    number: Annotated[int, Field(ge=1, le=2**53)]
    time: _Time
    auditor: _Name
    batch: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    kind: Literal["judgement", "own", "correction", "version", "alias", "undo", "redo"]
    agency_key: _Key
    year_key: _Key
    fingerprint: _Hex32
    code: Annotated[str, Field(max_length=200)]
    anchor: Annotated[str, Field(max_length=_MOST_ANCHOR)]
    verdict: Literal["open", "confirmed", "dismissed", "asked", "fixed"] | None
    severity: Literal["error", "warning", "info", "rule"] | None
    reason: _Text | None
    note: _Text | None
    tags: Annotated[str, Field(max_length=100_000)] | None
    digest: _Hash | None
    payload: Annotated[str, Field(max_length=4_000_000)]
    previous: _Hash
    hash: _Hash

    @model_validator(mode="after")
    def _meaning(self) -> ForeignEvent:
        if self.tags is not None and not all(isinstance(tag, str) for tag in _list(json.loads(self.tags))):
            raise ValueError("tags")
        data = json.loads(self.payload)
        if not isinstance(data, dict):
            raise ValueError("payload")
        _PAYLOADS[self.kind].model_validate(data)
        if self.kind == "correction" and not data.get("withdrawn"):
            _correction(self.anchor, data.get("new"))
        return self


class _Payload(BaseModel):
    model_config = ConfigDict(strict=True)


class _JudgementPayload(_Payload):
    settles: list[_Hash] = Field(default=[], max_length=10_000)


class _OwnAnchor(_Payload):
    model_config = ConfigDict(strict=True, extra="forbid")

    cell: _Name | None = None
    section: int | None = None
    start: int | None = None
    end: int | None = None
    text: _Text = ""
    before: _Name = ""
    after: _Name = ""


class _OwnPayload(_Payload):
    text: _Text
    anchor: _OwnAnchor


class _CorrectionPayload(_Payload):
    sha256: _Hash
    part: Annotated[int, Field(ge=0, le=10**6)]
    old: _Text | None
    new: _Text | None
    withdrawn: bool = False


class _VersionPayload(_Payload):
    sha256: _Hash
    part: Annotated[int, Field(ge=0, le=10**6)]
    automatic: bool = False


class _AliasPayload(_Payload):
    to: Annotated[list[_Key], Field(min_length=2, max_length=2)]


class _TurnPayload(_Payload):
    target: _Hash
    batch: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


_PAYLOADS: Mapping[str, type[_Payload]] = {
    "judgement": _JudgementPayload,
    "own": _OwnPayload,
    "correction": _CorrectionPayload,
    "version": _VersionPayload,
    "alias": _AliasPayload,
    "undo": _TurnPayload,
    "redo": _TurnPayload,
}


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("list")
    return value


def _correction(target: str, new: str | None) -> None:
    if target not in FACTS and not any(target in form(form_id).cell_keys for form_id in FORM_IDS):
        raise ValueError("target")
    if not well_spelled(target, new):
        raise ValueError("new")


def believed_sittings(rows: Iterable[Mapping[str, Any]], problems: list[Problem]) -> Iterator[Sitting]:
    """The sittings whose records are within bounds and fit their hash; the others become problems."""
    for row in rows:
        try:
            sitting = Sitting(**ForeignSitting.model_validate(dict(row)).model_dump())
        except (ValidationError, ValueError, TypeError):
            problems.append(Problem("db.verify.sitting", {"sitting": _short(row, "id"), "auditor": _short(row, "auditor")}))
            continue
        if sitting.sound:
            yield sitting
        else:
            problems.append(Problem("db.verify.sitting", {"sitting": sitting.id, "auditor": sitting.auditor}))


def believed_events(rows: Iterable[Mapping[str, Any]], problems: list[Problem]) -> Iterator[Event]:
    """The events that are within bounds and fit their hash; the others become problems."""
    for row in rows:
        try:
            event = Event(**ForeignEvent.model_validate(dict(row)).model_dump())
        except (ValidationError, ValueError, TypeError):
            problems.append(Problem("db.verify.event_bad", {name: _short(row, name) for name in ("sitting", "number")}))
            continue
        if event.sound:
            yield event
        else:
            place = {name: getattr(event, name) for name in ("sitting", "number", "auditor", "time")}
            problems.append(Problem("db.verify.event_altered", place))


def _short(row: Mapping[str, Any], name: str) -> str:
    return str(row.get(name, ""))[:80]


assert set(_PAYLOADS) == set(KINDS)  # noqa: S101
assert set(ForeignEvent.model_fields) == set(EVENT_COLUMNS)  # noqa: S101
assert set(ForeignSitting.model_fields) == set(SITTING_COLUMNS)  # noqa: S101
