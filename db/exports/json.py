"""The machine-readable formats: `check_document` for `check --format json`, `render` for the json export of an audit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel

from core.identity import fingerprint
from core.report import Cell, Claim, Report
from db.exports import schema
from db.exports.findings import own_judgement
from db.exports.masking import masked
from db.exports.options import ExportOptions
from db.exports.safe import json_safe
from rules.audit import OWN_CODE, AuditedReport, Judgement, OwnFinding
from rules.messages import message
from rules.registry import CATALOGUE
from rules.result import (
    CellEvidence,
    Evidence,
    MissingEvidence,
    Parameter,
    Reason,
    Result,
    SourceEvidence,
    Status,
    Suspect,
    TextEvidence,
)


def plain(value: Decimal) -> str:
    """A decimal in plain notation with the decimals it was printed with."""
    return format(value, "f")


Model = TypeVar("Model", bound=BaseModel)


def _like(model: type[Model], value: object, /, **more: object) -> Model:
    """The model of a value that has fields of the same names, but for those given."""
    same = {name: getattr(value, name) for name in model.model_fields.keys() - more.keys()}
    return model(**same, **more)


def check_document(reports: Iterable[AuditedReport], options: ExportOptions) -> str:
    """The one document that `gouji check --format json` prints, without judgements."""
    document = schema.CheckDocument(
        version=schema.VERSION,
        gouji=options.gouji,
        catalogue=options.catalogue or CATALOGUE,
        packs=list(options.packs),
        language=options.language,
        reports=[],
        unreadable=_unreadable(options),
    )
    return _printed(document, (_report(_shown(audited, options), options) for audited in reports))


def render(reports: Iterable[AuditedReport], options: ExportOptions) -> str:
    """The json export: every report as `check` prints it, with judgements, own findings, corrections, versions and heads."""
    document = schema.AuditDocument(
        version=schema.VERSION,
        gouji=options.gouji,
        catalogue=options.catalogue or CATALOGUE,
        packs=list(options.packs),
        language=options.language,
        unmasked=options.unmasked,
        filters=list(options.filters),
        exported_at=options.exported_at or None,
        heads=[_like(schema.HeadModel, head) for head in options.heads],
        reports=[],
        unreadable=_unreadable(options),
        ledger={table: [dict(row) for row in rows] for table, rows in options.ledger.items()},
    )
    return _printed(document, (_audited_report(_shown(audited, options), options) for audited in reports))


_NO_REPORTS = '\n "reports": []'
"""Where the reports of a printed document go; no string in it holds a line end, so this line is there once."""


def _printed(document: BaseModel, reports: Iterable[BaseModel]) -> str:
    """The document with its reports as text; pydantic's own writer refuses the lone surrogates of undecodable file names.

    Each report is printed by itself: no other thread runs while one long piece is done, and the screen is to go on.
    """
    before, _, after = _text(document).partition(_NO_REPORTS)
    texts = [_text(report).replace("\n", "\n  ") for report in reports]
    return "".join((before, *_listed(texts), after, "\n"))


def _text(model: BaseModel) -> str:
    return json_safe(json.dumps(model.model_dump(mode="json"), ensure_ascii=False, indent=1))


def _listed(texts: Sequence[str]) -> Iterator[str]:
    """The pieces of the list of reports as it stands in the document, one level deeper than its key."""
    if not texts:
        yield _NO_REPORTS
        return
    yield '\n "reports": ['
    for number, text in enumerate(texts):
        yield ",\n  " if number else "\n  "
        yield text
    yield "\n ]"


def _shown(audited: AuditedReport, options: ExportOptions) -> AuditedReport:
    return audited if options.unmasked else masked(audited)


def _unreadable(options: ExportOptions) -> list[schema.UnreadableModel]:
    return [_like(schema.UnreadableModel, entry) for entry in options.unreadable]


def _report(audited: AuditedReport, options: ExportOptions) -> schema.ReportModel:
    results = [schema.ResultModel(**_result_fields(audited.report, result, options)) for result in audited.results]
    return schema.ReportModel(**_report_fields(audited.report), results=results)


def _audited_report(audited: AuditedReport, options: ExportOptions) -> schema.AuditedReportModel:
    results = [
        schema.AuditedResultModel(
            **_result_fields(audited.report, result, options), judgement=_judgement(audited.judgement(result))
        )
        for result in audited.results
        if options.checks or result.status in (Status.FAIL, Status.BROKEN)
    ]
    results += [_own_finding(own, audited) for own in audited.own_findings]
    results.sort(key=lambda result: (result.section or 0, result.code, result.anchor))
    return schema.AuditedReportModel(
        **_report_fields(audited.report),
        results=results,
        corrections=[_like(schema.CorrectionModel, correction) for correction in audited.corrections],
        versions=[_like(schema.SourceVersionModel, version) for version in audited.versions],
        vanished=[
            schema.VanishedModel(fingerprint=mark, code=judgement.code, anchor=judgement.anchor, judgement=_judgement(judgement))
            for mark, judgement in sorted(audited.vanished.items())
        ],
    )


def _report_fields(report: Report) -> dict[str, Any]:
    """A report's fields without its results."""
    plain_names = ("source", "part", "sha256", "media_type", "title", "agency", "year", "form", "published")
    return {
        **{name: getattr(report, name) for name in plain_names},
        "sections": [_like(schema.SectionModel, section) for section in report.sections],
        "cells": {key: _cell(cell) for key, cell in report.cells.items()},
        "extra_rows": [_like(schema.ExtraRowModel, row) for row in report.extra_rows],
        "claims": [_claim(claim) for claim in report.claims],
    }


def _cell(cell: Cell) -> schema.CellModel:
    return _like(schema.CellModel, cell, value=None if cell.value is None else plain(cell.value))


def _claim(claim: Claim) -> schema.ClaimModel:
    return _like(schema.ClaimModel, claim, value=plain(claim.value), low=plain(claim.low), high=plain(claim.high))


def _result_fields(report: Report, result: Result, options: ExportOptions) -> dict[str, Any]:
    """A result's fields without its judgement."""
    plain_names = ("code", "anchor", "status", "severity", "section", "group", "expected", "actual", "difference", "unit")
    return {
        **{name: getattr(result, name) for name in plain_names},
        "reason": _reason(result.reason),
        "message": message(result, options.language),
        "parameters": {name: _parameter(value) for name, value in result.parameters.items()},
        "evidence": [_evidence(evidence) for evidence in result.evidence],
        "suspects": [_suspect(suspect) for suspect in result.suspects],
        "fingerprint": fingerprint(report.agency, report.year, report.sha256, result.code, result.anchor),
    }


def _parameter(value: Parameter) -> schema.JsonParameter:
    return [_parameter(part) for part in value] if isinstance(value, tuple) else value


def _reason(reason: Reason | None) -> schema.ReasonModel | None:
    if reason is None:
        return None
    return schema.ReasonModel(code=reason.code, parameters={name: _parameter(value) for name, value in reason.parameters.items()})


_EVIDENCE: Mapping[type[Evidence], type[schema.EvidenceModel]] = {
    CellEvidence: schema.CellEvidenceModel,
    TextEvidence: schema.TextEvidenceModel,
    MissingEvidence: schema.MissingEvidenceModel,
    SourceEvidence: schema.SourceEvidenceModel,
}


def _evidence(evidence: Evidence) -> schema.EvidenceModel:
    other = None if evidence.report is None else _like(schema.OtherReportModel, evidence.report)
    return _like(_EVIDENCE[type(evidence)], evidence, report=other)


def _suspect(suspect: Suspect) -> schema.CellSuspectModel | schema.TextSuspectModel:
    if suspect.cell is not None:
        return _like(schema.CellSuspectModel, suspect)
    place = {name: getattr(suspect, name) or 0 for name in ("section", "start", "end")}
    return _like(schema.TextSuspectModel, suspect, **place)


def _judgement(judgement: Judgement) -> schema.JudgementModel:
    return _like(
        schema.JudgementModel, judgement, conflicts=[_like(schema.OpinionModel, opinion) for opinion in judgement.conflicts]
    )


def _own_finding(own: OwnFinding, audited: AuditedReport) -> schema.AuditedResultModel:
    """An auditor's own finding in the shape of a result: its place is its evidence."""
    anchor = own.anchor
    evidence: list[schema.EvidenceModel] = []
    if anchor.cell is not None:
        cell = audited.report.cells.get(anchor.cell)
        evidence.append(schema.CellEvidenceModel(cell=anchor.cell, raw=cell.raw if cell else None))
    elif anchor.section is not None and anchor.start is not None and anchor.end is not None:
        evidence.append(schema.TextEvidenceModel(section=anchor.section, start=anchor.start, end=anchor.end, text=anchor.text))
    return schema.AuditedResultModel(
        code=OWN_CODE,
        anchor=anchor.cell or (f"{anchor.section}/{anchor.text}" if anchor.section is not None else ""),
        status=Status.FAIL,
        reason=None,
        severity=own.severity,
        section=own_section(own),
        group=None,
        message=own.text,
        parameters={"author": own.auditor, "at": own.at, "place_lost": int(own.place_lost)},
        expected=None,
        actual=None,
        difference=None,
        unit=None,
        evidence=evidence,
        suspects=[],
        fingerprint=own.fingerprint,
        judgement=_judgement(own_judgement(audited, own)),
    )


def own_section(own: OwnFinding) -> int | None:
    """The section an own finding stands in: that of its cell's table, else that of its text."""
    if own.anchor.cell is not None:
        return int(own.anchor.cell[1]) if own.anchor.cell[:1] == "t" and own.anchor.cell[1:2].isdigit() else None
    return own.anchor.section
