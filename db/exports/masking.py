"""Personal numbers leave the workspace starred: in quotations, evidence, section text and notes alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.personal import mask
from core.report import Cell, CellState, Report
from rules.audit import AuditedReport, Judgement, OwnFinding
from rules.result import Evidence, Parameter, Result, SourceEvidence, TextEvidence


def masked(audited: AuditedReport) -> AuditedReport:
    """The same audited report with every personal number starred; lengths, offsets and fingerprints stay."""
    return replace(
        audited,
        report=_report(audited.report),
        results=tuple(_result(result) for result in audited.results),
        judgements={fingerprint: _judgement(judgement) for fingerprint, judgement in audited.judgements.items()},
        own_findings=tuple(_own_finding(own) for own in audited.own_findings),
        corrections=tuple(
            replace(correction, old=_maybe(correction.old), new=_maybe(correction.new), reason=mask(correction.reason))
            for correction in audited.corrections
        ),
        versions=tuple(replace(version, source=mask(version.source)) for version in audited.versions),
        vanished={fingerprint: _judgement(judgement) for fingerprint, judgement in audited.vanished.items()},
    )


def holds_personal_numbers(value: object) -> bool:
    """Whether any text inside a json value would be starred."""
    if isinstance(value, str):
        return mask(value) != value
    if isinstance(value, Mapping):
        return any(map(holds_personal_numbers, value.values()))
    return isinstance(value, list | tuple) and any(map(holds_personal_numbers, value))


def _maybe(text: str | None) -> str | None:
    return None if text is None else mask(text)


def _report(report: Report) -> Report:
    return replace(
        report,
        source=mask(report.source),
        title=_maybe(report.title),
        sections=tuple(replace(section, text=mask(section.text), heading=_maybe(section.heading)) for section in report.sections),
        cells={key: _cell(cell) for key, cell in report.cells.items()},
        claims=tuple(replace(claim, text=mask(claim.text)) for claim in report.claims),
        extra_rows=tuple(replace(row, label=mask(row.label), raw=tuple(map(mask, row.raw))) for row in report.extra_rows),
        source_text="",
    )


def _cell(cell: Cell) -> Cell:
    """Figures of the tables are no personal data; what stands in a cell beside a figure may be."""
    if cell.state is not CellState.UNREADABLE and cell.note is None:
        return cell
    return replace(cell, raw=_maybe(cell.raw), note=_maybe(cell.note))


def _result(result: Result) -> Result:
    return replace(
        result,
        parameters={name: _parameter(value) for name, value in result.parameters.items()},
        evidence=tuple(_evidence(evidence) for evidence in result.evidence),
    )


def _parameter(value: Parameter) -> Parameter:
    if isinstance(value, str):
        return mask(value)
    return tuple(_parameter(part) for part in value) if isinstance(value, tuple) else value


def _evidence(evidence: Evidence) -> Evidence:
    if isinstance(evidence, TextEvidence | SourceEvidence):
        return replace(evidence, text=mask(evidence.text))
    return evidence


def _judgement(judgement: Judgement) -> Judgement:
    return replace(
        judgement,
        reason=_maybe(judgement.reason),
        note=mask(judgement.note),
        tags=tuple(map(mask, judgement.tags)),
        conflicts=tuple(replace(opinion, reason=_maybe(opinion.reason)) for opinion in judgement.conflicts),
    )


def _own_finding(own: OwnFinding) -> OwnFinding:
    anchor = replace(own.anchor, text=mask(own.anchor.text), before=mask(own.anchor.before), after=mask(own.anchor.after))
    return replace(own, text=mask(own.text), anchor=anchor)
