"""SARIF 2.1.0, for code-review tools: stable fingerprints, dismissed findings as suppressions with their justification."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import PurePath, PureWindowsPath
from typing import Any
from urllib.parse import quote

from core.report import Report
from core.words import Language
from db.exports.findings import Finding, findings, title
from db.exports.masking import masked
from db.exports.options import ExportOptions
from db.exports.safe import json_safe, safe
from db.exports.terms import section_name
from rules.audit import AuditedReport
from rules.registry import CATALOGUE, all_rules
from rules.result import CellEvidence, Result, Severity, Status, TextEvidence

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
FINGERPRINT = "gouji/v1"
"""The name under which the fingerprint stands among `partialFingerprints`."""

_LINE_END = re.compile("\r\n|\n|\r")
_SUPPRESSIONS = {"dismissed": "accepted", "asked": "underReview"}


def render(reports: Iterable[AuditedReport], options: ExportOptions) -> str:
    """One SARIF log with one run over all reports."""
    language = options.language
    results: list[dict[str, Any]] = []
    notices: list[dict[str, Any]] = []
    for audited in reports:
        lines = _LineStarts(audited.report)
        shown = audited if options.unmasked else masked(audited)
        places = {shown.fingerprint(result): result for result in shown.results}
        for finding in findings(shown, language):
            place = places.get(finding.fingerprint)
            if finding.status is Status.BROKEN:
                notices.append(_notice(finding, shown.report))
            else:
                results.append(_result(finding, place, shown.report, lines, options))
    notices += [_unreadable(each.source, each.error) for each in options.unreadable]
    codes = sorted({result["ruleId"] for result in results})
    for result in results:
        result["ruleIndex"] = codes.index(result["ruleId"])
    run = {
        "tool": {"driver": _driver(codes, options)},
        "columnKind": "unicodeCodePoints",
        "language": "zh-CN" if language == "zh" else "en-US",
        "invocations": [{"executionSuccessful": not notices, "toolExecutionNotifications": notices}],
        "results": results,
        "properties": {
            "catalogue": options.catalogue or CATALOGUE,
            "packs": list(options.packs),
            "unmasked": options.unmasked,
            "filters": list(options.filters),
            "heads": [f"{head.sitting} {head.number} {head.hash}" for head in options.heads],
        },
    }
    return json_safe(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)) + "\n"


def artifact_uri(source: str) -> str:
    """A source's name as a URI reference; characters that a URI cannot hold are percent-encoded."""
    windows = PureWindowsPath(source)
    if windows.drive:
        return "file:///" + quote(windows.as_posix(), safe="/:")
    encoded = quote(source.encode("utf-8", "surrogateescape"), safe="/")
    return f"file://{encoded}" if PurePath(source).is_absolute() else encoded


class _LineStarts:
    """Turns offsets of the source text into lines and columns from 1; knows nothing when the source is no plain text."""

    def __init__(self, report: Report) -> None:
        text = report.source_text if report.media_type in ("text/plain", "text/markdown") else ""
        self._length = len(text)
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))] if text else []

    def region(self, start: int, end: int) -> dict[str, int] | None:
        """The region from `start` up to `end`."""
        if not self._starts or not 0 <= start < end <= self._length:
            return None
        first, last = bisect_right(self._starts, start) - 1, bisect_right(self._starts, end - 1) - 1
        return {
            "startLine": first + 1,
            "startColumn": start - self._starts[first] + 1,
            "endLine": last + 1,
            "endColumn": end - self._starts[last] + 1,
            "charOffset": start,
            "charLength": end - start,
        }


def _driver(codes: list[str], options: ExportOptions) -> dict[str, Any]:
    return {
        "name": "gouji",
        "version": options.gouji,
        "semanticVersion": options.gouji,
        "rules": [_rule(code, options.language) for code in codes],
    }


def _rule(code: str, language: Language) -> dict[str, Any]:
    rule = all_rules().get(code)
    if rule is None:
        return {"id": code, "shortDescription": {"text": title(code, language)}}
    return {
        "id": code,
        "shortDescription": {"text": rule.title(language)},
        "help": {"text": rule.basis_text(language)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _result(
    finding: Finding, result: Result | None, report: Report, lines: _LineStarts, options: ExportOptions
) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": artifact_uri(report.source)}}
    region = _region(result, report, lines)
    if region is not None:
        physical["region"] = region
    logical = {"name": section_name(finding.section, options.language), "kind": "member"}
    found: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": 0,
        "level": LEVELS[finding.severity],
        "kind": "fail",
        "message": {"text": safe(finding.message)},
        "locations": [{"physicalLocation": physical, "logicalLocations": [logical]}],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": {
            "organ": report.agency,
            "year": report.year,
            "anchor": finding.anchor,
            "evidence": [{"where": quote.where, "text": safe(quote.text)} for quote in finding.quotes],
        },
    }
    if options.audited:
        judgement = finding.judgement
        found["properties"]["verdict"] = judgement.verdict
        found["properties"]["note"] = judgement.note
        found["properties"]["tags"] = list(judgement.tags)
        status = _SUPPRESSIONS.get(judgement.verdict)
        found["suppressions"] = (
            [{"kind": "external", "status": status, "justification": judgement.reason or judgement.note}] if status else []
        )
    return found


def _region(result: Result | None, report: Report, lines: _LineStarts) -> dict[str, int] | None:
    """The first piece of evidence that can be placed in the source text."""
    for evidence in result.evidence if result else ():
        if evidence.report is not None:
            continue
        if isinstance(evidence, CellEvidence):
            cell = report.cells.get(evidence.cell)
            place = cell.place if cell else None
            region = lines.region(place.start, place.end) if place else None
        elif isinstance(evidence, TextEvidence):
            region = _text_region(evidence, report, lines)
        else:
            region = None
        if region is not None:
            return region
    return None


def _text_region(evidence: TextEvidence, report: Report, lines: _LineStarts) -> dict[str, int] | None:
    section = report.section(evidence.section)
    if section is None or evidence.end <= evidence.start:
        return None
    start, last = section.source_offset(evidence.start), section.source_offset(evidence.end - 1)
    return None if start is None or last is None else lines.region(start, last + 1)


def _notice(finding: Finding, report: Report) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": safe(finding.message)},
        "associatedRule": {"id": finding.code},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": artifact_uri(report.source)}}}],
    }


def _unreadable(source: str, error: str) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": safe(error)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": artifact_uri(source)}}}],
    }
