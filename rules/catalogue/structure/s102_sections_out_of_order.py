"""S102: sections stand in another order, or their ordinals are wrong."""

from __future__ import annotations

from collections.abc import Iterator

from core.forms import form
from core.report import Report, Section
from core.simplified import simplify
from rules.context import Run
from rules.registry import rule
from rules.result import Result, Severity, TextEvidence

_NUMERALS = "零一二三四五六七八九十"
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")


@rule(code="S102", severity=Severity.WARNING, basis="form_sections", needs=("form",))
def sections_out_of_order(report: Report, run: Run) -> Iterator[Result]:
    """The sections stand in the order 一 to 六 and are numbered so."""
    found = [section for section in report.sections if section.present and section.number and section.heading]
    official = {section.number: section.ordinal for section in form(report.form or "").sections}
    wrong = [section for section in found if section.ordinal and _ordinal(section.ordinal) != official[section.number]]
    if wrong:
        yield sections_out_of_order.fail(
            "ordinals",
            *map(_heading, wrong),
            section=0,
            variant="ordinals",
            headings=tuple(f"“{section.heading}”" for section in wrong),
            rightly=tuple(official[section.number] for section in wrong),
        )
    placed = sorted(found, key=_position) if all(section.heading_place for section in found) else found
    numbers = [section.number for section in placed]
    if numbers != sorted(numbers):
        moved = [section for section, number in zip(placed, sorted(numbers), strict=True) if section.number != number]
        order = "、".join(official[number] for number in numbers)
        yield sections_out_of_order.fail("order", *map(_heading, moved), section=0, variant="order", order=order)


def _position(section: Section) -> int:
    return section.heading_place.start if section.heading_place else 0


def _heading(section: Section) -> TextEvidence:
    return TextEvidence(section.number, 0, 0, section.heading or "")


def _ordinal(printed: str) -> str:
    """`第三部分`, `（三）`, `3`, `03`, `叁` → 三."""
    kept = "".join(
        character for character in simplify(printed).translate(_FORMAL) if character in _NUMERALS or character.isdecimal()
    )
    return _NUMERALS[int(kept)] if kept.isdecimal() and int(kept) < len(_NUMERALS) else kept
