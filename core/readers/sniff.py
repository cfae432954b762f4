"""What a source is, told from its bytes: a name's ending never decides."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from core.document import UnreadableSource

Kind = Literal["pdf", "docx", "xlsx", "zip", "office", "image", "mhtml", "word_xml", "text"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")
_MHTML = re.compile(rb"\A\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,30}?content-type:\s*multipart/related", re.IGNORECASE)
_FLAT = re.compile(rb"<office:document\b[^>]{0,4000}application/vnd\.oasis\.opendocument\.(?:text|spreadsheet)")
_OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def kind_of(data: bytes) -> Kind:
    """The kind of a source. Raises UnreadableSource for a damaged package."""
    head = data[:1024]
    if head.startswith(_ZIP):
        return _package_kind(data)
    if head.startswith(_OTHER_ARCHIVES):
        raise UnreadableSource("reader.other_archive")
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith((_OLE, b"{\\rtf")):
        return "office"
    if _is_image(head):
        return "image"
    if _MHTML.match(data[:8192]):
        return "mhtml"
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml") and b"Word.Document" in data[:4096]:
        return "word_xml"
    return "office" if is_flat_opendocument(data) else "text"


def is_flat_opendocument(data: bytes) -> bool:
    """Whether a source is an OpenDocument in one XML file (fodt, fods)."""
    head = data[:4096]
    return head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<?xml", b"<office:document")) and _FLAT.search(head) is not None


def _is_image(head: bytes) -> bool:
    if head.startswith(b"BM"):
        return head[6:10] == b"\x00\x00\x00\x00"  # text may begin with BM, a bitmap has four zero bytes there
    return head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def _package_kind(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise UnreadableSource("reader.damaged", format="zip") from error
    if any(name.startswith("word/document") or name == "word/document.xml" for name in names):
        return "docx"
    if "xl/workbook.xml" in names or any(name.startswith("xl/worksheets/") for name in names):
        return "xlsx"
    if "OFD.xml" in names:
        raise UnreadableSource("reader.ofd")
    if "mimetype" in names and "content.xml" in names:
        return "office"
    return "zip"
