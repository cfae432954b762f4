"""`gouji merge`, `verify`, `backup`, `restore`: what keeps a workspace whole and lets several auditors work on one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.words import say
from db.exports.safe import one_line
from tui.commands.failures import CommandFailedError, ExitStatus
from tui.commands.options import WordCommand, option
from tui.commands.session import Session, open_workspace, require_sqlite, session

if TYPE_CHECKING:
    from db.views import Problem


@click.command("merge", cls=WordCommand)
@click.argument("others", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="OTHER…")
def merge(others: tuple[Path, ...], **_: Any) -> int:
    """Bring in other auditors' work."""
    run = session()
    for other in others:
        if not other.exists():
            raise CommandFailedError(str(other), "cli.missing_path")
    with open_workspace(run, create=True) as workspace:
        summary = workspace.merge(others)
        name = str(workspace.path)
    for fork in summary.forks:
        run.console.error(name, say("cli.merge_fork", run.language, fork=fork))
    for problem in summary.refused:
        _tell(problem, run, name)
    run.console.narrate(
        "cli.merged",
        sittings=summary.sittings,
        events=summary.events,
        reports=summary.reports,
        versions=summary.versions,
        conflicts=summary.conflicts,
    )
    for namesake in summary.namesakes:
        run.console.narrate("cli.namesakes", auditor=namesake)
    return ExitStatus.WRONG if summary.refused else ExitStatus.OK


@click.command("verify", cls=WordCommand)
def verify(**_: Any) -> int:
    """Check everything that is stored; print the ends of the ledger."""
    run = session()
    with open_workspace(run) as workspace:
        problems = workspace.verify()
        heads = workspace.heads()
        name = str(workspace.path)
    for head in heads:
        line = say("cli.head", run.language, sitting=head.sitting, auditor=head.auditor, number=head.number, hash=head.hash)
        run.console.data(one_line(line) + "\n")
    for problem in problems:
        _tell(problem, run, name)
    fatal = sum(problem.fatal for problem in problems)
    if fatal:
        run.console.error(name, say("cli.verify_failed", run.language, count=fatal))
        return ExitStatus.WORKSPACE
    run.console.narrate("cli.verified", heads=len(heads))
    return ExitStatus.OK


@click.command("backup", cls=WordCommand)
@option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="backup_output")
def backup(output: Path | None, **_: Any) -> int:
    """Make a verified copy."""
    run = session()
    with open_workspace(run) as workspace:
        target = output or _backup_name(workspace.path)
        workspace.backup(target)
    run.console.narrate("cli.backed_up", path=str(target))
    return ExitStatus.OK


@click.command("restore", cls=WordCommand)
@click.argument("copy", type=click.Path(path_type=Path, dir_okay=False), metavar="BACKUP")
@option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="restore_output")
def restore(copy: Path, output: Path, **_: Any) -> int:
    """Make a new workspace from a backup."""
    run = session()
    require_sqlite()
    from db.backup import restore as restore_into

    restore_into(copy, output)
    run.console.narrate("cli.restored", path=str(output))
    return ExitStatus.OK


def _backup_name(path: Path) -> Path:
    """Beside the workspace, named by the time: `gouji-20261123T101500Z.backup.db`."""
    return path.with_name(f"{path.stem}-{datetime.now(UTC).strftime('%Y%m%dT%H%M%SZ')}.backup.db")


def _tell(problem: Problem, run: Session, name: str) -> None:
    run.console.error(name, say(problem.word, run.language, **problem.parameters))
