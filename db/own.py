"""Auditors' own findings: where they stand in the present version, and how they look among the rules' results."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from core.report import Report
from db.fold import JudgementState, OwnState
from rules.audit import OWN_CODE, OwnAnchor, OwnFinding
from rules.result import CellEvidence, Result, Severity, SourceEvidence, Status, TextEvidence

AROUND = 32
"""Characters kept on each side of a marked text, to find it again in another version."""


def stored_anchor(anchor: OwnAnchor) -> dict[str, object]:
    """An anchor as an event's payload keeps it."""
    return {name: value for name, value in asdict(anchor).items() if value not in (None, "")}


def with_surroundings(anchor: OwnAnchor, report: Report) -> OwnAnchor:
    """The anchor with the marked text and what stands around it, taken from the report."""
    section = None if anchor.section is None else report.section(anchor.section)
    if section is None or anchor.start is None or anchor.end is None:
        return anchor
    text = section.text
    return replace(
        anchor,
        text=text[anchor.start : anchor.end],
        before=text[max(0, anchor.start - AROUND) : anchor.start],
        after=text[anchor.end : anchor.end + AROUND],
    )


def anchor_name(anchor: OwnAnchor) -> str:
    """The anchor as one line: a cell's key, or section and text."""
    if anchor.cell is not None:
        return anchor.cell
    if anchor.section is not None:
        return f"{anchor.section}/{anchor.text}"
    return ""


def own_anchor(state: OwnState, report: Report) -> tuple[OwnAnchor, bool]:
    """Where the finding stands in this report, and whether its place is lost."""
    anchor = OwnAnchor(**json.loads(state.anchor))
    if anchor.cell is not None:
        return anchor, anchor.cell not in report.cells
    if anchor.section is None or not anchor.text:
        return anchor, False
    section = report.section(anchor.section)
    places = [] if section is None else _places(section.text, anchor)
    if len(places) != 1:
        return replace(anchor, start=None, end=None), True
    return replace(anchor, start=places[0], end=places[0] + len(anchor.text)), False


def _places(text: str, anchor: OwnAnchor) -> list[int]:
    """Where the marked text stands with its surroundings; without them when those have changed."""
    around = _all(text, anchor.before + anchor.text + anchor.after)
    if around:
        return [place + len(anchor.before) for place in around]
    return _all(text, anchor.text)


def _all(text: str, wanted: str) -> list[int]:
    found, place = [], text.find(wanted)
    while place >= 0:
        found.append(place)
        place = text.find(wanted, place + 1)
    return found


def own_result(state: OwnState, placed: tuple[OwnAnchor, bool], report: Report) -> Result:
    """An own finding as a result, so that lists and counts treat it like any other."""
    anchor, lost = placed
    cell = report.cells.get(anchor.cell or "")
    evidence: CellEvidence | TextEvidence | SourceEvidence
    if cell is not None:
        evidence = CellEvidence(cell.key, cell.raw)
    elif anchor.section is not None and anchor.start is not None and anchor.end is not None:
        evidence = TextEvidence(anchor.section, anchor.start, anchor.end, anchor.text)
    else:
        evidence = SourceEvidence("title", "" if lost else report.title or "")
    return Result(
        code=OWN_CODE,
        anchor=anchor_name(anchor),
        status=Status.FAIL,
        severity=Severity(state.severity),
        section=int(anchor.cell[1]) if anchor.cell and anchor.cell[1:2].isdigit() else anchor.section,
        parameters={"text": state.text},
        evidence=(evidence,),
    )


def own_finding(state: OwnState, judgement: JudgementState | None, report: Report) -> OwnFinding:
    """An own finding as screens and exports see it."""
    anchor, lost = own_anchor(state, report)
    severity = judgement.severity if judgement and judgement.severity else state.severity
    return OwnFinding(
        fingerprint=state.fingerprint,
        severity=Severity(severity),
        text=state.text,
        anchor=anchor,
        auditor=state.auditor,
        at=state.at,
        tags=tuple(json.loads(judgement.tags)) if judgement else (),
        place_lost=lost,
    )
