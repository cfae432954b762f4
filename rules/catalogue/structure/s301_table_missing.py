"""S301: an official table is missing or cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from core.forms import form
from core.report import Report
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity


@rule(code="S301", severity=Severity.ERROR, basis="form_tables", needs=("form",))
def table_missing(report: Report, run: Run) -> Iterator[Result]:
    """Tables 2, 3 and 4 are there and hold figures."""
    for table in form(report.form or "").tables:
        reading = report.tables.get(table.key)
        if reading is not None and reading.present and reading.unreadable is None:
            yield table_missing.passed(f"table/{table.key}", section=table.section)
        elif reading is not None and reading.unreadable is not None:
            yield table_missing.fail(
                f"table/{table.key}",
                evidence.missing(table.title, table.section),
                section=table.section,
                variant=reading.unreadable,
                table=table.key,
            )
        elif report.section(table.section) is None:
            yield table_missing.skipped(
                "section_missing", f"table/{table.key}", section=table.section, number=str(table.section), finding="S101"
            )
        else:
            yield table_missing.fail(
                f"table/{table.key}", evidence.missing(table.title, table.section), section=table.section, table=table.key
            )
