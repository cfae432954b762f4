"""The page of a rule as paragraphs for a pane: what it says, why, on what basis, with an example of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.words import Language, known, say
from rules.registry import Rule, all_rules
from tui.review.runs import Para, Run, para
from tui.signs import UNICODE, Signs
from tui.text import safe

PARTS: Final = ("what", "why", "fails", "passes", "fix")
"""The parts of a rule's page, in the order of reading."""


def page_lines(code: str, language: Language, signs: Signs = UNICODE) -> list[Para]:
    """The page; the code alone when the catalogue has no such rule."""
    rule = all_rules().get(code)
    return [para(code, "heading")] if rule is None else list(_page(rule, language, signs))


def _page(rule: Rule, language: Language, signs: Signs) -> Iterator[Para]:
    severity = say(f"queue.severity.{rule.severity.value}", language)
    yield Para(
        (Run(f"{rule.code}  ", "code"), Run(safe(rule.title(language)), "strong"), Run(f"  {severity}", rule.severity.value))
    )
    holds = f"rule.{rule.code}.holds"
    if known(holds, language):
        said = say("rules.when_it_holds", language, what=say(holds, language))
        yield Para((Run(f"{signs.passed} ", "passed"), Run(safe(signs.plain(said)), "muted")), hanging=2)
    for part in PARTS:
        word = f"rule.{rule.code}.{part}"
        if known(word, language):
            yield from _part(say(f"rules.part_{part}", language), say(word, language))
    yield from _part(say("rules.part_basis", language), rule.basis_text(language))
    years = _years(rule, language)
    if years:
        yield from _part(say("rules.part_years", language), years)


def _part(heading: str, text: str) -> Iterator[Para]:
    yield Para()
    yield para(heading, "heading")
    yield para(text, indent=2)


def _years(rule: Rule, language: Language) -> str:
    if rule.first_year and rule.last_year:
        return say("rules.between", language, first=rule.first_year, last=rule.last_year)
    if rule.first_year:
        return say("rules.from", language, first=rule.first_year)
    return say("rules.until", language, last=rule.last_year) if rule.last_year else ""
