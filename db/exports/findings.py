"""What every human format shows of a report: its findings with evidence in words, the checks that held, those not made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.words import Language, known, say
from rules.audit import OWN_CODE, VERDICTS, AuditedReport, Judgement, OwnFinding, Verdict
from rules.labels import cell_label, is_cell
from rules.messages import hint_text, message, reason_text
from rules.registry import all_rules
from rules.result import CellEvidence, Evidence, MissingEvidence, OtherReport, Result, Severity, Status, TextEvidence

SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)
"""The severities, gravest first."""

SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.INFO: "i"}
"""The sign beside the word of a severity: never colour alone."""

LONGEST_QUOTE = 200
"""Characters of one quotation in a human format; longer ones are cut in the middle with a sign."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One piece of evidence: where it stands and what stands there."""

    where: str
    text: str
    printed: bool = True
    """False when the text says what was not found."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, a rule's or an auditor's own, ready to be shown."""

    code: str
    title: str
    anchor: str
    section: int | None
    severity: Severity
    rule_severity: Severity
    status: Status
    message: str
    fingerprint: str
    judgement: Judgement
    group: str | None = None
    figures: str | None = None
    """The arithmetic: what was to be met, what is there, the difference."""
    hint: str | None = None
    quotes: tuple[Quote, ...] = ()
    basis: str = ""
    author: str | None = None
    """Who wrote it, for own findings."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A rule's outcome that is no finding: how often it held, or was not made and why."""

    code: str
    title: str
    count: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings of each severity and verdict, and how many checks held, were skipped, broke."""

    severities: Counter[Severity] = field(default_factory=Counter)
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    passed: int = 0
    skipped: int = 0
    broken: int = 0

    @property
    def findings(self) -> int:
        """All findings."""
        return sum(self.severities.values())


def findings(audited: AuditedReport, language: Language) -> tuple[Finding, ...]:
    """All fails and broken checks of a report and the auditors' own findings, by section, code, anchor."""
    found = [_finding(audited, result, language) for result in audited.results if result.status in (Status.FAIL, Status.BROKEN)]
    found += [_own(audited, own, language) for own in audited.own_findings]
    return tuple(sorted(found, key=lambda finding: (finding.section or 0, finding.code, finding.anchor)))


def counts(audited: AuditedReport, found: Iterable[Finding]) -> Counts:
    """The figures of a report's summary."""
    shown = [finding for finding in found if finding.status is Status.FAIL]
    statuses = Counter(result.status for result in audited.results)
    return Counts(
        Counter(finding.severity for finding in shown),
        Counter(finding.judgement.verdict for finding in shown),
        statuses[Status.PASS],
        statuses[Status.SKIPPED],
        statuses[Status.BROKEN],
    )


def held(audited: AuditedReport, language: Language) -> tuple[CheckLine, ...]:
    """The rules whose checks held, each with how many places it was checked at."""
    passed = Counter(result.code for result in audited.results if result.status is Status.PASS)
    return tuple(CheckLine(code, title(code, language), count) for code, count in sorted(passed.items()))


def not_made(audited: AuditedReport, language: Language) -> tuple[CheckLine, ...]:
    """The checks that were skipped: rule, reason, and at how many places for that reason."""
    skipped = Counter(
        (result.code, reason_text(result, language)) for result in audited.results if result.status is Status.SKIPPED
    )
    return tuple(CheckLine(code, title(code, language), count, reason) for (code, reason), count in sorted(skipped.items()))


def title(code: str, language: Language) -> str:
    """The name of a rule; a code the catalogue does not know, such as a pack's, stands for itself."""
    rule = all_rules().get(code)
    return rule.title(language) if rule else code


def section_name(number: int | None, language: Language) -> str:
    """`三、收到和处理政府信息公开申请情况`; the whole report when None."""
    word = "export.section.report" if number is None else f"export.section.{number}"
    return say(word, language) if known(word, language) else str(number)


def severity_name(severity: Severity, language: Language) -> str:
    """The severity as a word."""
    return say(f"export.severity.{severity.value}", language)


def verdict_name(verdict: Verdict, language: Language) -> str:
    """The verdict as a word."""
    return say(f"export.verdict.{verdict}", language)


def verdict_counts(numbers: Counts, language: Language) -> str:
    """`待定 3 · 成立 2`: the verdicts that occur."""
    return " · ".join(
        f"{verdict_name(verdict, language)} {numbers.verdicts[verdict]}" for verdict in VERDICTS if numbers.verdicts[verdict]
    )


def report_name(audited: AuditedReport, language: Language) -> str:
    """Organ and year, or what stands in their place."""
    report = audited.report
    agency = report.agency or say("export.no_agency", language)
    year = str(report.year) if report.year is not None else say("export.no_year", language)
    return f"{agency} {year}"


def shortened(text: str) -> str:
    """A quotation of bounded length, cut in the middle."""
    if len(text) <= LONGEST_QUOTE:
        return text
    half = LONGEST_QUOTE // 2
    return f"{text[:half]} … {text[-half:]}"


def _finding(audited: AuditedReport, result: Result, language: Language) -> Finding:
    rule = all_rules().get(result.code)
    return Finding(
        code=result.code,
        title=title(result.code, language),
        anchor=result.anchor,
        section=result.section,
        severity=audited.severity(result),
        rule_severity=result.severity,
        status=result.status,
        message=message(result, language),
        fingerprint=audited.fingerprint(result),
        judgement=audited.judgement(result),
        group=result.group,
        figures=_figures(result, language),
        hint=hint_text(result, language),
        quotes=tuple(_quote(evidence, language) for evidence in result.evidence),
        basis=rule.basis_text(language) if rule else "",
    )


def _figures(result: Result, language: Language) -> str | None:
    if result.expected is None and result.actual is None:
        return None
    unit = result.unit or ""
    parts = [
        say(f"export.figures.{name}", language, value=value, unit=unit)
        for name, value in (("expected", result.expected), ("actual", result.actual), ("difference", result.difference))
        if value is not None
    ]
    return ("，" if language == "zh" else ", ").join(parts)


def _quote(evidence: Evidence, language: Language) -> Quote:
    match evidence:
        case CellEvidence(cell, raw, report):
            label = cell_label(cell, language)
            where = f"{label} ({cell})" if label != cell else cell
            return Quote(_where(where, report), raw if raw else say("export.blank", language))
        case TextEvidence(section, _, _, text, report):
            return Quote(_where(section_name(section, language), report), shortened(text))
        case MissingEvidence(missing, searched, report):
            scope = section_name(searched, language) if searched else section_name(None, language)
            where = cell_label(missing, language) if is_cell(missing) else missing
            return Quote(_where(scope, report), say("export.missing", language, missing=where), printed=False)
        case _:
            return Quote(_where(say(f"export.source.{evidence.source}", language), evidence.report), shortened(evidence.text))


def _where(where: str, other: OtherReport | None) -> str:
    return where if other is None else f"{other.agency} {other.year} {where}"


def _own(audited: AuditedReport, own: OwnFinding, language: Language) -> Finding:
    anchor = own.anchor
    quotes: tuple[Quote, ...] = ()
    section = anchor.section
    if anchor.cell is not None:
        cell = audited.report.cells.get(anchor.cell)
        quotes = (_quote(CellEvidence(anchor.cell, cell.raw if cell else None), language),)
        section = int(anchor.cell[1]) if anchor.cell[1:2].isdigit() else None
    elif anchor.section is not None:
        where = section_name(anchor.section, language)
        if own.place_lost:
            where = f"{where} ({say('export.place_lost', language)})"
        quotes = (Quote(where, shortened(anchor.text)),)
    judgement = audited.judgements.get(own.fingerprint) or Judgement(
        verdict="confirmed", tags=own.tags, auditor=own.auditor, at=own.at
    )
    return Finding(
        code=OWN_CODE,
        title=say("export.own", language),
        anchor=anchor.cell or anchor.text,
        section=section,
        severity=own.severity,
        rule_severity=own.severity,
        status=Status.FAIL,
        message=own.text,
        fingerprint=own.fingerprint,
        judgement=judgement,
        quotes=quotes,
        author=own.auditor,
    )
