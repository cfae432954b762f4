"""What is marked in a section: evidence and suspects of the chosen check, failed checks, own findings, matches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from rules.audit import AuditedReport, OwnFinding
from rules.result import CellEvidence, Result, Severity, Status, TextEvidence
from tui.review.stretches import Stretches

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Marks:
    """Marks of one section; spans count code points of the section's text."""

    evidence_cells: frozenset[str] = frozenset()
    suspect_cells: frozenset[str] = frozenset()
    failing_cells: Mapping[str, Severity] = field(default_factory=dict)
    own_cells: frozenset[str] = frozenset()
    evidence_spans: Spans = ()
    suspect_spans: Spans = ()
    failing_spans: tuple[tuple[int, int, Severity], ...] = ()
    own_spans: Spans = ()
    found_spans: Spans = ()

    @cached_property
    def layers(self) -> Stretches:
        """Everything marked in the text, what counts more lying over what counts less."""
        return Stretches(
            chain(
                ((start, end, severity.value) for start, end, severity in self.failing_spans),
                ((start, end, "own") for start, end in self.own_spans),
                ((start, end, "found") for start, end in self.found_spans),
                ((start, end, "evidence") for start, end in self.evidence_spans),
                ((start, end, "suspect") for start, end in self.suspect_spans),
            )
        )


def evidence_cells(results: Iterable[Result]) -> tuple[str, ...]:
    """The cells of this report that the results stand on, in their order."""
    keys = [item.cell for result in results for item in result.evidence if isinstance(item, CellEvidence) and item.report is None]
    return tuple(dict.fromkeys(keys))


def evidence_spans(results: Iterable[Result], section: int) -> Spans:
    """The stretches of a section's text that the results stand on."""
    return tuple(
        dict.fromkeys(
            (item.start, item.end)
            for result in results
            for item in result.evidence
            if isinstance(item, TextEvidence) and item.report is None and item.section == section
        )
    )


def marks_of(
    audited: AuditedReport, section: int, chosen: Sequence[Result], own: OwnFinding | None = None, found: Spans = ()
) -> Marks:
    """All marks of a section while the results `chosen` (or an own finding) are looked at."""
    failing_cells: dict[str, Severity] = {}
    failing_spans: list[tuple[int, int, Severity]] = []
    for result in audited.results:
        if result.status is not Status.FAIL or audited.judgement(result).verdict in ("dismissed", "fixed"):
            continue
        severity = audited.severity(result)
        for item in result.evidence:
            if isinstance(item, CellEvidence) and item.report is None:
                if item.cell not in failing_cells or failing_cells[item.cell].rank < severity.rank:
                    failing_cells[item.cell] = severity
            elif isinstance(item, TextEvidence) and item.report is None and item.section == section:
                failing_spans.append((item.start, item.end, severity))
    suspects = [suspect for result in chosen for suspect in result.suspects]
    own_anchors = [finding.anchor for finding in audited.own_findings if not finding.place_lost]
    own_spans = tuple(
        (anchor.start, anchor.end)
        for anchor in own_anchors
        if anchor.section == section and anchor.start is not None and anchor.end is not None
    )
    shown_cells, shown_spans = evidence_cells(chosen), evidence_spans(chosen, section)
    if own is not None and own.anchor.cell is not None:
        shown_cells = (own.anchor.cell,)
    if own is not None and own.anchor.section == section and own.anchor.start is not None and own.anchor.end is not None:
        shown_spans = ((own.anchor.start, own.anchor.end),)
    return Marks(
        evidence_cells=frozenset(shown_cells),
        suspect_cells=frozenset(suspect.cell for suspect in suspects if suspect.cell is not None),
        failing_cells=failing_cells,
        own_cells=frozenset(anchor.cell for anchor in own_anchors if anchor.cell is not None),
        evidence_spans=shown_spans,
        suspect_spans=tuple(
            (suspect.start, suspect.end)
            for suspect in suspects
            if suspect.section == section and suspect.start is not None and suspect.end is not None
        ),
        failing_spans=tuple(failing_spans),
        own_spans=own_spans,
        found_spans=found,
    )
