"""How rules are called on the screens: code and name, and never the same word twice."""

from __future__ import annotations

import pytest

from core.words import LANGUAGES, Language, say
from tui.review.speech import named, title


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_findings_and_packs_have_one_name(language: Language) -> None:
    """An own finding is called so once, a pack's rule by its code alone, a rule of the catalogue by both."""
    assert named("own", language) == title("own", language) == say("review.own_finding", language)
    assert named("X901", language) == "X901"
    assert named("A101", language) == f"A101  {say('rule.A101.title', language)}"
