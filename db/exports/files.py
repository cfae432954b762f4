"""Writing exports: whole or not at all, never over an existing file unless told so."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from db.exports.formats import Format
from db.exports.options import ExportOptions
from db.exports.safe import one_line
from rules.audit import AuditedReport

INDEX = "index"
"""The name of the overview in a folder of one file a report."""

_NOT_IN_NAMES = re.compile(r'[\x00-\x20\\/:*?"<>|\x7f]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_LONGEST_NAME = 60


def write_whole(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write the file in one step: a temporary neighbour, synced, then named. Raises FileExistsError unless `force`."""
    if not force and os.path.lexists(path):
        raise FileExistsError(str(path))
    temporary = path.with_name(f".{path.name[:40]}.{secrets.token_hex(6)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        _name(temporary, path, force=force)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
    _sync_folder(path.parent)


def write_folder(
    folder: Path, reports: Iterable[AuditedReport], kind: Format, options: ExportOptions, *, force: bool = False
) -> list[Path]:
    """One file a report and an overview of all; nothing is written when any of the files is there already, unless `force`."""
    everything = list(reports)
    ending = kind.endings[0]
    names = file_names(everything)
    targets = [folder / f"{name}{ending}" for name in (INDEX, *names)]
    if not force:
        for target in targets:
            if os.path.lexists(target):
                raise FileExistsError(str(target))
    folder.mkdir(parents=True, exist_ok=True)
    for target, audited in zip(targets[1:], everything, strict=True):
        write_whole(target, kind.render([audited], options), force=force)
    write_whole(targets[0], kind.render(everything, options), force=force)
    return targets


def file_names(reports: Iterable[AuditedReport]) -> list[str]:
    """A file name for each report, from organ and year; safe on every system, different from each other and from the index."""
    taken = {INDEX}
    names = []
    for audited in reports:
        report = audited.report
        stem = "-".join(str(part) for part in (report.agency or "report", report.year) if part is not None)
        stem = _NOT_IN_NAMES.sub("_", one_line(stem))[:_LONGEST_NAME].strip("._ ") or "report"
        if _RESERVED.fullmatch(stem):
            stem = f"_{stem}"
        name, number = stem, 2
        while name.casefold() in taken:
            name, number = f"{stem}-{number}", number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _name(temporary: Path, path: Path, *, force: bool) -> None:
    if force:
        temporary.replace(path)
        return
    try:
        path.hardlink_to(temporary)  # unlike a rename, this fails when somebody made the file meanwhile
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            raise FileExistsError(str(path)) from None
        temporary.rename(path)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, where the system lets a folder be synced."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
