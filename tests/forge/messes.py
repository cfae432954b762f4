"""What happens to official tables before they reach us, each with what a careful reader can still tell.

A mess takes the placed cells of a table and gives other ones. Cells keep their keys as long as a figure of theirs is printed;
`open` names the keys that a careful reader could no longer place.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.forge.official import Placed

Cells = tuple[Placed, ...]


@dataclass
class Sheet:
    """The tables of a report on their way through messes."""

    tables: dict[str, Cells]
    open: set[str] = field(default_factory=set)
    """Keys that are no longer derivable."""
    printed: dict[str, str] = field(default_factory=dict)
    """Other texts that now stand for a key's figure (a full-width or separated form)."""


Mess = Callable[[Sheet, random.Random], None]


def key_table(cells: Sequence[Placed]) -> str:
    """Which table it is."""
    return next(cell.key for cell in cells if cell.key).split(".")[0]


def row_of(key: str) -> str:
    """`t3.granted.total` → `t3.granted`."""
    return key.rpartition(".")[0]


def full_width(sheet: Sheet, chance: random.Random) -> None:
    """Figures in full-width digits."""
    _rewrite(sheet, chance, 0.5, lambda text: text.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)}))


def thousands(sheet: Sheet, chance: random.Random) -> None:
    """Thousands separators."""

    def separated(text: str) -> str:
        return f"{int(text):,}" if text.isdigit() else text

    _rewrite(sheet, chance, 1.0, separated)


def _rewrite(sheet: Sheet, chance: random.Random, share: float, change: Callable[[str], str]) -> None:
    for key, cells in sheet.tables.items():
        sheet.tables[key] = tuple(
            cell._replace(text=change(cell.text)) if cell.key and chance.random() < share else cell for cell in cells
        )


def dashes(sheet: Sheet, chance: random.Random) -> None:
    """Dashes for some noughts of tables 3 and 4."""
    sign = chance.choice(["-", "—", "/", "——"])
    for key in ("t3", "t4"):
        sheet.tables[key] = tuple(
            cell._replace(text=sign) if cell.key and cell.text == "0" and chance.random() < 0.4 else cell
            for cell in sheet.tables[key]
        )


def blanks(sheet: Sheet, chance: random.Random) -> None:
    """Empty cells for some noughts of table 3."""
    sheet.tables["t3"] = tuple(
        cell._replace(text="") if cell.key and cell.text == "0" and chance.random() < 0.3 else cell for cell in sheet.tables["t3"]
    )


def labels_spaced(sheet: Sheet, chance: random.Random) -> None:
    """自然 人, 法律 服务 机构."""
    _relabel(sheet, lambda text: "".join(c + (" " if chance.random() < 0.15 else "") for c in text).strip())


def other_ordinals(sheet: Sheet, chance: random.Random) -> None:
    """（一） as (一) or ( 一 ), 1. as 1、 or 1．."""
    opening, closing = chance.choice([("(", ")"), ("( ", " )"), ("（ ", " ）")])
    dot = chance.choice(["、", "．", ". ", " ."])

    def change(text: str) -> str:
        text = text.replace("（", opening).replace("）", closing)
        return text[0] + dot + text[2:] if text[:1].isdigit() and text[1:2] == "." else text

    _relabel(sheet, change)


def misprints(sheet: Sheet, chance: random.Random) -> None:
    """A character wrong or lost in some long labels."""

    def change(text: str) -> str:
        if len(text) < 7 or chance.random() > 0.25:
            return text
        at = chance.randrange(3, len(text) - 1)
        return text[:at] + chance.choice(["", "的", "某"]) + text[at + 1 :]

    _relabel(sheet, change)


def _relabel(sheet: Sheet, change: Callable[[str], str]) -> None:
    for key, cells in sheet.tables.items():
        sheet.tables[key] = tuple(cell if cell.key else cell._replace(text=change(cell.text)) for cell in cells)


def lost_column(sheet: Sheet, chance: random.Random) -> None:
    """One column of noughts of table 3 is gone from all rows, its header stays: only the outer columns can still be told."""
    columns = ["business", "research", "public_interest", "legal_service", "other_org"]
    empty = [
        c for c in columns if all(cell.text == "0" for cell in sheet.tables["t3"] if cell.key and cell.key.endswith("." + c))
    ]
    if not empty:
        return
    column = chance.choice(empty)
    _drop_column(sheet, column)
    sheet.open |= {cell.key for cell in sheet.tables["t3"] if cell.key and not cell.key.endswith((".natural_person", ".total"))}


def lost_column_and_header(sheet: Sheet, chance: random.Random) -> None:
    """A column of table 3 is gone with its header: the others can be told."""
    column = chance.choice(["business", "research", "public_interest", "legal_service"])
    label = {"business": "商业企业", "research": "科研机构", "public_interest": "社会公益组织", "legal_service": "法律服务机构"}[
        column
    ]
    sheet.tables["t3"] = tuple(cell for cell in sheet.tables["t3"] if cell.text != label)
    _drop_column(sheet, column, header=True)


def _drop_column(sheet: Sheet, column: str, *, header: bool = False) -> None:
    cells = sheet.tables["t3"]
    at = next(cell.column for cell in cells if cell.key and cell.key.endswith("." + column))
    kept = [cell for cell in cells if not (cell.key and cell.key.endswith("." + column))]
    sheet.open |= {cell.key for cell in cells if cell.key and cell.key.endswith("." + column)}
    shifted = [c._replace(column=c.column - 1) if c.column > at and (c.key or header) else c for c in kept]
    sheet.tables["t3"] = tuple(shifted)


def added_column(sheet: Sheet, chance: random.Random) -> None:
    """A column of running numbers before the figures of table 3."""
    cells = sheet.tables["t3"]
    rows = sorted({cell.row for cell in cells if cell.key})
    moved = [cell._replace(column=cell.column + 1) if cell.column >= 3 else cell for cell in cells]
    numbers = [Placed(str(i), row, 3) for i, row in enumerate(rows, 1)]
    sheet.tables["t3"] = (*moved, Placed("行次", 0, 3, 3, 1), *numbers)


def missing_row(sheet: Sheet, chance: random.Random) -> None:
    """A row of table 3 is gone, label and figures."""
    rows = sorted({row_of(cell.key) for cell in sheet.tables["t3"] if cell.key})
    gone = chance.choice([row for row in rows if row.count(".") > 1])
    line = next(cell.row for cell in sheet.tables["t3"] if cell.key and row_of(cell.key) == gone)
    sheet.open |= {cell.key for cell in sheet.tables["t3"] if cell.key and row_of(cell.key) == gone}
    sheet.tables["t3"] = tuple(
        cell for cell in sheet.tables["t3"] if not (cell.row == line and (cell.key or cell.column == 2 or cell.row_span == 1))
    )


def moved_row(sheet: Sheet, chance: random.Random) -> None:
    """Two rows of table 3 have changed places, with their labels."""
    lines = [
        cell.row for cell in sheet.tables["t3"] if cell.key and cell.key.endswith(".total") and row_of(cell.key).count(".") > 1
    ]
    first, second = chance.sample(lines, 2)
    swap = {first: second, second: first}
    sheet.tables["t3"] = tuple(
        cell._replace(row=swap.get(cell.row, cell.row)) if cell.key or (cell.row_span == 1 and cell.column == 2) else cell
        for cell in sheet.tables["t3"]
    )


def extra_row(sheet: Sheet, chance: random.Random) -> None:
    """A province's own row in table 2, or an old habit's row in table 3."""
    key, label, count = chance.choice([("t2", "其他主动公开文件", 3), ("t3", "9.信息不存在", 7)])
    cells = sheet.tables[key]
    after = chance.choice(
        [
            cell.row
            for cell in cells
            if cell.key and ((key == "t3" and row_of(cell.key).count(".") > 1) or "documents.in" in cell.key)
        ]
        or [cell.row for cell in cells if cell.key and "documents.total" in cell.key]
    )
    moved = [cell._replace(row=cell.row + 1) if cell.row > after else cell for cell in cells]
    moved = [c._replace(row_span=c.row_span + 1) if c.row <= after < c.row + c.row_span - 1 else c for c in moved]
    column = min(cell.column for cell in cells if cell.key and cell.row == after)
    new = [Placed(label, after + 1, column - 1)] + [
        Placed(str(chance.randint(0, 9)), after + 1, column + i) for i in range(count)
    ]
    sheet.tables[key] = tuple(moved + new)


def short_labels(sheet: Sheet, chance: random.Random) -> None:
    """逾期不补正, 部分公开: the labels of a province's own print."""
    names = {
        "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "逾期不补正",
        "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "逾期不缴费",
        "（区分处理的，只计这一情形，不计其他情形）": "",
    }

    def change(text: str) -> str:
        for long, short in names.items():
            text = text.replace(long, short)
        return text

    _relabel(sheet, change)


def brackets_lost(sheet: Sheet, chance: random.Random) -> None:
    """Everything in brackets is gone."""

    def change(text: str) -> str:
        while "（" in text and "）" in text:
            start, end = text.index("（"), text.index("）")
            text = text[:start] + text[end + 1 :] if start < end else text.replace("）", "", 1)
        return text

    _relabel(sheet, change)


def unlabelled(sheet: Sheet, chance: random.Random) -> None:
    """Some rows of table 3 lost their labels; as all rows are there, their order tells."""
    share = chance.choice([0.2, 0.5, 1.0])
    lines = {cell.row for cell in sheet.tables["t3"] if cell.key and chance.random() < share}
    sheet.tables["t3"] = tuple(
        cell for cell in sheet.tables["t3"] if cell.key or cell.row not in lines or (cell.row_span > 1 and cell.row < 3)
    )


CELL_MESSES: dict[str, Mess] = {
    "full_width": full_width,
    "thousands": thousands,
    "dashes": dashes,
    "labels_spaced": labels_spaced,
    "other_ordinals": other_ordinals,
    "misprints": misprints,
    "short_labels": short_labels,
    "brackets_lost": brackets_lost,
}
TABLE_MESSES: dict[str, Mess] = {
    "blanks": blanks,
    "lost_column": lost_column,
    "lost_column_and_header": lost_column_and_header,
    "added_column": added_column,
    "missing_row": missing_row,
    "moved_row": moved_row,
    "extra_row": extra_row,
    "unlabelled": unlabelled,
}
