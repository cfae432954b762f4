"""The storeys of the house: who imports whom, and what a command that must start fast never loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "sample_reports" / "clean" / "songhe-shuiwuju-2022.txt"
HEAVY = {"textual", "rich", "sqlite_utils", "sqlite3", "numpy", "highspy", "openpyxl", "docx", "pdfplumber", "pypdfium2"}


def loaded(program: str) -> set[str]:
    """The top-level modules that a program has loaded at its end, in a fresh interpreter."""
    return {name.split(".")[0] for name in modules(program)}


def modules(program: str) -> set[str]:
    """All modules that a program has loaded at its end, in a fresh interpreter."""
    ending = "\nimport sys; print('\\n' + ' '.join(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program + ending], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


def command(*arguments: str) -> str:
    """A program that runs a command line and survives its exit."""
    return "\n".join(
        [
            "from tui.cli import main",
            "try:",
            f"    main({list(arguments)!r})",
            "except SystemExit as ended:",
            "    assert ended.code in (0, 1), ended.code",
        ]
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("check", "--help"),
        ("rules",),
        ("rules", "A101"),
        ("check", str(SAMPLE)),
        ("check", str(SAMPLE), "--format", "json"),
        ("check", str(SAMPLE), "--format", "sarif"),
    ],
)
def test_quick_commands_load_nothing_heavy(arguments: tuple[str, ...]) -> None:
    """Help, the catalogue and a check start without screens, database, solver or the readers of other formats."""
    assert not loaded(command(*arguments)) & HEAVY


@pytest.mark.parametrize(
    "module", ["core.parse", "rules.check", "rules.registry", "db.exports.formats", "db.exports.markdown", "db.exports.json"]
)
def test_lower_storeys_load_no_screens_and_no_database(module: str) -> None:
    """What reads, checks and renders needs neither the drawing library nor SQLite."""
    assert not loaded(f"import {module}") & {"textual", "rich", "sqlite3", "sqlite_utils", "tui"}


def test_the_workspace_needs_no_screens() -> None:
    """The workspace works without the drawing library."""
    assert not loaded("import db.workspace") & {"textual", "rich", "tui"}


FIRST_FRAME = """
import sys
from pathlib import Path
from db.errors import WorkspaceError
from tui.cli import command
from tui.settings import Settings

command("review")
from tui.app import GoujiApp

loaded = []

def open_workspace():
    loaded.extend(sys.modules)
    raise WorkspaceError("db.missing", file="a")

GoujiApp(Path("a.db"), Settings(), open_workspace=open_workspace).run(headless=True)
assert "tui.screens.library" in loaded
for name in set(sys.modules) - set(loaded):
    del sys.modules[name]
"""
"""The workbench up to where its first frame is painted and the workspace about to be opened; what came later is forgotten."""


def test_the_first_frame_waits_for_nothing_it_does_not_show() -> None:
    """Reports, rules, exports, the workspace and the other rooms are loaded behind the first frame."""
    later = {"core.report", "core.forms", "core.identity", "rules.result", "rules.registry", "rules.audit", "rules.settings"}
    later |= {
        "db.views",
        "db.workspace",
        "db.exports.formats",
        "tui.commands.check",
        "tui.commands.export",
        "tui.screens.judging",
    }
    later |= {"sqlite_utils", "pydantic", "opencc", "json", "zipfile", "multiprocessing", "importlib.resources"}

    assert not modules(FIRST_FRAME) & later


def test_import_contracts_hold() -> None:
    """The contracts of pyproject.toml hold."""
    linter = Path(sys.executable).with_name("lint-imports")
    if not linter.exists():
        pytest.skip("import-linter is not installed beside this Python")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
