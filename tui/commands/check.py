"""`gouji check`: check files, folders, archives or standard input without a workspace."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.words import say
from tui.commands.failures import CommandFailedError, ExitStatus
from tui.commands.options import Named, WordCommand, option, split_list
from tui.commands.session import Session, session

if TYPE_CHECKING:
    from core.readers.files import Unreadable
    from core.readers.source import Source
    from core.report import Report
    from rules.audit import AuditedReport
    from rules.settings import Settings as RuleSettings

STDIN = "-"
FORMATS = ("text", "json", "sarif", "markdown")
SEVERITIES = ("error", "warning", "info")


@dataclass
class _Intake:
    """What reading the paths gave."""

    reports: list[Report] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)


@click.command("check", cls=WordCommand)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=str, readable=False), metavar="PATH…")
@option("--format", "format_name", type=click.Choice(FORMATS), default="text", show_default=True, help="format")
@option("--select", multiple=True, callback=split_list, metavar="CODES")
@option("--ignore", multiple=True, callback=split_list, metavar="CODES")
@option("--fail-on", type=Named(SEVERITIES, "review.severity_"), default="warning", show_default=True)
@option("--pack", "packs", multiple=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), help="pack")
def check(
    paths: tuple[str, ...],
    format_name: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    packs: tuple[Path, ...],
    **_: Any,
) -> int:
    """Check the paths and print what was found."""
    from tui.commands.rule_settings import rule_settings

    run = session()
    settings = rule_settings(run, packs)
    _require_known(select + ignore, settings)
    intake = _read(paths, run)
    audited = _checked(intake.reports, settings, select, ignore)
    _print(audited, intake, format_name, settings.packs, run)
    return _status(audited, intake, fail_on)


def _require_known(codes: Sequence[str], settings: RuleSettings) -> None:
    """A code that no rule begins with is a slip of the hand, not a wish for silence."""
    if not codes:
        return
    from rules.registry import all_rules

    known = [*all_rules(), *(each.id for each in settings.identities), *(each.id for each in settings.patterns)]
    for code in codes:
        if not any(each.startswith(code.upper()) for each in known):
            raise CommandFailedError(None, "cli.bad_code", code=code)


def _read(paths: Sequence[str], run: Session) -> _Intake:
    """Every report under the paths, in argument order; what cannot be read gets a line at once and does not stop the rest."""
    from core.document import UnreadableSource
    from core.parse import parse
    from core.readers.files import Unreadable

    intake = _Intake()

    def give_up(name: str, why: str, narrated: str) -> None:
        intake.unreadable.append((name, why))
        run.console.error(name, narrated)

    def nothing(path: str) -> None:
        run.console.end_progress()
        give_up(path, *(say("cli.no_files", language) for language in _languages(run)))

    for source in _sources(paths, nothing):
        run.console.progress(source.name)
        if isinstance(source, Unreadable):
            run.console.end_progress()
            give_up(source.name, *(say(source.word, language, **source.parameters) for language in _languages(run)))
            continue
        try:
            found = parse(source)
        except UnreadableSource as error:
            run.console.end_progress()
            give_up(source.name, *(say(error.word, language, **error.parameters) for language in _languages(run)))
            continue
        if not found:
            run.console.end_progress()
            give_up(source.name, *(say("cli.no_report", language) for language in _languages(run)))
        intake.reports.extend(found)
    run.console.end_progress()
    return intake


def _languages(run: Session) -> tuple[Any, Any]:
    """The language of the machine formats and that of the narration."""
    return run.machine_language, run.language


def _sources(paths: Sequence[str], nothing: Callable[[str], None]) -> Iterator[Source | Unreadable]:
    """What is to be read, path by path; `nothing` is told the paths under which there is no file."""
    from core.readers.files import expand, expand_source

    for path in paths:
        count = 0
        for source in expand_source(_standard_input()) if path == STDIN else expand(Path(path)):
            count += 1
            yield source
        if not count:
            nothing(path)


def _standard_input() -> Source:
    from core.readers.bounds import MAX_SOURCE_BYTES
    from core.readers.source import Source

    if sys.stdin is None or sys.stdin.isatty():
        raise CommandFailedError(STDIN, "cli.stdin_terminal")
    data = sys.stdin.buffer.read(MAX_SOURCE_BYTES + 1)
    if len(data) > MAX_SOURCE_BYTES:
        raise CommandFailedError(STDIN, "cli.stdin_too_large", limit=MAX_SOURCE_BYTES)
    return Source(STDIN, data)


def _checked(
    reports: Sequence[Report], settings: RuleSettings, select: tuple[str, ...], ignore: tuple[str, ...]
) -> list[AuditedReport]:
    from db.exports.selection import code_matches
    from rules.audit import AuditedReport
    from rules.check import check as check_report
    from rules.context import PlainContext

    audited = []
    for report in reports:
        results = check_report(report, PlainContext(report, reports, settings))
        wanted = tuple(
            result
            for result in results
            if (not select or code_matches(result.code, select)) and not code_matches(result.code, ignore)
        )
        audited.append(AuditedReport(report, wanted))
    return audited


def _print(audited: list[AuditedReport], intake: _Intake, format_name: str, packs: tuple[str, ...], run: Session) -> None:
    from db.exports.options import ExportOptions, UnreadableInput

    options = ExportOptions(
        language=run.language if format_name == "text" else run.machine_language,
        packs=packs,
        unreadable=tuple(UnreadableInput(*entry) for entry in intake.unreadable),
        audited=False,
    )
    if format_name == "text":
        from tui.commands.listing import listing

        listing(audited, options, run.console)
    elif format_name == "json":
        from db.exports.json import check_document

        run.console.binary(check_document(audited, options).encode("utf-8", "replace"))
    else:
        from db.exports.formats import FORMATS as RENDERED

        run.console.binary(RENDERED[format_name].render(audited, options))


def _status(audited: Sequence[AuditedReport], intake: _Intake, fail_on: str) -> int:
    from rules.result import Severity, Status

    results = [result for report in audited for result in report.results]
    if intake.unreadable or any(result.status is Status.BROKEN for result in results):
        return ExitStatus.WRONG
    least = Severity(fail_on).rank
    found = any(result.status is Status.FAIL and result.severity.rank >= least for result in results)
    return ExitStatus.FOUND if found else ExitStatus.OK
