"""N302: another organ's or place's name was left in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.identity import agency_key
from core.report import Report
from rules.context import Run
from rules.names import PLACE, TOWN, is_foreign, kind, place_of, same_kind
from rules.narrative import Anchors, narratives, quoted, without_narrative
from rules.registry import rule
from rules.result import Result, Severity

_KINDS = (
    r"(?:人民政府(?:办公室)?|[一-龥]{1,12}(?:局|委员会|委|厅|办公室|中心|街道办事处|管委会)"
    r"|[一-龥]{1,6}(?:街道办事处|镇|乡)(?:人民政府)?)"
)
_ITSELF = re.compile(
    rf"(?:^|(?<=[，。；：\n由]))(?:(?:[0-9]{{4}}年度?，?|现将|现公布|本报告由|由))?(?P<name>{PLACE}{_KINDS}?)"
    r"(?:[0-9]{4}年度?)?(?:政府信息公开|信息公开|政务公开)(?:工作)?(?:年度)?(?:工作)?(?:年度)?报告"
    rf"|(?:本(?:年度)?报告由|报告编制单位：|编制单位：)(?P<editor>{PLACE}{_KINDS})"
)
_CONTACT = re.compile(
    rf"(?:请|可)(?:与|向|联系)(?P<name>{PLACE}[一-龥]{{1,12}}?(?:局|委员会|厅|政府))(?:办公室)?(?:进行)?(?:联系|咨询|反映|垂询|[（(，])"
)
_VERBS = (
    "认真|严格|深入|坚持|坚决|高度重视|始终|积极|共|全年|全面|按照|根据|围绕"
    "|聚焦|紧紧|以|切实|扎实|着力|持续|不断|主动|收到|受理|严格按照"
)
_BEGINNING = 200
"""Farther on, another organ of the kind may stand as an example."""
_SUBJECT = re.compile(
    rf"(?:^|(?<=[。\n]))(?:[0-9]{{4}}年度?，?|本年度，?|今年，?)?"
    rf"(?P<name>(?:{PLACE}){{1,3}}(?:[一-龥]{{2,12}}?(?:局|委员会|厅|办公室|街道办事处|管委会)|(?:[一-龥]{{1,6}}[镇乡])?人民政府)"
    r"|(?:(?!20|年)[一-龥]){1,6}(?:[镇乡]人民政府|街道办事处))，?"
    rf"(?:(?:20[0-9]{{2}}年度?，?)?)(?P<verb>{_VERBS})"
)
_OF_DISCLOSURE = re.compile(r"[^。\n]{0,60}?(?:信息公开|政务公开|公开(?:政府|政务)?信息)")


@rule(code="N302", severity=Severity.WARNING, basis="consistency", needs=("agency",))
def another_organ_left_in(report: Report, run: Run) -> Iterator[Result]:
    """Where the report speaks of itself, it gives its own organ's name and place, not those of the text it was copied from."""
    if without_narrative(report):
        return iter((another_organ_left_in.skipped("nothing_to_compare"),))
    return _found(report, run)


def _found(report: Report, run: Run) -> Iterator[Result]:
    del run
    own = agency_key(report.agency or "")
    anchors = Anchors(report)
    for section, even in narratives(report):
        named = [(match, match["name"] or match["editor"]) for match in _ITSELF.finditer(even.text)]
        named += [(match, match["name"]) for match in _CONTACT.finditer(even.text) if same_kind(match["name"], own)]
        subjects = _SUBJECT.finditer(even.text, 0, _BEGINNING) if section <= 1 else iter(())
        named += [(match, match["name"]) for match in subjects if _could_be_self(match, own)]
        for match, name in named:
            if name and is_foreign(name, own):
                yield another_organ_left_in.fail(
                    anchors.at(section, *even.span(match.start(), match.end())),
                    quoted(report, section, even, match.start(), match.end()),
                    section=section,
                    name=name,
                    agency=report.agency,
                )


def _could_be_self(match: re.Match[str], own: str) -> bool:
    """Whether it stands where the own organ ought to: one of the same kind, or a neighbour doing its disclosure work."""
    name = match["name"]
    if same_kind(name, own):
        return True
    neighbour = kind(name) != kind(own) and place_of(name) == place_of(own) and bool(place_of(own))
    both_bureaus = not any(TOWN.search(each) or each.endswith("政府") for each in (name, own))
    return neighbour and both_bureaus and _OF_DISCLOSURE.match(match.string, match.end("verb")) is not None
