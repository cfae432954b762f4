"""The audit as a Word document, for those who sign on paper."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from core.words import Language, say
from db.exports.facts import Fact, counts_line, decisions, facts, outcome
from db.exports.findings import Counts, Finding, counts, findings, held, not_made, report_name, verdict_counts
from db.exports.letter import LETTER_COLUMNS, Letters, letter_headings
from db.exports.masking import masked
from db.exports.options import ExportOptions
from db.exports.safe import safe
from db.exports.terms import aside, local_time, section_name
from rules.audit import AuditedReport
from rules.registry import CATALOGUE
from rules.result import Severity

_EPOCH = datetime(2000, 1, 1)
_WIDTHS = {
    "number": 1.2,
    "year": 1.4,
    "severity": 1.8,
    "section": 2.8,
    "message": 5.0,
    "figures": 2.5,
    "basis": 2.7,
    "organ": 3.7,
    "verdict": 3.0,
}
_OTHER_WIDTH = 1.55
"""Centimetres of a column that holds a figure."""


def render(reports: Iterable[AuditedReport], options: ExportOptions) -> bytes:
    """The whole audit as the bytes of a docx file."""
    language = options.language
    document = _new_document()
    document.add_heading(say("export.title", language), level=0)
    for line in _about(options):
        document.add_paragraph(safe(line))
    prepared = []
    letters = Letters(language)
    for audited in reports:
        shown = audited if options.unmasked else masked(audited)
        found = findings(shown, language)
        letters.add(shown, found)
        prepared.append((shown, found, counts(shown, found)))
    if options.audited:
        _letters(document, letters, language)
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
    for name in ("Normal", "List Bullet"):
        document.styles[name].paragraph_format.space_after = Pt(2)
    document.styles["Title"].font.size = Pt(18)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(1.8)
    page.top_margin = page.bottom_margin = Cm(2)
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
        yield say("export.exported_at", language, at=local_time(options.exported_at, options.zone))
    if options.filters:
        yield say("export.filtered", language, filters="; ".join(options.filters))
    yield say("export.unmasked" if options.unmasked else "export.masked", language)


def _letters(document: Any, letters: Letters, language: Language) -> None:
    document.add_heading(say("export.confirmed", language), level=1)
    none = True
    for letter in letters:
        none = False
        about = say("export.confirmed_about", language, organ=letter.organ, count=len(letter.rows))
        document.add_heading(safe(about), level=2)
        _table(document, LETTER_COLUMNS, letter_headings(language), letter.rows)
    if none:
        document.add_paragraph(say("export.confirmed_none", language))


def _table(document: Any, columns: Sequence[str], names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A ruled table with a bold head that comes again on every page, its columns as wide as what they hold."""
    table = document.add_table(rows=0, cols=len(columns), style="Table Grid")
    table.autofit = False
    for number, row in enumerate([names, *rows]):
        line = table.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if number == 0:
            line._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, column, value in zip(line.cells, columns, row, strict=True):
            cell.width = Cm(_WIDTHS.get(column, _OTHER_WIDTH))
            run = cell.paragraphs[0].add_run(safe(value))
            run.bold = number == 0
            run.font.size = Pt(8 if number == 0 else 9)
    for grid, column in zip(table.columns, columns, strict=True):
        grid.width = Cm(_WIDTHS.get(column, _OTHER_WIDTH))


def _summary(document: Any, rows: list[tuple[AuditedReport, Counts]], options: ExportOptions) -> None:
    language = options.language
    columns = ["organ", "year", "findings", "errors", "warnings", "infos", "passed", "skipped"]
    columns += ["verdict"] if options.audited else []
    shown = [_summary_row(audited, numbers, options) for audited, numbers in rows]
    _table(document, columns, [say(f"export.column.{name}", language) for name in columns], shown)


def _summary_row(audited: AuditedReport, numbers: Counts, options: ExportOptions) -> list[str]:
    language, report = options.language, audited.report
    return [
        report.agency or say("review.unknown_agency", language),
        str(report.year) if report.year is not None else say("review.unknown_year", language),
        str(numbers.findings),
        *(str(numbers.severities[severity]) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)),
        str(numbers.passed),
        str(numbers.skipped),
        *([verdict_counts(numbers, language)] if options.audited else []),
    ]


def _report(document: Any, audited: AuditedReport, found: tuple[Finding, ...], numbers: Counts, options: ExportOptions) -> None:
    language, report = options.language, audited.report
    document.add_heading(safe(report_name(audited, language)), level=1)
    document.add_paragraph(safe(say("export.source_line", language, source=report.source)))
    form = report.form or say("export.no_form", language)
    published = report.published or say("review.none", language)
    document.add_paragraph(say("export.form_line", language, form=form, published=published))
    document.add_paragraph(counts_line(numbers, language))
    if not found:
        document.add_paragraph(say("export.no_findings", language))
    for finding in found:
        _finding(document, finding, options)
    if options.checks:
        for heading, lines in (
            ("export.passed_checks", held(audited, language)),
            ("export.skipped_checks", not_made(audited, language)),
        ):
            shown = []
            for line in lines:
                what = aside(line.name, say("export.places", language, count=line.count), language)
                shown.append(say("export.joined", language, name=what, text=line.reason) if line.reason else what)
            _list(document, heading, shown, language)
    for heading, decided in decisions(audited, options):
        _list(document, heading, decided, language)


def _list(document: Any, heading: str, lines: Iterable[str], language: Language, level: int = 2) -> None:
    shown = list(lines)
    if shown:
        document.add_heading(say(heading, language), level=level)
    for line in shown:
        document.add_paragraph(safe(line), style="List Bullet")


def _finding(document: Any, finding: Finding, options: ExportOptions) -> None:
    language = options.language
    place = section_name(finding.section, language)
    document.add_heading(safe(f"{outcome(finding, language)} · {finding.name} · {place}"), level=2)
    document.add_paragraph(safe(finding.message))
    for fact in facts(finding, options):
        paragraph = document.add_paragraph(style="List Bullet")
        run = paragraph.add_run(safe(_said(fact, language)))
        run.bold = fact.strong


def _said(fact: Fact, language: Language) -> str:
    text = say("export.joined", language, name=fact.text, text=f"“{fact.quoted}”") if fact.quoted else fact.text
    return say("export.joined", language, name=fact.name, text=text) if fact.name else text


def _tail(document: Any, options: ExportOptions) -> None:
    language = options.language
    _list(document, "export.unreadable", [f"{each.source}: {each.error}" for each in options.unreadable], language, level=1)
    heads = [
        f"{head.sitting} {say('export.head_line', language, auditor=head.auditor, number=head.number, hash=head.hash)}"
        for head in options.heads
    ]
    _list(document, "export.heads", heads, language, level=1)
