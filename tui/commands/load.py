"""`gouji load` and `gouji recheck`: bring reports into the workspace, run the present rules over them again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.words import say
from tui.commands.failures import ExitStatus
from tui.commands.options import WordCommand, option
from tui.commands.session import Session, open_workspace, session

if TYPE_CHECKING:
    from db.views import LoadProgress, LoadSummary
    from db.workspace import Workspace


@click.command("load", cls=WordCommand)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False), metavar="PATH…")
@option("-j", "--jobs", type=click.IntRange(min=1))
@option("--replace", is_flag=True)
def load(paths: tuple[Path, ...], jobs: int | None, replace: bool, **_: Any) -> int:
    """Load the paths; a line for each file that could not be read."""
    run = session()
    with open_workspace(run, create=True) as workspace:
        summary = workspace.load(paths, jobs=jobs, replace=replace, progress=lambda state: show_progress(state, run))
    run.console.end_progress()
    return tell(summary, run)


@click.command("recheck", cls=WordCommand)
@option("--reread", is_flag=True)
def recheck(reread: bool, **_: Any) -> int:
    """Run the rules again and say what appeared, vanished, changed; with `reread` read the kept sources again before."""
    run = session()
    appeared = vanished = changed = 0
    status = ExitStatus.OK
    with open_workspace(run) as workspace:
        if reread:
            status = _reread(workspace, run)
        elif older := workspace.older_readings():
            run.console.narrate("cli.recheck_older", count=older)
        for changes in workspace.recheck(progress=lambda state: show_progress(state, run)):
            run.console.end_progress()
            run.console.data(
                f"{changes.agency or say('review.unknown_agency', run.language)} {changes.year or ''}".rstrip() + "\n"
            )
            for word, sign, places in (
                ("cli.appeared", "+", changes.appeared),
                ("cli.vanished", "-", changes.vanished),
                ("cli.changed", "~", changes.changed),
            ):
                for place in places:
                    run.console.data(f"  {sign} {say(word, run.language)} {place}\n")
            appeared, vanished, changed = (
                appeared + len(changes.appeared),
                vanished + len(changes.vanished),
                changed + len(changes.changed),
            )
    run.console.end_progress()
    if appeared or vanished or changed:
        run.console.narrate("cli.recheck_done", appeared=appeared, vanished=vanished, changed=changed)
    else:
        run.console.narrate("cli.recheck_none")
    return status


def _reread(workspace: Workspace, run: Session) -> ExitStatus:
    """Read the kept sources again; a line for each that keeps the reading it had."""
    summary = workspace.reread(progress=lambda state: show_progress(state, run))
    run.console.end_progress()
    for file in summary.unreadable:
        run.console.error(file.name, say(file.word, run.language, **file.parameters))
    run.console.narrate("cli.reread", sources=summary.sources, changed=summary.changed, new=summary.new, lacking=summary.lacking)
    return ExitStatus.WRONG if summary.unreadable else ExitStatus.OK


def show_progress(state: LoadProgress, run: Session) -> None:
    """How far it is, on a terminal."""
    word = "cli.loading" if state.total is not None else "cli.loading_listing"
    run.console.progress(say(word, run.language, done=state.done, total=state.total, name=state.name))


def tell(summary: LoadSummary, run: Session) -> int:
    """Name each file that could not be read, then what was loaded; the exit status."""
    for file in summary.unreadable:
        run.console.error(file.name, say(file.word, run.language, **file.parameters))
    for name in summary.empty:
        run.console.error(name, say("cli.no_report", run.language))
    nothing = not (summary.files or summary.known or summary.unreadable or summary.empty or summary.cancelled)
    if nothing:
        run.console.error(None, say("cli.no_files", run.language))
    run.console.narrate(
        "cli.loaded",
        files=summary.files,
        new=summary.new,
        updated=summary.updated,
        rivals=summary.rivals,
        known=summary.known,
    )
    if summary.cancelled:
        run.console.narrate("cli.load_cancelled")
        return ExitStatus.INTERRUPTED
    return ExitStatus.WRONG if summary.unreadable or summary.empty or nothing else ExitStatus.OK
