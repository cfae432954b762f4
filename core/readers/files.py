"""Files, folders and zip archives as sources, one after the other, each failure a line of its own.

Members of archives are read from the open archive and never become paths.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from core.document import UnreadableSource
from core.readers.bounds import (
    MAX_ARCHIVE_BYTES,
    MAX_ARCHIVE_DEPTH,
    MAX_ARCHIVE_MEMBERS,
    MAX_SOURCE_BYTES,
)
from core.readers.sniff import kind_of
from core.readers.source import Source

_SKIPPED_NAMES = frozenset(("thumbs.db", "desktop.ini", "__macosx", "readme", "readme.md", "readme.txt"))
_SKIPPED_STARTS = (".", "~$", ".~")
_SPECIAL = {
    stat.S_ISFIFO: "reader.special.fifo",
    stat.S_ISSOCK: "reader.special.socket",
    stat.S_ISCHR: "reader.special.device",
    stat.S_ISBLK: "reader.special.device",
}
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A name that yields no source, and the sentence that says why."""

    name: str
    word: str
    parameters: dict[str, object] = field(default_factory=dict)


def expand(path: Path, left_out: Collection[tuple[int, int]] = ()) -> Iterator[Source | Unreadable]:
    """The sources under a path in path order: a file itself, a folder's files recursively, an archive's members.

    Files and folders whose (device, inode) is `left_out` are not even opened: closing any handle on a database that this
    process has open would drop its locks.
    """
    yield from _expand(Path(path), (), left_out)


def expand_source(source: Source, depth: int = 0) -> Iterator[Source | Unreadable]:
    """A source itself, or the members of the archive that it is."""
    try:
        is_archive = kind_of(source.data) == "zip"
    except UnreadableSource:
        is_archive = False  # its reader names what is damaged
    if not is_archive:
        yield source
    elif depth >= MAX_ARCHIVE_DEPTH:
        yield Unreadable(source.name, "reader.bound.archives", {"limit": MAX_ARCHIVE_DEPTH})
    else:
        yield from _members(source.name, io.BytesIO(source.data), depth)


def _expand(
    path: Path, above: tuple[tuple[int, int], ...], left_out: Collection[tuple[int, int]]
) -> Iterator[Source | Unreadable]:
    name = str(path)
    try:
        status = path.stat()
    except OSError as error:
        yield _refused(name, error)
        return
    identity = (status.st_dev, status.st_ino)
    if identity in left_out:
        return
    if stat.S_ISDIR(status.st_mode):
        if identity in above:
            yield Unreadable(name, "reader.link_loop")
        else:
            yield from _folder(path, (*above, identity), left_out)
        return
    special = next((word for test, word in _SPECIAL.items() if test(status.st_mode)), None)
    if special or not stat.S_ISREG(status.st_mode):
        yield Unreadable(name, special or "reader.special.device")
        return
    yield from _file(path, status.st_size)


def _folder(
    path: Path, above: tuple[tuple[int, int], ...], left_out: Collection[tuple[int, int]]
) -> Iterator[Source | Unreadable]:
    try:
        entries = sorted(entry.name for entry in path.iterdir())
    except OSError as error:
        yield _refused(str(path), error)
        return
    for entry in entries:
        if not _is_skipped(entry):
            yield from _expand(path / entry, above, left_out)


def _file(path: Path, size: int) -> Iterator[Source | Unreadable]:
    name = str(path)
    try:
        with _opened(path) as stream:
            if size > MAX_SOURCE_BYTES:
                yield from _large_file(name, stream, size)
                return
            data = stream.read(MAX_SOURCE_BYTES + 1)
    except OSError as error:
        yield _refused(name, error)
        return
    if len(data) > MAX_SOURCE_BYTES:
        yield _too_large(name, len(data))
    else:
        yield from expand_source(Source(name, data))


def _opened(path: Path) -> IO[bytes]:
    """Open without waiting, so that a FIFO put in a file's place cannot hold the batch."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("no regular file")
    return os.fdopen(descriptor, "rb")


def _large_file(name: str, stream: IO[bytes], size: int) -> Iterator[Source | Unreadable]:
    """Past the bound of a source only an archive is read, and that member by member."""
    if stream.read(4) == b"PK\x03\x04" and size <= MAX_ARCHIVE_BYTES:
        stream.seek(0)
        yield from _members(name, stream, 0)
    else:
        yield _too_large(name, size)


def _members(name: str, stream: IO[bytes], depth: int) -> Iterator[Source | Unreadable]:
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        yield Unreadable(name, "reader.damaged", {"format": "zip"})
        return
    with archive:
        members = [(_member_name(info), info) for info in archive.infolist() if not info.is_dir()]
        if len(members) > MAX_ARCHIVE_MEMBERS:
            yield Unreadable(name, "reader.bound.members", {"limit": f"{MAX_ARCHIVE_MEMBERS:,}"})
            return
        if not members:
            yield Unreadable(name, "reader.empty")
        unpacked = 0
        for member, info in sorted(members, key=lambda pair: pair[0]):
            if any(_is_skipped(part) for part in member.split("/")):
                continue
            full_name = f"{name}!/{member}"
            found = _member(full_name, archive, info)
            if isinstance(found, Unreadable):
                yield found
                continue
            unpacked += len(found.data)
            if unpacked > MAX_ARCHIVE_BYTES:
                yield Unreadable(full_name, "reader.bound.archive_bytes", {"limit": f"{MAX_ARCHIVE_BYTES:,}"})
                return
            yield from expand_source(found, depth + 1)


def _member(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Source | Unreadable:
    """One member's bytes, counted while they are unpacked: a header may lie about the size."""
    if info.flag_bits & _ENCRYPTED:
        return Unreadable(name, "reader.encrypted", {"format": "zip"})
    if info.file_size > MAX_SOURCE_BYTES:
        return _too_large(name, info.file_size)
    try:
        with archive.open(info) as stream:
            data = stream.read(MAX_SOURCE_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError, RuntimeError):
        return Unreadable(name, "reader.damaged", {"format": "zip"})
    return Source(name, data) if len(data) <= MAX_SOURCE_BYTES else _too_large(name, len(data))


def _member_name(info: zipfile.ZipInfo) -> str:
    """A member's name; without the UTF-8 mark zipfile reads it as cp437, though Chinese systems wrote GBK or UTF-8."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return name
        for encoding in ("utf-8", "gb18030"):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
    return name


def _is_skipped(name: str) -> bool:
    return (name.startswith(_SKIPPED_STARTS) and name not in (".", "..")) or name.lower() in _SKIPPED_NAMES


def _refused(name: str, error: OSError) -> Unreadable:
    if isinstance(error, FileNotFoundError):
        return Unreadable(name, "reader.missing")
    if isinstance(error, PermissionError):
        return Unreadable(name, "reader.forbidden")
    if error.errno == 40 or "symbolic links" in str(error):  # ELOOP, which Windows numbers otherwise
        return Unreadable(name, "reader.link_loop")
    return Unreadable(name, "reader.system_error", {"reason": error.strerror or str(error)})


def _too_large(name: str, size: int) -> Unreadable:
    return Unreadable(name, "reader.bound.bytes", {"limit": f"{MAX_SOURCE_BYTES:,}", "amount": f"{size:,}"})
