"""C102: the problems are last year's."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.copies import shared
from rules.registry import rule
from rules.result import Result, Severity
from rules.shares import copy_evidence


@rule(code="C102", severity=Severity.WARNING, basis=("regulation_50", "judgement"), needs=("s5", "previous_year"), section=5)
def problems_copied(report: Report, run: Run) -> Iterator[Result]:
    """Section 5 is not last year's section 5."""
    before = run.history((report.year or 0) - 1)
    if before is None:
        return
    if before.section(5) is None:
        yield problems_copied.skipped("nothing_to_compare")
        return
    found = shared(report, before, (5,), boilerplate=run.settings.words("boilerplate"))
    if found.total < run.settings.threshold("copied_problems_sentences"):
        yield problems_copied.skipped("too_small")
    elif found.percent >= run.settings.threshold("copied_problems_share"):
        yield problems_copied.fail(
            "copied",
            *copy_evidence(report, before, found),
            actual=str(found.percent),
            unit="%",
            count=str(found.count),
            total=str(found.total),
            before=str(before.year),
        )
