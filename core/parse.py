"""From bytes to reports: the pipeline on one page."""

from __future__ import annotations

import gc
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from core.align import Aligned, align, likely_forms
from core.align.unread import with_reasons
from core.document import Document
from core.forms import FORM_IDS, form, form_for_year
from core.outline import Outline, outline
from core.readers.source import Source
from core.report import Cell, Found, Report, Section, Segment, TableReading

_FIRST_FORM_YEAR = 2019
_FEW_CELLS = 12
"""With fewer cells than this no table was found, only figures that happened to stand beside words of the form."""


def parse(source: Source) -> tuple[Report, ...]:
    """Every report in a source. Raises UnreadableSource when there is nothing to read."""
    from core.readers import read

    return parse_document(read(source), source)


def parse_document(document: Document, source: Source) -> tuple[Report, ...]:
    """Every report in a document that has been read."""
    with _uncollected():
        reports = _reports(document, source)
        del document  # what the collector would look through first when it works again
    return reports


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles, which finds none here and would look again and again through all that is being built."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _reports(document: Document, source: Source) -> tuple[Report, ...]:
    return tuple(filter(_is_report, (_report(document, source, part) for part in outline(document, source.name))))


def _is_report(report: Report) -> bool:
    """Whether anything in it belongs to an annual report: a form's table, a title, a section."""
    return bool(report.form or report.title or any(section.number and section.present for section in report.sections))


def _report(document: Document, source: Source, part: Outline) -> Report:
    from core.claims import claims

    aligned = _best_form(document, part)
    sections = part.sections if aligned else part.free_sections
    told = _without_cells(sections, aligned.cells.values()) if aligned else sections
    claimed, breakdowns = claims(told, part.year, part.agency, aligned.form.id if aligned else None)
    cells, tables = _explained(aligned, part, document) if aligned else ({}, {})
    dates = part.found.get("published", ())
    found = dict(part.found)
    if aligned is not None:
        found["form"] = (Found(aligned.form.id, "table", aligned.form.basis),)
    return Report(
        source=source.name,
        part=part.part,
        sha256=source.sha256,
        media_type=document.media_type,
        title=part.title,
        agency=part.agency,
        year=part.year,
        form=aligned.form.id if aligned else None,
        published=date.fromisoformat(dates[0].value) if dates else None,
        sections=sections,
        cells=cells,
        tables=tables,
        extra_rows=aligned.extra_rows if aligned else (),
        claims=claimed,
        breakdowns=breakdowns,
        found=found,
        source_text=document.text,
        notes=document.notes,
    )


def _without_cells(sections: tuple[Section, ...], cells: Iterable[Cell]) -> tuple[Section, ...]:
    """The sections for who reads their narrative: a line that gave a table its figures (予以公开：自然人47件，…) is none of it.

    Offsets stay as they are; such a line only gets the mark of a row.
    """
    starts = sorted(cell.place.start for cell in cells if cell.place is not None)
    return tuple(_marked(section, starts) for section in sections)


def _marked(section: Section, starts: list[int]) -> Section:
    lines = _lines_of_cells(section, starts)
    if not lines:
        return section
    marked = list(section.text)
    for at in lines:
        marked[at] = "\t"
    return replace(section, text="".join(marked))


def _lines_of_cells(section: Section, starts: list[int]) -> list[int]:
    """Where the lines begin on which figures of cells stand and that are not marked as rows anyway."""
    text, lines = section.text, list[int]()
    for segment in section.segments:
        shift, stop = segment.start - segment.source, segment.source + segment.length
        number = bisect_left(starts, segment.source)
        if number < len(starts) and starts[number] < stop and _is_of_a_row(text, segment):
            continue
        while number < len(starts) and starts[number] < stop:
            at = starts[number] + shift
            begin = text.rfind("\n", 0, at) + 1
            end = text.find("\n", at) % (len(text) + 1)
            if text.find("\t", begin, end) < 0:
                lines.append(begin)
            number = bisect_left(starts, end - shift, number + 1)
    return lines


def _is_of_a_row(text: str, segment: Segment) -> bool:
    """Whether a segment stands in one line, with a tab in it."""
    stop = segment.start + segment.length
    return text.find("\t", segment.start, stop) >= 0 and text.find("\n", segment.start, stop) < 0


def _explained(aligned: Aligned, part: Outline, document: Document) -> tuple[Mapping[str, Cell], Mapping[str, TableReading]]:
    """The cells and tables, with the reason where a table is not there to be read."""
    pictures = [picture for picture in document.pictures if part.start <= picture.place.start < part.stop]
    return with_reasons(aligned.form, aligned.cells, aligned.tables, part.sections, part.lines, pictures)


def _best_form(document: Document, part: Outline) -> Aligned | None:
    """The form whose tables the report prints.

    Without tables it is the one that binds the report's year, if the report has the form's sections or a title saying what it is.
    """
    readings = [align(likely, part.lines, document.text) for likely in likely_forms(part.lines)]
    best = readings[0] if len(readings) == 1 else max(readings, key=lambda reading: reading.fitness)
    if best.finds(_FEW_CELLS):
        return best
    if part.year is not None and part.year < _FIRST_FORM_YEAR:
        return None
    binding = form_for_year(part.year) if part.year is not None else form(FORM_IDS[0])
    titled = part.title is not None and part.year is not None
    if binding is None or not (part.official or titled):
        return None
    return next((reading for reading in readings if reading.form.id == binding.id), best)
