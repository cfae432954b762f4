"""What every command starts from: settings with the options on top, the console, and which workspace is meant."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.words import Language
from tui.commands.console import Console
from tui.commands.failures import CommandFailedError, ExitStatus
from tui.commands.log import show_log
from tui.commands.options import GLOBAL
from tui.settings import WORKSPACE_VARIABLE, Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from db.workspace import Workspace

DEFAULT_WORKSPACE = Path("gouji.db")
"""The workspace in the current folder."""

SQLITE_NEEDED = (3, 37, 0)
"""STRICT tables."""


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the command line."""

    settings: Settings
    console: Console
    named_language: Language | None
    """What `--lang` said."""
    workspace: Path | None
    """What `-w` said."""
    debug: bool = False

    @property
    def language(self) -> Language:
        """The language for humans."""
        return self.settings.language

    @property
    def machine_language(self) -> Language:
        """The language of machine formats: Chinese unless `--lang` says otherwise."""
        return self.named_language or "zh"


def session() -> Session:
    """The session of the running command: its own global options, else those before it, over the settings."""
    given: dict[str, Any] = {}
    here: click.Context | None = click.get_current_context()
    while here is not None:
        for name in GLOBAL:
            given[name] = given.get(name) or here.params.get(name)
        here = here.parent
    try:
        settings = read_settings()
    except SettingsError as error:
        language: Language = given["lang"] or "zh"
        raise CommandFailedError(str(error.path), "cli.broken_settings", what=error.message(language)) from None
    settings = replace(
        settings,
        language=given["lang"] or settings.language,
        auditor=given["auditor"] or settings.auditor,
        ascii=bool(given["ascii"]) or settings.ascii,
    )
    if given["debug"]:
        show_log()
    return Session(
        settings=settings,
        console=Console(settings.language, settings.ascii),
        named_language=given["lang"],
        workspace=given["workspace"],
        debug=bool(given["debug"]),
    )


def existing_workspace(run: Session) -> Path | None:
    """The workspace that is meant: `-w`, `$GOUJI_WORKSPACE`, or `gouji.db` here if it exists and is the user's own."""
    if run.workspace is not None:
        return run.workspace
    named = os.environ.get(WORKSPACE_VARIABLE)
    if named:
        return Path(named)
    return DEFAULT_WORKSPACE if _is_own(DEFAULT_WORKSPACE) else None


def workspace_path(run: Session, *, create: bool = False) -> Path:
    """The workspace that is meant, or with `create` the one in the current folder, about to be made."""
    found = existing_workspace(run)
    if found is not None:
        return found
    if create:
        return DEFAULT_WORKSPACE
    raise CommandFailedError(None, "cli.no_workspace", ExitStatus.WORKSPACE)


@contextmanager
def open_workspace(run: Session, *, create: bool = False) -> Iterator[Workspace]:
    """The open workspace; made when it is missing and `create` is set, which stderr then says."""
    path = workspace_path(run, create=create)
    is_new = not path.exists()
    workspace = opened(path, run, create=create)
    try:
        if is_new:
            run.console.narrate("cli.workspace_created", path=str(path))
        yield workspace
    finally:
        close(workspace, run)


def close(workspace: Workspace, run: Session) -> None:
    """Close the workspace and tell what went wrong beside the work, such as a backup that could not be made."""
    workspace.close()
    for trouble in workspace.take_troubles():
        run.console.error(None, trouble.message(run.language))


def opened(path: Path, run: Session, *, create: bool) -> Workspace:
    """Open one workspace file with the user's name and packs."""
    require_sqlite()
    from db.workspace import Workspace
    from tui.commands.rule_settings import rule_settings

    return Workspace.open(path, auditor=run.settings.auditor, create=create, settings=rule_settings(run))


def require_sqlite() -> None:
    """Refuse a SQLite that is too old for the workspace, in one line."""
    import sqlite3

    if sqlite3.sqlite_version_info < SQLITE_NEEDED:
        raise CommandFailedError(
            None,
            "cli.sqlite_too_old",
            ExitStatus.WORKSPACE,
            found=sqlite3.sqlite_version,
            needed=".".join(map(str, SQLITE_NEEDED)),
        )


def _is_own(path: Path) -> bool:
    """Whether the file exists and belongs to this user: somebody else's gouji.db in a shared folder is not opened unasked."""
    try:
        status = path.stat()
    except OSError:
        return False
    return not hasattr(os, "getuid") or status.st_uid == os.getuid()
