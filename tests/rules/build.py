"""Reports made straight from figures and sentences, without a source or parsing: clean unless a test says otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from core.claims import claims
from core.forms import Form, form, split_key
from core.report import (
    Cell,
    CellState,
    ExtraRow,
    Found,
    LabelNote,
    RaggedRow,
    Report,
    Section,
    TableReading,
)

AGENCY = "云岭市公安局"
YEAR = 2023

PREAMBLE = (
    "根据《中华人民共和国政府信息公开条例》（国务院令第711号）和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开"
    "工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）要求，编制本报告。本报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
)
TEXTS: Mapping[int, str] = {
    1: (
        "（一）主动公开。{year}年，本机关通过门户网站公开办事指南和工作动态，及时更新机构职能栏目。\n"
        "（二）依申请公开。完善受理、登记、审核、答复各环节的工作规范，方便群众提出申请。\n"
        "（三）政府信息管理。落实公开前审查制度，定期清理已公开的文件。\n"
        "（四）平台建设。优化门户网站检索功能，加强政务新媒体日常维护。\n"
        "（五）监督保障。把政务公开列入年度考核，组织业务培训，接受社会监督。"
    ),
    5: (
        "存在的主要问题：一是政策解读的形式还比较单一，以文字为主；二是部分栏目更新不够及时。"
        "改进情况：一是制作图解和短视频，请办事窗口的同志讲解户籍办理；二是指定专人每周检查栏目，发现问题当天整改。"
    ),
    6: "本机关{year}年度没有收取信息处理费。没有其他需要报告的事项。",
}


@dataclass(frozen=True)
class Draft:
    """What a test says about a report; everything else is that of a clean one."""

    agency: str | None = AGENCY
    year: int | None = YEAR
    form: str | None = "2021"
    title: str | None = "{agency}{year}年政府信息公开工作年度报告"
    published: date | None = None
    source: str = "report.txt"
    cells: Mapping[str, str] = field(default_factory=dict)
    """Figures by cell key; `blank`, `dash`, `absent`, `?text` (unreadable) or the figure as printed. Others are 0."""
    sections: Mapping[int, str] = field(default_factory=dict)
    headings: Mapping[int, str | None] = field(default_factory=dict)
    ordinals: Mapping[int, str | None] = field(default_factory=dict)
    order: Sequence[int] = ()
    without_sections: frozenset[int] = frozenset()
    without_tables: frozenset[str] = frozenset()
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Fields of `TableReading` that differ, by table."""
    extra_rows: tuple[ExtraRow, ...] = ()
    found: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)


def build(draft: Draft | None = None, **changes: Any) -> Report:
    """The report of a draft, its claims read from its text."""
    draft = replace(draft or Draft(), **changes)
    official = form(draft.form) if draft.form else None
    sections = _sections(draft, official)
    figures, breakdowns = claims(sections, draft.year, draft.agency, draft.form)
    title = _filled(draft.title, draft) if draft.title else None
    return Report(
        source=draft.source,
        part=0,
        sha256=hashlib.sha256(repr(draft).encode()).hexdigest(),
        media_type="text/plain",
        title=title,
        agency=draft.agency,
        year=draft.year,
        form=draft.form,
        published=draft.published,
        sections=sections,
        cells=_cells(draft, official),
        tables=_tables(draft, official),
        extra_rows=draft.extra_rows,
        claims=figures,
        breakdowns=breakdowns,
        found=draft.found,
        source_text="\n".join(f"{section.heading or ''}\n{section.text}" for section in sections),
    )


def _filled(text: str, draft: Draft) -> str:
    return text.replace("{year}", str(draft.year or "")).replace("{agency}", draft.agency or "")


def _sections(draft: Draft, official: Form | None) -> tuple[Section, ...]:
    preamble = _filled(draft.sections.get(0, PREAMBLE), draft)
    sections = [Section(0, None, True, preamble)]
    for expected in (official or form("2021")).sections:
        number = expected.number
        if number in draft.without_sections:
            sections.append(Section(number, None, False, ""))
            continue
        heading = draft.headings.get(number, f"{expected.ordinal}、{expected.heading}")
        text = _filled(draft.sections.get(number, TEXTS.get(number, "")), draft)
        sections.append(Section(number, heading, True, text, ordinal=draft.ordinals.get(number, expected.ordinal)))
    if draft.order:
        sections.sort(key=lambda section: draft.order.index(section.number) if section.number in draft.order else -1)
    return tuple(sections)


def _cells(draft: Draft, official: Form | None) -> dict[str, Cell]:
    if official is None:
        return {}
    return {
        key: cell(key, "absent" if split_key(key)[0] in draft.without_tables else draft.cells.get(key, "0"))
        for key in official.cell_keys
    }


def cell(key: str, printed: str) -> Cell:
    """A cell as a test writes it: a figure, `blank`, `dash`, `absent` or `?text` for something unreadable."""
    if printed == "blank":
        return Cell(key, CellState.BLANK, raw="")
    if printed == "dash":
        return Cell(key, CellState.DASH, raw="—")
    if printed == "absent":
        return Cell(key, CellState.ABSENT)
    if printed.startswith("?"):
        return Cell(key, CellState.UNREADABLE, raw=printed[1:])
    number = printed.rstrip("件项条次宗份起个元万批亿人")
    value, _, note = number.partition("（")
    try:
        amount = Decimal(value.replace(",", ""))
    except InvalidOperation:
        amount = Decimal(0)  # 无 and its like: nought in words
    unit = printed[len(number) :] or None
    return Cell(key, CellState.NUMBER, amount, printed, unit=unit, note=note.rstrip("）") or None)


def _tables(draft: Draft, official: Form | None) -> dict[str, TableReading]:
    if official is None:
        return {}
    readings = {}
    for table in official.tables:
        columns = len(table.cell_keys) if table.layout == "one_row" else len(table.columns)
        fields: dict[str, Any] = {"present": table.key not in draft.without_tables, "expected_columns": columns}
        readings[table.key] = TableReading(table.key, **(fields | dict(draft.tables.get(table.key, {}))))
    return readings


def row(key: str, figures: Sequence[str], form_id: str = "2021") -> dict[str, str]:
    """Figures for all cells of a row, in the form's column order."""
    table, _, name = key.partition(".")
    columns = form(form_id).table_by_key[table].row_by_key[name].columns
    if len(columns) != len(figures):
        raise ValueError(f"{key} has {len(columns)} columns, not {len(figures)}")
    return {f"{key}.{column}": figure for column, figure in zip(columns, figures, strict=True)}


def ragged(key: str, figures: Sequence[str]) -> RaggedRow:
    """A row with another number of figures than the form has."""
    return RaggedRow(key, len(figures), tuple(figures))


def label_note(
    printed: str,
    official: str,
    key: str,
    kind: Literal["misprint", "variant", "order"] = "misprint",
    axis: Literal["row", "column", "band"] = "row",
) -> LabelNote:
    """A label that differs from the official one."""
    return LabelNote(printed, official, kind, None, axis, key)
