"""The labelled sentences against tables: agreement is silent, and a table that says something else is found."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from core.report import Claim
from rules.context import PlainContext, Run
from rules.registry import all_rules
from rules.result import Result, Severity, Status
from tests.core.claims.corpus import Labelled, labelled_sentences
from tests.rules.build import build

CONFRONTING = tuple(f"N{number}" for number in range(101, 111))
RULE_OF_FACT = {
    "received": "N101",
    "handled": "N102",
    "carried_over": "N103",
    "carried_forward": "N104",
    "outcome": "N105",
    "applicant": "N106",
    "review": "N107",
    "suit": "N108",
    "document": "N109",
    "decision": "N110",
}


def understood(sentence: Labelled) -> list[Claim]:
    """The sentence's claims that state cells of this year's table."""
    return [
        claim
        for claim in sentence.read()[0]
        if claim.about and claim.role in ("figure", "nought") and claim.period == str(sentence.year) and claim.scope != "part"
    ]


def consistent_cells(stated: list[Claim]) -> dict[str, Decimal] | None:
    """Cells for which every claim holds, found by handing each claim's value to a cell of its own; None when there are none."""
    values: dict[str, Decimal] = {}
    for claim in sorted(stated, key=lambda each: len(each.about)):
        known = sum((values[key] for key in claim.about if key in values), Decimal(0))
        free = [key for key in claim.about if key not in values]
        if not free and known != claim.value:
            return None
        for place, key in enumerate(free):
            values[key] = claim.value - known if place == 0 else Decimal(0)
        if free and claim.value < known:
            return None
    return values


def results(sentence: Labelled, cells: Mapping[str, Decimal]) -> list[Result]:
    """What the confronting rules say of the sentence beside a table with these figures."""
    report = build(
        agency=sentence.agency,
        year=sentence.year,
        form=sentence.form,
        sections={sentence.section: sentence.text},
        cells={key: format(value, "f") for key, value in cells.items()},
    )
    run = Run(report, PlainContext(report))
    return [result for code in (*CONFRONTING, "N112") for result in all_rules()[code](report, run)]


SENTENCES = [(sentence, stated) for sentence in labelled_sentences() if (stated := understood(sentence))]
FITTING = [(sentence, stated, cells) for sentence, stated in SENTENCES if (cells := consistent_cells(stated)) is not None]


def test_most_sentences_fit_some_table() -> None:
    """The corpus is of use here: nearly every sentence with understood figures has a table that agrees."""
    assert len(FITTING) > 0.9 * len(SENTENCES) > 200


@pytest.mark.parametrize(("sentence", "stated", "cells"), FITTING, ids=[sentence.text[:30] for sentence, _, _ in FITTING])
def test_agreement_is_silent_and_contradiction_is_found(
    sentence: Labelled, stated: list[Claim], cells: dict[str, Decimal]
) -> None:
    """Against an agreeing table nothing fails; when one cell of a claim is far larger, the claim's rule fails."""
    agreeing = results(sentence, cells)
    assert [result for result in agreeing if result.status is Status.FAIL] == []

    for claim in stated:
        key = claim.about[0]
        changed = {**cells, key: cells[key] + claim.high * 20 + 5003}
        if any(sum((changed.get(cell, Decimal(0)) for cell in other), Decimal(0)) == claim.value for other in claim.others):
            continue
        failing = {result.code for result in results(sentence, changed) if result.status is Status.FAIL}
        assert failing & {RULE_OF_FACT[claim.fact or ""], "N112"}, (claim.text, failing)


def test_an_error_needs_own_scope_and_sure_words() -> None:
    """A figure of a wider circle, or in words that leave room, contradicts by a question only."""
    for sentence, stated, cells in FITTING:
        for claim in stated:
            if claim.firm and claim.scope == "own":
                continue
            changed = {**cells, claim.about[0]: cells[claim.about[0]] + claim.high * 20 + 5003}
            rule = RULE_OF_FACT[claim.fact or ""]
            others = [each for each in stated if set(each.about) & {claim.about[0]} and each is not claim]
            for result in results(sentence, changed) if not others else ():
                if result.code == rule and result.status is Status.FAIL and result.actual == format(claim.value, "f"):
                    assert result.severity is not Severity.ERROR, sentence.text
