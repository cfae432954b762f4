"""Reports and results as rows and back. What SQL users want to see are columns; the rest of a report is one compressed JSON."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from core.document import Box, Place
from core.report import Cell, CellState, Claim, Report
from db.errors import WorkspaceError
from db.events import canonical, digest, storable, values_digest
from db.pieces import object_of, portions
from rules.result import (
    CellEvidence,
    Evidence,
    MissingEvidence,
    OtherReport,
    Parameter,
    Reason,
    Result,
    Severity,
    SourceEvidence,
    Status,
    Suspect,
    TextEvidence,
)

MOST_DETAIL_BYTES = 256 * 2**20
"""A compressed report that unfolds to more than this is refused (a bomb in a workspace someone sent)."""

CELL_COLUMNS = ("key", "position", "state", "value", "raw", "inferred", "unit", "note", "place")
CLAIM_COLUMNS = (
    *("position", "section", "start", "end", "text", "value", "low", "high"),
    *("unit", "about", "scope", "period", "noun"),
)
SECTION_COLUMNS = ("position", "number", "heading", "present", "text")

Row = tuple[Any, ...]


def pack(data: bytes) -> bytes:
    """Compress."""
    return zlib.compress(data, 6)


def unpack(data: bytes, most: int = MOST_DETAIL_BYTES) -> bytes:
    """Decompress, refusing what grows beyond `most` or is cut short."""
    machine = zlib.decompressobj()
    try:
        found = machine.decompress(data, most)
    except zlib.error as error:
        raise WorkspaceError("db.bad_details", detail=str(error)) from error
    if machine.unconsumed_tail or not machine.eof:
        raise WorkspaceError("db.bad_details", detail="size")
    return found


@cache
def _reports() -> TypeAdapter[Report]:
    return TypeAdapter(Report)


@cache
def _claims() -> TypeAdapter[list[Claim]]:
    return TypeAdapter(list[Claim])


class ReportRows:
    """A report taken apart into rows of sections and cells and the compressed remainder.

    Claims stand whole in the remainder; their rows are there for people with SQL.
    """

    def __init__(self, report: Report) -> None:
        self.sections: list[Row] = [
            (position, section.number, _text(section.heading), int(section.present), storable(section.text))
            for position, section in enumerate(report.sections)
        ]
        self.cells: list[Row] = [_cell_row(position, cell) for position, cell in enumerate(report.cells.values())]
        self.claims: list[Row] = [_claim_row(position, claim) for position, claim in enumerate(report.claims)]
        bare = tuple(replace(section, text="", heading=None) for section in report.sections)
        plain = _storable_tree(_reports().dump_python(replace(report, sections=bare, cells={}, claims=()), mode="json"))
        for portion in portions(report.claims):
            plain["claims"] += _storable_tree(_claims().dump_python([*portion], mode="json"))
        self.details: bytes = pack(canonical(plain).encode())

    @property
    def digest(self) -> str:
        """One digest over everything; `verify` computes it again from the rows."""
        return content_digest(self.sections, self.cells, self.claims, self.details)


def content_digest(sections: Sequence[Row], cells: Sequence[Row], claims: Sequence[Row], details: bytes) -> str:
    """The digest of a version's rows, each in the order of its columns and sorted by position."""
    return digest(["gouji-version-1", sections, sorted(cells, key=lambda row: row[1]), claims, details.hex()])


def report_from_rows(sections: Sequence[Row], cells: Sequence[Row], details: bytes) -> Report:
    """Put a report together again."""
    try:
        fields = object_of(unpack(details).decode())
        claims = [claim for portion in portions(fields.get("claims", [])) for claim in _claims().validate_python(portion)]
        rest = _reports().validate_python({**fields, "claims": []})
        if len(rest.sections) != len(sections):
            raise WorkspaceError("db.bad_details", detail="sections")
        return replace(
            rest,
            claims=tuple(claims),
            sections=tuple(
                replace(section, number=number, heading=heading, present=bool(present), text=text)
                for section, (_, number, heading, present, text) in zip(rest.sections, sections, strict=True)
            ),
            cells={row[0]: _cell(row) for row in sorted(cells, key=lambda row: row[1])},
        )
    except (ValidationError, ValueError, ArithmeticError) as error:
        raise WorkspaceError("db.bad_details", detail=type(error).__name__) from error


def _cell_row(position: int, cell: Cell) -> Row:
    value = None if cell.value is None else format(cell.value, "f")
    return (
        cell.key,
        position,
        cell.state.value,
        value,
        _text(cell.raw),
        int(cell.inferred),
        _text(cell.unit),
        _text(cell.note),
        _place_text(cell.place),
    )


def _cell(row: Row) -> Cell:
    key, _, state, value, raw, inferred, unit, note, place = row
    return Cell(
        key=key,
        state=CellState(state),
        value=None if value is None else Decimal(value),
        raw=raw,
        place=_place(place),
        inferred=bool(inferred),
        unit=unit,
        note=note,
    )


def _place_text(place: Place | None) -> str | None:
    if place is None:
        return None
    fields: list[object] = [place.start, place.end, place.page, place.box, _text(place.address)]
    while fields[-1] is None:
        fields.pop()
    return canonical(fields)


def _place(text: str | None) -> Place | None:
    if text is None:
        return None
    fields: list[Any] = [*json.loads(text), None, None, None]
    start, end, page, box, address = fields[:5]
    return Place(start, end, page, None if box is None else Box(*box), address)


def _claim_row(position: int, claim: Claim) -> Row:
    return (
        position,
        claim.section,
        claim.start,
        claim.end,
        storable(claim.text),
        format(claim.value, "f"),
        format(claim.low, "f"),
        format(claim.high, "f"),
        _text(claim.unit),
        canonical(list(claim.about)),
        claim.scope,
        _text(claim.period),
        _text(claim.noun),
    )


# Results ------------------------------------------------------------------------------------------

RESULT_COLUMNS = (
    "position",
    "code",
    "anchor",
    "fingerprint",
    "status",
    "severity",
    "section",
    "variant",
    "message",
    "expected",
    "actual",
    "difference",
    "unit",
    "group_name",
    "details",
    "digest",
)


def result_row(position: int, result: Result, fingerprint: str, message: str | None) -> Row:
    """A result as the columns of `results` that the rules decide."""
    return (
        position,
        result.code,
        storable(result.anchor),
        fingerprint,
        result.status.value,
        result.severity.value,
        result.section,
        result.variant,
        _text(message),
        _text(result.expected),
        _text(result.actual),
        _text(result.difference),
        _text(result.unit),
        result.group,
        storable(canonical(_result_details(result))),
        values_digest(result) if result.status is Status.FAIL else None,
    )


def result_from_row(row: Mapping[str, Any]) -> Result:
    """A result from a row of `results`."""
    details = json.loads(row["details"])
    reason = details.get("reason")
    return Result(
        code=row["code"],
        anchor=row["anchor"],
        status=Status(row["status"]),
        severity=Severity(row["severity"]),
        section=row["section"],
        variant=row["variant"],
        parameters=_parameters(details.get("parameters", {})),
        expected=row["expected"],
        actual=row["actual"],
        difference=row["difference"],
        unit=row["unit"],
        evidence=tuple(_evidence(entry) for entry in details.get("evidence", ())),
        suspects=tuple(Suspect(**entry) for entry in details.get("suspects", ())),
        reason=None if reason is None else Reason(reason["code"], _parameters(reason["parameters"])),
        group=row["group_name"],
        uses=tuple(OtherReport(agency, year) for agency, year in details.get("uses", ())),
    )


def _result_details(result: Result) -> dict[str, object]:
    found: dict[str, object] = {}
    if result.parameters:
        found["parameters"] = result.parameters
    if result.evidence:
        found["evidence"] = [_evidence_entry(evidence) for evidence in result.evidence]
    if result.suspects:
        found["suspects"] = [_suspect_entry(suspect) for suspect in result.suspects]
    if result.reason is not None:
        found["reason"] = {"code": result.reason.code, "parameters": result.reason.parameters}
    if result.uses:
        found["uses"] = [[other.agency, other.year] for other in result.uses]
    return found


def _suspect_entry(suspect: Suspect) -> dict[str, object]:
    entry = {name: getattr(suspect, name) for name in Suspect.__dataclass_fields__}
    return {name: value for name, value in entry.items() if value is not None or name == "suggested"}


_EVIDENCE: dict[str, type[CellEvidence] | type[TextEvidence] | type[MissingEvidence] | type[SourceEvidence]] = {
    "cell": CellEvidence,
    "section": TextEvidence,
    "missing": MissingEvidence,
    "source": SourceEvidence,
}


def _evidence_entry(evidence: Evidence) -> dict[str, object]:
    entry: dict[str, object] = {name: getattr(evidence, name) for name in type(evidence).__dataclass_fields__ if name != "report"}
    if evidence.report is not None:
        entry["report"] = [evidence.report.agency, evidence.report.year]
    return entry


def _evidence(entry: dict[str, Any]) -> Evidence:
    report = entry.pop("report", None)
    other = None if report is None else OtherReport(*report)
    for name, kind in _EVIDENCE.items():
        if name in entry:
            return kind(**entry, report=other)
    raise WorkspaceError("db.bad_details", detail="evidence")


def _parameters(found: dict[str, Any]) -> dict[str, Parameter]:
    return {name: _parameter(value) for name, value in found.items()}


def _parameter(value: Any) -> Parameter:
    if isinstance(value, list):
        return tuple(_parameter(part) for part in value)
    if value is None or isinstance(value, str | int):
        return value
    raise WorkspaceError("db.bad_details", detail="parameters")


def _text(text: str | None) -> str | None:
    return None if text is None else storable(text)


def _storable_tree(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(key): _storable_tree(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_storable_tree(inner) for inner in value]
    return value
