"""What a rule says: results with status, evidence and the figures behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rules.levels import Severity as Severity
from rules.levels import Status as Status

Parameter = str | int | None | tuple["Parameter", ...]


@dataclass(frozen=True, slots=True)
class OtherReport:
    """The report a piece of evidence stands in, when it is not the one being checked."""

    agency: str
    year: int


@dataclass(frozen=True, slots=True)
class CellEvidence:
    """A canonical cell and its text as printed."""

    cell: str
    raw: str | None
    report: OtherReport | None = None


@dataclass(frozen=True, slots=True)
class TextEvidence:
    """A stretch of a section's text, in code points of `Section.text`."""

    section: int
    start: int
    end: int
    text: str
    report: OtherReport | None = None


@dataclass(frozen=True, slots=True)
class MissingEvidence:
    """Something that ought to stand in section `searched` (0: the whole report) and does not."""

    missing: str
    searched: int
    report: OtherReport | None = None


@dataclass(frozen=True, slots=True)
class SourceEvidence:
    """A text that stands outside the sections: `title`, `file_name` or `metadata`."""

    source: Literal["title", "file_name", "metadata"]
    text: str
    report: OtherReport | None = None


Evidence = CellEvidence | TextEvidence | MissingEvidence | SourceEvidence

Why = Literal[
    "digit_dropped",
    "digit_added",
    "digits_swapped",
    "digit_replaced",
    "power_of_ten",
    "unit",
    "omitted",
    "counted_twice",
    "column_shift",
    "wrong_column",
    "smallest_correction",
]


@dataclass(frozen=True, slots=True)
class Suspect:
    """The figure that a hint or the smallest correction points at: a cell, or a span (section, start, end)."""

    printed: str
    suggested: str | None
    why: Why
    cell: str | None = None
    section: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a result is skipped or broken; rendered from code and parameters."""

    code: str
    parameters: dict[str, Parameter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """One outcome of one rule at one anchor. Its message is rendered from code, variant and parameters."""

    code: str
    anchor: str
    status: Status
    severity: Severity
    section: int | None = None
    variant: str | None = None
    """Which of the rule's sentences applies; None: the rule's only one."""
    parameters: dict[str, Parameter] = field(default_factory=dict)
    expected: str | None = None
    actual: str | None = None
    difference: str | None = None
    unit: str | None = None
    evidence: tuple[Evidence, ...] = ()
    suspects: tuple[Suspect, ...] = ()
    reason: Reason | None = None
    group: str | None = None
    uses: tuple[OtherReport, ...] = ()
    """Other reports that this result read, so that loading one of them re-runs it."""

    def __post_init__(self) -> None:
        """Refuse a fail without evidence and a skip without a reason, by construction."""
        if self.status is Status.FAIL and not self.evidence:
            raise ValueError(f"{self.code} {self.anchor}: a fail needs evidence")
        if self.status in (Status.SKIPPED, Status.BROKEN) and self.reason is None:
            raise ValueError(f"{self.code} {self.anchor}: {self.status} needs a reason")
