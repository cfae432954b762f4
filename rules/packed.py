"""What packs add to a check run: their identities over cells and their text patterns, as results like any other."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from core.forms import split_key
from core.report import Report
from rules import evidence
from rules.arithmetic import plain
from rules.context import Run
from rules.result import Parameter, Reason, Result, Status
from rules.settings import LinearIdentity, Settings, TextPattern

LONGEST_TEXT = 1_000_000


def packed_results(run: Run) -> Iterator[Result]:
    """One result per identity and pattern of the packs in force; patterns that must not stand give one per place found."""
    settings: Settings = run.settings
    for identity in settings.identities:
        if identity.id not in settings.disabled:
            yield _identity(identity, run.report)
    for pattern in settings.patterns:
        if pattern.id not in settings.disabled:
            yield from _pattern(pattern, run.report)


def _identity(identity: LinearIdentity, report: Report) -> Result:
    keys = identity.parts + identity.whole
    facts: dict[str, Parameter] = {"message_zh": identity.message_zh, "message_en": identity.message_en, "pack": identity.pack}
    anchor = f"{identity.id}/identity"
    section = int(split_key(identity.whole[0])[0][1:])
    unknown = tuple(key for key in keys if key not in report.cells or report.cells[key].amount is None)
    if unknown:
        reason = Reason("absent_cell", {"cells": unknown, "finding": None})
        return Result(identity.id, anchor, Status.SKIPPED, identity.severity, section=section, reason=reason)
    actual = sum((report.cells[key].amount or Decimal(0) for key in identity.parts), Decimal(0))
    expected = sum((report.cells[key].amount or Decimal(0) for key in identity.whole), Decimal(0))
    if actual == expected:
        return Result(identity.id, anchor, Status.PASS, identity.severity, section=section, variant="pack", parameters=facts)
    return Result(
        identity.id,
        anchor,
        Status.FAIL,
        identity.severity,
        section=section,
        variant="pack",
        parameters=facts | {"parts": evidence.terms(report, identity.parts), "whole": evidence.terms(report, identity.whole)},
        expected=plain(expected),
        actual=plain(actual),
        difference=plain(actual - expected),
        evidence=evidence.cells(report, keys),
    )


def _pattern(pattern: TextPattern, report: Report) -> Iterator[Result]:
    texts = [each for each in report.sections if each.present and pattern.section in (None, each.number)]
    facts: dict[str, Parameter] = {"message_zh": pattern.message_zh, "message_en": pattern.message_en, "pack": pattern.pack}
    if not texts:
        reason = Reason("section_missing", {"number": str(pattern.section), "finding": "S101"})
        yield Result(
            pattern.id, f"{pattern.id}/pattern", Status.SKIPPED, pattern.severity, section=pattern.section, reason=reason
        )
        return
    expression = compiled(pattern.pattern)
    found = [
        (section.number, match.start(), match.end())
        for section in texts
        for match in expression.finditer(section.text[:LONGEST_TEXT])
        if match.end() > match.start()
    ]
    if pattern.required == bool(found):
        yield Result(
            pattern.id,
            f"{pattern.id}/pattern",
            Status.PASS,
            pattern.severity,
            section=pattern.section,
            variant="pack",
            parameters=facts,
        )
    elif pattern.required:
        lack = evidence.missing(pattern.message_zh, pattern.section or 0)
        yield Result(
            pattern.id,
            f"{pattern.id}/pattern",
            Status.FAIL,
            pattern.severity,
            section=pattern.section,
            variant="pack",
            parameters=facts,
            evidence=(lack,),
        )
    else:
        yield from _unwanted(pattern, report, found, facts)


def _unwanted(
    pattern: TextPattern, report: Report, found: list[tuple[int, int, int]], facts: dict[str, Parameter]
) -> Iterator[Result]:
    for ordinal, (number, start, end) in enumerate(found):
        quoted = evidence.span(report, number, start, end)
        yield Result(
            pattern.id,
            f"{pattern.id}/{number}/{ordinal}",
            Status.FAIL,
            pattern.severity,
            section=number,
            variant="pack",
            parameters=facts | {"text": quoted.text},
            evidence=(quoted,),
        )


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Any:
    """The pattern on RE2, whose time grows with the text only, whatever the pattern."""
    engine: Any = importlib.import_module("re2")
    return engine.compile(pattern)
