"""Old office formats (doc, wps, rtf, odt, fodt) through LibreOffice, where it is installed.

The conversion runs with a profile and a folder made for this one file and thrown away after it, with macros off and bounded in
time and memory. Nothing of the source is executed, and nothing but the converted document is read back.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from core.document import Document, UnreadableSource
from core.readers.bounds import MAX_SOURCE_BYTES
from core.readers.sniff import is_flat_opendocument
from core.readers.source import Source

SECONDS = 60
MEMORY_BYTES = 2**30
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK = "Workbook".encode("utf-16-le")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_SETTINGS = {
    ("Common/Security/Scripting", "DisableMacrosExecution"): "true",
    ("Common/Security/Scripting", "MacroSecurityLevel"): "3",
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks"): "true",
    ("Common/Security/Scripting", "DisableActiveContent"): "true",
    ("Writer/Content/Update", "Link"): "0",
}
_ITEM = '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}"><value>{value}</value></prop></item>'
_PROFILE = '<?xml version="1.0"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'
_LIMITED = "import os, resource, sys; resource.setrlimit(resource.RLIMIT_DATA, ({0}, {0})); os.execv(sys.argv[1], sys.argv[1:])"


def read_office(source: Source) -> Document:
    """Convert a source to docx or xlsx and read that."""
    if _ENCRYPTED_PACKAGE in source.data:
        raise UnreadableSource("reader.encrypted", format="office")
    program = office_program()
    if program is None:
        raise UnreadableSource("reader.no_office")
    if is_flat_opendocument(source.data) and (b"<!DOCTYPE" in source.data or b"<!ENTITY" in source.data):
        raise UnreadableSource("reader.entities", format="odf")
    is_sheet = _ending(source.data) in ("xls", "ods", "fods")
    converted = Source(source.name, _converted(program, source.data, "xlsx" if is_sheet else "docx"))
    from core.readers.docx import read_docx
    from core.readers.xlsx import read_xlsx

    return read_xlsx(converted) if is_sheet else read_docx(converted)


def office_program() -> str | None:
    """The path of LibreOffice, or None where it is not installed."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    return next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def _converted(program: str, data: bytes, to: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="gouji-") as folder:
        root = Path(folder)
        profile, target = root / "profile" / "user", root / "out"
        profile.mkdir(parents=True)
        target.mkdir()
        items = "".join(_ITEM.format(path=path, name=name, value=value) for (path, name), value in _SETTINGS.items())
        (profile / "registrymodifications.xcu").write_text(_PROFILE.format(items=items), encoding="utf-8")
        original = root / f"report.{_ending(data)}"
        original.write_bytes(data)
        _run([
            program,
            f"-env:UserInstallation={(root / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard"),
            *("--convert-to", _FILTERS[to], "--outdir", str(target), str(original)),
        ])  # fmt: skip
        result = target / f"report.{to}"
        if not result.is_file() or result.stat().st_size > MAX_SOURCE_BYTES:
            raise UnreadableSource("reader.office_failed")
        return result.read_bytes()


def _ending(data: bytes) -> str:
    """The ending that fits the content; LibreOffice asks for it before it looks."""
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if is_flat_opendocument(data):
        return "fods" if b"opendocument.spreadsheet" in data[:4096] else "fodt"
    if data.startswith(b"PK"):
        return "ods" if b"opendocument.spreadsheet" in data[:200] else "odt"
    return "xls" if _WORKBOOK in data else "doc"


def _run(command: list[str]) -> None:
    """Run a converter in a session of its own, so that overrun ends it with all its children."""
    limited = [] if sys.platform == "win32" else [sys.executable, "-c", _LIMITED.format(MEMORY_BYTES)]
    process = subprocess.Popen(
        [*limited, *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=hasattr(os, "setsid"),
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise UnreadableSource("reader.bound.time", limit=SECONDS) from error
    finally:
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
