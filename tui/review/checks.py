"""The checks of a section as rows: failed ones first and one by one, passed and skipped ones folded into one row a rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from core.forms import form
from rules.audit import AuditedReport, Judgement, OwnFinding
from rules.result import CellEvidence, Result, Severity, Status

Kind = Literal["finding", "own", "folded", "member"]
Which = Literal["all", "failed", "open"]
WHICH: tuple[Which, ...] = ("all", "failed", "open")
MOST_EXPLAINED = 16
"""Passed checks of one folded row whose comparison is looked up."""


@dataclass(frozen=True)
class CheckRow:
    """One row of the list. A finding may stand for several results with one cause; a folded row for all of a rule."""

    id: str
    kind: Kind
    status: Status
    severity: Severity
    code: str
    results: tuple[Result, ...] = ()
    own: OwnFinding | None = None
    total: int = 0
    """Of a folded row: how many results the rule has in this section."""
    unfolded: bool = False
    depth: int = 0

    @property
    def result(self) -> Result | None:
        """The result it is about, the first one of several."""
        return self.results[0] if self.results else None


def fingerprints(audited: AuditedReport, row: CheckRow) -> tuple[str, ...]:
    """The fingerprints that a verdict on this row is recorded for; none when nothing here can be judged."""
    if row.own is not None:
        return (row.own.fingerprint,)
    return tuple(audited.fingerprint(result) for result in row.results if result.status is Status.FAIL)


def judgement_of(audited: AuditedReport, row: CheckRow) -> Judgement:
    """The judgement of the row: that of its first finding still open, else of its first."""
    if row.own is not None:
        return audited.judgements.get(row.own.fingerprint, Judgement(verdict="confirmed"))
    judgements = [audited.judgement(result) for result in row.results]
    return next(
        (judgement for judgement in judgements if judgement.verdict == "open"), judgements[0] if judgements else Judgement()
    )


def section_results(audited: AuditedReport, section: int) -> list[Result]:
    """The results that belong to a section; those about the whole report stand with the title."""
    return [result for result in audited.results if (result.section or 0) == section]


def own_of_section(audited: AuditedReport, section: int, cells: Collection[str]) -> list[OwnFinding]:
    """The own findings that stand in a section, by their text or by one of its table's cells."""
    found = []
    for finding in audited.own_findings:
        anchor = finding.anchor
        if anchor.cell is not None:
            if anchor.cell in cells:
                found.append(finding)
        elif (anchor.section or 0) == section:
            found.append(finding)
    return found


def touching(audited: AuditedReport, cell: str) -> list[Result]:
    """The results about a cell of this report: it stands in their evidence, their anchor, their sum, or what they lack."""
    form_id = audited.report.form
    sums = form(form_id).identities_by_cell.get(cell, ()) if form_id is not None else ()
    anchors = {identity.id for identity in sums}
    return [result for result in audited.results if result.anchor in anchors or _names(result, cell)]


def _names(result: Result, cell: str) -> bool:
    if any(isinstance(item, CellEvidence) and item.report is None and item.cell == cell for item in result.evidence):
        return True
    lacking = result.reason.parameters.get("cells") if result.reason is not None else None
    return cell in result.anchor.split("+") or (isinstance(lacking, tuple) and cell in lacking)


def check_rows(
    audited: AuditedReport,
    results: Iterable[Result],
    own: Iterable[OwnFinding] = (),
    *,
    which: Which = "all",
    unfolded: Collection[str] = (),
) -> list[CheckRow]:
    """The rows of a list of checks. `unfolded` names the rows whose members are shown one by one."""
    everything = list(results)
    fails = [result for result in everything if result.status is Status.FAIL]
    rows = _findings(audited, fails, unfolded)
    rows += [CheckRow(finding.fingerprint, "own", Status.FAIL, finding.severity, "own", own=finding) for finding in own]
    if which == "open":
        return [row for row in rows if judgement_of(audited, row).verdict == "open"]
    rows += [
        CheckRow(f"{result.code} {result.anchor}", "finding", Status.BROKEN, result.severity, result.code, (result,))
        for result in everything
        if result.status is Status.BROKEN
    ]
    if which == "failed":
        return rows
    for status in (Status.PASS, Status.SKIPPED):
        rows += _folded(everything, status, unfolded)
    return rows


def _findings(audited: AuditedReport, fails: list[Result], unfolded: Collection[str]) -> list[CheckRow]:
    """Failed checks, severest first; those of one group stand together under the first of them."""
    ordered = sorted(fails, key=lambda result: (-audited.severity(result).rank, result.code, result.anchor))
    groups: dict[str, list[Result]] = {}
    for result in ordered:
        groups.setdefault(result.group or f"{result.code} {result.anchor}", []).append(result)
    rows: list[CheckRow] = []
    for members in groups.values():
        first = members[0]
        row_id = audited.fingerprint(first)
        is_open = len(members) > 1 and row_id in unfolded
        rows.append(
            CheckRow(
                row_id,
                "finding",
                Status.FAIL,
                audited.severity(first),
                first.code,
                tuple(members),
                total=len(members),
                unfolded=is_open,
            )
        )
        if is_open:
            rows += [
                CheckRow(
                    f"{row_id}/{audited.fingerprint(member)}",
                    "member",
                    Status.FAIL,
                    audited.severity(member),
                    member.code,
                    (member,),
                    depth=1,
                )
                for member in members
            ]
    return rows


def _folded(results: list[Result], status: Status, unfolded: Collection[str]) -> list[CheckRow]:
    totals: dict[str, int] = {}
    for result in results:
        totals[result.code] = totals.get(result.code, 0) + 1
    rows: list[CheckRow] = []
    chosen = sorted((result for result in results if result.status is status), key=lambda result: result.code)
    for code, group in groupby(chosen, key=lambda result: result.code):
        members = tuple(group)
        row_id = f"{status.value}:{code}"
        is_open = row_id in unfolded
        rows.append(CheckRow(row_id, "folded", status, members[0].severity, code, members, total=totals[code], unfolded=is_open))
        if is_open:
            rows += [
                CheckRow(f"{row_id}/{member.anchor}", "member", status, member.severity, code, (member,), depth=1)
                for member in members
            ]
    return rows


def explained(row: CheckRow, audited: AuditedReport) -> CheckRow:
    """The row with what its passed checks compared, which is found only when somebody looks at them."""
    if row.status is not Status.PASS:
        return row
    from rules.compared import compared  # reading sentences is not needed before

    first = tuple(replace(result, evidence=compared(result, audited.report)) for result in row.results[:MOST_EXPLAINED])
    return replace(row, results=first + row.results[MOST_EXPLAINED:])


@dataclass(frozen=True, slots=True)
class SectionCount:
    """How a section stands: for its tab and the title of the list."""

    failed: Mapping[Severity, int]
    """The findings by their severity, the severest first; only those there are."""
    open: int = 0
    passed: int = 0
    skipped: int = 0
    broken: int = 0
    worst: Severity | None = None
    """The severest finding still open."""


def section_count(audited: AuditedReport, section: int) -> SectionCount:
    """Count the results of a section."""
    failed: Counter[Severity] = Counter()
    open_ = passed = skipped = broken = 0
    worst: Severity | None = None
    for result in section_results(audited, section):
        if result.status is Status.FAIL:
            severity = audited.severity(result)
            failed[severity] += 1
            if audited.judgement(result).verdict == "open":
                open_ += 1
                worst = severity if worst is None or severity.rank > worst.rank else worst
        passed += result.status is Status.PASS
        skipped += result.status is Status.SKIPPED
        broken += result.status is Status.BROKEN
    by_severity = {severity: failed[severity] for severity in sorted(failed, key=lambda each: -each.rank)}
    return SectionCount(by_severity, open_, passed, skipped, broken, worst)
