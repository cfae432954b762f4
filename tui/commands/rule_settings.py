"""The rules' settings of a run: the packs that the user's settings and `--pack` name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.words import say
from tui.commands.failures import CommandFailedError
from tui.commands.session import Session

if TYPE_CHECKING:
    from rules.packs import Pack
    from rules.settings import Settings as RuleSettings


def rule_settings(run: Session, packs: Sequence[Path] = ()) -> RuleSettings:
    """The catalogue with every pack in force. Raises CommandFailedError naming the pack and the line that is wrong."""
    from rules.settings import Settings as RuleSettings

    paths = (*run.settings.packs, *packs)
    if not paths:
        return RuleSettings()
    from rules.packs import read_pack, with_packs

    return with_packs(RuleSettings(), [_pack(path, run, read_pack) for path in paths])


def _pack(path: Path, run: Session, read_pack: Callable[[str, str], Pack]) -> Pack:
    """One pack; every fault it has gets its line, the last one ends the command."""
    from rules.packs import PackRefused

    try:
        return read_pack(path.read_text("utf-8"), path.stem)
    except UnicodeDecodeError as error:
        raise CommandFailedError(str(path), "cli.pack_error", line=1, what=str(error)) from None
    except PackRefused as error:
        said = [(fault.line, say(fault.word, run.language, **fault.parameters)) for fault in error.faults]
        for line, what in said[:-1]:
            run.console.error(str(path), say("cli.pack_error", run.language, line=line, what=what))
        line, what = said[-1]
        raise CommandFailedError(str(path), "cli.pack_error", line=line, what=what) from None
