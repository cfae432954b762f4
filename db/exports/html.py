"""The audit as one self-contained page: no script, no request to anywhere, every text of a report escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from core.words import Language, say
from db.exports.facts import Fact, counts_line, decisions, facts, outcome
from db.exports.findings import Counts, Finding, counts, findings, held, not_made, report_name, verdict_counts
from db.exports.letter import Letters, letter_headings
from db.exports.masking import masked
from db.exports.options import ExportOptions
from db.exports.safe import safe
from db.exports.terms import local_time, section_name
from rules.audit import AuditedReport
from rules.registry import CATALOGUE
from rules.result import Severity

_STYLE = """
:root { color-scheme: light dark; --line: #8886; --error: #b3261e; --warning: #8a5a00; --info: #1f5fa8; }
@media (prefers-color-scheme: dark) { :root { --error: #ff8a80; --warning: #ffc266; --info: #9ecbff; } }
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; }
th { white-space: nowrap; } td { min-width: 3rem; vertical-align: top; }
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
    letters = Letters(language)
    for number, audited in enumerate(reports, start=1):
        shown = audited if options.unmasked else masked(audited)
        found = findings(shown, language)
        numbers = counts(shown, found)
        letters.add(shown, found)
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
            *(_letters(letters, language) if options.audited else ()),
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
        lines.append(say("export.exported_at", language, at=local_time(options.exported_at, options.zone)))
    if options.filters:
        lines.append(say("export.filtered", language, filters="; ".join(options.filters)))
    lines.append(say("export.unmasked" if options.unmasked else "export.masked", language))
    yield f"<p>{'<br>'.join(map(text, lines))}</p>"


def _letters(letters: Letters, language: Language) -> Iterator[str]:
    yield f"<h2>{text(say('export.confirmed', language))}</h2>"
    none = True
    for letter in letters:
        none = False
        yield f"<h3>{text(say('export.confirmed_about', language, organ=letter.organ, count=len(letter.rows)))}</h3>"
        head = "".join(f"<th>{text(name)}</th>" for name in letter_headings(language))
        rows = "".join("<tr>" + "".join(f"<td>{text(cell)}</td>" for cell in row) + "</tr>" for row in letter.rows)
        yield f"<table><tr>{head}</tr>{rows}</table>"
    if none:
        yield f"<p>{text(say('export.confirmed_none', language))}</p>"


def _summary_head(options: ExportOptions) -> str:
    names = ["organ", "year", "form", "findings", "errors", "warnings", "infos", "passed", "skipped"]
    names += ["verdict"] if options.audited else []
    return "<tr>" + "".join(f"<th>{text(say(f'export.column.{name}', options.language))}</th>" for name in names) + "</tr>"


def _summary_row(number: int, audited: AuditedReport, numbers: Counts, options: ExportOptions) -> str:
    language, report = options.language, audited.report
    cells = [
        f'<a href="#r{number}">{text(report.agency or say("review.unknown_agency", language))}</a>',
        text(str(report.year) if report.year is not None else say("review.unknown_year", language)),
        text(report.form or say("review.none", language)),
        str(numbers.findings),
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
    published = report.published or say("review.none", language)
    lines = [
        *([report.title] if report.title else []),
        say("export.source_line", language, source=report.source),
        say("export.form_line", language, form=form, published=published),
    ]
    lines.append(counts_line(numbers, language))
    yield f"<p>{'<br>'.join(map(text, lines))}</p>"
    if not found:
        yield f"<p>{text(say('export.no_findings', language))}</p>"
    for finding in found:
        yield _finding(finding, options)
    if options.checks:
        yield from _checks(audited, options)
    for heading, decided in decisions(audited, options):
        if decided:
            items = "".join(f"<li>{text(line)}</li>" for line in decided)
            yield f"<h3>{text(say(heading, language))}</h3><ul>{items}</ul>"


def _finding(finding: Finding, options: ExportOptions) -> str:
    language = options.language
    listed = "".join(f"<dt>{text(fact.name)}</dt><dd>{_said(fact, language)}</dd>" for fact in facts(finding, options))
    place = section_name(finding.section, language)
    heading = f"{text(outcome(finding, language))} · {text(finding.name)} · {text(place)}"
    return (
        f'<article class="{finding.severity.value}" title="{text(finding.fingerprint)}"><h4>{heading}</h4>'
        f"<p>{text(finding.message)}</p><dl>{listed}</dl></article>"
    )


def _said(fact: Fact, language: Language) -> str:
    said = f"<strong>{text(fact.text)}</strong>" if fact.strong else text(fact.text)
    return say("export.joined", language, name=said, text=f"<q>{text(fact.quoted)}</q>") if fact.quoted else said


def _checks(audited: AuditedReport, options: ExportOptions) -> Iterator[str]:
    language = options.language
    for heading, lines in (
        ("export.passed_checks", held(audited, language)),
        ("export.skipped_checks", not_made(audited, language)),
    ):
        if lines:
            items = "".join(
                f"<li>{text(line.name)} ({text(say('export.places', language, count=line.count))}) {text(line.reason)}</li>"
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
