"""What the workspace hands to screens and commands: frozen values, never rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from db.library_views import LibraryFilter as LibraryFilter
from db.library_views import LibraryKey as LibraryKey
from db.library_views import LibraryOrder as LibraryOrder
from db.library_views import LibraryRow as LibraryRow
from db.library_views import Progress as Progress
from rules.audit import OwnAnchor, Verdict
from rules.result import Result, Severity, Status

FindingKey = Literal["report", "code", "severity", "touched"]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a report stands in a list: the one before, the one after, its place from 1 (0: not in the list) and the count."""

    previous_id: int | None
    next_id: int | None
    position: int
    count: int


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings the queue lists; empty fields demand nothing."""

    codes: tuple[str, ...] = ()
    severities: tuple[Severity, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    agency_text: str = ""
    years: tuple[int, ...] = ()
    tag: str | None = None
    auditor: str | None = None
    text: str = ""
    """Words that stand in the finding's message or note."""
    only: Literal["all", "stale", "conflicts"] = "all"
    report_id: int | None = None


@dataclass(frozen=True, slots=True)
class FindingOrder:
    """How findings are sorted; `report` follows organ, year, then section, code, anchor."""

    by: FindingKey = "report"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding of the queue."""

    report_id: int
    fingerprint: str
    agency: str | None
    year: int | None
    code: str
    anchor: str
    section: int | None
    severity: Severity
    status: Status
    verdict: Verdict
    note: str
    tags: tuple[str, ...]
    auditor: str | None
    at: str | None
    stale: bool
    conflict: bool
    message: str
    """As stored, in Chinese; screens in another language render the result itself."""
    result: Result | None = None
    """What the rule found, for that; None for own findings."""


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule speaks in this workspace."""

    code: str
    fails: int
    open: int
    passes: int
    skipped: int
    broken: int


@dataclass(frozen=True, slots=True)
class AuditorCount:
    """How far an auditor is: findings whose present verdict is theirs."""

    auditor: str
    confirmed: int
    dismissed: int
    asked: int
    fixed: int
    last_at: str


@dataclass(frozen=True, slots=True)
class GroupCount:
    """Findings of an organ or a year."""

    name: str
    reports: int
    errors: int
    warnings: int
    infos: int
    open: int


@dataclass(frozen=True, slots=True)
class DayCount:
    """The present verdicts that were given on one day of the auditor's calendar (`YYYY-MM-DD`)."""

    day: str
    confirmed: int
    dismissed: int
    asked: int
    fixed: int


@dataclass(frozen=True, slots=True)
class SpreadCount:
    """How many reports have so many findings."""

    findings: int
    reports: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was recorded, given back only after the commit. `batch` is the step that undo takes back."""

    batch: str
    events: int
    at: str
    report_id: int | None = None
    fingerprints: tuple[str, ...] = ()
    changes: RecheckChanges | None = None
    """For a corrected reading or a chosen version: what the rules say differently now."""


@dataclass(frozen=True, slots=True)
class Undone:
    """A step that was undone or redone: which findings to look at."""

    batch: str
    kind: str
    report_id: int | None
    fingerprints: tuple[str, ...]
    verdict: Verdict | None = None
    """The verdict the (first) finding has now."""
    code: str = ""
    """The rule of the first finding; empty for a step about readings or versions."""
    said: tuple[str, ...] = ()
    """What the step had said: `verdict`, `note`, `tags`, `severity`; empty for a step that is no judgement."""


@dataclass(frozen=True, slots=True)
class UndoRefused:
    """Why nothing was undone: a word with parameters (nothing to undo, or judged by another since)."""

    word: str
    parameters: dict[str, object] = field(default_factory=dict)
    report_id: int | None = None


@dataclass(frozen=True, slots=True)
class OwnFindingDraft:
    """An own finding about to be stored."""

    severity: Severity
    text: str
    anchor: OwnAnchor = field(default_factory=OwnAnchor)
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One event about a finding, oldest first, for the pane under the checks."""

    at: str
    auditor: str
    kind: str
    verdict: Verdict | None
    severity: str | None
    reason: str | None
    note: str | None
    tags: tuple[str, ...] | None
    undone: bool
    machine: str


@dataclass(frozen=True, slots=True)
class LoadProgress:
    """How far a load is. `total` is None while the files are still being listed."""

    done: int
    total: int | None
    name: str
    reports: int
    unreadable: int


@dataclass(frozen=True, slots=True)
class UnreadableFile:
    """A file that could not be read: the sentence why."""

    name: str
    word: str
    parameters: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """What a load did. `new` reports, `updated` ones with a new current version, `rivals` awaiting a choice, `known` files."""

    files: int = 0
    reports: int = 0
    new: int = 0
    updated: int = 0
    rivals: int = 0
    known: int = 0
    empty: tuple[str, ...] = ()
    """Files in which no report was found."""
    unreadable: tuple[UnreadableFile, ...] = ()
    cancelled: bool = False
    report_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RereadSummary:
    """What reading the kept sources again did: how many were read, readings `changed` and found `new`, sources not kept."""

    sources: int = 0
    changed: int = 0
    new: int = 0
    lacking: int = 0
    unreadable: tuple[UnreadableFile, ...] = ()
    """Sources that keep the reading they have because they cannot be read any more."""
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class RecheckChanges:
    """Findings that appeared, vanished or changed their figures when the rules ran again, as `code anchor` per report."""

    appeared: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    report_id: int | None = None
    agency: str | None = None
    year: int | None = None

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.appeared or self.vanished or self.changed)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One place that a search found; `start` and `end` are offsets of the match within `excerpt`."""

    report_id: int
    agency: str | None
    year: int | None
    kind: Literal["section", "cells", "message", "note"]
    section: int | None
    offset: int | None
    """Where the match begins in the section's text."""
    fingerprint: str | None
    excerpt: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of a search: its hits, what to ask the next page with (`after`), and whether there is one."""

    hits: tuple[SearchHit, ...]
    after: int
    more: bool


@dataclass(frozen=True, slots=True)
class ReportYear:
    """One year of an organ's chain."""

    report_id: int
    agency: str | None
    year: int | None
    form: str | None


@dataclass(frozen=True, slots=True)
class NextOpen:
    """The next finding still to be judged."""

    report_id: int
    fingerprint: str
    wrapped: bool = False
    """True: nothing was left that way, so the search went on from the other end of the list."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that `verify` found. `fatal` is False for what is only worth knowing (two continuations of one sitting)."""

    word: str
    parameters: dict[str, object] = field(default_factory=dict)
    fatal: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a sitting's hash chain; exports carry them."""

    sitting: str
    auditor: str
    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class MergeSummary:
    """What a merge brought. `forks`: events with the same sitting and number but another hash, both kept."""

    sittings: int = 0
    events: int = 0
    reports: int = 0
    versions: int = 0
    forks: tuple[str, ...] = ()
    refused: tuple[Problem, ...] = ()
    conflicts: int = 0
    """Findings on which auditors differ, in the whole workspace now."""
    namesakes: tuple[str, ...] = ()
    """Auditors who came along from another machine than one of that name here: all count as one person."""
