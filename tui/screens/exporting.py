"""Writing the audit file from a screen: ask for its name, render in a thread, never over an existing file."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import WorkspaceError
from db.exports.files import write_folder, write_whole
from db.exports.formats import FORMATS, format_of
from db.exports.options import ExportOptions, LedgerHead
from db.views import FindingFilter
from tui.text import one_line
from tui.widgets.entry_line import EntryLine, Question
from tui.widgets.hint_bar import HintBar

if TYPE_CHECKING:
    from core.words import Language
    from tui.port import WorkspacePort
    from tui.screens.base import RoomScreen


def ask_export(screen: RoomScreen, name: str) -> None:
    """Ask where to write; the file's ending says in which format."""
    endings = " ".join(entry.endings[0] for entry in FORMATS.values())
    hint = screen.say("library.ask_export_hint", endings=endings)
    label = screen.say("library.ask_export")
    question = Question("export", label, hint=hint, text=f"{name}.md", replaced=True)
    screen.query_one(EntryLine).ask(question)
    screen.query_one(HintBar).show_line(question)


def default_name(screen: RoomScreen) -> str:
    """A file name for the whole workspace."""
    path = screen.gouji.workspace_path
    return f"{path.stem if path is not None else 'gouji'}-{date.today():%Y%m%d}"


def export_to(screen: RoomScreen, text: str, wanted: FindingFilter) -> bool:
    """Begin to write to the file named; False when that name will not do."""
    workspace = screen.gouji.workspace
    if not text or workspace is None:
        return False
    path = Path(text).expanduser()
    into_folder = text.endswith("/") or path.is_dir()
    kind = "markdown" if into_folder else format_of(path)
    if kind is None or kind not in FORMATS:
        endings = " ".join(entry.endings[0] for entry in FORMATS.values())
        screen.tell(screen.say("library.unknown_format", endings=endings), "warning")
        return False
    if not into_folder and path.exists():
        screen.tell(screen.say("library.export_exists", path=one_line(str(path))), "warning")
        return False
    screen.tell(screen.say("library.exporting", path=one_line(str(path))))
    screen.run_worker(_export(screen, workspace, path, kind, wanted, into_folder), group="export")
    return True


async def _export(
    screen: RoomScreen, workspace: WorkspacePort, path: Path, kind: str, wanted: FindingFilter, into_folder: bool
) -> None:
    language = screen.language
    left_out = False

    def write() -> int:
        nonlocal left_out
        options, left_out = export_options(workspace, kind, wanted, language)
        reports = list(workspace.export_reports(wanted))
        if into_folder:
            write_folder(path, reports, FORMATS[kind], options)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, FORMATS[kind].render(reports, options))
        return len(reports)

    try:
        count = await asyncio.to_thread(write)
    except FileExistsError as error:
        screen.tell(screen.say("library.export_exists", path=one_line(str(error))), "warning")
    except (OSError, WorkspaceError) as error:
        what = error.message(screen.language) if isinstance(error, WorkspaceError) else str(error.strerror or error)
        screen.tell(screen.say("app.failed", what=one_line(what)), "error")
    else:
        text = screen.say("library.exported", count=count, path=one_line(str(path)))
        text += screen.say("export.ledger_left_out") if left_out else ""
        screen.tell(f"{screen.gouji.signs.saved} {text}", "saved")


def export_options(workspace: WorkspacePort, kind: str, wanted: FindingFilter, language: Language) -> tuple[ExportOptions, bool]:
    """What an export from the workbench says beside the reports, and whether the ledger had to be left out of it.

    The ledger's hashes forbid starring: one with personal numbers stays behind.
    """
    from db.exports.masking import holds_personal_numbers
    from db.exports.selection import Selection

    ledger = workspace.ledger() if kind == "json" else {}
    left_out = holds_personal_numbers(ledger)
    selection = Selection(
        verdicts=wanted.verdicts,
        severities=wanted.severities,
        codes=wanted.codes,
        organs=(wanted.agency_text,) if wanted.agency_text else (),
        years=wanted.years,
        tags=(wanted.tag,) if wanted.tag else (),
        auditors=(wanted.auditor,) if wanted.auditor else (),
    )
    options = ExportOptions(
        language=language,
        heads=tuple(LedgerHead(head.sitting, head.auditor, head.number, head.hash) for head in workspace.heads()),
        filters=selection.described(language),
        ledger={} if left_out else ledger,
        checks=replace(wanted, report_id=None) == FindingFilter(),
        exported_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    return options, left_out
