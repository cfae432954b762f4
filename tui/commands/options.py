"""Commands whose help is written in words, and the global options, which may stand before or after a command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from core.version import VERSION
from core.words import LANGUAGES, Language, say
from tui.settings import SettingsError, read_settings

Function = TypeVar("Function", bound=Callable[..., Any])

GLOBAL = ("workspace", "lang", "auditor", "debug", "ascii")
"""The names of the global options."""


def help_language(context: click.Context) -> Language:
    """The language of help texts: `--lang` if it was given before, else that of the settings."""
    here: click.Context | None = context
    while here is not None:
        chosen = here.params.get("lang")
        if chosen in LANGUAGES:
            return chosen  # type: ignore[no-any-return]
        here = here.parent
    try:
        return read_settings().language
    except SettingsError:
        return "zh"


class WordOption(click.Option):
    """An option whose help is the word `cli.help.NAME` (or of the name given as help)."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and its help in the reader's language."""
        word = self.help
        self.help = say(f"cli.help.{word or self.name}", help_language(ctx))
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = word


class _WordHelp:
    """Help pages in the reader's language."""

    name: str | None
    params: list[click.Parameter]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        pieces: list[str] = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=say("cli.headings.usage", help_language(ctx)))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say(f"cli.help.{self.name}", help_language(ctx)))

    def _options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [
            record for each in self.params if isinstance(each, click.Option) and (record := each.get_help_record(ctx)) is not None
        ]
        with formatter.section(_heading("options", ctx)):
            formatter.write_dl(records)


class WordCommand(_WordHelp, click.Command):
    """A command with help in the reader's language; the global options are accepted after it too, hidden from its help."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **{**settings, "add_help_option": False})
        own = {spelling for each in self.params for spelling in each.opts}
        self.params += [each for each in global_options(hidden=True) if not own & set(each.opts)]
        self.params.append(help_option())

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options."""
        self._options(ctx, formatter)


class WordGroup(_WordHelp, click.Group):
    """The group of all commands."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **{**settings, "add_help_option": False})
        self.params += [*global_options(), version_option(), help_option()]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands."""
        self._options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands in the order in which they are used."""
        with formatter.section(_heading("commands", ctx)):
            formatter.write_dl([(name, say(f"cli.help.{name}", help_language(ctx))) for name in self.list_commands(ctx)])

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they were added."""
        return list(self.commands)


def global_options(*, hidden: bool = False) -> list[click.Option]:
    """Fresh copies of the global options."""
    return [
        WordOption(["-w", "--workspace"], type=click.Path(path_type=Path, dir_okay=False), hidden=hidden),
        WordOption(["--lang"], type=click.Choice(LANGUAGES), is_eager=True, hidden=hidden),
        WordOption(["--auditor"], hidden=hidden),
        WordOption(["--debug"], is_flag=True, hidden=hidden),
        WordOption(["--ascii"], is_flag=True, hidden=hidden),
    ]


def help_option() -> click.Option:
    """`--help` and `-h`."""

    def show(context: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted and not context.resilient_parsing:
            click.echo(context.get_help())
            context.exit()

    return WordOption(["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=show)


def version_option() -> click.Option:
    """`--version`."""

    def show(context: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted and not context.resilient_parsing:
            click.echo(f"gouji {VERSION}")
            context.exit()

    return WordOption(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show)


def option(*names: str, **settings: Any) -> Callable[[Function], Function]:
    """An option with its help in words; `help` names the word when it is not the option's own name."""
    return click.option(*names, cls=WordOption, **settings)


def split_list(_: click.Context, __: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    """`A101,N --select F` → (`A101`, `N`, `F`)."""
    return tuple(part.strip() for value in values for part in value.replace("，", ",").split(",") if part.strip())


def _heading(name: str, ctx: click.Context) -> str:
    return say(f"cli.headings.{name}", help_language(ctx)).rstrip(":：")
