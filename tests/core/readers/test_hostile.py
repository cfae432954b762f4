"""Sources made to hang, exhaust or deceive a reader: each costs one clear line, quickly."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from core.document import Grid, UnreadableSource
from core.readers import Source, read
from core.words import say
from tests.cost import seconds
from tests.forge import render_docx
from tests.forge.official import known_report

QUICKLY = 5.0
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
_MHTML = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="a"\n\n'


def package(**parts: str | bytes) -> bytes:
    """A zip of parts; two underscores in a name stand for a slash, one for a dot."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return stream.getvalue()


def pdf_of_pages(count: int) -> bytes:
    """A pdf that names one page so many times."""
    kids = b"3 0 R " * count
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count "
        + str(count).encode()
        + b"/Kids["
        + kids
        + b"]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>"
    )


def encrypted_pdf() -> bytes:
    """A pdf that opens only with a password."""
    stream = io.BytesIO()
    page = canvas.Canvas(stream, encrypt=StandardEncryption("secret"))
    page.drawString(10, 10, "x")
    page.save()
    return stream.getvalue()


def huge_image() -> bytes:
    """A small file that unpacks to four hundred million pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    data = b"IDAT" + zlib.compress(bytes(2501) * 4)
    chunks = [
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in (header, data, b"IEND")
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "an empty file": ("reader.empty", lambda: b" \n"),
    "a zip bomb as docx": ("reader.bound.package", lambda: package(word__document_xml=b" " * (80 << 20))),
    "a zip bomb as xlsx": ("reader.bound.package", lambda: package(xl__workbook_xml=b" " * (80 << 20))),
    "a million nested tags": ("reader.bound.nesting", lambda: b"<html>" + b"<div>" * 10**6),
    "a million nested paragraphs in docx": (
        "reader.bound.nesting",
        lambda: package(word__document_xml=f"<w:document {_WORD}><w:body>" + "<w:p>" * 10**6),
    ),
    "thirty tables within tables": (
        "reader.bound.tables",
        lambda: b"<table><tr><td>1<td>2<td>3<td>4<tr><td>5<td>" * 30 + b"x",
    ),
    "too many cells": ("reader.bound.cells", lambda: b"<table><tr>" + b"<td>1" * 220_000),
    "too many paragraphs": ("reader.bound.blocks", lambda: b"<p>x" * 110_000),
    "half a million figures on a line": ("reader.bound.figures", lambda: "一、本年新收 1 2 3 4 5 6 7 ".encode() * 70_000),
    "tables that never end": ("reader.bound.nesting", lambda: b"<table><tr><td>" * 200_000),
    "a pdf of 50,000 pages": ("reader.bound.pages", lambda: pdf_of_pages(50_000)),
    "an encrypted pdf": ("reader.encrypted", encrypted_pdf),
    "a docx with external entities": (
        "reader.entities",
        lambda: package(word__document_xml=f"{_ENTITY}<w:document {_WORD}><w:body>&x;</w:body></w:document>"),
    ),
    "an xlsx with entities": ("reader.entities", lambda: package(xl__workbook_xml=f"{_ENTITY}<workbook>&x;</workbook>")),
    "a hundred megabytes of text": ("reader.bound.bytes", lambda: "政".encode() * (35 << 20)),
    "thirty megabytes of text": ("reader.bound.text", lambda: "政".encode() * (10 << 20)),
    "bytes that are nothing": ("reader.no_text", lambda: bytes(range(256)) * 500),
    "a truncated docx": ("reader.damaged", lambda: render_docx.as_docx(known_report(1))[:2000]),
    "a pdf without a body": ("reader.damaged", lambda: b"%PDF-1.7\nnothing"),
    "an image of 400,000,000 pixels": ("reader.bound.pixels", huge_image),
    "an image cut short": ("reader.damaged", lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    "an OFD document": ("reader.ofd", lambda: package(OFD_xml="<x/>", Doc_0="x")),
    "a rar archive": ("reader.other_archive", lambda: b"Rar!\x1a\x07\x01\0" + b"x" * 50),
    "an archive as a report": ("reader.archive", lambda: package(a_html="<p>x</p>")),
    "a web archive of many parts": ("reader.bound.parts", lambda: _MHTML + b"--a\n\n" * 200_000),
    "only hidden text": ("reader.empty", lambda: b"<body></body><script>x</script>"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_a_clear_line(case: str) -> None:
    """A hostile source is refused by the word that names the reason, within seconds, in both languages."""
    word, make = REFUSED[case]
    if "image" in case:
        pytest.importorskip("rapidocr")
    source = Source("报告.pdf", make())

    def refused() -> UnreadableSource:
        with pytest.raises(UnreadableSource) as raised:
            read(source)
        return raised.value

    refusal = refused()
    assert word == refusal.word
    assert seconds(refused, within=QUICKLY) <= QUICKLY
    assert all("\n" not in say(word, language, **refusal.parameters) for language in ("zh", "en"))


def test_absurd_spans_are_clipped() -> None:
    """A span of a thousand million rows ends with the table."""
    document = read(Source("x", b"<table><tr><td rowspan=1000000000>a<td colspan=999999999>b<tr><td>1<td>2</table>"))

    grid = next(block for block in document.blocks if isinstance(block, Grid))
    assert [[("a", 2, 1), ("b", 1, 2)], [("1", 1, 1), ("2", 1, 1)]] == [
        [(cell.text, cell.row_span, cell.column_span) for cell in row] for row in grid.rows
    ]


def test_the_name_never_decides() -> None:
    """A Word document called .pdf is read as the Word document it is."""
    document = read(Source("报告.pdf", render_docx.as_docx(known_report(1))))

    assert document.media_type.endswith("wordprocessingml.document")


def test_a_lying_size_is_counted_while_unpacking() -> None:
    """A member whose header states a small size is stopped when more comes out."""
    data = bytearray(package(word__document_xml=b" " * (70 << 20)))
    true_size = (70 << 20).to_bytes(4, "little")
    at = data.rfind(true_size)
    data[at : at + 4] = (100).to_bytes(4, "little")

    with pytest.raises(UnreadableSource) as raised:
        read(Source("x", bytes(data)))

    assert raised.value.word in ("reader.damaged", "reader.bound.package")


def test_nothing_is_fetched_from_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Images, frames, sheets and entities of a page are named, never loaded."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a reader opened a socket")

    monkeypatch.setattr("socket.socket.connect", refuse)
    page = b'<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd"><p>x<img src="http://127.0.0.1:9/a.png"><iframe src="http://127.0.0.1:9/">'

    document = read(Source("x", page))

    assert ["a.png"] == [picture.description for picture in document.pictures if "png" in picture.description]
