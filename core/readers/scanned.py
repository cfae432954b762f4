"""Scans: which reader sees them. Runs in the child process."""

from __future__ import annotations

from collections.abc import Callable

from core.document import Document, UnreadableSource
from core.readers.pdf import read_pdf
from core.readers.source import Source

Grant = Callable[[int], None]
"""Tells the parent that so many scanned pages are to be recognised, which takes its time."""


def read_pdf_or_scan(source: Source, grant: Grant) -> Document:
    """Read a pdf."""
    return read_pdf(source)


def read_image(source: Source, grant: Grant) -> Document:
    """Read an image of a report."""
    raise UnreadableSource("reader.no_ocr")
