"""`gouji review` and `gouji serve`: open the workbench, in the terminal or in a browser."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from tui.commands.failures import CommandFailedError, ExitStatus
from tui.commands.log import log_held
from tui.commands.options import WordCommand, option
from tui.commands.session import Session, close, existing_workspace, opened, require_sqlite, session, workspace_path

if TYPE_CHECKING:
    from db.workspace import Workspace


@click.command("review", cls=WordCommand)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, readable=False), metavar="[PATH…]")
def review(paths: tuple[Path, ...], **_: Any) -> int:
    """Load the paths, if any, and open the workbench."""
    run = session()
    for path in paths:
        if not path.exists():
            raise CommandFailedError(str(path), "cli.missing_path")
    if "TEXTUAL_DRIVER" not in os.environ and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandFailedError(None, "cli.terminal_needed")
    require_sqlite()
    if run.settings.packs:
        from tui.commands.rule_settings import rule_settings

        rule_settings(run)  # a pack that is wrong is told before the screen is taken
    from tui.app import HUNG_UP, GoujiApp
    from tui.terminal import settle_width

    target = workspace_path(run, create=True) if paths else existing_workspace(run)
    is_new = target is not None and not target.exists()
    app = GoujiApp(
        target,
        run.settings,
        open_workspace=None if target is None else lambda: _open(target, run, create=bool(paths) or run.workspace is not None),
        load=paths,
        make_workspace=lambda path: _open(path, run, create=True),
    )
    settle_width(run.settings.ambiguous_width)
    try:
        with log_held():
            status = app.run()
    except Exception:
        if app.return_code != HUNG_UP:
            raise
        status = HUNG_UP  # a terminal that is gone cannot be given back as it was
    finally:
        if app.workspace is not None:
            close(cast("Workspace", app.workspace), run)
    if app.fault is not None:
        raise app.fault
    if is_new and target is not None and target.exists() and status != HUNG_UP:
        run.console.narrate("cli.workspace_created", path=str(target))
    return int(status or ExitStatus.OK)


@click.command("serve", cls=WordCommand)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, readable=False), metavar="[PATH…]")
@option("--host", default="127.0.0.1", show_default=True)
@option("--port", type=click.IntRange(0, 65535), default=0)
def serve(paths: tuple[Path, ...], host: str, port: int, **_: Any) -> int:
    """Serve the workbench to a browser on this machine."""
    run = session()
    for path in paths:
        if not path.exists():
            raise CommandFailedError(str(path), "cli.missing_path")
    if find_spec("textual_serve") is None:
        raise CommandFailedError(None, "cli.needs_serve")
    require_sqlite()
    from tui.serving import LOOPBACK, ServingUnavailableError
    from tui.serving import serve as serve_workbench

    arguments = ["--lang", run.language, "-w", str(workspace_path(run, create=True))]
    if run.settings.auditor:
        arguments += ["--auditor", run.settings.auditor]
    if host not in LOOPBACK:
        run.console.narrate("cli.serve_public", host=host)
    try:
        serve_workbench(
            [*arguments, "review", *map(str, paths)],
            host=host,
            port=port,
            ready=lambda address: run.console.narrate("cli.serving", address=address),
        )
    except ServingUnavailableError:
        raise CommandFailedError(None, "cli.serve_extra") from None
    return ExitStatus.OK


def _open(target: Path, run: Session, *, create: bool) -> Workspace:
    return opened(target, run, create=create)
