"""The audit file as Markdown: a summary, then each report with findings, evidence, figures, judgements, checks made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from core.words import Language, say
from db.exports.findings import (
    SIGNS,
    Counts,
    Finding,
    counts,
    findings,
    held,
    not_made,
    report_name,
    section_name,
    severity_name,
    verdict_counts,
    verdict_name,
)
from db.exports.masking import masked
from db.exports.options import ExportOptions
from db.exports.safe import one_line
from rules.audit import AuditedReport
from rules.registry import CATALOGUE
from rules.result import Severity, Status

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
    for audited in reports:
        shown = audited if options.unmasked else masked(audited)
        found = findings(shown, language)
        numbers = counts(shown, found)
        rows.append(_summary_row(shown, numbers, options))
        bodies.append("\n".join(_report(shown, found, numbers, options)))
    return "\n".join([*_head(options), "", *_summary(rows, options), "", *bodies, *_tail(options)]).rstrip() + "\n"


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
        yield f"- {say('export.exported_at', language, at=options.exported_at)}"
    if options.filters:
        yield f"- {say('export.filtered', language, filters=escaped('; '.join(options.filters)))}"
    yield f"- {say('export.unmasked' if options.unmasked else 'export.masked', language)}"


def _summary(rows: list[str], options: ExportOptions) -> Iterator[str]:
    language = options.language
    names = ["organ", "year", "form", "errors", "warnings", "infos", "passed", "skipped"]
    names += ["verdict"] if options.audited else []
    yield f"## {say('export.summary', language)}"
    yield ""
    yield "| " + " | ".join(say(f"export.column.{name}", language) for name in names) + " |"
    yield "|" + " --- |" * len(names)
    yield from rows


def _summary_row(audited: AuditedReport, numbers: Counts, options: ExportOptions) -> str:
    language, report = options.language, audited.report
    cells = [
        escaped(report.agency or say("export.no_agency", language)),
        str(report.year) if report.year is not None else say("export.no_year", language),
        report.form or say("export.none", language),
        *(str(numbers.severities[severity]) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)),
        str(numbers.passed),
        str(numbers.skipped),
    ]
    if options.audited:
        cells.append(verdict_counts(numbers, language) or "–")
    return "| " + " | ".join(cells) + " |"


def _report(audited: AuditedReport, found: tuple[Finding, ...], numbers: Counts, options: ExportOptions) -> Iterator[str]:
    language, report = options.language, audited.report
    none = say("export.none", language)
    yield f"## {escaped(report_name(audited, language))}"
    yield ""
    if report.title:
        yield f"- {escaped(report.title)}"
    yield f"- {say('export.source_line', language, source=escaped(report.source), sha256=report.sha256)}"
    form = report.form or say("export.no_form", language)
    yield f"- {say('export.form_line', language, form=form, published=report.published or none)}"
    yield f"- {_counts_line(numbers, language)}"
    yield ""
    yield f"### {say('export.findings', language)}"
    yield ""
    if not found:
        yield say("export.no_findings", language)
        yield ""
    for finding in found:
        yield from _finding(finding, options)
    yield from _checks(audited, language)
    yield from _decisions(audited, language)


def _counts_line(numbers: Counts, language: Language) -> str:
    line = say(
        "export.counts",
        language,
        errors=numbers.severities[Severity.ERROR],
        warnings=numbers.severities[Severity.WARNING],
        infos=numbers.severities[Severity.INFO],
        passed=numbers.passed,
        skipped=numbers.skipped,
    )
    return line if not numbers.broken else f"{line} · {say('export.broken', language, count=numbers.broken)}"


def _finding(finding: Finding, options: ExportOptions) -> Iterator[str]:
    language = options.language
    severity = f"{SIGNS[finding.severity]} {severity_name(finding.severity, language)}"
    if finding.status is Status.BROKEN:
        severity = f"⚠ {say('export.status.broken', language)}"
    if finding.severity is not finding.rule_severity:
        changed = say("export.severity_changed", language, severity=severity_name(finding.rule_severity, language))
        severity = f"{severity} ({changed})"
    yield f"#### {escaped(severity)} · {finding.code} {escaped(finding.title)}"
    yield ""
    yield escaped(finding.message)
    yield ""
    if finding.author:
        yield f"- {escaped(say('export.own_by', language, author=finding.author))}"
    if finding.figures:
        yield f"- {say('export.figures_heading', language)}: {escaped(finding.figures)}"
    for quote in finding.quotes:
        quoted = f"“{escaped(quote.text)}”" if quote.printed else escaped(quote.text)
        yield f"- {say('export.evidence', language)} {escaped(quote.where)}: {quoted}"
    if finding.hint:
        yield f"- {escaped(finding.hint)}"
    if finding.group:
        yield f"- {say('export.group', language, group=finding.group)}"
    if finding.basis:
        yield f"- {say('export.basis', language)}: {escaped(finding.basis)}"
    if options.audited:
        yield from _judgement(finding, language)
    yield f"- `{finding.fingerprint}` {escaped(section_name(finding.section, language))}"
    yield ""


def _judgement(finding: Finding, language: Language) -> Iterator[str]:
    judgement = finding.judgement
    words = [f"**{verdict_name(judgement.verdict, language)}**"]
    if judgement.auditor:
        words.append(f"({escaped(judgement.auditor)}, {judgement.at})")
    if judgement.stale:
        words.append(f"– {say('export.stale', language)}")
    yield f"- {say('export.verdict_heading', language)}: {' '.join(words)}"
    if judgement.reason:
        yield f"- {say('export.reason', language)}: {escaped(judgement.reason)}"
    if judgement.note:
        yield f"- {say('export.note', language)}: {escaped(judgement.note)}"
    if judgement.tags:
        yield f"- {say('export.tags', language)}: {escaped(', '.join(judgement.tags))}"
    for opinion in judgement.conflicts:
        reason = f": {escaped(opinion.reason)}" if opinion.reason else ""
        yield (
            f"- {say('export.conflict', language)}: {escaped(opinion.auditor)} "
            f"{verdict_name(opinion.verdict, language)} ({opinion.at}){reason}"
        )


def _checks(audited: AuditedReport, language: Language) -> Iterator[str]:
    passes = held(audited, language)
    if passes:
        yield f"### {say('export.passed_checks', language)}"
        yield ""
        for line in passes:
            yield f"- ✓ {line.code} {escaped(line.title)} ({say('export.places', language, count=line.count)})"
        yield ""
    skipped = not_made(audited, language)
    if skipped:
        yield f"### {say('export.skipped_checks', language)}"
        yield ""
        for line in skipped:
            places = say("export.places", language, count=line.count)
            yield f"- – {line.code} {escaped(line.title)} ({places}): {escaped(line.reason)}"
        yield ""


def _decisions(audited: AuditedReport, language: Language) -> Iterator[str]:
    lines = [
        say(
            "export.correction_line",
            language,
            target=escaped(each.target),
            old=escaped(each.old or "–"),
            new=escaped(each.new or "–"),
            reason=escaped(each.reason),
            auditor=escaped(each.auditor),
            at=each.at,
        )
        for each in audited.corrections
    ]
    yield from _list("export.corrections", lines, language)
    versions = [
        say(
            "export.version_line",
            language,
            status=say(f"export.version.{each.status}", language),
            source=escaped(each.source),
            sha256=each.sha256,
        )
        for each in audited.versions
    ]
    yield from _list("export.versions", versions if len(versions) > 1 else [], language)
    vanished = [
        f"{each.code} {escaped(each.anchor)}: {verdict_name(each.verdict, language)} {escaped(each.reason or each.note)}".rstrip()
        for each in audited.vanished.values()
    ]
    yield from _list("export.vanished", vanished, language)


def _list(heading: str, lines: list[str], language: Language) -> Iterator[str]:
    if lines:
        yield f"### {say(heading, language)}"
        yield ""
        yield from (f"- {line}" for line in lines)
        yield ""


def _tail(options: ExportOptions) -> Iterator[str]:
    language = options.language
    if options.unreadable:
        yield f"## {say('export.unreadable', language)}"
        yield ""
        yield from (f"- {escaped(each.source)}: {escaped(each.error)}" for each in options.unreadable)
        yield ""
    if options.heads:
        yield f"## {say('export.heads', language)}"
        yield ""
        for head in options.heads:
            auditor = escaped(head.auditor)
            yield f"- `{head.sitting}` {say('export.head_line', language, auditor=auditor, number=head.number, hash=head.hash)}"
