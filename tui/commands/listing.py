"""The findings of a check as text for a human: grouped by report, with sign, word, code, evidence and arithmetic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from core.words import Language, say
from db.exports.facts import outcome
from db.exports.findings import (
    Finding,
    counts,
    findings,
    report_name,
)
from db.exports.masking import masked
from db.exports.options import ExportOptions
from db.exports.safe import one_line
from db.exports.terms import section_name
from rules.audit import AuditedReport
from rules.result import Severity
from tui.commands.console import Console

MOST_QUOTES = 6
"""Pieces of evidence that are printed for one finding; the machine formats have all."""

_CLEAN = "✓"


def listing(reports: Iterable[AuditedReport], options: ExportOptions, console: Console) -> None:
    """Print every report with its findings, then one line for the whole run."""
    language = options.language
    total: Counter[Severity] = Counter()
    number = broken = 0
    for audited in reports:
        number += 1
        shown = masked(audited)
        found = findings(shown, language)
        tally = counts(shown, found)
        total.update(tally.severities)
        broken += tally.broken
        console.data(_heading(shown, language))
        for finding in found:
            console.data(_finding(finding, language, console))
        console.data(_checks(tally.findings, tally.passed, tally.skipped, language))
    summary = say(
        "cli.checked",
        language,
        reports=number,
        findings=sum(total.values()),
        errors=total[Severity.ERROR],
        warnings=total[Severity.WARNING],
        infos=total[Severity.INFO],
    )
    if options.unreadable:
        summary += say("cli.checked_unreadable", language, count=len(options.unreadable))
    if broken:
        summary += say("cli.checked_broken", language, count=broken)
    console.data(summary + "\n")


def _heading(audited: AuditedReport, language: Language) -> str:
    report = audited.report
    part = say("cli.part", language, part=report.part + 1) if report.part else ""
    return f"{one_line(report_name(audited, language))}  {one_line(report.source)}{part}\n"


def _finding(finding: Finding, language: Language, console: Console) -> str:
    head = console.coloured(outcome(finding, language), finding.severity)
    place = section_name(finding.section, language)
    lines = [f"  {head} {one_line(finding.name)} – {place}", f"      {one_line(finding.message)}"]
    if finding.figures:
        lines.append(f"      {finding.figures}")
    lines += [f"      │ {one_line(quote.where)}: {one_line(quote.text)}" for quote in finding.quotes[:MOST_QUOTES]]
    if len(finding.quotes) > MOST_QUOTES:
        lines.append(f"      │ … {len(finding.quotes) - MOST_QUOTES}")
    if finding.hint:
        lines.append(f"      → {one_line(finding.hint)}")
    return "\n".join(lines) + "\n"


def _checks(found: int, passed: int, skipped: int, language: Language) -> str:
    words = [say("cli.passed", language, count=passed), say("cli.skipped", language, count=skipped)]
    if not found:
        words.insert(0, f"{_CLEAN} {say('cli.clean', language)}")
    return f"  {' · '.join(words)}\n\n"
