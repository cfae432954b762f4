"""Copied sentences as evidence: what C101, C102 and C103 show."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.copies import Shared
from rules.result import TextEvidence

SHOWN = 12
"""So many pairs are enough to see that and what was copied."""


def copy_evidence(report: Report, source: Report, found: Shared) -> Iterator[TextEvidence]:
    """The shared sentences, each beside its twin in the other report."""
    for ours, theirs in found.pairs[:SHOWN]:
        yield evidence.span(report, ours.section, ours.start, ours.end)
        yield evidence.span(source, theirs.section, theirs.start, theirs.end, of_other=True)
