"""The audit file as Markdown: what was confirmed, a summary, then each report with findings, evidence, figures, judgements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from core.words import Language, say
from db.exports.facts import SHORT_FINGERPRINT, Fact, counts_line, decisions, facts, outcome
from db.exports.findings import CheckLine, Counts, Finding, counts, findings, held, not_made, report_name, verdict_counts
from db.exports.letter import Letters, letter_headings
from db.exports.masking import masked
from db.exports.options import ExportOptions
from db.exports.safe import one_line
from db.exports.terms import aside, local_time, section_name
from rules.audit import AuditedReport
from rules.registry import CATALOGUE
from rules.result import Severity

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~$&])")
_LINK = re.compile(r"(?i)(https?|ftp)(:)(?=//)|(mailto|xmpp)(:)")
_BARE_HOST = re.compile(r"(?i)(www)(\.)")
_ADDRESS = re.compile(r"(?<=[\w.+-])@(?=\w)")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def escaped(text: str) -> str:
    """Text that stays text in Markdown: no markup, no HTML, no link comes alive, one line."""
    line = _MARKS.sub(r"\\\1", one_line(text).strip())
    line = _LINK.sub(lambda match: match[0][:-1] + "\\:", line)
    line = _BARE_HOST.sub(r"\1\\.", line)
    line = _ADDRESS.sub("@<!-- -->", line)
    return _LINE_START.sub(lambda match: f"{match[1]}\\{match[2]}" if not match[2][0].isdigit() else _ordinal(match), line)


def render(reports: Iterable[AuditedReport], options: ExportOptions) -> str:
    """The whole audit as one Markdown text."""
    language = options.language
    rows: list[str] = []
    bodies: list[str] = []
    appendix: list[str] = []
    letters = Letters(language)
    for audited in reports:
        shown = audited if options.unmasked else masked(audited)
        found = findings(shown, language)
        numbers = counts(shown, found)
        letters.add(shown, found)
        rows.append(_summary_row(shown, numbers, options))
        bodies.append("\n".join(_report(shown, found, numbers, options)))
        appendix += _identified(shown, found, options)
    confirmed = _letters(letters, language) if options.audited else ()
    parts = [*_head(options), "", *confirmed, *_summary(rows, options), "", *bodies, *_tail(options, appendix)]
    return "\n".join(parts).rstrip() + "\n"


def _ordinal(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2][:-1]}\\{match[2][-1]}"


def _head(options: ExportOptions) -> Iterator[str]:
    language = options.language
    yield f"# {say('export.title', language)}"
    yield ""
    yield f"- {say('export.program', language, gouji=options.gouji, catalogue=options.catalogue or CATALOGUE)}"
    if options.packs:
        yield f"- {say('export.packs', language, packs=escaped(', '.join(options.packs)))}"
    if options.exported_at:
        yield f"- {say('export.exported_at', language, at=local_time(options.exported_at, options.zone))}"
    if options.filters:
        yield f"- {say('export.filtered', language, filters=escaped('; '.join(options.filters)))}"
    yield f"- {say('export.unmasked' if options.unmasked else 'export.masked', language)}"


def _letters(letters: Letters, language: Language) -> Iterator[str]:
    yield f"## {say('export.confirmed', language)}"
    yield ""
    none = True
    for letter in letters:
        none = False
        yield f"### {say('export.confirmed_about', language, organ=escaped(letter.organ), count=len(letter.rows))}"
        yield ""
        yield from _table(letter_headings(language), ([escaped(cell) for cell in row] for row in letter.rows))
        yield ""
    if none:
        yield say("export.confirmed_none", language)
        yield ""


def _table(names: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    yield "| " + " | ".join(names) + " |"
    yield "|" + " --- |" * len(names)
    yield from ("| " + " | ".join(row) + " |" for row in rows)


def _summary(rows: list[str], options: ExportOptions) -> Iterator[str]:
    language = options.language
    names = ["organ", "year", "form", "findings", "errors", "warnings", "infos", "passed", "skipped"]
    names += ["verdict"] if options.audited else []
    yield f"## {say('export.summary', language)}"
    yield ""
    yield from _table([say(f"export.column.{name}", language) for name in names], ())
    yield from rows


def _summary_row(audited: AuditedReport, numbers: Counts, options: ExportOptions) -> str:
    language, report = options.language, audited.report
    cells = [
        escaped(report.agency or say("review.unknown_agency", language)),
        str(report.year) if report.year is not None else say("review.unknown_year", language),
        report.form or say("review.none", language),
        str(numbers.findings),
        *(str(numbers.severities[severity]) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)),
        str(numbers.passed),
        str(numbers.skipped),
    ]
    if options.audited:
        cells.append(verdict_counts(numbers, language) or "–")
    return "| " + " | ".join(cells) + " |"


def _report(audited: AuditedReport, found: tuple[Finding, ...], numbers: Counts, options: ExportOptions) -> Iterator[str]:
    language, report = options.language, audited.report
    yield f"## {escaped(report_name(audited, language))}"
    yield ""
    if report.title:
        yield f"- {escaped(report.title)}"
    yield f"- {say('export.source_line', language, source=escaped(report.source))}"
    form = report.form or say("export.no_form", language)
    yield f"- {say('export.form_line', language, form=form, published=report.published or say('review.none', language))}"
    yield f"- {counts_line(numbers, language)}"
    yield ""
    yield f"### {say('export.findings', language)}"
    yield ""
    if not found:
        yield say("export.no_findings", language)
        yield ""
    for finding in found:
        yield from _finding(finding, options)
    if options.checks:
        yield from _list("export.passed_checks", [_check("✓", line, language) for line in held(audited, language)], language)
        yield from _list("export.skipped_checks", [_check("–", line, language) for line in not_made(audited, language)], language)
    for heading, lines in decisions(audited, options):
        yield from _list(heading, [escaped(line) for line in lines], language)


def _finding(finding: Finding, options: ExportOptions) -> Iterator[str]:
    language = options.language
    place = section_name(finding.section, language)
    yield f"#### {escaped(outcome(finding, language))} · {escaped(finding.name)} · {escaped(place)}"
    yield ""
    yield escaped(finding.message)
    yield ""
    for fact in facts(finding, options):
        yield f"- {_fact(fact, language)}"
    yield ""


def _fact(fact: Fact, language: Language) -> str:
    text = f"**{escaped(fact.text)}**" if fact.strong else escaped(fact.text)
    if fact.quoted:
        text = say("export.joined", language, name=text, text=f"“{escaped(fact.quoted)}”")
    return say("export.joined", language, name=fact.name, text=text) if fact.name else text


def _check(sign: str, line: CheckLine, language: Language) -> str:
    shown = aside(f"{sign} {escaped(line.name)}", say("export.places", language, count=line.count), language)
    return say("export.joined", language, name=shown, text=escaped(line.reason)) if line.reason else shown


def _list(heading: str, lines: list[str], language: Language) -> Iterator[str]:
    if lines:
        yield f"### {say(heading, language)}"
        yield ""
        yield from (f"- {line}" for line in lines)
        yield ""


def _identified(audited: AuditedReport, found: tuple[Finding, ...], options: ExportOptions) -> Iterator[str]:
    """A report's lines in the appendix: its source's digest and the short fingerprints of its findings."""
    language, report = options.language, audited.report
    source = say("export.source_digest", language, source=escaped(report.source), sha256=report.sha256)
    yield f"- {escaped(report_name(audited, language))} · {source}"
    for finding in found:
        yield f"  - `{finding.fingerprint[:SHORT_FINGERPRINT]}` {escaped(finding.name)}"


def _tail(options: ExportOptions, appendix: list[str]) -> Iterator[str]:
    language = options.language
    if options.unreadable:
        yield f"## {say('export.unreadable', language)}"
        yield ""
        yield from (f"- {escaped(each.source)}: {escaped(each.error)}" for each in options.unreadable)
        yield ""
    if appendix:
        yield f"## {say('export.appendix', language)}"
        yield ""
        yield say("export.appendix_about", language)
        yield ""
        yield from appendix
        yield ""
    if options.heads:
        yield f"## {say('export.heads', language)}"
        yield ""
        for head in options.heads:
            auditor = escaped(head.auditor)
            yield f"- `{head.sitting}` {say('export.head_line', language, auditor=auditor, number=head.number, hash=head.hash)}"
