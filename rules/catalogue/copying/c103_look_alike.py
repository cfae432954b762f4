"""C103: the text is another organ's."""

from __future__ import annotations

from collections.abc import Iterator

from core.identity import agency_key
from core.report import Report
from rules.context import Run
from rules.copies import shared
from rules.registry import rule
from rules.result import Result, Severity
from rules.sentences import sentences
from rules.shares import copy_evidence


@rule(code="C103", severity=Severity.WARNING, basis="judgement", needs=("year", "agency"))
def look_alike(report: Report, run: Run) -> Iterator[Result]:
    """No report of another organ for the same year shares most of its sentences."""
    boilerplate = run.settings.words("boilerplate")
    if len(sentences(report, boilerplate=boilerplate)) < run.settings.threshold("copied_sentences"):
        yield look_alike.skipped("too_small")
        return
    for other in run.near_duplicates():
        found = shared(report, other, boilerplate=boilerplate)
        if found.percent >= run.settings.threshold("look_alike_share"):
            yield look_alike.fail(
                f"organ/{agency_key(other.agency or '')}",
                *copy_evidence(report, other, found),
                section=1,
                actual=str(found.percent),
                unit="%",
                count=str(found.count),
                total=str(found.total),
                other=other.agency,
            )
