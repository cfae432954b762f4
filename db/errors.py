"""What can go wrong with a workspace, as words the user is shown."""

from __future__ import annotations

from core.words import Language, say


class WorkspaceError(Exception):
    """The workspace cannot do what was asked. `word` and `parameters` name the sentence that says why and what to do."""

    def __init__(self, word: str, **parameters: object) -> None:
        super().__init__(word, parameters)
        self.word = word
        self.parameters = parameters

    def message(self, language: Language) -> str:
        """Say it to the user."""
        return say(self.word, language, **self.parameters)


class RefusedError(WorkspaceError):
    """What was asked is against a rule of the ledger, such as dismissing without a reason; nothing was written."""
