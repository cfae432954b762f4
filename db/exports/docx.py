"""The audit as a Word document, for those who sign on paper."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from core.words import say
from db.exports.findings import (
    SIGNS,
    Counts,
    Finding,
    Quote,
    counts,
    findings,
    held,
    not_made,
    report_name,
    severity_name,
    verdict_counts,
    verdict_name,
)
from db.exports.masking import masked
from db.exports.options import ExportOptions
from db.exports.safe import safe
from rules.audit import AuditedReport
from rules.registry import CATALOGUE
from rules.result import Severity, Status

_EPOCH = datetime(2000, 1, 1)


def render(reports: Iterable[AuditedReport], options: ExportOptions) -> bytes:
    """The whole audit as the bytes of a docx file."""
    language = options.language
    document = _new_document()
    document.add_heading(say("export.title", language), level=0)
    for line in _about(options):
        document.add_paragraph(safe(line))
    prepared = []
    for audited in reports:
        shown = audited if options.unmasked else masked(audited)
        found = findings(shown, language)
        prepared.append((shown, found, counts(shown, found)))
    document.add_heading(say("export.summary", language), level=1)
    _summary(document, [(audited, numbers) for audited, _, numbers in prepared], options)
    for audited, found, numbers in prepared:
        _report(document, audited, found, numbers, options)
    _tail(document, options)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _new_document() -> Any:
    document = Document()
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), "宋体" if name == "Normal" else "黑体")
    document.styles["Normal"].font.size = Pt(10.5)
    properties = document.core_properties
    properties.author = properties.last_modified_by = "gouji"
    properties.title, properties.comments = "", ""
    properties.created = properties.modified = _EPOCH
    return document


def _about(options: ExportOptions) -> Iterable[str]:
    language = options.language
    yield say("export.program", language, gouji=options.gouji, catalogue=options.catalogue or CATALOGUE)
    if options.packs:
        yield say("export.packs", language, packs=", ".join(options.packs))
    if options.exported_at:
        yield say("export.exported_at", language, at=options.exported_at)
    if options.filters:
        yield say("export.filtered", language, filters="; ".join(options.filters))
    yield say("export.unmasked" if options.unmasked else "export.masked", language)


def _summary(document: Any, rows: list[tuple[AuditedReport, Counts]], options: ExportOptions) -> None:
    language = options.language
    names = ["organ", "year", "errors", "warnings", "infos", "passed", *(["verdict"] if options.audited else [])]
    table = document.add_table(rows=1, cols=len(names), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, names, strict=True):
        cell.text = say(f"export.column.{name}", language)
    for audited, numbers in rows:
        report = audited.report
        values = [
            report.agency or say("export.no_agency", language),
            str(report.year) if report.year is not None else say("export.no_year", language),
            *(str(numbers.severities[severity]) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)),
            str(numbers.passed),
            *([verdict_counts(numbers, language)] if options.audited else []),
        ]
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = safe(value)


def _report(document: Any, audited: AuditedReport, found: tuple[Finding, ...], numbers: Counts, options: ExportOptions) -> None:
    language, report = options.language, audited.report
    document.add_heading(safe(report_name(audited, language)), level=1)
    document.add_paragraph(safe(say("export.source_line", language, source=report.source, sha256=report.sha256)))
    form = report.form or say("export.no_form", language)
    published = report.published or say("export.none", language)
    document.add_paragraph(say("export.form_line", language, form=form, published=published))
    if numbers.broken:
        document.add_paragraph(say("export.broken", language, count=numbers.broken))
    if not found:
        document.add_paragraph(say("export.no_findings", language))
    for finding in found:
        _finding(document, finding, options)
    for heading, lines in (
        ("export.passed_checks", held(audited, language)),
        ("export.skipped_checks", not_made(audited, language)),
    ):
        if lines:
            document.add_heading(say(heading, language), level=2)
            for line in lines:
                places = say("export.places", language, count=line.count)
                shown = f"{line.code} {line.title} ({places}) {line.reason}".rstrip()
                document.add_paragraph(safe(shown), style="List Bullet")


def _finding(document: Any, finding: Finding, options: ExportOptions) -> None:
    language = options.language
    severity = f"{SIGNS[finding.severity]} {severity_name(finding.severity, language)}"
    if finding.status is Status.BROKEN:
        severity = say("export.status.broken", language)
    document.add_heading(safe(f"{severity} · {finding.code} {finding.title}"), level=2)
    document.add_paragraph(safe(finding.message))
    lines = [say("export.own_by", language, author=finding.author)] if finding.author else []
    lines.append(finding.figures or "")
    lines += [f"{say('export.evidence', language)} {quote.where}: {_quoted(quote)}" for quote in finding.quotes]
    lines.append(finding.hint or "")
    if finding.basis:
        lines.append(f"{say('export.basis', language)}: {finding.basis}")
    if options.audited:
        lines += _judgement(finding, options)
    for line in filter(None, lines):
        document.add_paragraph(safe(line), style="List Bullet")


def _quoted(quote: Quote) -> str:
    return f"“{quote.text}”" if quote.printed else quote.text


def _judgement(finding: Finding, options: ExportOptions) -> Iterable[str]:
    language, judgement = options.language, finding.judgement
    verdict = f"{say('export.verdict_heading', language)}: {verdict_name(judgement.verdict, language)}"
    if judgement.auditor:
        verdict += f" ({judgement.auditor}, {judgement.at})"
    yield f"{verdict} – {say('export.stale', language)}" if judgement.stale else verdict
    if judgement.reason:
        yield f"{say('export.reason', language)}: {judgement.reason}"
    if judgement.note:
        yield f"{say('export.note', language)}: {judgement.note}"
    if judgement.tags:
        yield f"{say('export.tags', language)}: {', '.join(judgement.tags)}"
    for opinion in judgement.conflicts:
        verdict = verdict_name(opinion.verdict, language)
        yield f"{say('export.conflict', language)}: {opinion.auditor} {verdict} {opinion.reason or ''} ({opinion.at})"


def _tail(document: Any, options: ExportOptions) -> None:
    language = options.language
    if options.unreadable:
        document.add_heading(say("export.unreadable", language), level=1)
        for each in options.unreadable:
            document.add_paragraph(safe(f"{each.source}: {each.error}"), style="List Bullet")
    if options.heads:
        document.add_heading(say("export.heads", language), level=1)
        for head in options.heads:
            line = say("export.head_line", language, auditor=head.auditor, number=head.number, hash=head.hash)
            document.add_paragraph(safe(f"{head.sitting} {line}"), style="List Bullet")
