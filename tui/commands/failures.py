"""How a command ends when something is wrong: exit statuses and the one line that says why."""

from __future__ import annotations

from enum import IntEnum

from core.words import Language, say


class ExitStatus(IntEnum):
    """The exit statuses of every command."""

    OK = 0
    """Nothing at or above `--fail-on`."""
    FOUND = 1
    """Something was."""
    WRONG = 2
    """Wrong usage, an unreadable input or a broken rule; what could be done was done."""
    WORKSPACE = 3
    """The workspace cannot be opened, is locked too long, or `verify` failed."""
    INTERRUPTED = 130
    """Ctrl+C."""


class CommandFailedError(Exception):
    """A command cannot go on: what it is about, the word that says why, and the exit status."""

    def __init__(self, name: str | None, word: str, status: ExitStatus = ExitStatus.WRONG, **parameters: object) -> None:
        super().__init__(name, word, parameters)
        self.name = name
        self.word = word
        self.status = status
        self.parameters = parameters

    def message(self, language: Language) -> str:
        """What is wrong, as a sentence."""
        return say(self.word, language, **self.parameters)
