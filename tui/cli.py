"""The command line: `gouji COMMAND …`. stdout is data, stderr is narration, exit statuses are an API."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Final, NoReturn, cast

import click

from core.words import Language, say
from tui.commands.console import Console
from tui.commands.failures import CommandFailedError, ExitStatus
from tui.commands.options import WordGroup, help_language
from tui.commands.usage import explained

COMMANDS: Final[Mapping[str, str]] = {
    "review": "tui.commands.review:review",
    "load": "tui.commands.load:load",
    "check": "tui.commands.check:check",
    "recheck": "tui.commands.load:recheck",
    "export": "tui.commands.export:export",
    "rules": "tui.commands.rules:rules",
    "merge": "tui.commands.keeping:merge",
    "verify": "tui.commands.keeping:verify",
    "backup": "tui.commands.keeping:backup",
    "restore": "tui.commands.keeping:restore",
    "serve": "tui.commands.review:serve",
}
"""Where each command lives, in the order of the help. What the others import would hold up the workbench's first frame: a
command's module is imported when it is named."""


def command(name: str) -> click.Command:
    """The command of that name."""
    module, function = COMMANDS[name].split(":")
    return cast("click.Command", getattr(import_module(module), function))


class _Gouji(WordGroup):
    """The group of all commands; turns every way to fail into one line and an exit status."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; for a slip of the hand all, so that the one meant can be named."""
        if cmd_name not in COMMANDS:
            self.commands = {name: command(name) for name in COMMANDS}
        return command(cmd_name) if cmd_name in COMMANDS else None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they are used."""
        return list(COMMANDS)

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: Any, **__: Any) -> NoReturn:
        """Run a command line and exit."""
        arguments = list(sys.argv[1:] if args is None else args)
        try:
            status = super().main(arguments, prog_name or "gouji", standalone_mode=False, windows_expand_args=False)
        except Exception as error:  # the outermost boundary: a traceback never reaches the user unless asked for
            if "--debug" in arguments:
                raise
            status = _failed(error, arguments)
        except KeyboardInterrupt:
            status = _interrupted(_language(arguments))
        sys.exit(int(status) if isinstance(status, int) else ExitStatus.OK)


@click.group("main", cls=_Gouji, invoke_without_command=True, subcommand_metavar="COMMAND …")
def main(**_: Any) -> int | None:
    """Run a command; without one, open the workbench."""
    context = click.get_current_context()
    return int(context.invoke(command("review"), paths=())) if context.invoked_subcommand is None else None


def _failed(error: Exception, arguments: Sequence[str]) -> int:
    """Say in one line what went wrong; the exit status."""
    language = _language(arguments)
    console = Console(language, "--ascii" in arguments)
    match error:
        case click.Abort():
            return _interrupted(language)
        case BrokenPipeError():
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - else the flush at exit complains again
            return ExitStatus.OK
        case CommandFailedError():
            console.error(error.name, error.message(language))
            return error.status
        case click.UsageError():
            context = error.ctx
            command = f"{context.info_name} " if context and context.parent else ""
            hint = say("cli.usage_hint", language, command=command)
            console.error(None, say("cli.usage.line", language, what=explained(error, language), hint=hint))
            return ExitStatus.WRONG
        case click.ClickException():
            console.error(None, error.format_message())
            return ExitStatus.WRONG
        case _:
            return _workspace_failed(error, console, language)


def _workspace_failed(error: Exception, console: Console, language: Language) -> int:
    from db.errors import WorkspaceError

    if isinstance(error, WorkspaceError):
        console.error(None, error.message(language))
        return ExitStatus.WORKSPACE
    if isinstance(error, OSError) and error.strerror:
        console.error(str(error.filename) if error.filename else None, error.strerror)
        return ExitStatus.WRONG
    console.error(None, say("cli.internal", language, error=f"{type(error).__name__}: {error}"[:200]))
    return ExitStatus.WRONG


def _interrupted(language: Language) -> int:
    Console(language).narrate("cli.interrupted")
    return ExitStatus.INTERRUPTED


def _language(arguments: Sequence[str]) -> Language:
    """The language for an error that happened before the options were read."""
    for before, value in zip(["", *arguments], [*arguments, ""], strict=True):
        if before == "--lang" and value in ("zh", "en"):
            return value  # type: ignore[return-value]
        if value in ("--lang=zh", "--lang=en"):
            return value[-2:]  # type: ignore[return-value]
    return help_language(click.Context(main))


if __name__ == "__main__":
    main()
