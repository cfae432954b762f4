"""Bytes to `Document`: one file a format, chosen by content."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from core.document import Document, UnreadableSource
from core.readers.bounds import MAX_FIGURES, MAX_SOURCE_BYTES, bounded
from core.readers.sniff import Kind, kind_of
from core.readers.source import Source

__all__ = ["Source", "read"]

_FIGURE = re.compile(r"[0-9]+")


def read(source: Source) -> Document:
    """Read a source of any supported format.

    Raises UnreadableSource with the word that says why when it cannot be read; nothing else.
    """
    if not source.data.strip():
        raise UnreadableSource("reader.empty")
    bounded(len(source.data), MAX_SOURCE_BYTES, "reader.bound.bytes")
    reader = _readers()[kind_of(source.data)]
    try:
        document = reader(source)
        if len(document.text) > 2 * MAX_FIGURES:  # a shorter text has no room for more
            bounded(sum(1 for _ in _FIGURE.finditer(document.text)), MAX_FIGURES, "reader.bound.figures")
        return document
    except RecursionError as error:
        raise UnreadableSource("reader.bound.nesting", limit=1000) from error
    except MemoryError as error:
        raise UnreadableSource("reader.bound.memory", limit="1 GB") from error


def _readers() -> dict[Kind, Callable[[Source], Document]]:
    return {
        "text": _read_textual,
        "mhtml": _read_mhtml,
        "docx": _read_docx,
        "word_xml": _read_word_xml,
        "xlsx": _read_xlsx,
        "pdf": _read_pdf,
        "image": _read_image,
        "office": _read_office,
        "zip": _refuse_archive,
    }


def _read_textual(source: Source) -> Document:
    from core.readers.encoding import decode
    from core.readers.html import is_html, read_page
    from core.readers.wrapped import unwrapped

    decoded = decode(source.data)
    text = unwrapped(decoded.text)
    if text is not decoded.text:
        decoded = replace(decoded, text=text)
    if is_html(decoded.text):
        return read_page(decoded)
    from core.readers.text import decoded_document

    return decoded_document(decoded)


def _read_mhtml(source: Source) -> Document:
    from core.readers.mhtml import read_mhtml

    return read_mhtml(source)


def _read_docx(source: Source) -> Document:
    from core.readers.docx import read_docx

    return read_docx(source)


def _read_word_xml(source: Source) -> Document:
    from core.readers.docx import read_word_xml

    return read_word_xml(source)


def _read_xlsx(source: Source) -> Document:
    from core.readers.xlsx import read_xlsx

    return read_xlsx(source)


def _read_pdf(source: Source) -> Document:
    from core.readers.worker import read_in_worker

    return read_in_worker("pdf", source)


def _read_image(source: Source) -> Document:
    from core.readers.worker import read_in_worker

    return read_in_worker("image", source)


def _read_office(source: Source) -> Document:
    from core.readers.office import read_office

    return read_office(source)


def _refuse_archive(source: Source) -> Document:
    raise UnreadableSource("reader.archive")
