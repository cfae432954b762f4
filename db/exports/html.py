"""The audit as one self-contained page: no script, no request to anywhere, every text of a report escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

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
    section_name,
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

_STYLE = """
:root { color-scheme: light dark; --line: #8886; --error: #b3261e; --warning: #8a5a00; --info: #1f5fa8; }
@media (prefers-color-scheme: dark) { :root { --error: #ff8a80; --warning: #ffc266; --info: #9ecbff; } }
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; }
article { border-left: .3rem solid var(--line); padding: .1rem 1rem; margin: 1rem 0; }
article.error { border-color: var(--error); } article.warning { border-color: var(--warning); } article.info { border-color: var(--info); }
h4 { margin: .4rem 0; } dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .4rem 0; }
dt { opacity: .75; } dd { margin: 0; overflow-wrap: anywhere; } q { quotes: none; background: #8882; padding: 0 .2rem; white-space: pre-wrap; }
code { font-size: .85em; overflow-wrap: anywhere; } @media print { details { display: block; } }
""".strip()  # noqa: E501


def text(value: str) -> str:
    """Report text as HTML text: escaped, control and direction characters shown as signs."""
    return html.escape(safe(value), quote=True)


def render(reports: Iterable[AuditedReport], options: ExportOptions) -> str:
    """The whole audit as one HTML page."""
    language = options.language
    rows: list[str] = []
    bodies: list[str] = []
    for number, audited in enumerate(reports, start=1):
        shown = audited if options.unmasked else masked(audited)
        found = findings(shown, language)
        numbers = counts(shown, found)
        rows.append(_summary_row(number, shown, numbers, options))
        bodies.append("\n".join(_report(number, shown, found, numbers, options)))
    title = text(say("export.title", language))
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">',
            f"<title>{title}</title><style>{_STYLE}</style></head><body>",
            f"<h1>{title}</h1>",
            *_about(options),
            f"<h2>{text(say('export.summary', language))}</h2>",
            f"<table>{_summary_head(options)}{''.join(rows)}</table>",
            *bodies,
            *_tail(options),
            "</body></html>",
            "",
        ]
    )


def _about(options: ExportOptions) -> Iterator[str]:
    language = options.language
    lines = [say("export.program", language, gouji=options.gouji, catalogue=options.catalogue or CATALOGUE)]
    if options.packs:
        lines.append(say("export.packs", language, packs=", ".join(options.packs)))
    if options.exported_at:
        lines.append(say("export.exported_at", language, at=options.exported_at))
    if options.filters:
        lines.append(say("export.filtered", language, filters="; ".join(options.filters)))
    lines.append(say("export.unmasked" if options.unmasked else "export.masked", language))
    yield f"<p>{'<br>'.join(map(text, lines))}</p>"


def _summary_head(options: ExportOptions) -> str:
    names = ["organ", "year", "form", "errors", "warnings", "infos", "passed", "skipped"]
    names += ["verdict"] if options.audited else []
    return "<tr>" + "".join(f"<th>{text(say(f'export.column.{name}', options.language))}</th>" for name in names) + "</tr>"


def _summary_row(number: int, audited: AuditedReport, numbers: Counts, options: ExportOptions) -> str:
    language, report = options.language, audited.report
    cells = [
        f'<a href="#r{number}">{text(report.agency or say("export.no_agency", language))}</a>',
        text(str(report.year) if report.year is not None else say("export.no_year", language)),
        text(report.form or say("export.none", language)),
        *(str(numbers.severities[severity]) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)),
        str(numbers.passed),
        str(numbers.skipped),
    ]
    if options.audited:
        cells.append(text(verdict_counts(numbers, language)))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _report(
    number: int, audited: AuditedReport, found: tuple[Finding, ...], numbers: Counts, options: ExportOptions
) -> Iterator[str]:
    language, report = options.language, audited.report
    yield f'<h2 id="r{number}">{text(report_name(audited, language))}</h2>'
    form = report.form or say("export.no_form", language)
    published = report.published or say("export.none", language)
    lines = [
        *([report.title] if report.title else []),
        say("export.source_line", language, source=report.source, sha256=report.sha256),
        say("export.form_line", language, form=form, published=published),
    ]
    if numbers.broken:
        lines.append(say("export.broken", language, count=numbers.broken))
    yield f"<p>{'<br>'.join(map(text, lines))}</p>"
    if not found:
        yield f"<p>{text(say('export.no_findings', language))}</p>"
    for finding in found:
        yield _finding(finding, options)
    yield from _checks(audited, options)


def _finding(finding: Finding, options: ExportOptions) -> str:
    language = options.language
    severity = f"{SIGNS[finding.severity]} {severity_name(finding.severity, language)}"
    if finding.status is Status.BROKEN:
        severity = f"⚠ {say('export.status.broken', language)}"
    facts: list[tuple[str, str]] = []
    if finding.figures:
        facts.append((say("export.figures_heading", language), text(finding.figures)))
    facts += [(say("export.evidence", language), f"{text(quote.where)}: {_quoted(quote)}") for quote in finding.quotes]
    if finding.author:
        facts.append((say("export.column.auditor", language), text(finding.author)))
    if finding.hint:
        facts.append((say("export.hint_heading", language), text(finding.hint)))
    if finding.basis:
        facts.append((say("export.basis", language), text(finding.basis)))
    if options.audited:
        facts += _judgement(finding, options)
    facts.append(
        (say("export.column.fingerprint", language), f"<code>{text(finding.fingerprint)}</code>"),
    )
    listed = "".join(f"<dt>{text(name)}</dt><dd>{value}</dd>" for name, value in facts)
    heading = f"{text(severity)} · {text(finding.code)} {text(finding.title)} · {text(section_name(finding.section, language))}"
    return (
        f'<article class="{finding.severity.value}"><h4>{heading}</h4><p>{text(finding.message)}</p><dl>{listed}</dl></article>'
    )


def _quoted(quote: Quote) -> str:
    return f"<q>{text(quote.text)}</q>" if quote.printed else text(quote.text)


def _judgement(finding: Finding, options: ExportOptions) -> Iterator[tuple[str, str]]:
    language, judgement = options.language, finding.judgement
    verdict = f"<strong>{text(verdict_name(judgement.verdict, language))}</strong>"
    if judgement.auditor:
        verdict += text(f" ({judgement.auditor}, {judgement.at})")
    if judgement.stale:
        verdict += text(f" – {say('export.stale', language)}")
    yield say("export.verdict_heading", language), verdict
    if judgement.reason:
        yield say("export.reason", language), text(judgement.reason)
    if judgement.note:
        yield say("export.note", language), text(judgement.note)
    if judgement.tags:
        yield say("export.tags", language), text(", ".join(judgement.tags))
    for opinion in judgement.conflicts:
        said = f"{opinion.auditor}: {verdict_name(opinion.verdict, language)} {opinion.reason or ''} ({opinion.at})"
        yield say("export.conflict", language), text(said)


def _checks(audited: AuditedReport, options: ExportOptions) -> Iterator[str]:
    language = options.language
    for heading, lines in (
        ("export.passed_checks", held(audited, language)),
        ("export.skipped_checks", not_made(audited, language)),
    ):
        if lines:
            items = "".join(
                f"<li>{text(f'{line.code} {line.title}')} ({text(say('export.places', language, count=line.count))}) "
                f"{text(line.reason)}</li>"
                for line in lines
            )
            yield f"<details><summary>{text(say(heading, language))} ({len(lines)})</summary><ul>{items}</ul></details>"


def _tail(options: ExportOptions) -> Iterator[str]:
    language = options.language
    if options.unreadable:
        items = "".join(f"<li>{text(each.source)}: {text(each.error)}</li>" for each in options.unreadable)
        yield f"<h2>{text(say('export.unreadable', language))}</h2><ul>{items}</ul>"
    if options.heads:
        items = "".join(
            "<li><code>"
            + text(f"{head.sitting} ")
            + "</code>"
            + text(say("export.head_line", language, auditor=head.auditor, number=head.number, hash=head.hash))
            + "</li>"
            for head in options.heads
        )
        yield f"<h2>{text(say('export.heads', language))}</h2><ul>{items}</ul>"
