"""Y102: documents in force are not last year's plus those issued less those repealed."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules import evidence
from rules.arithmetic import plain
from rules.carrying import carried
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.tables import amounts

ROWS = ("regulations", "normative_documents")


@rule(
    code="Y102", severity=Severity.WARNING, basis="continuity", needs=("form", "t2", "previous_year"), forms=("2021",), section=2
)
def stock_not_rolled_on(report: Report, run: Run) -> Iterator[Result]:
    """in_force(N) = in_force(N−1) + issued(N) − repealed(N); restated inventories are common, so it is asked."""
    year = report.year or 0
    before = run.history(year - 1)
    if before is None:
        return
    for row in ROWS:
        keys = tuple(f"t2.{row}.{column}" for column in ("in_force", "issued", "repealed"))
        if before.form != report.form:
            yield stock_not_rolled_on.skipped("other_form", keys[0], forms=("2021",))
            continue
        now, rolled = amounts(report, keys[:1]), carried(before, report, keys[0])
        if now is None or rolled is None:
            yield stock_not_rolled_on.skipped("absent_cell", keys[0], cells=keys, finding=None)
            continue
        if now[0] == rolled.due:
            yield stock_not_rolled_on.passed(keys[0])
            continue
        then, issued, repealed = (plain(term.amount) for term in rolled.terms)
        yield stock_not_rolled_on.fail(
            keys[0],
            *evidence.cells(report, keys),
            *evidence.cells(before, keys[:1], of_other=True),
            expected=plain(rolled.due),
            actual=plain(now[0]),
            difference=plain(now[0] - rolled.due),
            unit="件",
            row=f"t2.{row}",
            then=then,
            issued=issued,
            repealed=repealed,
            before=str(year - 1),
        )
