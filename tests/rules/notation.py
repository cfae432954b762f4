"""The readable cases of `tests/rules/cases/*.md`: a small report, and what the rule must say of it.

A file is named after its rule. Each `##` heading is one case and begins with its kind:

- `fires`: the rule's fails must be exactly those listed (anchors, and whatever else the line states);
- `quiet`: the rule must fail nowhere and pass at least once;
- `skipped`: the rule must fail nowhere, and be skipped with the reasons listed.

A fence marked `report` holds the report under test: a clean report of 云岭市公安局 for 2023 on the form of 2021 with all
figures 0, changed line by line. Further `report` fences of the case are other reports loaded beside it. A `pack` fence holds
settings in TOML.

    organ: 云岭市公安局                 year: 2021                  form: 2019 | none
    title: …                           file: name.txt              published: 2022-01-20
    organ/year/title/published: none   (not found)
    t3.new: 47 0 0 0 0 0 47            a whole row, in the form's column order
    t3.new.total: 47                   one cell: a figure as printed, blank, dash, absent, ?text (unreadable)
    section 5: …                       the section's text; further lines are indented
    heading 4: …                       its heading as printed; `ordinal 4: 五` its ordinal; `order: 1 3 2 4 5 6`
    without: t2, section 5             what is not there
    ragged t3.new: 47 0 0 0 0 47       a row with too few figures; `lost t3: business research` the candidates for the lost column
    missing t3: other.other            rows that are not there
    label t3.new: printed | official   a misprinted row label (`label t2:issued: …` a column label; `| variant`, `| order`)
    extra t2: 其他文件 | 3 3 20         an unofficial row
    picture t2                         a table that is a picture
    used: t3.balance.total             an identity that decided the reading
    found year: 2022 title 二〇二二年…   where a fact was found: value, origin, text

A `findings` fence holds one line per expected fail, `CODE anchor severity` with `*` for any anchor, then optional
`expected=`, `actual=`, `difference=`, `variant=`, `suspect=CELL`, `evidence=CELL`, `text=SUBSTRING` (of quoted evidence, no
spaces), `missing=…`, or any parameter; for skipped cases `CODE skipped REASON`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from core.forms import form, split_key
from core.report import ExtraRow, Found, LabelNote, Report
from tests.rules.build import Draft, build, label_note, ragged, row

CASES = Path(__file__).parent / "cases"
_FENCE = re.compile(r"^```(report|findings|pack)\s*\n(.*?)^```", re.M | re.S)


@dataclass(frozen=True)
class Expected:
    """One line of a `findings` fence."""

    code: str
    anchor: str
    severity: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Case:
    """One case: the report under test, the reports beside it, settings, and what is expected."""

    code: str
    kind: str
    name: str
    reports: tuple[Report, ...]
    pack: str | None
    expected: tuple[Expected, ...]
    line: int = 0


def cases() -> Iterator[Case]:
    """Every case of every file, in order."""
    for path in sorted(CASES.glob("*.md")):
        yield from read_cases(path.read_text("utf-8"), path.stem)


def read_cases(text: str, code: str) -> Iterator[Case]:
    """The cases of one file."""
    for part in re.split(r"^## ", text, flags=re.M)[1:]:
        title, _, body = part.partition("\n")
        kind, _, name = title.partition(":")
        fences = _FENCE.findall(body)
        yield Case(
            code=code,
            kind=kind.strip(),
            name=name.strip(),
            reports=tuple(build(read_draft(content)) for mark, content in fences if mark == "report"),
            pack=next((content for mark, content in fences if mark == "pack"), None),
            expected=tuple(
                _expected(line) for mark, content in fences if mark == "findings" for line in content.splitlines() if line
            ),
        )


def _expected(line: str) -> Expected:
    code, anchor, severity, *facts = line.split()
    return Expected(code, anchor, severity, tuple((name, value) for name, _, value in (fact.partition("=") for fact in facts)))


def read_draft(text: str) -> Draft:
    """The draft that a `report` fence describes."""
    draft = Draft()
    for name, value in _lines(text):
        draft = replace(draft, **_change(draft, name, value))
    return draft


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """`name: value` lines; indented lines go on the one before."""
    joined: list[str] = []
    for line in text.splitlines():
        if line.startswith((" ", "\t")) and joined:
            joined[-1] += "\n" + line.strip()
        elif line.strip():
            joined.append(line)
    for line in joined:
        name, _, value = line.partition(": ") if ": " in line else line.partition(":")
        yield name.strip(), value.strip()


def _change(draft: Draft, name: str, value: str) -> dict[str, Any]:
    word, _, rest = name.partition(" ")
    if word in _FACTS:
        change: dict[str, Any] = _FACTS[word](value)
        return change
    if word in ("section", "heading", "ordinal"):
        kept = {"section": "sections", "heading": "headings", "ordinal": "ordinals"}[word]
        return {kept: {**getattr(draft, kept), int(rest): None if value == "none" else value}}
    if word == "without":
        names = [each.strip() for each in value.split(",")]
        sections = frozenset(int(each.split()[1]) for each in names if each.startswith("section"))
        return {"without_sections": sections, "without_tables": frozenset(each for each in names if each.startswith("t"))}
    if word == "found":
        what, origin, text = (*value.split(maxsplit=2), "")[:3]
        fact = Found(what, cast(Any, origin), text)
        return {"found": {**draft.found, rest: (*draft.found.get(rest, ()), fact)}}
    if word in ("ragged", "lost", "missing", "label", "extra", "picture", "used", "moved"):
        return _reading(draft, word, rest, value)
    return {"cells": {**draft.cells, **_cells(draft, name, value)}}


_FACTS: dict[str, Any] = {
    "organ": lambda value: {"agency": None if value == "none" else value},
    "year": lambda value: {"year": None if value == "none" else int(value)},
    "form": lambda value: {"form": None if value == "none" else value},
    "title": lambda value: {"title": None if value == "none" else value},
    "file": lambda value: {"source": value},
    "published": lambda value: {"published": date.fromisoformat(value)},
    "order": lambda value: {"order": [int(each) for each in value.split()]},
}


def _cells(draft: Draft, name: str, value: str) -> dict[str, str]:
    figures = value.split()
    if name in form(draft.form or "2021").cell_keys:
        return {name: value}
    if len(figures) == 1:
        table, _, rest = name.partition(".")
        figures *= len(form(draft.form or "2021").table_by_key[table].row_by_key[rest].columns)
    return row(name, figures, draft.form or "2021")


def _reading(draft: Draft, word: str, rest: str, value: str) -> dict[str, Any]:
    """Changes to how a table was read."""
    key = (rest or value).replace(":", ".")
    table = key.split(".")[0]
    reading = dict(draft.tables.get(table, {}))
    cells = dict(draft.cells)
    if word == "extra":
        label, _, printed = value.partition("|")
        return {"extra_rows": (*draft.extra_rows, ExtraRow(table, label.strip(), tuple(printed.split())))}
    if word == "ragged":
        figures = value.split()
        reading["ragged_rows"] = (*reading.get("ragged_rows", ()), ragged(key.partition(".")[2], figures))
        columns = form(draft.form or "2021").table_by_key[table].row_by_key[key.partition(".")[2]].columns
        cells |= {f"{key}.{column}": "absent" for column in columns}
        cells |= {f"{key}.{columns[0]}": figures[0], f"{key}.{columns[-1]}": figures[-1]}
    elif word in ("missing", "moved", "lost"):
        field_name = {"missing": "missing_rows", "moved": "moved_rows", "lost": "lost_columns"}[word]
        reading[field_name] = tuple(value.split())
        if word == "missing":
            rows = set(value.split())
            cells |= {
                k: "absent" for k in form(draft.form or "2021").cell_keys if split_key(k)[0] == table and split_key(k)[1] in rows
            }
    elif word == "label":
        reading["label_notes"] = (*reading.get("label_notes", ()), _label(rest, value))
    elif word == "picture":
        reading["unreadable"] = "picture"
        cells |= {k: "absent" for k in form(draft.form or "2021").cell_keys if split_key(k)[0] == table}
    elif word == "used":
        reading["used_identities"] = tuple(value.split())
    return {"tables": {**draft.tables, table: reading}, "cells": cells}


def _label(place: str, value: str) -> LabelNote:
    printed, official, *kind = (each.strip() for each in value.split("|"))
    axis: Literal["row", "column"] = "column" if ":" in place else "row"
    key = re.split(r"[.:]", place, maxsplit=1)[1]
    return label_note(printed, official, key, cast(Any, kind[0] if kind else "misprint"), axis)
