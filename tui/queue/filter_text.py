"""The queue's filter as a line of words: `A101 错误 待判 2021 #重点 @li "结转" 公安局`.

Codes (or their first letters: `A1`, `N`), severities, verdicts and years are known by their look or by name in either language,
`#` begins a tag, `@` an auditor, quotation marks hold words of the finding, and everything else is part of an organ's name.
Full-width letters, digits and signs count as their twins, so that nothing has to be typed with the input method off.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace
from typing import Final, Literal

from core.words import LANGUAGES, Language, say
from db.views import FindingFilter
from rules.audit import OWN_CODE, VERDICTS, Verdict
from rules.registry import all_rules
from rules.result import Severity

ONLY: Final[tuple[Literal["stale", "conflicts"], ...]] = ("stale", "conflicts")

_TOKENS = re.compile(r'"([^"]*)"?|“([^”]*)”?|「([^」]*)」?|[＂]([^＂]*)[＂]?|([^\s\u3000]+)')
_CODE = re.compile(r"[A-Z]\d{0,3}")
_YEAR = re.compile(r"(?:19|20)\d\d")


def parse_filter(text: str, codes: Collection[str]) -> FindingFilter:
    """The filter that a line of words stands for; `codes` are all codes of the catalogue."""
    found = FindingFilter()
    organ: list[str] = []
    words: list[str] = []
    for match in _TOKENS.finditer(text):
        quoted = next((group for group in match.groups()[:4] if group is not None), None)
        if quoted is not None:
            words += quoted.split()
            continue
        wider = _known(match[5], codes, found)
        if wider is None:
            organ.append(match[5])
        else:
            found = wider
    return replace(found, agency_text=" ".join(organ), text=" ".join(words))


def _known(token: str, codes: Collection[str], found: FindingFilter) -> FindingFilter | None:
    """The filter with what the token asks for added; None if it is no word of the filter."""
    plain = unicodedata.normalize("NFKC", token)
    if len(plain) > 1 and plain[0] == "#":
        return replace(found, tag=plain[1:])
    if len(plain) > 1 and plain[0] == "@":
        return replace(found, auditor=plain[1:])
    if _YEAR.fullmatch(plain):
        return replace(found, years=(*found.years, int(plain)))
    matching = _codes(plain, codes)
    if matching:
        return replace(found, codes=tuple(dict.fromkeys((*found.codes, *matching))))
    return _named(plain.casefold(), found)


def _codes(token: str, codes: Collection[str]) -> tuple[str, ...]:
    if token.casefold() == OWN_CODE:
        return (OWN_CODE,)
    upper = token.upper()
    return tuple(code for code in codes if code.startswith(upper)) if _CODE.fullmatch(upper) else ()


def _named(word: str, found: FindingFilter) -> FindingFilter | None:
    for severity in Severity:
        if word in _names(f"severity.{severity.value}"):
            return replace(found, severities=tuple(dict.fromkeys((*found.severities, severity))))
    for verdict in VERDICTS:
        if word in _names(f"verdict.{verdict}"):
            return replace(found, verdicts=tuple(dict.fromkeys((*found.verdicts, verdict))))
    for only in ONLY:
        if word in _names(f"only.{only}"):
            return replace(found, only=only)
    return None


def _names(word: str) -> set[str]:
    return {say(f"queue.{word}", language).casefold() for language in LANGUAGES} | {word.partition(".")[2]}


def write_filter(found: FindingFilter, language: Language, codes: Collection[str]) -> str:
    """The line of words for a filter: what `parse_filter` reads back as the same filter."""
    parts = list(_shortened(found.codes, codes))
    parts += [say(f"queue.severity.{severity.value}", language) for severity in found.severities]
    parts += [say(f"queue.verdict.{verdict}", language) for verdict in found.verdicts]
    parts += [str(year) for year in found.years]
    parts += [f"#{found.tag}"] if found.tag else []
    parts += [f"@{found.auditor}"] if found.auditor else []
    parts += [say(f"queue.only.{found.only}", language)] if found.only != "all" else []
    parts += [f'"{found.text}"'] if found.text else []
    parts += [found.agency_text] if found.agency_text else []
    return " ".join(parts)


def _shortened(chosen: tuple[str, ...], codes: Collection[str]) -> list[str]:
    """Whole families by their letter, the others by code."""
    parts: list[str] = []
    rest = list(chosen)
    for letter in dict.fromkeys(code[0] for code in chosen if code != OWN_CODE):
        family = [code for code in codes if code.startswith(letter)]
        if len(family) > 1 and set(family) <= set(rest):
            parts.append(letter)
            rest = [code for code in rest if code not in family]
    return parts + rest


def known_codes() -> tuple[str, ...]:
    """Every code that a finding may have, in the catalogue's order."""
    return (*all_rules(), OWN_CODE)


def verdict_name(verdict: Verdict, language: Language) -> str:
    """The word for a verdict, as lists and filters show it."""
    return say(f"queue.verdict.{verdict}", language)
