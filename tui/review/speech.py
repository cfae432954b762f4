"""What results, cells and judgements are called in the language of the screen."""

from __future__ import annotations

from core.forms import form, split_key
from core.personal import mask
from core.words import Language, known, say
from rules.audit import OWN_CODE
from rules.labels import column_label, is_cell, row_label
from rules.messages import hint_text, message, reason_text
from rules.registry import Rule, all_rules
from rules.result import Result


def rule_of(code: str) -> Rule | None:
    """The rule of that code, None for an unknown one: of a pack, or of another version."""
    return all_rules().get(code)


def title(code: str, language: Language) -> str:
    """A rule's name, the word for own findings; its code when the catalogue does not know it."""
    if code == OWN_CODE:
        return say("review.own_finding", language)
    rule = rule_of(code)
    try:
        return rule.title(language) if rule is not None else code
    except (KeyError, IndexError):
        return code


def named(code: str, language: Language) -> str:
    """Code and name of a rule; one word where the code says nothing more than the name."""
    name = title(code, language)
    return name if code in (name, OWN_CODE) else f"{code}  {name}"


def claim_of(code: str, language: Language) -> str:
    """What holds when a rule's check passes; its name when it has no such sentence."""
    word = f"rule.{code}.holds"
    return say(word, language) if known(word, language) else title(code, language)


def basis(code: str, language: Language) -> str:
    """The documents and articles a rule stands on; empty when the catalogue does not know it."""
    rule = rule_of(code)
    try:
        return rule.basis_text(language) if rule is not None else ""
    except (KeyError, IndexError):
        return ""


def sentence(result: Result, language: Language) -> str:
    """What a result says, personal numbers starred.

    Results are kept from one version of the catalogue to the next: one whose sentence has meanwhile changed its parameters
    is still named, by its rule and the figures it has.
    """
    try:
        return mask(message(result, language))
    except (KeyError, IndexError, ValueError):
        figures = " ".join(f"{figure}" for figure in (result.actual, result.expected) if figure is not None)
        return mask(f"{title(result.code, language)} {figures}".strip())


def reason(result: Result, language: Language) -> str:
    """Why a result is skipped or broken."""
    try:
        return mask(reason_text(result, language))
    except (KeyError, IndexError, ValueError):
        return result.reason.code if result.reason is not None else ""


def hint(result: Result, language: Language) -> str | None:
    """Why the figures may differ, as a supposition."""
    try:
        return hint_text(result, language)
    except (KeyError, IndexError, ValueError):
        return None


def cell_name(key: str, form_id: str | None, language: Language) -> tuple[str, str]:
    """A cell's row and column as the official form prints them, bands included, or by their English names; else its key."""
    if form_id is None:
        return key, ""
    table_key, row_key, column_key = split_key(key)
    if language == "en" and is_cell(key):
        return row_label(f"{table_key}.{row_key}", language), column_label(f"{table_key}.{column_key}", language)
    table = form(form_id).table_by_key.get(table_key)
    if table is None or row_key not in table.row_by_key or column_key not in table.column_by_key:
        return key, ""
    row, column = table.row_by_key[row_key], table.column_by_key[column_key]
    bands = [band for band in row.bands[-1:] if band[:1] not in "第" and not row.ordinal.startswith("（")]
    return "".join([*bands, row.printed_label]), column.label


def verdict_word(verdict: str, language: Language) -> str:
    """A verdict in words."""
    return say(f"review.verdict_{verdict}", language)


def word_or(word: str, otherwise: str, language: Language) -> str:
    """A sentence if there is one, else the text given."""
    return say(word, language) if known(word, language) else otherwise
