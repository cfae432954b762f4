"""The rules as the workspace runs them: one seam, so that tests can put their own in place."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from core.report import Report
from rules.context import Context, PlainContext
from rules.result import Result
from rules.settings import Settings

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """`check` gives a report's results, `message` a result's sentence in Chinese; `settings` are those of the auditor."""

    check: Callable[[Report, Context | None], tuple[Result, ...]]
    message: Callable[[Result], str]
    settings: Settings = field(default_factory=Settings)
    local: bool = True
    """False when child processes can make the same rulebook from the settings."""


def rulebook(settings: Settings | None = None) -> Rulebook:
    """The project's own rules."""
    from rules.check import check
    from rules.messages import message

    wanted = settings or Settings()

    def check_with_settings(report: Report, context: Context | None) -> tuple[Result, ...]:
        return check(report, context or PlainContext(report, settings=wanted))

    def sentence(result: Result) -> str:
        try:
            return message(result, "zh")
        except (KeyError, ValueError, IndexError):
            # A rule (of a pack, say) whose sentence does not fit must not stop a load.
            _LOG.debug("no sentence for %s %s", result.code, result.anchor, exc_info=True)
            return f"{result.code} {result.anchor}"

    return Rulebook(check=check_with_settings, message=sentence, settings=wanted, local=False)
