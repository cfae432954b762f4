"""A105: more is carried forward than there was."""

from __future__ import annotations

from collections.abc import Iterator

from core.forms import form
from core.report import Report
from rules import evidence
from rules.arithmetic import confront, plain
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.sums import finding_of_gap
from rules.tables import amounts


@rule(code="A105", severity=Severity.ERROR, basis=("form_tables", "arithmetic"), needs=("form", "t3"), section=3)
def more_carried_forward(report: Report, run: Run) -> Iterator[Result]:
    """Where A101 could not run: no more is carried forward than was new and carried over."""
    sums = run.once(confront).sums
    for column in form(report.form or "").table_by_key["t3"].columns:
        balance = sums[f"t3.balance.{column.key}"]
        if balance.state in ("holds", "fails", "blank"):
            continue
        anchor = f"t3.carried_forward.{column.key}"
        keys = tuple(f"t3.{row}.{column.key}" for row in ("new", "carried_over", "carried_forward"))
        figures = amounts(report, keys)
        if figures is None:
            unknown = tuple(key for key in keys if report.cells[key].amount is None)
            yield more_carried_forward.skipped("absent_cell", anchor, cells=unknown, finding=finding_of_gap(report, unknown))
            continue
        new, over, forward = figures
        if forward <= new + over:
            yield more_carried_forward.passed(anchor)
            continue
        yield more_carried_forward.fail(
            anchor,
            *evidence.cells(report, keys),
            expected=plain(new + over),
            actual=plain(forward),
            difference=plain(forward - new - over),
            unit="件",
            column=f"t3.{column.key}",
            parts=evidence.terms(report, keys[:2]),
        )
