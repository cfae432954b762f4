"""The official forms as data: sections, tables, canonical cell keys and identities (国办公开办函〔2019〕60号, 〔2021〕30号)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any, Literal

FORM_IDS = ("2021", "2019")


@dataclass(frozen=True, slots=True)
class FormSection:
    """One of the six sections: its number, ordinal (一…六), official heading and the variants that are as good."""

    number: int
    ordinal: str
    heading: str
    variants: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `bands` are the labels printed above its own, outermost first."""

    key: str
    label: str
    aliases: tuple[str, ...]
    bands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `bands` are the labels that enclose it, outermost first; `ordinal` is `1.`, `（一）` or `一、`."""

    key: str
    ordinal: str
    label: str
    aliases: tuple[str, ...]
    bands: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def printed_label(self) -> str:
        """Ordinal and label as the form prints them."""
        return self.ordinal + self.label


@dataclass(frozen=True)
class Table:
    """One official table. `layout` is `rows`, or `one_row` where all groups stand side by side (table 4)."""

    key: str
    section: int
    title: str
    layout: Literal["rows", "one_row"]
    footnotes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @cached_property
    def cell_keys(self) -> tuple[str, ...]:
        """The canonical keys of the table's figure cells in the form's order."""
        return tuple(f"{self.key}.{row.key}.{column}" for row in self.rows for column in row.columns)

    @cached_property
    def keys_of_row(self) -> Mapping[str, tuple[str, ...]]:
        """The canonical keys of each row's cells."""
        return {row.key: tuple(f"{self.key}.{row.key}.{column}" for column in row.columns) for row in self.rows}

    @cached_property
    def row_by_key(self) -> Mapping[str, Row]:
        """The rows by key (`refused.state_secret`)."""
        return {row.key: row for row in self.rows}

    @cached_property
    def column_by_key(self) -> Mapping[str, Column]:
        """The columns by key (`natural_person`)."""
        return {column.key: column for column in self.columns}


@dataclass(frozen=True, slots=True)
class Identity:
    """A 勾稽关系: the cells of `parts` add to the cells of `whole`. `id` is the anchor of results of rule `rule`."""

    id: str
    rule: str
    table: str
    parts: tuple[str, ...]
    whole: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """All cells that stand in the identity."""
        return self.parts + self.whole


@dataclass(frozen=True, eq=False)
class Form:
    """An official form: everything that parsing, rules and screens know about it."""

    id: str
    first_year: int
    last_year: int | None
    basis: str
    sections: tuple[FormSection, ...]
    tables: tuple[Table, ...]
    identities: tuple[Identity, ...]

    @cached_property
    def cell_keys(self) -> tuple[str, ...]:
        """Every canonical key of the form: t2, t3, t4, in the form's order."""
        return tuple(key for table in self.tables for key in table.cell_keys)

    @cached_property
    def table_by_key(self) -> Mapping[str, Table]:
        """The tables by key (`t2`, `t3`, `t4`)."""
        return {table.key: table for table in self.tables}

    @cached_property
    def identities_by_cell(self) -> Mapping[str, tuple[Identity, ...]]:
        """For each cell key the identities it stands in."""
        found: dict[str, list[Identity]] = {}
        for identity in self.identities:
            for key in identity.keys:
                found.setdefault(key, []).append(identity)
        return {key: tuple(identities) for key, identities in found.items()}


def split_key(key: str) -> tuple[str, str, str]:
    """`t3.refused.state_secret.total` → (`t3`, `refused.state_secret`, `total`)."""
    table, _, rest = key.partition(".")
    row, _, column = rest.rpartition(".")
    return table, row, column


@cache
def form(form_id: str) -> Form:
    """The form of that id (`2021`, `2019`). Raises KeyError for any other."""
    if form_id not in FORM_IDS:
        raise KeyError(form_id)
    data = tomllib.loads(resources.files(__name__).joinpath(f"{form_id}.toml").read_text("utf-8"))
    tables = tuple(_table(entry) for entry in data["table"])
    return Form(
        id=data["id"],
        first_year=data["first_year"],
        last_year=data.get("last_year"),
        basis=data["basis"],
        sections=tuple(
            FormSection(s["number"], s["ordinal"], s["heading"], tuple(s["variants"]), tuple(s["topics"]))
            for s in data["section"]
        ),
        tables=tables,
        identities=tuple(
            identity for entry in data["identity"] for identity in _identities(entry, {table.key: table for table in tables})
        ),
    )


def form_for_year(year: int) -> Form | None:
    """The form that binds reports of that year; None before 2019."""
    for form_id in FORM_IDS:
        candidate = form(form_id)
        if year >= candidate.first_year:
            return candidate
    return None


def _table(entry: dict[str, Any]) -> Table:
    columns = tuple(Column(c["key"], c["label"], tuple(c.get("aliases", ())), tuple(c.get("bands", ()))) for c in entry["column"])
    every_column = tuple(column.key for column in columns)
    rows = tuple(
        Row(
            key=r["key"],
            ordinal=r.get("ordinal", ""),
            label=r["label"],
            aliases=tuple(r.get("aliases", ())),
            bands=tuple(r.get("bands", ())),
            columns=tuple(r.get("columns", every_column)),
        )
        for r in entry["row"]
    )
    return Table(
        key=entry["key"],
        section=entry["section"],
        title=entry["title"],
        layout=entry.get("layout", "rows"),
        footnotes=tuple(entry.get("footnotes", ())),
        columns=columns,
        rows=rows,
    )


def _identities(entry: dict[str, Any], tables: Mapping[str, Table]) -> list[Identity]:
    """One declared identity with `{column}` or `{row}` → one identity a column or row."""
    table = tables[entry["table"]]
    if "{column}" in entry["id"]:
        places = [{"column": column.key} for column in table.columns]
    else:
        places = [{"row": row.key} for row in table.rows]
    return [
        Identity(
            id=entry["id"].format(**place),
            rule=entry["rule"],
            table=table.key,
            parts=tuple(key.format(**place) for key in entry["parts"]),
            whole=tuple(key.format(**place) for key in entry["whole"]),
        )
        for place in places
    ]
