"""Files, folders and archives: everything readable once, in order, every failure a line of its own."""

from __future__ import annotations

import io
import os
import socket
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from core.readers import Source
from core.readers.files import Unreadable, expand, expand_source

unix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs special files")


def archive(**members: bytes) -> bytes:
    """A zip archive; the first underscore of a name stands for the dot."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, data in members.items():
            packed.writestr(name.replace("_", ".", 1), data)
    return stream.getvalue()


def found(path: Path) -> list[tuple[str, bytes | str]]:
    """Names relative to the path, with the bytes or the word of the reason."""
    return [
        (entry.name.removeprefix(str(path)).lstrip(os.sep), entry.data if isinstance(entry, Source) else entry.word)
        for entry in expand(path)
    ]


def test_folders_in_path_order(tmp_path: Path) -> None:
    """Files come recursively in path order; hidden files and the locks of office programs stay out."""
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "b/2.txt", "b/1.txt", "a.txt", ".hidden", "~$c.docx", "Thumbs.db"):
        (tmp_path / name).write_text(name)

    assert ["a.txt", "b/1.txt", "b/2.txt", "c.txt"] == [name.replace(os.sep, "/") for name, _ in found(tmp_path)]


def test_archives_within_archives(tmp_path: Path) -> None:
    """Members are named after the archive, archives in archives to a bound, and a broken member stops nothing."""
    inner = archive(b_html=b"<p>inner")
    deepest = archive(x_zip=archive(x_zip=archive(x_zip=archive(z_txt=b"z"))))
    outer = archive(a_txt=b"a", c_zip=inner, d_zip=deepest, e_zip=b"PK\x03\x04broken")
    (tmp_path / "all.zip").write_bytes(outer)

    assert [
        ("all.zip!/a.txt", b"a"),
        ("all.zip!/c.zip!/b.html", b"<p>inner"),
        ("all.zip!/d.zip!/x.zip!/x.zip", "reader.bound.archives"),
        ("all.zip!/e.zip", b"PK\x03\x04broken"),
    ] == found(tmp_path)


def test_chinese_member_names() -> None:
    """Names that Chinese systems wrote in GBK without saying so are read as they were meant."""
    data = archive(name_txt=b"x")
    raw = "年报.txt".encode("gbk")
    data = data.replace(b"name.txt", raw.ljust(8, b" ")).replace(raw.ljust(8, b" "), raw[: len(raw)].ljust(8, b"t"))

    (entry,) = expand_source(Source("a.zip", data))

    assert entry.name.startswith("a.zip!/年报.tx")


def test_encrypted_member() -> None:
    """A member with a password is named; it is not tried."""
    data = bytearray(archive(a_txt=b"x"))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + offset
        data[at : at + 2] = struct.pack("<H", 1)

    assert [Unreadable("a.zip!/a.txt", "reader.encrypted", {"format": "zip"})] == list(
        expand_source(Source("a.zip", bytes(data)))
    )


def test_members_that_would_escape_are_names_only(tmp_path: Path) -> None:
    """A member called ../../x is read from the archive and never becomes a path."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("../../escaped.txt", "x")
    (tmp_path / "a.zip").write_bytes(stream.getvalue())

    assert [("a.zip!/../../escaped.txt", b"x")] == found(tmp_path)
    assert ["a.zip"] == [entry.name for entry in tmp_path.iterdir()]


@unix_only
def test_special_files_are_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe, a socket, a device and a loop of links are named and never opened."""
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        (tmp_path / "null").symlink_to("/dev/null")
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
        (tmp_path / "up").symlink_to(tmp_path)
        (tmp_path / "gone").symlink_to(tmp_path / "nothing")

        assert [
            ("gone", "reader.missing"),
            ("loop", "reader.link_loop"),
            ("null", "reader.special.device"),
            ("pipe", "reader.special.fifo"),
            ("socket", "reader.special.socket"),
            ("up", "reader.link_loop"),
        ] == found(tmp_path)


@unix_only
def test_unreadable_file_and_folder(tmp_path: Path) -> None:
    """What may not be read is named, and the rest goes on."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a").chmod(0)
    (tmp_path / "b.txt").write_text("b")
    try:
        if os.access(tmp_path / "a", os.R_OK):
            pytest.skip("runs as a user who may read everything")
        assert [("a", "reader.forbidden"), ("b.txt", b"b")] == found(tmp_path)
    finally:
        (tmp_path / "a").chmod(0o700)


def test_missing_and_too_large(tmp_path: Path) -> None:
    """A path that leads nowhere and a file past the bound are named."""
    with (tmp_path / "large.txt").open("wb") as large:
        large.truncate(65 << 20)

    assert [("large.txt", "reader.bound.bytes")] == found(tmp_path)
    assert [Unreadable(str(tmp_path / "x"), "reader.missing")] == list(expand(tmp_path / "x"))


def test_a_large_archive_is_read_member_by_member(tmp_path: Path) -> None:
    """An archive past the bound of a single source is still read."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("big.bin", bytes(33 << 20))
        packed.writestr("bigger.bin", bytes(33 << 20))
        packed.writestr("small.txt", "x")

    assert ["big.bin", "bigger.bin", "small.txt"] == [name.rpartition("/")[2] for name, _ in found(tmp_path)]
