"""S205: another version of this report is loaded, and nobody has chosen."""

from __future__ import annotations

from collections.abc import Iterator

from core.report import Report
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity, SourceEvidence


@rule(code="S205", severity=Severity.WARNING, basis="consistency", needs=("year", "agency"))
def rival_version(report: Report, run: Run) -> Iterator[Result]:
    """One report of an organ and year is loaded, or one of several was chosen."""
    rivals = tuple(dict.fromkeys(run.rivals()))  # one file may hold several versions, or have held them one after the other
    if rivals:
        found = (SourceEvidence("file_name", source) for source in rivals)
        yield rival_version.fail("version", *found, section=0, sources=rivals)
