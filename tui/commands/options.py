"""Commands whose help is written in words, and the global options, which may stand before or after a command."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from core.version import VERSION
from core.words import LANGUAGES, Language, say
from tui.commands.failures import CommandFailedError
from tui.settings import SettingsError, read_settings

_EMPTY = re.compile(r"\s*|--[a-z-]+=\s*")
"""An argument that says nothing."""

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
        word, language = self.help, help_language(ctx)
        self.help = say(f"cli.help.{word or self.name}", language)
        try:
            record = super().get_help_record(ctx)
        finally:
            self.help = word
        return record and (record[0], _extras(record[1], language))


class Named(click.Choice[str]):
    """A choice between keys, each of which may also be written as the word that the workbench shows for it."""

    def __init__(self, keys: Sequence[str], prefix: str) -> None:
        super().__init__(keys, case_sensitive=False)
        self._prefix = prefix

    def spelled(self, language: Language) -> str:
        """The keys with the workbench's words for them."""
        return " ".join(f"{key}({say(f'{self._prefix}{key}', language)})" for key in self.choices)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The key that was meant."""
        written = str(value).strip().casefold()
        for key in self.choices:
            if written in {say(f"{self._prefix}{key}", language).casefold() for language in LANGUAGES}:
                return str(key)
        return str(super().convert(value, param, ctx))


class _WordHelp:
    """Help pages in the reader's language."""

    name: str | None
    params: list[click.Parameter]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        pieces: list[str] = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        usage = " ".join(pieces).replace("[OPTIONS]", say("cli.usage.options", help_language(ctx)))
        formatter.write_usage(ctx.command_path, usage, prefix=say("cli.headings.usage", help_language(ctx)))

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

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse empty arguments: an empty path would be the current folder, an empty filter everything."""
        if any(_EMPTY.fullmatch(argument) for argument in args):
            raise CommandFailedError(None, "cli.usage.empty")
        return super().parse_args(ctx, args)

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


def _extras(text: str, language: Language) -> str:
    """The help of an option with what click adds in brackets (`[default: …]`, `[required]`) in the reader's language."""
    before, bracket, extras = text.rpartition("  [")
    if not bracket:
        return text
    named = extras.replace("default: ", say("cli.usage.default", language)).replace(
        "required", say("cli.usage.required", language)
    )
    return f"{before}{bracket}{named}"


def _heading(name: str, ctx: click.Context) -> str:
    return say(f"cli.headings.{name}", help_language(ctx)).rstrip(":：")
