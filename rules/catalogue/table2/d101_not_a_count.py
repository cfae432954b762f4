"""D101: a figure of table 2 is no count."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.counts import count_results
from rules.registry import rule
from rules.result import Result, Severity

FREE = ("amount", "change")
"""An amount may have decimals, a change may be negative."""


@rule(code="D101", severity=Severity.ERROR, basis="form_filling", needs=("form", "t2"), section=2)
def not_a_count(report: Report, run: Run) -> Iterator[Result]:
    """Counts of table 2 are whole and not negative; its amount is not negative."""
    return count_results(not_a_count, report, "t2", decimals=FREE, signed=("change",))
