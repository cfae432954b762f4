"""S204: the form of another year was used."""

from __future__ import annotations

from collections.abc import Iterator

from core.forms import form, form_for_year
from core.report import Report
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity


@rule(code="S204", severity=Severity.WARNING, basis="form_year", first_year=2019, needs=("form", "year"), section=2)
def form_of_another_year(report: Report, run: Run) -> Iterator[Result]:
    """The report follows the form that binds its year."""
    binding = form_for_year(report.year or 0)
    used = form(report.form or "")
    if binding is not None and binding.id != used.id and any(table.present for table in report.tables.values()):
        table = next(key for key, reading in report.tables.items() if reading.present)
        keys = [key for key in used.table_by_key[table].cell_keys if report.cells[key].raw is not None][:3]
        yield form_of_another_year.fail(
            "form",
            *(evidence.cells(report, keys) or (evidence.missing(f"{binding.id}", 2),)),
            used=used.id,
            binding=binding.id,
            document=binding.basis,
            year=str(report.year),
        )
