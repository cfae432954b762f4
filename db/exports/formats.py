"""Which formats there are, which endings ask for them, and how to get their renderer without importing the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from db.exports.options import ExportOptions
from rules.audit import AuditedReport

Render = Callable[[Iterable[AuditedReport], ExportOptions], str | bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, its file endings (the first is written), the module that renders it."""

    name: str
    endings: tuple[str, ...]
    module: str

    def render(self, reports: Iterable[AuditedReport], options: ExportOptions) -> bytes:
        """The finished bytes of an export."""
        render: Render = import_module(self.module).render
        rendered = render(reports, options)
        return rendered.encode("utf-8", "replace") if isinstance(rendered, str) else rendered


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        entry.name: entry
        for entry in (
            Format("markdown", (".md", ".markdown"), "db.exports.markdown"),
            Format("json", (".json",), "db.exports.json"),
            Format("csv", (".csv",), "db.exports.csv"),
            Format("sarif", (".sarif", ".sarif.json"), "db.exports.sarif"),
            Format("html", (".html", ".htm"), "db.exports.html"),
            Format("xlsx", (".xlsx",), "db.exports.xlsx"),
            Format("docx", (".docx",), "db.exports.docx"),
        )
    }
)
"""The formats that render audited reports; `sqlite` is a copy of the workspace and goes its own way."""

SQLITE = "sqlite"
SQLITE_ENDINGS = (".db", ".sqlite", ".sqlite3")


def format_of(path: Path) -> str | None:
    """The format that a file name's ending asks for; the longest ending wins."""
    endings = {ending: name for name, entry in FORMATS.items() for ending in entry.endings}
    endings.update(dict.fromkeys(SQLITE_ENDINGS, SQLITE))
    name = path.name.lower()
    for ending in sorted(endings, key=len, reverse=True):
        if name.endswith(ending):
            return endings[ending]
    return None
