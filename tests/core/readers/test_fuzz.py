"""Every reader against mutated sources: a document or one clear line, never a crash, a hang or a gigabyte.

The ordinary run gives each reader twenty seconds' work, the same sources every time; `-m slow` runs 2,000 mutated sources each.
"""

from __future__ import annotations

import io
import random
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from core.document import Document, Grid, UnreadableSource
from core.readers import Source, read
from core.readers.pdf import read_pdf
from core.words import known
from tests.cost import seconds
from tests.forge import render_docx, render_html, render_pdf, render_xlsx
from tests.forge.official import known_report

LONGEST = 5.0
_SPLICES = (
    *(
        b"<table>",
        b"</table>",
        b"<td rowspan=99999999 colspan=77777>",
        b"<tr>",
        b"<div>",
        b"</div>",
        b"\0",
        b"\xff\xfe",
        b"\xc3(",
    ),
    *(
        b"&#8203;",
        b"&#x110000;",
        b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///'>]>",
        b"<w:tbl>",
        b"<w:tc/>",
        b"</w:tr>",
        b"%PDF-",
        b"obj",
    ),
    *(
        b"<style>.a{display:none}</style>",
        b"<svg>",
        b"<pre>",
        b"PK\x03\x04",
        b"<w:vMerge/>",
        b"<w:gridSpan w:val='99999999'/>",
        b"-1",
    ),
    *(
        b"999999999999999999999",
        b"<c r='XFD1048576' t='s'><v>99999</v></c>",
        b"<mergeCell ref='A1:XFD1048576'/>",
        b"\xef\xbb\xbf",
        b"\t",
    ),
)


@cache
def seeds(kind: str) -> tuple[bytes, ...]:
    """Sound sources to start from."""
    reports = [known_report(1), known_report(2, "2019")]
    make: dict[str, Callable[[], list[bytes]]] = {
        "html": lambda: (
            [render_html.page(report).encode() for report in reports] + [render_html.in_layout(reports[0]).encode("gb18030")]
        ),
        "mhtml": lambda: [_MHTML + render_html.page(report).encode() for report in reports],
        "text": lambda: ["\n".join(str(part) for part in report.parts()).encode("gb18030") for report in reports],
        "docx": lambda: [render_docx.as_docx(report) for report in reports],
        "xlsx": lambda: [render_xlsx.as_xlsx(report) for report in reports],
        "pdf": lambda: [render_pdf.as_pdf(report) for report in reports],
    }
    return tuple(make[kind]())


_MHTML = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="a"\n\n--a\nContent-Type: text/html\n\n'


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A source with a few places changed: bytes, runs, splices, a cut or a doubled piece."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        at = chance.randrange(len(changed) + 1)
        kind = chance.randrange(6)
        if kind == 0 and changed:
            changed[at % len(changed)] = chance.randrange(256)
        elif kind == 1:
            del changed[at : at + chance.choice([1, 7, 300])]
        elif kind == 2:
            changed[at:at] = chance.choice(_SPLICES) * chance.choice([1, 1, 3, 40])
        elif kind == 3:
            changed[at:at] = changed[at : at + chance.choice([10, 500])]
        elif kind == 4:
            changed[at:at] = bytes(chance.randrange(256) for _ in range(chance.choice([1, 20])))
        elif chance.random() < 0.2:
            del changed[at:]
    return bytes(changed)


def mutated_package(data: bytes, chance: random.Random) -> bytes:
    """An office package with one part mutated inside, so that the damage reaches the reader and not only the zip."""
    if chance.random() < 0.2:
        return mutated(data, chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        names = old.namelist()
        chosen = chance.choice([name for name in names if "document" in name or "sheet" in name or "xl/" in name] or names)
        for name in names:
            content = old.read(name)
            new.writestr(name, mutated(content, chance) if name == chosen else content)
    return stream.getvalue()


def sources(kind: str, seed: int) -> Iterator[bytes]:
    """Mutated sources without end, the same for the same seed."""
    chance = random.Random(f"{kind}/{seed}")
    mutate = mutated_package if kind in ("docx", "xlsx") else mutated
    while True:
        yield mutate(chance.choice(seeds(kind)), chance)


def survive(kind: str, data: bytes) -> None:
    """Read a source and check what comes of it."""
    word = ""

    def attempt() -> None:
        nonlocal word
        word = outcome(kind, data)

    assert seconds(attempt, within=LONGEST) <= LONGEST, kind
    assert known(word)


def outcome(kind: str, data: bytes) -> str:
    """The word of the refusal; that of an empty source where it was read and what was read is sound."""
    in_process = kind == "pdf" and data.find(b"%PDF-", 0, 1024) >= 0  # a child process would cost more than the reading
    try:
        document = read_pdf(Source("x", data)) if in_process else read(Source("x", data))
    except UnreadableSource as error:
        return error.word
    check(document)
    return "reader.empty"


def check(document: Document) -> None:
    """Every place of a document points to its own text, and every span is in its table."""
    for block in document.blocks:
        if not isinstance(block, Grid):
            assert document.text[block.place.start : block.place.end] == block.text
            continue
        for index, row in enumerate(block.rows):
            for cell in row:
                assert document.text[cell.place.start : cell.place.end] == cell.text
                assert cell.row == index
                assert cell.column >= 0
                assert min(cell.row_span, cell.column_span) >= 1


def memory_peak() -> int:
    """The most memory this process ever held, in bytes; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


KINDS = {"html": 4000, "mhtml": 4000, "text": 3000, "docx": 7500, "xlsx": 6500, "pdf": 450}
"""What is read, and how many sources of it are about twenty seconds' work."""


@pytest.mark.parametrize(("kind", "times"), KINDS.items())
def test_mutated_sources(kind: str, times: int) -> None:
    """A reader survives whatever comes."""
    for _, data in zip(range(times), sources(kind, seed=1), strict=False):
        survive(kind, data)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_two_thousand_mutated_sources(kind: str) -> None:
    """Two thousand mutated sources a reader: no crash, none over five seconds, less than a gigabyte."""
    before = memory_peak()
    for _, data in zip(range(2_000), sources(kind, seed=2), strict=False):
        survive(kind, data)
    assert memory_peak() - before < 2**30
