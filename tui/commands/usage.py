"""What was wrong with a command line, in the reader's language: click itself speaks only English."""

from __future__ import annotations

import re

import click

from core.words import Language, say
from tui.commands.options import Named

_SAID = (
    (re.compile(r"No such command (?P<name>.+?)\.?(?: Did you mean .*)?$"), "no_command"),
    (re.compile(r"Got unexpected extra arguments? \((?P<values>.+)\)$"), "extra"),
    (re.compile(r"Option (?P<name>.+) requires (?:an|\d+) arguments?\.?$"), "needs_value"),
    (re.compile(r"Option (?P<name>.+) does not take a value\.?$"), "takes_none"),
    (re.compile(r"(?P<value>.+) is not one of (?P<choices>.+?)\.?$", re.DOTALL), "choice"),
    (re.compile(r"(?P<value>.+) is not a valid (?:integer|int)(?: range)?\.?$", re.DOTALL), "number"),
    (re.compile(r"(?P<value>.+) is not in the range (?P<range>.+?)\.?$", re.DOTALL), "range"),
    (re.compile(r"\w+ (?P<value>.+) does not exist\.?$", re.DOTALL), "absent"),
    (re.compile(r"\w+ (?P<value>.+) is a directory\.?$", re.DOTALL), "folder"),
    (re.compile(r"\w+ (?P<value>.+) is a file\.?$", re.DOTALL), "file"),
    (re.compile(r"\w+ (?P<value>.+) is not (?:readable|writable|executable)\.?$", re.DOTALL), "forbidden"),
    (re.compile(r"Missing command\.?$"), "missing_command"),
)
"""What click says and the word that says the same."""


def explained(error: click.UsageError, language: Language) -> str:
    """What is wrong, without what to do about it."""
    if language == "en":
        return error.format_message().rstrip(".")
    match error:
        case click.NoSuchOption():
            what = say("cli.usage.no_option", language, name=error.option_name)
            return what + _similar(error.possibilities, language)
        case click.MissingParameter():
            kind = "argument" if isinstance(error.param, click.Argument) else "option"
            return say(f"cli.usage.missing_{kind}", language, name=_name(error))
    for pattern, word in _SAID:
        match_ = pattern.fullmatch(error.message)
        if match_:
            named: dict[str, object] = {
                "name": _name(error),
                **{group: _bare(text) for group, text in match_.groupdict().items()},
            }
            choice = getattr(getattr(error, "param", None), "type", None)
            if isinstance(choice, Named):
                named["choices"] = choice.spelled(language)
            return say(f"cli.usage.{word}", language, **named) + _similar(getattr(error, "possibilities", None), language)
    return say("cli.usage.other", language, what=error.format_message().rstrip("."))


def _similar(names: object, language: Language) -> str:
    """What may have been meant."""
    listed = [str(name) for name in names] if isinstance(names, list | tuple) else []
    return say("cli.usage.similar", language, names=" ".join(sorted(listed))) if listed else ""


def _name(error: click.UsageError) -> str:
    """The parameter as it is written: `--format`, `PATH…`."""
    parameter = getattr(error, "param", None)
    if isinstance(parameter, click.Option):
        return "/".join(parameter.opts)
    if isinstance(parameter, click.Argument) and error.ctx is not None:
        return parameter.make_metavar(error.ctx)
    return str(getattr(error, "param_hint", None) or getattr(error, "option_name", None) or "")


def _bare(text: str) -> str:
    """A value as it was written, without click's quotation marks."""
    return re.sub(r"'([^']*)'", r"\1", text).strip('"').replace("x>=", "≥").replace("x<=", "≤")
