"""N302: another organ's or place's name was left in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.identity import agency_key
from core.report import Report
from rules.context import Run
from rules.narrative import Anchors, narratives, quoted, without_narrative
from rules.registry import rule
from rules.result import Result, Severity

_PLACE = r"[一-龥]{2,7}?(?:自治区|省|自治州|州|盟|市|自治县|县|旗|区)"
_OWN_PLACE = re.compile(rf"^(?P<place>(?:{_PLACE}){{0,3}})(?P<kind>[一-龥]{{2,16}})$")
_KINDS = (
    r"(?:人民政府(?:办公室)?|[一-龥]{1,12}(?:局|委员会|委|厅|办公室|中心|街道办事处|管委会)"
    r"|[一-龥]{1,6}(?:街道办事处|镇|乡)(?:人民政府)?)"
)
_ITSELF = re.compile(
    rf"(?:^|(?<=[，。；：\n由]))(?:(?:[0-9]{{4}}年度?，?|现将|现公布|本报告由|由))?(?P<name>{_PLACE}{_KINDS}?)"
    r"(?:[0-9]{4}年度?)?(?:政府信息公开|信息公开|政务公开)(?:工作)?(?:年度)?(?:工作)?(?:年度)?报告"
    rf"|(?:本(?:年度)?报告由|报告编制单位：|编制单位：)(?P<editor>{_PLACE}{_KINDS})"
)
_BEGINNING = 200
"""Farther on, another organ of the kind may stand as an example."""
_SUBJECT = re.compile(
    rf"(?:^|(?<=[。\n]))(?:[0-9]{{4}}年度?，?|本年度，?|今年，?)?"
    rf"(?P<name>(?:{_PLACE}){{1,3}}[一-龥]{{2,12}}?(?:局|委员会|厅|办公室|街道办事处|管委会))，?"
    r"(?:(?:20[0-9]{2}年度?，?)?)(?:认真|严格|深入|坚持|高度重视|始终|积极|共|全年|按照|根据|紧紧|以|切实|扎实|不断|主动|收到|受理|严格按照)"
)


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
        subjects = _SUBJECT.finditer(even.text, 0, _BEGINNING) if section <= 1 else iter(())
        named += [(match, match["name"]) for match in subjects if _same_kind(match["name"], own)]
        for match, name in named:
            if name and _is_foreign(name, own):
                yield another_organ_left_in.fail(
                    anchors.at(section, *even.span(match.start(), match.end())),
                    quoted(report, section, even, match.start(), match.end()),
                    section=section,
                    name=name,
                    agency=report.agency,
                )


def _kind(name: str) -> str:
    match = _OWN_PLACE.match(name)
    return match["kind"] if match else name


def _same_kind(name: str, own: str) -> bool:
    """辉县市公安局 in the report of 卫辉市公安局: the same kind of organ."""
    return _kind(name) == _kind(own) and _kind(own) != own


def _is_foreign(name: str, own: str) -> bool:
    """No short or long form of the own name: neither contains the other, and the short one's characters do not run through it."""
    place = _place(name)
    own_place = _place(own)
    if not place or not own_place or name in own or own in name:
        return False
    if place in own_place or own_place in place or place.rstrip("市县区省") in own_place:
        return False
    return not _runs_through(name, own)


def _place(name: str) -> str:
    match = _OWN_PLACE.match(name)
    if match and match["place"]:
        return match["place"]
    only = re.fullmatch(_PLACE, name)
    return only[0] if only else ""


def _runs_through(short: str, long: str) -> bool:
    characters = iter(long)
    return all(character in characters for character in short)
