"""Packs: users' own settings, word lists, identities and patterns as TOML; a fault is named with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rules.labels import is_cell
from rules.packed import compiled
from rules.registry import all_rules
from rules.result import Severity
from rules.settings import THRESHOLDS, LinearIdentity, Settings, TextPattern

LISTS: Mapping[str, str] = {
    "extra_rows": "S303",
    "boilerplate": "C101",
    "rule_makers": "D104",
}
"""The word lists a pack can add to, with the rule that uses each."""

_CODE = r"^[A-Z][A-Z0-9]{1,7}-[0-9]{3}$"


class PackRefused(Exception):
    """A pack that cannot be used; `faults` say where and why."""

    def __init__(self, name: str, faults: tuple[PackFault, ...]) -> None:
        super().__init__(name, faults)
        self.name = name
        self.faults = faults


@dataclass(frozen=True, slots=True)
class PackFault:
    """One fault of a pack: its line (from 1) and the word that explains it."""

    line: int
    word: str
    parameters: Mapping[str, str]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _Identity(_Strict):
    id: str = Field(pattern=_CODE)
    parts: list[str] = Field(min_length=1)
    whole: list[str] = Field(min_length=1)
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    severity: Literal["error", "warning", "info"] = "warning"


class _Pattern(_Strict):
    id: str = Field(pattern=_CODE)
    pattern: str = Field(min_length=1, max_length=2000)
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    section: int | None = Field(default=None, ge=0, le=20)
    required: bool = False
    severity: Literal["error", "warning", "info"] = "warning"


class _Rules(_Strict):
    off: list[str] = []


class _File(_Strict):
    name: str = Field(min_length=1, max_length=80)
    version: str = Field(min_length=1, max_length=40)
    description: str = ""
    rules: _Rules = _Rules()
    severity: dict[str, Literal["error", "warning", "info"]] = {}
    thresholds: dict[str, int | float] = {}
    lists: dict[str, list[str]] = {}
    hierarchy: dict[str, list[str]] = {}
    identity: list[_Identity] = []
    pattern: list[_Pattern] = []


@dataclass(frozen=True)
class Pack:
    """A pack that was read and found good. `text` is its source, as workspaces keep it."""

    name: str
    version: str
    text: str
    disabled: frozenset[str]
    severities: Mapping[str, Severity]
    thresholds: Mapping[str, Decimal]
    lists: Mapping[str, tuple[str, ...]]
    hierarchy: Mapping[str, tuple[str, ...]]
    identities: tuple[LinearIdentity, ...]
    patterns: tuple[TextPattern, ...]

    @property
    def title(self) -> str:
        """Name and version, as exports show them."""
        return f"{self.name} {self.version}"


def read_pack(text: str, name: str) -> Pack:
    """The pack of that TOML text. Raises PackRefused with every fault and its line; `name` names the file in it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        fault = PackFault(int(line[1]) if line else text.count("\n") + 1, "pack.no_toml", {"reason": str(error)})
        raise PackRefused(name, (fault,)) from None
    lines = _Lines(text)
    try:
        parsed = _File.model_validate(data)
    except ValidationError as error:
        raise PackRefused(name, tuple(_fault(each, lines) for each in error.errors())) from None
    faults = tuple(_unknown(parsed, lines))
    if faults:
        raise PackRefused(name, tuple(sorted(faults, key=lambda fault: fault.line)))
    return _pack(parsed, text)


def with_pack(settings: Settings, pack: Pack) -> Settings:
    """The settings with a pack on top: what it sets replaces, what it lists is added."""
    return replace(
        settings,
        disabled=settings.disabled | pack.disabled,
        severities={**settings.severities, **pack.severities},
        thresholds={**settings.thresholds, **pack.thresholds},
        lists=_added(settings.lists, pack.lists),
        hierarchy={**settings.hierarchy, **pack.hierarchy},
        identities=settings.identities + pack.identities,
        patterns=settings.patterns + pack.patterns,
        packs=(*settings.packs, pack.title),
    )


def with_packs(settings: Settings, packs: Iterable[Pack]) -> Settings:
    """The settings with several packs, the later ones on top."""
    for pack in packs:
        settings = with_pack(settings, pack)
    return settings


def _added(lists: Mapping[str, tuple[str, ...]], more: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(dict.fromkeys((*lists.get(name, ()), *more.get(name, ())))) for name in {**lists, **more}}


def _pack(parsed: _File, text: str) -> Pack:
    return Pack(
        name=parsed.name,
        version=parsed.version,
        text=text,
        disabled=frozenset(parsed.rules.off),
        severities={code: Severity(severity) for code, severity in parsed.severity.items()},
        thresholds={name: Decimal(str(value)) for name, value in parsed.thresholds.items()},
        lists={name: tuple(words) for name, words in parsed.lists.items()},
        hierarchy={parent: tuple(children) for parent, children in parsed.hierarchy.items()},
        identities=tuple(
            LinearIdentity(i.id, tuple(i.parts), tuple(i.whole), i.zh, i.en, Severity(i.severity), parsed.name)
            for i in parsed.identity
        ),
        patterns=tuple(
            TextPattern(p.id, p.pattern, p.zh, p.en, p.section, p.required, Severity(p.severity), parsed.name)
            for p in parsed.pattern
        ),
    )


def _unknown(parsed: _File, lines: _Lines) -> Iterator[PackFault]:
    """Names the catalogue does not know: codes, cells, thresholds, lists; patterns RE2 refuses; codes used twice."""
    own = [identity.id for identity in parsed.identity] + [pattern.id for pattern in parsed.pattern]
    codes = {*all_rules(), *own}
    for code in (code for code in parsed.rules.off if code not in codes):
        yield PackFault(lines.of(("rules", "off"), code), "pack.unknown_code", {"name": code})
    for code in (code for code in parsed.severity if code not in codes):
        yield PackFault(lines.of(("severity", code)), "pack.unknown_code", {"name": code})
    for name in (name for name in parsed.thresholds if name not in THRESHOLDS):
        yield PackFault(lines.of(("thresholds", name)), "pack.unknown_threshold", {"name": name, "known": "、".join(THRESHOLDS)})
    for name in (name for name in parsed.lists if name not in LISTS):
        yield PackFault(lines.of(("lists", name)), "pack.unknown_list", {"name": name, "known": "、".join(LISTS)})
    for code in sorted({code for code in own if own.count(code) > 1}):
        yield PackFault(lines.last(code), "pack.code_twice", {"name": code})
    yield from _unknown_inside(parsed, lines)


def _unknown_inside(parsed: _File, lines: _Lines) -> Iterator[PackFault]:
    for number, identity in enumerate(parsed.identity):
        for field, keys in (("parts", identity.parts), ("whole", identity.whole)):
            for key in (key for key in keys if not is_cell(key)):
                yield PackFault(lines.of(("identity", number, field), key), "pack.unknown_cell", {"name": key})
    for number, pattern in enumerate(parsed.pattern):
        reason = _not_a_pattern(pattern.pattern)
        if reason:
            yield PackFault(lines.of(("pattern", number, "pattern")), "pack.no_pattern", {"name": pattern.id, "reason": reason})


def _not_a_pattern(pattern: str) -> str | None:
    try:
        compiled(pattern)
    except Exception as error:  # RE2's own error type is only known once its module is loaded
        return str(error)
    return None


def _fault(error: Any, lines: _Lines) -> PackFault:
    """A pydantic error as a fault at the line it is about."""
    location = tuple(each for each in error["loc"] if each != "[key]")
    named = ".".join(map(str, location))
    word = {"extra_forbidden": "pack.unknown_key", "missing": "pack.missing_key"}.get(error["type"], "pack.wrong_value")
    return PackFault(lines.of(location), word, {"name": named, "reason": error["msg"]})


class _Lines:
    """Where the tables and keys of a TOML text stand, so that a fault can be named with its line."""

    _TABLE = re.compile(r"\s*\[(?P<array>\[)?\s*(?P<name>[^\[\]#]+?)\s*\]")
    _KEY = re.compile(r"\s*(?P<key>\"[^\"]*\"|'[^']*'|[A-Za-z0-9_\-.]+)\s*=")

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._places: dict[tuple[str | int, ...], int] = {}
        table: tuple[str | int, ...] = ()
        counts: dict[str, int] = {}
        for number, line in enumerate(self._lines, start=1):
            if header := self._TABLE.match(line):
                name = header["name"].strip("\"'")
                table = (name,)
                if header["array"]:
                    table = (name, counts.get(name, 0))
                    counts[name] = counts.get(name, 0) + 1
                self._places.setdefault(table, number)
            elif key := self._KEY.match(line):
                self._places.setdefault((*table, key["key"].strip("\"'")), number)

    def of(self, location: tuple[str | int, ...], value: str | None = None) -> int:
        """The line of a place, or of the nearest table or key around it; of `value` when it stands in an array there."""
        line = 1
        for length in range(len(location), 0, -1):
            if location[:length] in self._places:
                line = self._places[location[:length]]
                break
        if value is not None:
            for number in range(line, len(self._lines) + 1):
                if value in self._lines[number - 1]:
                    return number
        return line

    def last(self, value: str) -> int:
        """The last line on which `value` stands."""
        return max((number for number, line in enumerate(self._lines, start=1) if value in line), default=1)
