"""Scans: which reader sees them, with recognition where its extra is installed. Runs in the child process."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from core.document import Document, UnreadableSource
from core.readers.pdf import read_pdf
from core.readers.pdf_page import Page
from core.readers.source import Source
from core.readers.worker import allow_recognition

Grant = Callable[[int], None]
"""Tells the parent that so many scanned pages are to be recognised, which takes its time."""


def recognition_installed() -> bool:
    """Whether the `ocr` extra is there."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read_pdf_or_scan(source: Source, grant: Grant) -> Document:
    """Read a pdf; its scanned pages are recognised where that is possible."""
    if not recognition_installed():
        return read_pdf(source)

    def recognise(document: Any, index: int) -> Page:
        from core.readers.ocr import recognise_page

        return recognise_page(document, index)

    def recognition(pages: int) -> None:
        allow_recognition()
        grant(pages)

    return read_pdf(source, recognise, recognition)


def read_image(source: Source, grant: Grant) -> Document:
    """Read an image of a report."""
    if not recognition_installed():
        raise UnreadableSource("reader.no_ocr")
    allow_recognition()
    from core.readers.ocr import read_pictures

    return read_pictures(source, grant)
