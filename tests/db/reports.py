"""Reports built by hand, and a small rulebook over them: the workspace is tested without any reader or catalogue rule."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.document import Box, Place
from core.forms import form
from core.readers.source import Source
from core.report import (
    Breakdown,
    Cell,
    CellState,
    Claim,
    ExtraRow,
    Found,
    RaggedRow,
    Report,
    Section,
    Segment,
    Span,
    TableReading,
)
from db.rulebook import Rulebook
from rules.context import Context
from rules.result import CellEvidence, MissingEvidence, OtherReport, Reason, Result, Severity, Status, TextEvidence

HEADINGS = ("", "总体情况", "主动公开政府信息情况", "收到和处理申请情况", "复议诉讼情况", "存在的主要问题", "其他需要报告的事项")


def source(text: str, name: str = "report.txt") -> Source:
    """A source as files give it."""
    return Source(name, text.encode())


def report(
    agency: str | None = "云岭市公安局",
    year: int | None = 2021,
    *,
    cells: dict[str, str] | None = None,
    narrative: str = "本年收到申请47件。",
    bytes_: str = "one",
    name: str = "report.txt",
    part: int = 0,
    form_id: str = "2021",
) -> Report:
    """A report whose cells are all 0 but for those given ("" blank, "-" dash, "?x" unreadable, "absent")."""
    given = cells or {}
    found = {key: _cell(key, given.get(key, "0"), number) for number, key in enumerate(form(form_id).cell_keys)}
    sections = tuple(
        Section(number, heading or None, True, narrative if number == 1 else f"{heading}正文", (Segment(0, number * 100, 5),))
        for number, heading in enumerate(HEADINGS)
    )
    return Report(
        source=name,
        part=part,
        sha256=hashlib.sha256(bytes_.encode()).hexdigest(),
        media_type="text/plain",
        title=f"{agency}{year}年政府信息公开工作年度报告",
        agency=agency,
        year=year,
        form=form_id,
        published=date(2022, 1, 20),
        sections=sections,
        cells=found,
        tables={"t3": TableReading("t3", True, expected_columns=7, ragged_rows=(RaggedRow("new", 6, ("47", "0")),))},
        extra_rows=(ExtraRow("t2", "其他主动公开文件", ("3", "3", "20"), Place(1, 4)),),
        claims=(Claim(1, 5, 8, "47件", Decimal(47), Decimal(47), Decimal(47), "件", ("t3.new.total",), "own", "2021", "申请"),),
        breakdowns=(Breakdown(0, (0,), "among", Span(1, 0, 9), "其中"),),
        found={"agency": (Found(agency or "", "title", "题", Span(0, 0, 2), Place(0, 2)),)},
        source_text=bytes_,
    )


def _cell(key: str, text: str, number: int) -> Cell:
    place = Place(number, number + 1, 1, Box(0.5, 1.0, 2.0, 3.0), f"r{number}")
    if text == "absent":
        return Cell(key, CellState.ABSENT)
    if text == "":
        return Cell(key, CellState.BLANK, None, "", place)
    if text == "-":
        return Cell(key, CellState.DASH, None, "-", place)
    if text.startswith("?"):
        return Cell(key, CellState.UNREADABLE, None, text[1:], place, note="?")
    return Cell(key, CellState.NUMBER, Decimal(text), text, place)


def small_rules(found: Report, context: Context | None) -> tuple[Result, ...]:
    """Two rules on figures, one on a heading, one on last year, one on rivals: enough to see every way a finding changes."""
    return tuple(
        sorted(
            [
                _total(found, "A101", "new"),
                _total(found, "A103", "granted"),
                _over_the_years(found, context),
                _words(found),
                _rivals(found, context),
            ],
            key=lambda result: (result.section or 0, result.code, result.anchor),
        )
    )


def _total(found: Report, code: str, row: str) -> Result:
    people, total = found.cells[f"t3.{row}.natural_person"], found.cells[f"t3.{row}.total"]
    anchor = f"t3.{row}.sum"
    if people.amount is None or total.amount is None:
        reason = Reason("absent_cell", {"cells": (people.key, total.key)})
        return Result(code, anchor, Status.SKIPPED, Severity.ERROR, 3, reason=reason)
    evidence = (CellEvidence(people.key, people.raw), CellEvidence(total.key, total.raw))
    if people.amount == total.amount:
        return Result(code, anchor, Status.PASS, Severity.ERROR, 3, evidence=evidence)
    return Result(
        code,
        anchor,
        Status.FAIL,
        Severity.ERROR,
        3,
        parameters={"row": row, "cells": (people.key, total.key)},
        expected=str(total.amount),
        actual=str(people.amount),
        difference=str(people.amount - total.amount),
        unit="件",
        evidence=evidence,
    )


def _over_the_years(found: Report, context: Context | None) -> Result:
    before = None if context is None or found.year is None else context.history(found.year - 1)
    anchor = "t3.carried_over.total"
    last = None if found.agency is None or found.year is None else OtherReport(found.agency, found.year - 1)
    uses = () if last is None else (last,)
    if before is None:
        reason = Reason("not_loaded", {"year": str((found.year or 0) - 1)})
        return Result("Y101", anchor, Status.SKIPPED, Severity.WARNING, 3, reason=reason, uses=uses)
    now, then = found.cells[anchor], before.cells["t3.carried_forward.total"]
    evidence = (CellEvidence(now.key, now.raw), CellEvidence(then.key, then.raw, last))
    status = Status.PASS if now.amount == then.amount else Status.FAIL
    return Result("Y101", anchor, status, Severity.WARNING, 3, evidence=evidence, uses=uses)


def _words(found: Report) -> Result:
    text = found.sections[1].text
    place = text.find("某某")
    if place < 0:
        return Result("N303", "1", Status.PASS, Severity.WARNING, 1)
    return Result("N303", "1", Status.FAIL, Severity.WARNING, 1, evidence=(TextEvidence(1, place, place + 2, "某某"),))


def _rivals(found: Report, context: Context | None) -> Result:
    rivals = () if context is None else context.rivals()
    if not rivals:
        return Result("S205", "version", Status.PASS, Severity.WARNING)
    evidence = (MissingEvidence("choice", 0),)
    return Result("S205", "version", Status.FAIL, Severity.WARNING, parameters={"rivals": rivals}, evidence=evidence)


def rules() -> Rulebook:
    """The small rulebook."""
    return Rulebook(check=small_rules, message=lambda result: f"{result.code} 不符 {result.anchor}")


def later(found: Report, **changes: str) -> Report:
    """The same report with other cells, from other bytes."""
    cells = dict(found.cells)
    for key, text in changes.items():
        cells[key] = _cell(key, text, 1)
    digest = hashlib.sha256(f"{found.sha256}{changes}".encode()).hexdigest()
    return replace(found, cells=cells, sha256=hashlib.sha256(digest.encode()).hexdigest(), source_text=digest)
