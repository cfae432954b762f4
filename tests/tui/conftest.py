"""A workspace that is built once and copied for each test that changes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.quiet import install
from tests.tui.workbench import build_workspace, copied

install()


@pytest.fixture(scope="session")
def built_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of the reports written for these tests; not to be written to."""
    return build_workspace(tmp_path_factory.mktemp("built"))


@pytest.fixture
def audit(built_workspace: Path, tmp_path: Path) -> Path:
    """A workspace of one's own."""
    return copied(built_workspace, tmp_path)
