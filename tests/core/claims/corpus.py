"""Reads the labelled sentences: in `收到申请[50件|new]` the figure is about the new applications; others are about nothing."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from core.claims import claims
from core.claims.cells import ORGANISATIONS, application_cells, case_cells, document_cells
from core.report import Breakdown, Claim, Section

_MARKED = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)\]")
_COLUMNS = {"natural": ("natural_person",), "legal": ORGANISATIONS, "both_kinds": ("natural_person", *ORGANISATIONS)}
_DOCUMENTS = {"reg": "regulations", "norm": "normative_documents"}
_DECISIONS = {"lic": "licences", "pen": "penalties", "coe": "coercive_measures"}


@dataclass(frozen=True)
class Labelled:
    """A sentence without its marks, and what its figures are said to be about."""

    group: str
    text: str
    marks: tuple[tuple[int, int, str], ...]
    agency: str
    year: int
    section: int
    form: str

    def read(self) -> tuple[tuple[Claim, ...], tuple[Breakdown, ...]]:
        """What the parser makes of it."""
        return claims([Section(self.section, "", present=True, text=self.text)], self.year, self.agency, self.form)


def labelled_sentences() -> list[Labelled]:
    """Every sentence of the corpus."""
    data = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text("utf-8"))
    return [
        _labelled(name, line.strip(), group)
        for name, group in data.items()
        for line in group["sentences"].splitlines()
        if line.strip()
    ]


def _labelled(name: str, line: str, group: dict[str, object]) -> Labelled:
    text, marks, end = "", [], 0
    line = line.replace("\\n", "\n")
    for match in _MARKED.finditer(line):
        text += line[end : match.start()]
        marks.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        end = match.end()
    return Labelled(
        name,
        text + line[end:],
        tuple(marks),
        str(group.get("agency", "云岭市财政局")),
        int(str(group.get("year", 2023))),
        int(str(group.get("section", 1))),
        str(group.get("form", "2021")),
    )


def cells_of(label: str, form: str) -> tuple[str, ...]:
    """`natural@new` → t3.new.natural_person, `suit.upheld` → both kinds of suit, `norm.issued`, `lic` and so on."""
    column, _, rows = label.rpartition("@")
    if column:
        return application_cells(form, _rows(rows), _COLUMNS.get(column, (column,)))
    head = label.split(".")[0].split("+")[0]
    if label in _DECISIONS:
        return (f"t2.{_DECISIONS[label]}.decisions",)
    if head in _DOCUMENTS:
        documents, _, act = label.partition(".")
        return document_cells(form, tuple(_DOCUMENTS[name] for name in documents.split("+")), act)
    if head in ("review", "suit", "suit_direct", "suit_after_review"):
        groups, _, verdict = label.partition(".")
        return case_cells(tuple(groups.split("+")), verdict or "total")
    return application_cells(form, _rows(label))


def _rows(label: str) -> tuple[str, ...]:
    names = {"both": "new+carried_over", "over": "carried_over", "forward": "carried_forward"}
    return tuple(name for part in label.split("+") for name in names.get(part, part).split("+"))
