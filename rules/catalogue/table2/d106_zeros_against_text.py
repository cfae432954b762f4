"""D106: table 2 is all nought while the text speaks of decisions."""

from __future__ import annotations

from collections.abc import Iterator

from core.forms import form
from core.report import Claim, Report
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity


@rule(code="D106", severity=Severity.WARNING, basis="consistency", needs=("form", "t2", "s1"), section=2)
def zeros_against_text(report: Report, run: Run) -> Iterator[Result]:
    """A table 2 with nothing but noughts goes with a text that names no licences, penalties or documents."""
    keys = form(report.form or "").table_by_key["t2"].cell_keys
    if any(report.cells[key].amount is None for key in keys):
        unread = tuple(key for key in keys if report.cells[key].amount is None)
        yield zeros_against_text.skipped("absent_cell", cells=unread, finding=None)
        return
    if any(report.cells[key].amount for key in keys):
        return
    spoken = [claim for claim in report.claims if _is_decision(claim, report)]
    if spoken:
        cells = tuple(dict.fromkeys(key for claim in spoken for key in claim.about))
        yield zeros_against_text.fail(
            "t2",
            *(evidence.span(report, claim.section, claim.start, claim.end) for claim in spoken),
            *evidence.cells(report, cells),
            texts=tuple(claim.text for claim in spoken),
            cells=cells,
        )


def _is_decision(claim: Claim, report: Report) -> bool:
    """A positive figure of this year and this organ about a cell of table 2."""
    return (
        claim.low > 0
        and bool(claim.about)
        and all(key.startswith("t2.") for key in claim.about)
        and claim.scope in ("own", "unknown")
        and claim.period in (None, str(report.year))
    )
