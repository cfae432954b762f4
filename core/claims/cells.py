"""From what a clause names to the canonical cells whose sum its figure states."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from core.forms import form

ORGANISATIONS = ("business", "research", "public_interest", "legal_service", "other_org")
_DOCUMENT_COLUMNS = {
    "2021": {"issued": "issued", "issued?": "issued", "repealed": "repealed", "in_force": "in_force"},
    "2019": {"issued": "made", "issued?": "disclosed"},
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure is about: `fact` names the kind of statement, `cells` what it equals, `others` what it might mean as well.

    `firm` is false where the wording only makes the equality probable.
    """

    fact: str
    cells: tuple[str, ...]
    firm: bool = True
    others: tuple[tuple[str, ...], ...] = ()
    rows: tuple[str, ...] = ()
    noun: str | None = None


@cache
def _rows(form_id: str, name: str) -> tuple[str, ...]:
    """`refused` → its eight rows, `new` → itself; () when the form has no such row."""
    table = form(form_id).table_by_key["t3"]
    if name in table.row_by_key:
        return (name,)
    return tuple(row.key for row in table.rows if row.key.startswith(f"{name}."))


def application_cells(form_id: str, rows: tuple[str, ...], columns: tuple[str, ...] = ("total",)) -> tuple[str, ...]:
    """The cells of table 3 in these rows (groups are spread) and columns; () when one of them is unknown."""
    spread: list[str] = []
    for name in rows:
        found = _rows(form_id, name)
        if not found:
            return ()
        spread.extend(found)
    return tuple(f"t3.{row}.{column}" for row in dict.fromkeys(spread) for column in columns)


def document_cells(form_id: str, rows: tuple[str, ...], act: str) -> tuple[str, ...]:
    """The cells of 规章 and 规范性文件 for what was done with them; () when the form does not count it."""
    column = _DOCUMENT_COLUMNS[form_id].get(act)
    return () if column is None else tuple(f"t2.{row}.{column}" for row in dict.fromkeys(rows))


def case_cells(groups: tuple[str, ...], column: str) -> tuple[str, ...]:
    """The cells of table 4: `suit` is both kinds of suit."""
    spread: list[str] = []
    for group in groups:
        spread.extend(("suit_direct", "suit_after_review") if group == "suit" else (group,))
    return tuple(f"t4.{group}.{column}" for group in dict.fromkeys(spread))
