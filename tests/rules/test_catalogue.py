"""The catalogue as a whole: every rule has a basis, a page in both languages, and a file of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.words import LANGUAGES, Language, known, say
from rules.pages import HEADINGS, files, page
from rules.registry import FAMILIES, all_rules, rule
from rules.result import Severity
from tests.rules.write_pages import FOLDER

CATALOGUE_FOLDER = Path(__file__).parents[2] / "rules" / "catalogue"
DESIGNED = {
    "S1": range(1, 8), "S2": range(1, 6), "S3": range(1, 8),
    "D1": range(1, 7), "D2": range(1, 3),
    "A1": range(1, 6), "A2": range(1, 4), "L1": range(1, 3), "L2": range(1, 4),
    "N1": range(1, 13), "N2": range(1, 9), "N3": range(1, 6), "F1": range(1, 7),
    "Y1": range(1, 8), "C1": range(1, 5), "O1": range(1, 3), "P1": range(1, 4), "T1": range(1, 3),
}  # fmt: skip


def test_the_catalogue_is_complete() -> None:
    """Every rule that was designed is there, and codes are never used for anything else."""
    assert {f"{block}{number:02}" for block, numbers in DESIGNED.items() for number in numbers} == set(all_rules())


@pytest.mark.parametrize("code", all_rules())
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_a_page(code: str, language: Language) -> None:
    """The page has all its headings, and each says something."""
    for word in ("title", "holds", *HEADINGS):
        assert known(f"rule.{code}.{word}", language), word
        assert say(f"rule.{code}.{word}", language).strip()
    assert len(page(code, language)) > 100


@pytest.mark.parametrize("code", all_rules())
def test_every_rule_has_a_basis(code: str) -> None:
    """A rule stands on a document, on arithmetic, or says that it is experience."""
    assert all_rules()[code].basis
    for word in all_rules()[code].basis:
        assert all(known(f"basis.{word}", language) for language in LANGUAGES)


@pytest.mark.parametrize("code", all_rules())
def test_one_rule_one_small_file(code: str) -> None:
    """Each rule stands in a file of its own that is named after it."""
    found = list(CATALOGUE_FOLDER.glob(f"*/{code.lower()}_*.py"))

    assert len(found) == 1
    assert len(found[0].read_text("utf-8").splitlines()) <= 120


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages_have_the_same_sentences(language: Language) -> None:
    """Nothing about rules is said in one language only, and both fill in the same figures."""
    from core.words import words

    other: Language = "en" if language == "zh" else "zh"
    for word, sentence in words(language).items():
        if word.split(".")[0] in ("rule", "reason", "hint", "basis", "label", "pack", "page", "family"):
            assert known(word, other), word
            assert set(re.findall(r"{(\w+)}", sentence)) == set(re.findall(r"{(\w+)}", say(word, other))), word


def test_the_generated_pages_are_up_to_date() -> None:
    """docs/rules says what the registry says; `python -m tests.rules.write_pages` writes it anew."""
    written = {path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in FOLDER.glob("*/*.md")}

    assert dict(files()) == written


def test_a_code_cannot_be_taken_twice() -> None:
    """Registering a code again is a mistake of the programmer, said at once."""
    with pytest.raises(ValueError, match="A101"):
        rule(code="A101", severity=Severity.ERROR, basis="arithmetic")
    with pytest.raises(ValueError, match="no code"):
        rule(code="X1", severity=Severity.ERROR, basis="arithmetic")


def test_rules_come_in_the_catalogues_order() -> None:
    """Families in their order, codes within them ascending."""
    codes = list(all_rules())

    assert codes == sorted(codes, key=lambda code: (FAMILIES.index(code[0]), code))
