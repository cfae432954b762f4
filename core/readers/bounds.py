"""How much of a hostile source is read before a reader stops and says so. Real reports stay a hundred times below these."""

from __future__ import annotations

from core.document import UnreadableSource

MAX_SOURCE_BYTES = 64 * 2**20
"""The largest single source; a scanned report of thirty pages has about ten megabytes."""
MAX_TEXT_BYTES = 8 * 2**20
"""The largest text or HTML source; the longest real report has half a megabyte."""
MAX_ARCHIVE_BYTES = 4 * 2**30
"""The largest zip archive, read from disk member by member."""
MAX_ARCHIVE_MEMBERS = 100_000
MAX_ARCHIVE_DEPTH = 3
MAX_PART_BYTES = 64 * 2**20
"""The largest unpacked part of a docx or xlsx."""
MAX_PACKAGE_BYTES = 256 * 2**20
"""All parts of a docx or xlsx together, unpacked."""
MAX_NESTING = 240
"""Elements within elements; libxml2 stops at 256."""
MAX_TABLE_NESTING = 12
MAX_CELLS = 200_000
"""Cells of all tables of one source."""
MAX_BLOCKS = 100_000
"""Paragraphs and tables of one source."""
MAX_FIGURES = 50_000
"""Numbers in the text of one source: those of two hundred reports. Placing them takes its time."""
MAX_PAGES = 500
MAX_OCR_PAGES = 60
MAX_IMAGE_PIXELS = 120_000_000


def bounded(amount: int, limit: int, bound: str) -> None:
    """Stop when `amount` is past `limit`; `bound` is the word that names it (`reader.bound.bytes`)."""
    if amount > limit:
        raise UnreadableSource(bound, limit=f"{limit:,}", amount=f"{amount:,}")
