"""Write docs/rules anew from the registry: `python -m tests.rules.write_pages`."""

from __future__ import annotations

from pathlib import Path

from rules.pages import files

FOLDER = Path(__file__).parents[2] / "docs" / "rules"


def write() -> None:
    """Write every page and remove those of rules that are no more."""
    made = files()
    for path in sorted(FOLDER.glob("*/*.md")):
        if path.relative_to(FOLDER).as_posix() not in made:
            path.unlink()
    for name, text in made.items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
