"""What commands print with: data to stdout, narration to stderr, nothing of a report's text ever alive."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TextIO

import click

from core.words import Language, say
from db.exports.safe import one_line, safe
from rules.levels import Severity

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_ASCII = {"✗": "x", "✓": "+", "·": "-", "–": "-", "│": "|", "→": "->", "…": "...", "“": '"', "”": '"', "⚠": "!", "≠": "!="}


@dataclass(frozen=True, slots=True)
class Console:
    """Prints for a human, in one language, with the signs that the stream can carry."""

    language: Language
    ascii: bool = False

    def data(self, text: str) -> None:
        """Text for stdout that a human reads; what the stream cannot carry is replaced by a question mark."""
        stream = sys.stdout
        click.echo(self._fit(text, stream).encode(_encoding(stream), "replace").decode(_encoding(stream)), nl=False)

    def binary(self, data: bytes) -> None:
        """Bytes for stdout that a machine reads: UTF-8 whatever the terminal."""
        click.echo(data, nl=False)

    def narrate(self, word: str, **parameters: object) -> None:
        """One line of narration on stderr."""
        self._error_line(say(word, self.language, **{name: _shown(value) for name, value in parameters.items()}))

    def error(self, name: str | None, what: str) -> None:
        """One error line: `gouji: FILE: what is wrong: what to do`."""
        word = "cli.error" if name is not None else "cli.error_plain"
        self._error_line(say(word, self.language, name=one_line(name or ""), what=one_line(what)))

    def progress(self, text: str) -> None:
        """A line that overwrites itself, on a terminal only."""
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[2K{one_line(text)[:100]}", err=True, nl=False)

    def end_progress(self) -> None:
        """Clear the progress line."""
        if sys.stderr.isatty():
            click.echo("\r\x1b[2K", err=True, nl=False)

    def coloured(self, text: str, severity: Severity) -> str:
        """The text in the severity's colour where colour is wanted: on a terminal without NO_COLOR."""
        if "NO_COLOR" in os.environ or not sys.stdout.isatty():
            return text
        return click.style(text, fg=_COLOURS[severity], bold=severity is Severity.ERROR)

    def _fit(self, text: str, stream: TextIO) -> str:
        for sign, plain in _ASCII.items():
            if sign in text and (self.ascii or not _can_write(sign, stream)):
                text = text.replace(sign, plain)
        return text

    def _error_line(self, line: str) -> None:
        stream = sys.stderr
        shown = self._fit(safe(line), stream)
        click.echo(shown.encode(_encoding(stream), "replace").decode(_encoding(stream)), err=True)


def _shown(value: object) -> object:
    return one_line(value) if isinstance(value, str) else value


def _encoding(stream: TextIO) -> str:
    return stream.encoding or "utf-8"


def _can_write(sign: str, stream: TextIO) -> bool:
    try:
        sign.encode(_encoding(stream))
    except (UnicodeEncodeError, LookupError):
        return False
    return True
