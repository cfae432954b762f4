"""S306: an official label is misprinted."""

from __future__ import annotations

from collections.abc import Iterator

from core.forms import form
from core.report import Report
from rules import evidence
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity


@rule(code="S306", severity=Severity.INFO, basis="form_tables", needs=("form",))
def label_misprinted(report: Report, run: Run) -> Iterator[Result]:
    """Labels of rows and columns read as the form prints them, or a variant that is as good."""
    if not any(reading.present for reading in report.tables.values()):
        yield label_misprinted.skipped("table_missing", table="t2", finding="S301")
    for table in form(report.form or "").tables:
        reading = report.tables.get(table.key)
        for note in reading.label_notes if reading is not None else ():
            if note.kind == "misprint" and not _fragment(note.printed, note.official):
                yield label_misprinted.fail(
                    f"{table.key}/{note.axis}/{note.key}",
                    evidence.quoted(report, table.section, note.printed),
                    section=table.section,
                    table=table.key,
                    printed=note.printed,
                    official=note.official,
                )


def _fragment(printed: str, official: str) -> bool:
    """Whether the layout tore the label apart, so that only a piece of it stands at its row."""
    piece, whole = _words(printed), _words(official)
    return piece in whole and len(piece) * 5 <= len(whole) * 4


def _words(label: str) -> str:
    return "".join(character for character in label if character.isalnum())
