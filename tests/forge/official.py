"""Known reports: an imaginary organ, invented figures that tally, and the official tables as they are laid out on paper."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import NamedTuple

from core.forms import Form, Row, Table, form
from tests.forge.lawful import lawful

APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other_org")
OUTCOMES_T4 = ("upheld", "corrected", "other", "pending")


class Placed(NamedTuple):
    """A cell of an official table: its text, place and spans, and the canonical key when it holds a figure."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    key: str | None = None


@dataclass(frozen=True)
class KnownReport:
    """A report of which every cell is known before it is rendered."""

    form_id: str
    agency: str
    year: int
    values: dict[str, str]
    narrative: dict[int, tuple[str, ...]]

    @property
    def form(self) -> Form:
        """The official form that the report follows."""
        return form(self.form_id)

    @property
    def title(self) -> str:
        """The report's title."""
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"

    def parts(self) -> list[str | tuple[Placed, ...]]:
        """The report in reading order: paragraphs and tables."""
        result: list[str | tuple[Placed, ...]] = [self.title, *self.narrative.get(0, ())]
        tables = {table.section: table for table in self.form.tables}
        for section in self.form.sections:
            result.append(f"{section.ordinal}、{section.heading}")
            result.extend(self.narrative.get(section.number, ()))
            if section.number in tables:
                result.append(official_table(tables[section.number], self.values))
        return result


def known_report(seed: int, form_id: str = "2021") -> KnownReport:
    """A report with figures from a seed; both kinds of sums and the balance hold."""
    chance = random.Random(seed)
    official = form(form_id)
    values = _first_table(official.table_by_key["t2"], chance)
    values |= _applications(official.table_by_key["t3"], chance)
    values |= _disputes(official.table_by_key["t4"], chance)
    new, total = values["t3.new.total"], values["t3.total.total"]
    year = 2023 if form_id == "2021" else 2019
    agency = chance.choice(["云岭县水务局", "澄湖市民政局", "北屏区文化和旅游局", "望溪镇人民政府", "青岚州林业和草原局"])
    values = lawful(agency, form_id, values)
    narrative = {
        0: (f"本报告由{agency}根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自{year}年1月1日起至12月31日止。",),
        1: (
            "（一）主动公开情况。围绕重点工作，及时更新门户网站各栏目，回应群众关切。",
            f"（二）依申请公开情况。本年度新收政府信息公开申请{new}件，办结{total}件，答复均在法定期限内作出。",
            "（三）政府信息管理情况。落实发布前审查制度，动态调整公开目录。",
            "（四）政府信息公开平台建设情况。网站专栏增设检索入口，移动端同步更新。",
            "（五）监督保障情况。公开工作列入年度考核，组织业务培训，接受社会评议。",
        ),
        5: ("部分栏目更新还不够及时，下一步将加强培训，完善通报制度。",),
        6: (f"按照国办函〔2020〕109号文件要求，{year}年未收取政府信息公开信息处理费。", "无其他需要报告的事项。"),
    }
    return KnownReport(form_id, agency, year, values, narrative)


def official_table(table: Table, values: dict[str, str]) -> tuple[Placed, ...]:
    """An official table with the spans it has on paper."""
    if table.key == "t2":
        return tuple(_lay_out_t2(table, values))
    return tuple(_lay_out_t3(table, values) if table.key == "t3" else _lay_out_t4(table, values))


def _first_table(table: Table, chance: random.Random) -> dict[str, str]:
    values: dict[str, str] = {}
    for row in table.rows:
        for column in row.columns:
            figure = str(chance.choice([0, 0, chance.randint(1, 60), chance.randint(100, 90_000)]))
            if column == "amount":
                figure = f"{chance.randint(0, 2_000_000) / 10_000:.4f}"
            elif column == "change":
                figure = chance.choice(["0", "+3", "-2", "增加12", "0"])
            values[f"{table.key}.{row.key}.{column}"] = figure
    return values


def _applications(table: Table, chance: random.Random) -> dict[str, str]:
    outcomes = [row.key for row in table.rows if row.key not in ("new", "carried_over", "total", "carried_forward")]
    counts: dict[tuple[str, str], int] = {}
    for applicant in APPLICANTS:
        busy = applicant in ("natural_person", "business") or chance.random() < 0.3
        for outcome in outcomes:
            counts[outcome, applicant] = chance.choice([0, 0, 0, 1, 2, chance.randint(3, 140)]) if busy else 0
        counts["total", applicant] = sum(counts[outcome, applicant] for outcome in outcomes)
        counts["carried_forward", applicant] = chance.randint(0, 9) if busy else 0
        everything = counts["total", applicant] + counts["carried_forward", applicant]
        counts["carried_over", applicant] = chance.randint(0, min(everything, 12))
        counts["new", applicant] = everything - counts["carried_over", applicant]
    for row in table.rows:
        counts[row.key, "total"] = sum(counts[row.key, applicant] for applicant in APPLICANTS)
    return {f"t3.{row}.{column}": str(count) for (row, column), count in counts.items()}


def _disputes(table: Table, chance: random.Random) -> dict[str, str]:
    values: dict[str, str] = {}
    for row in table.rows:
        counts = {outcome: chance.choice([0, 0, 1, chance.randint(2, 40)]) for outcome in OUTCOMES_T4}
        counts["total"] = sum(counts.values())
        values |= {f"t4.{row.key}.{column}": str(count) for column, count in counts.items()}
    return values


def _lay_out_t2(table: Table, values: dict[str, str]) -> list[Placed]:
    cells: list[Placed] = []
    line = 0
    previous: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    for row in table.rows:
        spans = {1: (3,), 2: (1, 2), 3: (1, 1, 1)}[len(row.columns)]
        if previous is None or previous[0] != row.bands:
            cells.append(Placed(row.bands[0], line, 0, 1, 4))
            line += 1
        if previous != (row.bands, row.columns):
            heads = ["信息内容", *(table.column_by_key[column].label for column in row.columns)]
            cells += _spread(heads, (1, *spans), line)
            line += 1
        keys = [f"t2.{row.key}.{column}" for column in row.columns]
        cells += _spread([row.label, *(values[key] for key in keys)], (1, *spans), line, (None, *keys))
        line += 1
        previous = (row.bands, row.columns)
    return cells


def _spread(texts: list[str], spans: tuple[int, ...], line: int, keys: tuple[str | None, ...] = ()) -> list[Placed]:
    cells, column = [], 0
    for index, (text, span) in enumerate(zip(texts, spans, strict=True)):
        cells.append(Placed(text, line, column, 1, span, keys[index] if keys else None))
        column += span
    return cells


def _lay_out_t3(table: Table, values: dict[str, str]) -> list[Placed]:
    cells = [
        Placed(f"（{table.footnotes[0]}）", 0, 0, 3, 3),
        Placed("申请人情况", 0, 3, 1, 7),
        Placed("自然人", 1, 3, 2, 1),
        Placed("法人或其他组织", 1, 4, 1, 5),
        Placed("总计", 1, 9, 2, 1),
        *(Placed(column.label, 2, 4 + index) for index, column in enumerate(table.columns[1:6])),
    ]
    heights = _band_heights(table.rows)
    shown: set[tuple[str, ...]] = set()
    for line, row in enumerate(table.rows, 3):
        for depth in range(len(row.bands)):
            band = row.bands[: depth + 1]
            if band not in shown:
                shown.add(band)
                cells.append(Placed(band[-1], line, depth, heights[band]))
        at = len(row.bands)
        cells.append(Placed(row.printed_label, line, at, 1, 3 - at))
        for index, column in enumerate(row.columns):
            key = f"t3.{row.key}.{column}"
            cells.append(Placed(values[key], line, 3 + index, key=key))
    return cells


def _band_heights(rows: tuple[Row, ...]) -> dict[tuple[str, ...], int]:
    heights: dict[tuple[str, ...], int] = {}
    for row in rows:
        for depth in range(len(row.bands)):
            band = row.bands[: depth + 1]
            heights[band] = heights.get(band, 0) + 1
    return heights


def _lay_out_t4(table: Table, values: dict[str, str]) -> list[Placed]:
    cells = [
        Placed("行政复议", 0, 0, 1, 5),
        Placed("行政诉讼", 0, 5, 1, 10),
        Placed("未经复议直接起诉", 1, 5, 1, 5),
        Placed("复议后起诉", 1, 10, 1, 5),
    ]
    for group, row in enumerate(table.rows):
        for index, column in enumerate(table.columns):
            at = group * 5 + index
            cells.append(Placed(column.label, 1, at, 2) if group == 0 else Placed(column.label, 2, at))
            key = f"t4.{row.key}.{column.key}"
            cells.append(Placed(values[key], 3, at, key=key))
    return cells
