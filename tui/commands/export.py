"""`gouji export`: write the audit file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.words import say
from db.exports.formats import FORMATS, SQLITE, format_of
from db.exports.selection import Selection
from rules.audit import VERDICTS
from rules.result import Severity
from tui.commands.failures import CommandFailedError, ExitStatus
from tui.commands.options import Named, WordCommand, option, split_list
from tui.commands.session import Session, open_workspace, session

if TYPE_CHECKING:
    from db.exports.options import ExportOptions
    from db.workspace import Workspace

STDOUT = "-"
PERSONAL = "P101"
"""The rule that finds personal numbers."""
NAMES = (*FORMATS, SQLITE)


@click.command("export", cls=WordCommand)
@option("-o", "--output", required=True, metavar="OUT")
@option("--format", "format_name", type=click.Choice(NAMES), help="format")
@option("--verdict", "verdicts", multiple=True, type=Named(VERDICTS, "review.verdict_"), help="verdict")
@option(
    "--severity", "severities", multiple=True, type=Named([each.value for each in Severity], "review.severity_"), help="severity"
)
@option("--select", multiple=True, callback=split_list, metavar="CODES")
@option("--organ", "organs", multiple=True, help="organ")
@option("--year", "years", multiple=True, type=int, help="year")
@option("--tag", "tags", multiple=True, help="tag")
@option("--auditor", "auditors", multiple=True, help="by")
@option("--failed-only", is_flag=True)
@option("--unmasked", is_flag=True)
@option("--yes", is_flag=True)
@option("--force", is_flag=True)
def export(output: str, format_name: str | None, unmasked: bool, force: bool, **given: Any) -> int:
    """Write the audit file, whole or not at all."""
    run = session()
    selection = Selection(
        verdicts=given["verdicts"],
        severities=tuple(Severity(name) for name in given["severities"]),
        codes=given["select"],
        organs=given["organs"],
        years=given["years"],
        tags=given["tags"],
        auditors=given["auditors"],
        failed_only=given["failed_only"],
    )
    name = _format(output, format_name)
    if unmasked:
        _confirm_unmasked(run, yes=given["yes"])
    with open_workspace(run) as workspace, _writing(output):
        if name == SQLITE:
            return _copy(workspace, output, selection, force=force, run=run)
        return _write(workspace, output, name, selection, unmasked=unmasked, force=force, run=run)


def _format(output: str, named: str | None) -> str:
    """The format asked for: by name, by the ending; a folder and stdout are Markdown unless named."""
    if named is not None:
        return named
    if output == STDOUT or _is_folder(output):
        return "markdown"
    found = format_of(Path(output))
    if found is None:
        raise CommandFailedError(output, "cli.unknown_format", formats=", ".join(NAMES))
    return found


def _is_folder(output: str) -> bool:
    return output.endswith(("/", os.sep)) or Path(output).is_dir()


def _confirm_unmasked(run: Session, *, yes: bool) -> None:
    """Ask once before personal data leaves the workspace as it is."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise CommandFailedError(None, "cli.unmasked_refused")
    if not click.confirm(say("cli.unmasked_question", run.language), default=False, err=True):
        raise CommandFailedError(None, "cli.unmasked_refused")


@contextmanager
def _writing(output: str) -> Iterator[None]:
    """Turn what can go wrong with the target into one line that names it."""
    try:
        yield
    except FileExistsError as error:
        raise CommandFailedError(str(error), "cli.exists") from None
    except OSError as error:
        raise CommandFailedError(output, "cli.cannot_write", error=error.strerror or str(error)) from None


def _copy(workspace: Workspace, output: str, selection: Selection, *, force: bool, run: Session) -> int:
    """The whole workspace as a SQLite file of its own."""
    from db.exports.sqlite import write

    if selection != Selection():
        raise CommandFailedError(output, "cli.sqlite_whole")
    if output == STDOUT or _is_folder(output):
        raise CommandFailedError(output, "cli.sqlite_no_folder")
    write(workspace, Path(output), force=force)
    if any(count.code == PERSONAL and count.fails for count in workspace.rule_counts()):
        run.console.narrate("cli.sqlite_unmasked", path=output)
    run.console.narrate("cli.exported", path=output, count=workspace.progress().reports)
    return ExitStatus.OK


def _write(
    workspace: Workspace, output: str, name: str, selection: Selection, *, unmasked: bool, force: bool, run: Session
) -> int:
    from db.exports.files import write_folder, write_whole

    counted = _Counted(selection.of(workspace.export_reports()))
    options = _options(workspace, name, selection, unmasked=unmasked, run=run)
    kind = FORMATS[name]
    if output == STDOUT:
        run.console.binary(kind.render(counted, options))
    elif _is_folder(output):
        write_folder(Path(output), counted, kind, options, force=force)
    else:
        if not force and os.path.lexists(output):
            raise FileExistsError(output)
        write_whole(Path(output), kind.render(counted, options), force=force)
    if not counted.count:
        run.console.narrate("cli.nothing_chosen")
    if output == STDOUT:
        run.console.narrate("cli.exported_out", count=counted.count)
    else:
        run.console.narrate("cli.exported", path=output, count=counted.count)
    return ExitStatus.OK


def _options(workspace: Workspace, name: str, selection: Selection, *, unmasked: bool, run: Session) -> ExportOptions:
    from db.exports.options import ExportOptions, LedgerHead
    from tui.commands.rule_settings import rule_settings

    return ExportOptions(
        language=run.machine_language,
        unmasked=unmasked,
        packs=rule_settings(run).packs,
        ledger=_ledger(workspace, run, unmasked=unmasked) if name == "json" else {},
        heads=tuple(LedgerHead(head.sitting, head.auditor, head.number, head.hash) for head in workspace.heads()),
        filters=selection.described(run.machine_language),
        checks=selection.lists_checks,
        exported_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _ledger(workspace: Workspace, run: Session, *, unmasked: bool) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The ledger for `merge`; its hashes forbid starring, so one with personal numbers stays behind unless they may leave."""
    from db.exports.masking import holds_personal_numbers

    ledger = workspace.ledger()
    if unmasked or not holds_personal_numbers(ledger):
        return ledger
    run.console.narrate("cli.ledger_left_out")
    return {}


class _Counted:
    """Passes an iterable on and counts it."""

    def __init__(self, items: Iterable[Any]) -> None:
        self._items = items
        self.count = 0

    def __iter__(self) -> Iterator[Any]:
        for item in self._items:
            self.count += 1
            yield item
