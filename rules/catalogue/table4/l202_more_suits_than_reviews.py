"""L202: more suits after review than reviews of two years."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.arithmetic import plain
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.tables import amounts

KEYS = ("t4.suit_after_review.total", "t4.review.total")


@rule(code="L202", severity=Severity.INFO, basis="suits_notice", needs=("form", "year", "t4"), section=4)
def more_suits_than_reviews(report: Report, run: Run) -> Iterator[Result]:
    """No more suits after review than reviews of this year and last."""
    figures = amounts(report, KEYS)
    if figures is None:
        yield more_suits_than_reviews.skipped("absent_cell", KEYS[0], cells=KEYS, finding=None)
        return
    suits, reviews = figures
    if suits <= reviews:
        yield more_suits_than_reviews.passed(KEYS[0])
        return
    before = run.history((report.year or 0) - 1)
    earlier = amounts(before, KEYS[1:]) if before is not None else None
    if before is None or earlier is None:
        yield more_suits_than_reviews.skipped("year_not_loaded", KEYS[0], year=str((report.year or 0) - 1))
    elif suits > reviews + earlier[0]:
        yield more_suits_than_reviews.fail(
            KEYS[0],
            *evidence.cells(report, KEYS),
            *evidence.cells(before, KEYS[1:], of_other=True),
            suits=plain(suits),
            reviews=plain(reviews + earlier[0]),
        )
    else:
        yield more_suits_than_reviews.passed(KEYS[0])
