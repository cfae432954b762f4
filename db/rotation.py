"""Automatic backups beside the workspace, in `NAME.backups/`, thinned by age.

One is made before a migration, before the first write of a sitting, and when a sitting closes that wrote. None is made when
the newest one already holds this very state (writes are counted).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from db.backup import backup
from db.connection import Connections
from db.errors import WorkspaceError

Occasion = Literal["migration", "first", "close"]

_NAME = re.compile(r"(\d{8}T\d{6})\d{6}Z-(migration|first|close)-([0-9a-fx]+)\.db")
_ALL_WITHIN = timedelta(days=2)
_NEWEST = 10
_LARGE = 200 * 2**20
_ROOM = 2**30
_SPARE = 16 * 2**20
"""What a backup leaves free: the next judgements need the room more."""
_KEEP = (("day", 12), ("week", 10), ("month", 9))


def folder_of(path: Path) -> Path:
    """Where the automatic backups of a workspace are."""
    return path.with_name(f"{path.name}.backups")


def backups_of(path: Path) -> list[Path]:
    """The automatic backups of a workspace, oldest first."""
    try:
        return sorted(entry for entry in folder_of(path).iterdir() if _NAME.fullmatch(entry.name))
    except FileNotFoundError:
        return []


def keep_backup(connections: Connections, occasion: Occasion) -> Path | None:
    """Make an automatic backup unless the newest one holds this state already; the older ones are thinned."""
    try:
        return _keep(connections, occasion)
    except OSError as error:
        where = folder_of(connections.path)
        raise WorkspaceError("db.backup_failed", file=where.name, detail=error.strerror or "") from error


def _keep(connections: Connections, occasion: Occasion) -> Path | None:
    state = _state(connections)
    before = backups_of(connections.path)
    if before and (last := _NAME.fullmatch(before[-1].name)) and last[3] == state:
        return None
    if occasion != "migration" and before and _too_soon(connections.path, before[-1]):
        return None
    folder = folder_of(connections.path)
    if occasion != "migration" and shutil.disk_usage(connections.path.parent).free < connections.path.stat().st_size + _SPARE:
        raise WorkspaceError("db.backup_no_room", file=connections.path.name)
    folder.mkdir(mode=0o700, exist_ok=True)
    now = datetime.now(UTC)
    target = folder / f"{now.strftime('%Y%m%dT%H%M%S%f')}Z-{occasion}-{state}.db"
    backup(connections, target)
    for old in to_drop(backups_of(connections.path), now):
        old.unlink(missing_ok=True)
    for old in over_budget(backups_of(connections.path), connections.path.stat().st_size):
        old.unlink(missing_ok=True)
    return target


def to_drop(paths: Sequence[Path], now: datetime) -> list[Path]:
    """Which backups to let go: kept are the ten newest, one an hour for two days, 12 days, 10 weeks, 9 months."""
    dated = sorted(((_time(path), path) for path in paths), reverse=True)
    kept = {path for _, path in dated[:_NEWEST]}
    seen: dict[str, set[str]] = {"hour": set(), "day": set(), "week": set(), "month": set()}
    for at, path in dated:
        hour = at.strftime("%Y%m%d%H")
        if now - at <= _ALL_WITHIN and hour not in seen["hour"]:
            seen["hour"].add(hour)
            kept.add(path)
        for span, most in _KEEP:
            name = at.strftime({"day": "%Y%m%d", "week": "%G%V", "month": "%Y%m"}[span])
            if name not in seen[span] and len(seen[span]) < most:
                seen[span].add(name)
                kept.add(path)
    return [path for _, path in dated if path not in kept]


def over_budget(paths: Sequence[Path], size: int) -> list[Path]:
    """The oldest backups, as far as all together take more than a gigabyte and more than four times the workspace's size."""
    room = max(_ROOM, 4 * size)
    dropped = []
    for path in sorted(paths, reverse=True):
        room -= path.stat().st_size
        if room < 0:
            dropped.append(path)
    return dropped


def _too_soon(path: Path, newest: Path) -> bool:
    """A large workspace takes its time to copy: there an hour must have passed."""
    return path.stat().st_size > _LARGE and datetime.now(UTC) - _time(newest) < timedelta(hours=1)


def _time(path: Path) -> datetime:
    match = _NAME.fullmatch(path.name)
    if match is None:
        raise ValueError(path.name)
    return datetime.strptime(match[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


def _state(connections: Connections) -> str:
    """What changes with every write of a sitting, and with the schema."""
    with connections.reading() as db:
        (number,) = db.conn.execute("PRAGMA user_version").fetchone()
        (writes,) = db.conn.execute("SELECT coalesce(sum(writes), 0) FROM writers").fetchone()
    return f"{number:x}x{int(writes):x}"
