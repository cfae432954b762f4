"""S303: an official row is missing, or an unknown one was added."""

from __future__ import annotations

from collections.abc import Iterator

from core.forms import form
from core.report import ExtraRow, Report
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity


@rule(code="S303", severity=Severity.ERROR, basis="form_tables", needs=("form",))
def rows_differ(report: Report, run: Run) -> Iterator[Result]:
    """The table has the form's rows, all of them and no others."""
    allowed = set(run.settings.words("extra_rows"))
    for table in form(report.form or "").tables:
        reading = report.tables.get(table.key)
        if reading is None or not reading.present:
            yield rows_differ.skipped(
                "table_missing", f"{table.key}.rows", section=table.section, table=table.key, finding="S301"
            )
            continue
        extra = [row for row in report.extra_rows if row.table == table.key and _is_row(row) and row.label.strip() not in allowed]
        if reading.missing_rows:
            rows = [table.row_by_key[key] for key in reading.missing_rows]
            yield rows_differ.fail(
                f"{table.key}.missing_rows",
                *(evidence.missing(row.printed_label, table.section) for row in rows),
                section=table.section,
                variant="missing",
                table=table.key,
                rows=tuple(f"{table.key}.{row.key}" for row in rows),
                count=str(len(rows)),
            )
        if extra:
            yield rows_differ.fail(
                f"{table.key}.extra_rows",
                *(evidence.quoted(report, table.section, row.label) for row in extra),
                section=table.section,
                variant="extra",
                table=table.key,
                labels=tuple(row.label for row in extra),
                count=str(len(extra)),
            )
        if not reading.missing_rows and not extra:
            yield rows_differ.passed(f"{table.key}.rows", section=table.section)


def _is_row(row: ExtraRow) -> bool:
    """Whether it is a row with a name and a figure, not a scrap of the page."""
    named = sum("\u3400" <= character <= "\u9fff" for character in row.label)
    return 2 <= named <= 40 and any(character.isdigit() for text in row.raw for character in text)
