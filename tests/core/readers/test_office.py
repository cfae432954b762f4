"""Old office formats: converted where LibreOffice is installed, one clear line where it is not."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.document import Grid, UnreadableSource
from core.parse import parse
from core.readers import Source, office, read
from core.words import say
from tests.forge import render_html
from tests.forge.official import known_report

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

needs_office = pytest.mark.skipif(office.office_program() is None, reason="needs LibreOffice")
unix_only = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


def stand_in(folder: Path, script: str) -> str:
    """A program that takes LibreOffice's place."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(program)


def test_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without LibreOffice the line says where to get it."""
    monkeypatch.setattr(office, "office_program", lambda: None)

    with pytest.raises(UnreadableSource) as raised:
        read(Source("x.doc", OLE + b"x" * 100))

    assert "libreoffice.org" in say(raised.value.word, "zh")


def test_encrypted() -> None:
    """A docx with a password is an OLE file, and named as protected."""
    with pytest.raises(UnreadableSource, match=r"reader\.encrypted"):
        read(Source("x.docx", OLE + "EncryptedPackage".encode("utf-16-le")))


def is_running(number: int) -> bool:
    """Whether a process of that number runs; one that has ended and that nobody asks about does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@unix_only
def test_bounded_in_time_and_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A conversion that hangs is ended with its children, and its folder is gone."""
    program = stand_in(
        tmp_path, 'sleep 600 & echo $! > "$0.child"; echo "$@" > "$0.part"; mv "$0.part" "$0.log"; sleep 600; touch "$0.done"'
    )
    log = tmp_path / "soffice.log"

    class Started(subprocess.Popen[bytes]):
        """Time counts only once the stand-in is at work."""

        def wait(self, timeout: float | None = None) -> int:
            while timeout is not None and not log.exists():
                time.sleep(0.01)
            return super().wait(timeout)

    monkeypatch.setattr(subprocess, "Popen", Started)
    monkeypatch.setattr(office, "office_program", lambda: program)
    monkeypatch.setattr(office, "SECONDS", 0.1)

    with pytest.raises(UnreadableSource, match=r"reader\.bound\.time"):
        read(Source("x.doc", OLE + b"x" * 100))

    assert not (tmp_path / "soffice.done").exists()
    child = int((tmp_path / "soffice.child").read_text())
    while is_running(child):  # killed, and gone as soon as the system has seen to it
        time.sleep(0.01)
    words = log.read_text().split()
    assert not Path(words[-1]).exists()
    assert any(word.startswith("-env:UserInstallation=file:") for word in words)


@unix_only
def test_conversion_that_yields_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that LibreOffice cannot convert is named; macros are off in the profile it got."""
    program = stand_in(
        tmp_path, 'for a in "$@"; do case $a in -env:*) cp "${a#-env:UserInstallation=file://}/user/"* "$0.xcu";; esac; done'
    )
    monkeypatch.setattr(office, "office_program", lambda: program)

    with pytest.raises(UnreadableSource, match=r"reader\.office_failed"):
        read(Source("x.wps", OLE + b"x" * 100))

    assert "DisableMacrosExecution" in (tmp_path / "soffice.xcu").read_text()


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("ending", ["doc", "rtf", "odt"])
def test_converted_report(ending: str, tmp_path: Path) -> None:
    """A report saved in an old format gives all its cells."""
    report = known_report(3)
    (tmp_path / "report.html").write_text(render_html.page(report), encoding="utf-8")
    program = office.office_program()
    assert program is not None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    to = f"{ending}:{_FILTERS[ending]}"
    command = [program, profile, "--headless", "--convert-to", to, "--outdir", str(tmp_path), str(tmp_path / "report.html")]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    source = Source("x", (tmp_path / f"report.{ending}").read_bytes())

    assert any(isinstance(block, Grid) for block in read(source).blocks)
    (found,) = parse(source)
    assert {} == {key: value for key, value in report.values.items() if found.cells[key].raw != value}


_FILTERS = {"doc": "MS Word 97", "rtf": "Rich Text Format", "odt": "writer8"}


_NAMESPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table"))
_FLAT = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_NAMESPACES} office:version="1.2" '
    'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
    "<text:p>青禾县教育局2023年政府信息公开工作年度报告</text:p>"
    "<table:table><table:table-column table:number-columns-repeated='2'/>"
    "<table:table-row><table:table-cell><text:p>规章</text:p></table:table-cell>"
    "<table:table-cell><text:p>4</text:p></table:table-cell></table:table-row></table:table>"
    "</office:text></office:body></office:document>"
).encode()


@needs_office
def test_flat_opendocument() -> None:
    """An OpenDocument in one XML file is converted, not taken for a text full of tags."""
    document = read(Source("x.fodt", _FLAT))

    assert [cell.text for block in document.blocks if isinstance(block, Grid) for row in block.rows for cell in row] == [
        "规章",
        "4",
    ]
    assert "<text:p>" not in document.text


def test_flat_opendocument_without_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without LibreOffice the line says where to get it; entities are refused before anything reads them."""
    monkeypatch.setattr(office, "office_program", lambda: None)
    entities = _FLAT.replace(b"?>\n", b"?>\n<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///'>]>", 1)

    with pytest.raises(UnreadableSource, match=r"reader\.no_office"):
        read(Source("x.fodt", _FLAT))
    monkeypatch.setattr(office, "office_program", lambda: "soffice")
    with pytest.raises(UnreadableSource, match=r"reader\.entities"):
        read(Source("x.fodt", entities))
