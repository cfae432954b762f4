"""What every human format shows of a report: its findings with evidence in words, the checks that held, those not made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.words import Language, known, say
from db.exports.terms import aside, comma, section_name, verdict_name
from rules.audit import OWN_CODE, VERDICTS, AuditedReport, Judgement, OwnFinding, Verdict
from rules.due import due, unit_text, unsigned
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
    same_cause: int = 0
    """How many more findings of the report have the same cause."""
    figures: str | None = None
    """The arithmetic: what was to be met, what is there, the difference."""
    hint: str | None = None
    quotes: tuple[Quote, ...] = ()
    basis: str = ""
    author: str | None = None
    """Who wrote it, for own findings."""

    @property
    def name(self) -> str:
        """Code and title; the title alone where the code says nothing more."""
        return self.title if self.code in (self.title, OWN_CODE) else f"{self.code} {self.title}"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A rule's outcome that is no finding: what holds (or was to hold), at how many places, and why it was not checked."""

    code: str
    claim: str
    count: int
    reason: str = ""

    @property
    def name(self) -> str:
        """Code and claim; the code alone for a check that cannot say what holds."""
        return self.code if self.claim == self.code else f"{self.code} {self.claim}"


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
    shown = [result for result in audited.results if result.status in (Status.FAIL, Status.BROKEN)]
    causes = Counter(result.group for result in shown if result.group)
    found = [_finding(audited, result, max(0, causes[result.group or ""] - 1), language) for result in shown]
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
    """The checks that held, as what holds, each with how many places it was checked at."""
    passed = Counter((result.code, claim(result, language)) for result in audited.results if result.status is Status.PASS)
    return tuple(CheckLine(code, holds, count) for (code, holds), count in sorted(passed.items()))


def not_made(audited: AuditedReport, language: Language) -> tuple[CheckLine, ...]:
    """The checks that were skipped: what was to hold, the reason, and at how many places for that reason."""
    skipped = Counter(
        (result.code, claim(result, language), reason_text(result, language))
        for result in audited.results
        if result.status is Status.SKIPPED
    )
    return tuple(CheckLine(code, holds, count, reason) for (code, holds, reason), count in sorted(skipped.items()))


def title(code: str, language: Language) -> str:
    """The name of a rule; a code the catalogue does not know, such as a pack's, stands for itself."""
    if code == OWN_CODE:
        return say("review.own_finding", language)
    rule = all_rules().get(code)
    return rule.title(language) if rule else code


def claim(result: Result, language: Language) -> str:
    """What holds when a check passes, for one that passed or was not made: a rule's title names the failure."""
    if result.variant == "pack" and result.status is Status.PASS:
        return message(result, language)
    word = f"rule.{result.code}.holds"
    return say(word, language) if known(word, language) else title(result.code, language)


def verdict_counts(numbers: Counts, language: Language) -> str:
    """`待判 3 · 确认 2`: the verdicts that occur."""
    return " · ".join(
        f"{verdict_name(verdict, language)} {numbers.verdicts[verdict]}" for verdict in VERDICTS if numbers.verdicts[verdict]
    )


def own_judgement(audited: AuditedReport, own: OwnFinding) -> Judgement:
    """The judgement of an own finding: whoever writes one confirms it, until a verdict says otherwise."""
    return audited.judgements.get(own.fingerprint) or Judgement(
        verdict="confirmed", tags=own.tags, auditor=own.auditor, at=own.at
    )


def report_name(audited: AuditedReport, language: Language) -> str:
    """Organ and year, or what stands in their place."""
    report = audited.report
    agency = report.agency or say("review.unknown_agency", language)
    year = str(report.year) if report.year is not None else say("review.unknown_year", language)
    return f"{agency} {year}"


def shortened(text: str) -> str:
    """A quotation of bounded length, cut in the middle."""
    if len(text) <= LONGEST_QUOTE:
        return text
    half = LONGEST_QUOTE // 2
    return f"{text[:half]} … {text[-half:]}"


def _finding(audited: AuditedReport, result: Result, same_cause: int, language: Language) -> Finding:
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
        same_cause=same_cause,
        figures=_figures(result, language),
        hint=hint_text(result, language),
        quotes=tuple(_quote(evidence, language) for evidence in result.evidence),
        basis=rule.basis_text(language) if rule else "",
    )


def _figures(result: Result, language: Language) -> str | None:
    figures = due(result)
    if figures.due is None and figures.printed is None:
        return None
    apart = None if figures.difference is None else unsigned(figures.difference)
    parts = [
        say(f"export.figures.{name}", language, value=value, unit=unit_text(result.unit, language))
        for name, value in (("due", figures.due), ("printed", figures.printed), ("difference", apart))
        if value is not None
    ]
    return comma(language).join(parts)


def _quote(evidence: Evidence, language: Language) -> Quote:
    match evidence:
        case CellEvidence(cell, raw, report):
            return Quote(_where(cell_label(cell, language), report), raw if raw else say("export.blank", language))
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
            where = aside(where, say("export.place_lost", language), language)
        quotes = (Quote(where, shortened(anchor.text)),)
    return Finding(
        code=OWN_CODE,
        title=title(OWN_CODE, language),
        anchor=anchor.cell or anchor.text,
        section=section,
        severity=own.severity,
        rule_severity=own.severity,
        status=Status.FAIL,
        message=own.text,
        fingerprint=own.fingerprint,
        judgement=own_judgement(audited, own),
        quotes=quotes,
        author=own.auditor,
    )
