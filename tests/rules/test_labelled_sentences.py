"""All N rules on sentences labelled by someone other than the parser's author: precision and recall, printed by code."""

from __future__ import annotations

from functools import cache

import pytest

from tests.rules.labelled import Measured, contexts, labelled, last_year, measure, report_with

LEAST_RECALL = 0.98
LEAST_PRECISION_OF_ERRORS = 0.98
"""Every error must be right in at least this share; measured before the first correction: recall 0.806, errors 0.992."""


@cache
def measured() -> Measured:
    """The measurement, made once."""
    return measure()


def test_errors_are_right(capsys: pytest.CaptureFixture[str]) -> None:
    """Of the errors reported, 98 % are what the labels say."""
    with capsys.disabled():
        print("", *measured().lines(), sep="\n")

    assert measured().precision("error") >= LEAST_PRECISION_OF_ERRORS, measured().false


def test_no_ordinary_sentence_draws_a_finding() -> None:
    """Of all findings, infos among them, 98 % are right."""
    assert measured().precision() >= LEAST_PRECISION_OF_ERRORS, measured().false


def test_what_is_wrong_is_found() -> None:
    """The labelled findings are made, with their severity."""
    assert measured().recall >= LEAST_RECALL, measured().missed


def test_there_are_enough_sentences() -> None:
    """More than 520 distinct ones; at least 200 with something to find, over all N codes, and 300 without."""
    sentences = list(labelled())
    finding = [each for each in sentences if each.must]
    codes = {code for each in finding for label in each.must for code in label.split()[0].split("|")}

    assert len({each.text for each in sentences}) == len(sentences) >= 520
    assert len(finding) >= 200
    assert len([each for each in sentences if not each.must and not each.may]) >= 300
    assert {f"N{number}" for number in (*range(101, 113), *range(201, 209), *range(301, 306))} == codes


@pytest.mark.parametrize("name", list(contexts()))
def test_the_reports_around_them_are_read_rightly(name: str) -> None:
    """Organ, year, form and every figure of the reports that the sentences stand in."""
    sentence = next(each for each in labelled() if each.context == name)
    report, context = report_with(sentence), contexts()[name]

    assert (context["agency"], context["year"], context.get("form")) == (report.agency, report.year, report.form)
    new = sum(context.get("t3", {}).get("new", ()))
    assert "form" not in context or report.cells["t3.new.total"].value == new
    assert ("last_new" in context) == (last_year(name) is not None)
