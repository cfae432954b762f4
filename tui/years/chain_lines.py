"""The lines of the year chain: the tables' figures, year beside year, as many of them as the reader wants to see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from core.forms import form, split_key
from core.report import CellState
from core.words import Language, known, say
from rules.carrying import CarriedTerm
from rules.chain import YearCell, YearRow
from rules.labels import cell_label, column_label, row_label
from tui.signs import Signs
from tui.widgets.columns import CellText

Extent = Literal["totals", "all", "used", "broken"]
EXTENTS: Final[tuple[Extent, ...]] = ("totals", "all", "used", "broken")
"""Which figures are listed: the totals, every figure, those that are not nought in every year, those that do not carry over."""


@dataclass(frozen=True)
class ChainLine:
    """One line: a table's title, or a figure over the years. `key` is the cell's."""

    label: str
    key: str | None = None
    cells: tuple[YearCell, ...] = ()
    deep: bool = False


def chain_lines(rows: Sequence[YearRow], extent: Extent, language: Language = "zh") -> list[ChainLine]:
    """The lines of that extent, each table under its title; titles without figures are left out."""
    lines: list[ChainLine] = []
    title = ""
    for row in rows:
        if not _wanted(row, extent):
            continue
        table, row_key, column = split_key(row.key)
        heading = _heading(row, table, language)
        if row.form != rows[0].form:
            heading += f"（{row.form}）" if language == "zh" else f" ({row.form})"
        if heading != title:
            lines.append(ChainLine(heading))
            title = heading
        lines.append(_line(row, table, row_key, column, extent, language))
    return lines


def _heading(row: YearRow, table: str, language: Language) -> str:
    printed = form(row.form).table_by_key[table].title or table
    return printed if language == "zh" else say(f"years.table_{table}", language)


def _wanted(row: YearRow, extent: Extent) -> bool:
    if extent == "broken":
        return row.broken
    if extent == "used":
        return row.broken or not row.nought
    return extent == "all" or row.broken or not row.key.startswith("t3.") or row.key.endswith(".total")


def _line(row: YearRow, table: str, row_key: str, column: str, extent: Extent, language: Language) -> ChainLine:
    printed, name = _names(row, table, row_key, column) if language == "zh" else _english(table, row_key, column)
    if table == "t3" and column == "total":
        return ChainLine(printed, row.key, row.cells)
    if table == "t3" and extent == "all":
        return ChainLine(f"    {name}", row.key, row.cells, deep=True)
    between = " · " if table == "t3" or language == "en" else " "
    return ChainLine(f"{printed}{between}{name}".strip(), row.key, row.cells)


def _names(row: YearRow, table: str, row_key: str, column: str) -> tuple[str, str]:
    """Row and column as the official form prints them."""
    known = form(row.form).table_by_key[table]
    official, name = known.row_by_key[row_key], known.column_by_key[column]
    within = [band for band in official.bands[-1:] if table == "t3" and band.startswith("（")]
    band = f"{name.bands[0]} " if name.bands and table != "t3" else ""
    return " ".join([*within, official.printed_label]), f"{band}{name.label}"


def _english(table: str, row_key: str, column: str) -> tuple[str, str]:
    """Row and column by their English names, a row of a group after the group's unless its name says so already."""
    row = row_label(f"{table}.{row_key}", "en")
    group = f"years.group_{row_key.partition('.')[0]}"
    if "." in row_key and known(group, "en") and not row.startswith(say(group, "en", row="")):
        row = say(group, "en", row=row)
    unit = f"years.column_{table}_{column}"
    return row, say(unit, "en") if known(unit, "en") else column_label(f"{table}.{column}", "en")


def totals_first(rows: Sequence[YearRow]) -> tuple[YearRow, ...]:
    """The rows with each row of table 3 led by its total, as the lines need them."""
    return tuple(row for group in _groups(rows) for row in sorted(group, key=lambda row: not row.key.endswith(".total")))


def _groups(rows: Sequence[YearRow]) -> Iterator[list[YearRow]]:
    group: list[YearRow] = []
    for row in rows:
        table, row_key, _ = split_key(row.key)
        if group and split_key(group[0].key)[:2] != (table, row_key):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def figure_text(found: YearCell, signs: Signs) -> CellText:
    """A figure as the chain shows it: as printed, beside it what it should be and by how much it is more, where it is not."""
    cell = found.cell
    if cell is None or cell.state is CellState.ABSENT:
        return CellText(signs.absent, "faint")
    printed = cell.raw if cell.raw and cell.raw.strip() else "□" if signs.vertical != "|" else "_"
    if found.broken:
        return CellText(f"{printed} {signs.unequal} {found.due:f} ({found.difference:+f})", "strong error")
    if found.due is not None:
        return CellText(f"{signs.passed} {printed}", "passed")
    if cell.state is CellState.UNREADABLE:
        return CellText(printed, "warning")
    return CellText(printed, "" if cell.amount else "muted")


def reckoning(line: ChainLine, years: Sequence[int | None], chosen: int, language: Language) -> str:
    """How the figure under the cursor should follow from last year: of the year chosen, else of the first that is broken."""
    wanted = [chosen, *(position for position, cell in enumerate(line.cells) if cell.broken)] if line.key else []
    for position in wanted:
        found = line.cells[position]
        if found.carried is not None and found.difference is not None and found.cell is not None:
            terms = "".join(_term(term, language, first=number == 0) for number, term in enumerate(found.carried.terms))
            figures = {"due": f"{found.due:f}", "printed": f"{found.cell.amount:f}", "difference": f"{abs(found.difference):f}"}
            word = "years.reckoning_broken" if found.broken else "years.reckoning"
            return say(word, language, year=years[position], name=cell_label(line.key or "", language), terms=terms, **figures)
    return ""


def _term(term: CarriedTerm, language: Language, *, first: bool) -> str:
    sign = "" if first else " + " if term.added else " - "
    _, row, column = split_key(term.key)
    name = row_label(term.key.rpartition(".")[0], language) if row == "carried_forward" else ""
    return f"{sign}{term.year} {name or column_label(f't2.{column}', language)} {term.amount:f}"
