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
    ending = "\nimport sys; print('\\n' + ' '.join(sorted({name.split('.')[0] for name in sys.modules})))"
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


def test_import_contracts_hold() -> None:
    """The contracts of pyproject.toml hold."""
    linter = Path(sys.executable).with_name("lint-imports")
    if not linter.exists():
        pytest.skip("import-linter is not installed beside this Python")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
