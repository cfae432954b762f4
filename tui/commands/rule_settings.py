"""The rules' settings of a run: the packs that the user's settings and `--pack` name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.failures import CommandFailedError
from tui.commands.session import Session

if TYPE_CHECKING:
    from rules.settings import Settings as RuleSettings


def rule_settings(run: Session, packs: Sequence[Path] = ()) -> RuleSettings:
    """The catalogue with every pack in force. Raises CommandFailedError naming the pack and the line that is wrong."""
    from rules.settings import Settings as RuleSettings

    paths = (*run.settings.packs, *packs)
    if not paths:
        return RuleSettings()
    from rules.packs import PackError, combine, read_pack

    found = []
    for path in paths:
        try:
            found.append(read_pack(path.read_text("utf-8"), path.stem))
        except UnicodeDecodeError as error:
            raise CommandFailedError(str(path), "cli.broken_settings", what=str(error)) from None
        except PackError as error:
            what = error.message(run.language)
            raise CommandFailedError(str(path), "cli.pack_error", line=error.line, what=what) from None
    return combine(found)
