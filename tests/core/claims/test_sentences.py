"""Labelled sentences: every figure is about what its label says, and figures without one are about nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.report import Claim
from tests.core.claims.corpus import Labelled, cells_of, labelled_sentences

CORPUS = labelled_sentences()
_ROLES = ("up", "down", "prev", "share")


def described(claim: Claim, year: int) -> str:
    """What the parser says of a claim, in the words of the labels."""
    if claim.role == "change":
        return claim.direction or "flat"
    if claim.role in ("previous", "share"):
        return "prev" if claim.role == "previous" else "share"
    if not claim.about or claim.period != str(year) or claim.scope == "part":
        return "nothing"
    mark = {"wider": "^", "unknown": "~"}.get(claim.scope, "")
    return mark + "+".join(sorted(claim.about)) + ("" if claim.firm else "?")


def labelled(label: str, form: str) -> str:
    """A label as `described` would say it."""
    if label in _ROLES:
        return label
    mark = label[0] if label[0] in "^~" else ""
    soft = "?" if label.endswith("?") else ""
    return mark + "+".join(sorted(cells_of(label.strip("^~?"), form))) + soft


def _joined(found: tuple[Claim, ...]) -> list[Claim]:
    """Claims at one place (none of reviews, none of suits) taken as one."""
    joined: list[Claim] = []
    for claim in found:
        if joined and (joined[-1].start, joined[-1].end) == (claim.start, claim.end):
            joined[-1] = replace(joined[-1], about=joined[-1].about + claim.about)
        else:
            joined.append(claim)
    return joined


def differences(sentence: Labelled) -> list[str]:
    """Where the reading and the labels differ."""
    found, _ = sentence.read()
    marks = {(start, end): labelled(label, sentence.form) for start, end, label in sentence.marks}
    wrong = []
    for claim in _joined(found):
        said = described(claim, sentence.year)
        expected = next((label for (start, end), label in marks.items() if start < claim.end and claim.start < end), None)
        if expected is None and said not in ("nothing", *_ROLES, "flat"):
            wrong.append(f"{claim.text}: read as {said}, means nothing")
        elif expected is not None and said != expected:
            wrong.append(f"{claim.text}: read as {said}, means {expected}")
    for (start, end), label in marks.items():
        if not any(start < claim.end and claim.start < end for claim in found):
            wrong.append(f"{sentence.text[start:end]}: not found, means {label}")
    return wrong


def test_the_corpus_is_large() -> None:
    """Three hundred sentences at least, none twice."""
    assert len({sentence.text for sentence in CORPUS}) == len(CORPUS) >= 300


@pytest.mark.parametrize("sentence", CORPUS, ids=lambda sentence: f"{sentence.group}: {sentence.text[:24]}")
def test_sentence(sentence: Labelled) -> None:
    """The reading is what the labels say."""
    assert differences(sentence) == [], sentence.text
