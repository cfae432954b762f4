"""S307: a table's parts stand in another order."""

from __future__ import annotations

from collections.abc import Iterator

from core.forms import form
from core.report import Report
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity


@rule(code="S307", severity=Severity.INFO, basis="form_tables", needs=("form",))
def bands_reordered(report: Report, run: Run) -> Iterator[Result]:
    """The bands of a table (第二十条第（一）项 …) and its columns stand in the form's order."""
    if not any(reading.present for reading in report.tables.values()):
        yield bands_reordered.skipped("table_missing", table="t2", finding="S301")
    for table in form(report.form or "").tables:
        reading = report.tables.get(table.key)
        moved = [note for note in reading.label_notes if note.kind == "order"] if reading is not None else []
        if moved:
            yield bands_reordered.fail(
                f"{table.key}.order",
                *(evidence.quoted(report, table.section, note.printed) for note in moved),
                section=table.section,
                table=table.key,
                labels=tuple(note.official for note in moved),
            )
