"""What stands under a finding in every human format: figures, evidence, supposition, basis, and what was decided on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.words import Language, say
from db.exports.findings import SIGNS, Counts, Finding
from db.exports.options import ExportOptions
from db.exports.terms import aside, comma, local_time, severity_name, status_name, verdict_name
from rules.audit import AuditedReport
from rules.result import Severity, Status

SHORT_FINGERPRINT = 8
"""Characters of a fingerprint that tell findings apart for a human."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line under a finding: what it is, what is said, and what is quoted word by word."""

    name: str
    text: str
    quoted: str = ""
    strong: bool = False


def outcome(finding: Finding, language: Language) -> str:
    """`✗ 错误`, `⚠ 规则出错`: sign and word, with the rule's own severity where an auditor changed it."""
    if finding.status is Status.BROKEN:
        return f"⚠ {status_name(finding.status, language)}"
    name = f"{SIGNS[finding.severity]} {severity_name(finding.severity, language)}"
    if finding.severity is finding.rule_severity:
        return name
    return aside(
        name, say("export.severity_changed", language, severity=severity_name(finding.rule_severity, language)), language
    )


def counts_line(numbers: Counts, language: Language) -> str:
    """`问题 3（错误 1 · 警告 1 · 提示 1） · 通过 40 · 未核 2`."""
    line = say(
        "export.counts",
        language,
        findings=numbers.findings,
        errors=numbers.severities[Severity.ERROR],
        warnings=numbers.severities[Severity.WARNING],
        infos=numbers.severities[Severity.INFO],
        passed=numbers.passed,
        skipped=numbers.skipped,
    )
    return line if not numbers.broken else f"{line} · {say('export.broken', language, count=numbers.broken)}"


def facts(finding: Finding, options: ExportOptions) -> Iterator[Fact]:
    """The lines under a finding, in the order in which they are read."""
    language = options.language
    if finding.figures:
        yield Fact(say("review.arithmetic", language), finding.figures)
    for quote in finding.quotes:
        name = say("review.evidence", language)
        yield Fact(name, quote.where, quote.text) if quote.printed else Fact(name, _said(quote.where, quote.text, language))
    if finding.hint:
        yield Fact("", finding.hint)
    if finding.same_cause:
        yield Fact("", say("export.group", language, count=finding.same_cause))
    if finding.basis:
        yield Fact(say("review.basis", language), finding.basis)
    if options.audited and finding.status is Status.FAIL:
        yield from _judgement(finding, options)
    elif finding.author:
        yield Fact("", say("export.own_by", language, author=finding.author))


def _said(name: str, text: str, language: Language) -> str:
    return say("export.joined", language, name=name, text=text)


def _judgement(finding: Finding, options: ExportOptions) -> Iterator[Fact]:
    language, judgement = options.language, finding.judgement
    verdict = verdict_name(judgement.verdict, language)
    if judgement.auditor:
        at = local_time(judgement.at, options.zone)
        verdict = aside(verdict, comma(language).join(filter(None, (judgement.auditor, at))), language)
    yield Fact(say("review.verdict", language), verdict, strong=True)
    if finding.author and finding.author != judgement.auditor:
        yield Fact("", say("export.own_by", language, author=finding.author))
    if judgement.stale:
        yield Fact("", say("review.stale", language))
    for name, text in (
        ("reason", judgement.reason or ""),
        ("note", judgement.note),
        ("tags", (comma(language)).join(judgement.tags)),
    ):
        if text:
            yield Fact(say(f"review.{name}", language), text)
    for opinion in judgement.conflicts:
        said = aside(
            f"{opinion.auditor} {verdict_name(opinion.verdict, language)}", local_time(opinion.at, options.zone), language
        )
        yield Fact(say("export.conflict", language), _said(said, opinion.reason, language) if opinion.reason else said)


def decisions(audited: AuditedReport, options: ExportOptions) -> Iterator[tuple[str, list[str]]]:
    """The headings and lines of what was decided on a report as a whole: corrections, versions, judgements without a finding."""
    from db.exports.findings import title
    from db.exports.terms import version_name
    from rules.labels import cell_label, is_cell

    language = options.language

    def place(target: str) -> str:
        if is_cell(target):
            return cell_label(target, language)
        return say(f"review.fact_{target}", language) if target in ("agency", "year", "form", "published") else target

    corrections = []
    for each in audited.corrections:
        signed = comma(language).join(filter(None, (each.reason, each.auditor, local_time(each.at, options.zone))))
        change = say("export.correction_line", language, target=place(each.target), old=each.old or "–", new=each.new or "–")
        corrections.append(aside(change, signed, language))
    yield "export.corrections", corrections
    versions = [
        say("export.version_line", language, status=version_name(each.status, language), source=each.source)
        for each in audited.versions
    ]
    yield "export.versions", versions if len(versions) > 1 else []
    vanished = []
    for gone in audited.vanished.values():
        named = gone.code if title(gone.code, language) == gone.code else f"{gone.code} {title(gone.code, language)}"
        where = f"{named} {place(gone.anchor)}" if is_cell(gone.anchor) else named
        said = _said(where, verdict_name(gone.verdict, language), language)
        vanished.append(aside(said, gone.reason or gone.note, language))
    yield "export.vanished", vanished
