"""The machine-readable output as pydantic models: what `check --format json` prints and what the json export adds to it.

`docs/check.schema.json` is generated from here. Every key is always there, null when unknown; decimals are strings in plain
notation; offsets count Unicode code points of `sections[].text`. A change that breaks a reader raises `VERSION`.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field
from typing_extensions import TypeAliasType

from core.report import CellState
from rules.audit import Verdict
from rules.result import Severity, Status, Why

VERSION = 1
"""The version of the document's shape."""

JsonParameter = TypeAliasType("JsonParameter", "str | int | list[JsonParameter] | None")


class _Model(BaseModel):
    """Closed, frozen, and written by the names of the contract."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)


class SectionModel(_Model):
    """One section: the six official ones, 0 for title and preamble."""

    number: int
    heading: str | None
    present: bool
    text: str


class CellModel(_Model):
    """One canonical cell; its key is the key in `cells`."""

    value: str | None
    raw: str | None
    state: CellState
    inferred: bool
    corrected: bool
    unit: str | None
    note: str | None


class ExtraRowModel(_Model):
    """A row of an official table that fits no official row."""

    table: str
    label: str
    raw: list[str]


class ClaimModel(_Model):
    """A figure of the narrative; `about` names the cells whose sum it states, [] when not understood."""

    section: int
    start: int
    end: int
    text: str
    value: str
    low: str
    high: str
    unit: str | None
    about: list[str]
    scope: Literal["own", "wider", "part", "unknown"]
    period: str | None


class OtherReportModel(_Model):
    """The other report that a piece of evidence stands in."""

    agency: str
    year: int


class _EvidenceModel(_Model):
    report: OtherReportModel | None = Field(default=None, exclude_if=lambda value: value is None)
    """Only there when the evidence stands in another report."""


class CellEvidenceModel(_EvidenceModel):
    """A canonical cell as printed."""

    cell: str
    raw: str | None


class TextEvidenceModel(_EvidenceModel):
    """A stretch of a section's text."""

    section: int
    start: int
    end: int
    text: str


class MissingEvidenceModel(_EvidenceModel):
    """What ought to stand in section `searched` (0: the whole report) and does not."""

    missing: str
    searched: int


class SourceEvidenceModel(_EvidenceModel):
    """A text outside the sections."""

    source: Literal["title", "file_name", "metadata"]
    text: str


EvidenceModel = CellEvidenceModel | TextEvidenceModel | MissingEvidenceModel | SourceEvidenceModel


class _SuspectModel(_Model):
    printed: str = Field(validation_alias=AliasChoices("from", "printed"), serialization_alias="from")
    suggested: str | None
    why: Why


class CellSuspectModel(_SuspectModel):
    """A suspected cell and the value that would mend it."""

    cell: str


class TextSuspectModel(_SuspectModel):
    """A suspected figure of the text and the value that would mend it."""

    section: int
    start: int
    end: int


class ReasonModel(_Model):
    """Why a result was skipped or is broken."""

    code: str
    parameters: dict[str, JsonParameter]


class ResultModel(_Model):
    """One outcome of one rule at one anchor."""

    code: str
    anchor: str
    status: Status
    reason: ReasonModel | None
    severity: Severity
    section: int | None
    group: str | None
    message: str
    parameters: dict[str, JsonParameter]
    expected: str | None
    actual: str | None
    difference: str | None
    unit: str | None
    evidence: list[EvidenceModel]
    suspects: list[CellSuspectModel | TextSuspectModel]
    fingerprint: str


class ReportModel(_Model):
    """One report as read and checked."""

    source: str
    part: int
    sha256: str
    media_type: str
    title: str | None
    agency: str | None
    year: int | None
    form: str | None
    published: date | None
    sections: list[SectionModel]
    cells: dict[str, CellModel]
    extra_rows: list[ExtraRowModel]
    claims: list[ClaimModel]
    results: list[ResultModel]


class UnreadableModel(_Model):
    """A source that could not be read."""

    source: str
    error: str


class _DocumentModel(_Model):
    version: int
    gouji: str
    catalogue: str
    packs: list[str]
    language: Literal["zh", "en"]


class CheckDocument(_DocumentModel):
    """What `gouji check --format json` prints: one document."""

    reports: list[ReportModel]
    unreadable: list[UnreadableModel]


class OpinionModel(_Model):
    """One auditor's last word in a conflict."""

    auditor: str
    verdict: Verdict
    at: str
    reason: str | None


class JudgementModel(_Model):
    """What was decided on a finding; `auditor` and `at` are null while nobody touched it."""

    verdict: Verdict
    severity: Severity | None
    reason: str | None
    note: str
    tags: list[str]
    auditor: str | None
    at: str | None
    stale: bool
    conflicts: list[OpinionModel]


class AuditedResultModel(ResultModel):
    """A result with its judgement; own findings stand here too, with code `own`."""

    judgement: JudgementModel


class CorrectionModel(_Model):
    """A reading that an auditor set by hand."""

    target: str
    old: str | None
    new: str | None
    reason: str
    auditor: str
    at: str


class SourceVersionModel(_Model):
    """A version of the report that the workspace keeps."""

    sha256: str
    part: int
    source: str
    status: Literal["current", "rival", "former"]
    loaded_at: str


class VanishedModel(_Model):
    """A judgement whose finding is no longer there."""

    fingerprint: str
    code: str
    anchor: str
    judgement: JudgementModel


class AuditedReportModel(ReportModel):
    """One report of the json export: as `check` prints it, with what was decided."""

    results: list[AuditedResultModel]  # type: ignore[assignment]
    corrections: list[CorrectionModel]
    versions: list[SourceVersionModel]
    vanished: list[VanishedModel]


class HeadModel(_Model):
    """The end of one sitting's hash chain."""

    sitting: str
    auditor: str
    number: int
    hash: str


class AuditDocument(_DocumentModel):
    """What `gouji export -o audit.json` writes."""

    unmasked: bool
    filters: list[str]
    exported_at: str | None
    heads: list[HeadModel]
    reports: list[AuditedReportModel]
    unreadable: list[UnreadableModel]
    ledger: dict[str, list[dict[str, Any]]]
    """The sittings and events behind the judgements, as `gouji merge` reads them."""


def schema(document: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a document as written (every key it always has is required)."""
    found = document.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}
