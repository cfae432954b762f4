"""Short names of cells, rows, columns and tables for sentences, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from core.forms import FORM_IDS, form, split_key
from core.words import Language, known, say


@cache
def is_cell(key: str) -> bool:
    """Whether `key` is a canonical cell of any form."""
    return any(key in form(form_id).cell_keys for form_id in FORM_IDS)


@cache
def table_label(table: str, language: Language) -> str:
    """`t3` → 表三 (收到和处理政府信息公开申请情况)."""
    return _label(f"label.table.{table}", table, language)


@cache
def row_label(row: str, language: Language) -> str:
    """`t3.new` → 本年新收."""
    return _label(f"label.row.{row}", row, language)


@cache
def column_label(column: str, language: Language) -> str:
    """`t3.natural_person` → 自然人."""
    return _label(f"label.column.{column}", column, language)


@cache
def cell_label(key: str, language: Language) -> str:
    """`t3.new.natural_person` → 本年新收·自然人; anything that is no cell stays as it is."""
    if not is_cell(key):
        return key
    table, row, column = split_key(key)
    return f"{row_label(f'{table}.{row}', language)}·{column_label(f'{table}.{column}', language)}"


def labels_of_sum(keys: Sequence[str], language: Language) -> tuple[str, ...]:
    """Labels of the terms of one sum: only what tells them apart, rows within one column, columns within one row."""
    if not all(is_cell(key) for key in keys):
        return tuple(cell_label(key, language) for key in keys)
    places = [split_key(key) for key in keys]
    if len({(table, row) for table, row, _ in places}) == 1:
        return tuple(column_label(f"{table}.{column}", language) for table, _, column in places)
    if len({(table, column) for table, _, column in places}) == 1:
        return tuple(row_label(f"{table}.{row}", language) for table, row, _ in places)
    return tuple(cell_label(key, language) for key in keys)


def _label(word: str, key: str, language: Language) -> str:
    return say(word, language) if known(word, language) else key
