"""A workspace on an empty file, and readers that read what the tests put into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.report import Report
from db.workspace import Workspace
from tests.db.loading import load
from tests.db.reports import rules


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the workspace is."""
    return tmp_path / "audit.db"


@pytest.fixture
def workspace(path: Path) -> Iterator[Workspace]:
    """An open workspace of the auditor 甲."""
    with Workspace.open(path, auditor="甲", rules=rules()) as opened:
        yield opened


@pytest.fixture
def loaded(workspace: Workspace) -> Callable[..., int]:
    """Load a report built by hand; gives its id."""

    def one(report: Report, **options: bool) -> int:
        return load(workspace, report, **options)[0]

    return one
