"""S101: one of the six sections is missing."""

from __future__ import annotations

from collections.abc import Iterator

from core.forms import form
from core.report import Report
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity
from rules.sections import content_stands


@rule(code="S101", severity=Severity.ERROR, basis=("regulation_50", "form_sections"), needs=("form",))
def section_missing(report: Report, run: Run) -> Iterator[Result]:
    """Each of the six sections stands in the report; where only its heading is lost, that is said instead."""
    for official in form(report.form or "").sections:
        if report.section(official.number) is not None:
            continue
        lack = evidence.missing(f"{official.ordinal}、{official.heading}")
        if content_stands(report, official):
            yield section_missing.fail(
                f"section/{official.number}",
                lack,
                section=official.number,
                severity=Severity.WARNING,
                variant="heading",
                heading=official.heading,
            )
        else:
            yield section_missing.fail(f"section/{official.number}", lack, section=official.number, heading=official.heading)
