"""The workspaces opened lately, newest first, for the first-run screen."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

STATE_VARIABLE: Final = "GOUJI_STATE"
KEPT: Final = 12


def recent_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the list is kept."""
    named = environment.get(STATE_VARIABLE)
    if named:
        return Path(named) / "recent.json"
    import platformdirs

    return Path(platformdirs.user_state_dir("gouji", appauthor=False)) / "recent.json"


def recent(path: Path | None = None) -> tuple[Path, ...]:
    """The workspaces that are still there; a list that cannot be read counts as empty."""
    try:
        names = json.loads((path or recent_path()).read_text("utf-8"))
    except (OSError, ValueError):
        return ()
    if not isinstance(names, list):
        return ()
    return tuple(workspace for name in names if isinstance(name, str) and (workspace := Path(name)).is_file())


def remember(workspace: Path, path: Path | None = None) -> None:
    """Put a workspace first; throw-away ones, in the temporary folder, are left out. What cannot be written is let be."""
    workspace = workspace.resolve()
    if path is None and workspace.is_relative_to(Path(tempfile.gettempdir()).resolve()):
        return
    target = path or recent_path()
    names = [str(workspace), *(str(other) for other in recent(target) if other != workspace)][:KEPT]
    fresh = target.with_suffix(f".{os.getpid()}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(names, ensure_ascii=False, indent=1), "utf-8")
        fresh.replace(target)
    except OSError:
        fresh.unlink(missing_ok=True)
