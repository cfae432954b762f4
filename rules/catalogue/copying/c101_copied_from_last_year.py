"""C101: much of the text is last year's."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.copies import shared
from rules.registry import rule
from rules.result import Result, Severity
from rules.shares import copy_evidence


@rule(code="C101", severity=Severity.WARNING, basis="judgement", needs=("previous_year",))
def copied_from_last_year(report: Report, run: Run) -> Iterator[Result]:
    """Less than six in ten sentences, legal boilerplate left out, are last year's word for word or nearly."""
    before = run.history((report.year or 0) - 1)
    if before is None:
        return
    found = shared(report, before, boilerplate=run.settings.words("boilerplate"))
    if found.total < run.settings.threshold("copied_sentences"):
        yield copied_from_last_year.skipped("too_small")
    elif found.percent >= run.settings.threshold("copied_share"):
        yield copied_from_last_year.fail(
            "copied",
            *copy_evidence(report, before, found),
            section=1,
            actual=str(found.percent),
            unit="%",
            count=str(found.count),
            total=str(found.total),
            before=str(before.year),
        )
