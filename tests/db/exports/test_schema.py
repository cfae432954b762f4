"""The published schemas are those of the models, and what is printed follows them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.exports.json import check_document, render
from db.exports.options import ExportOptions
from db.exports.safe import json_safe
from db.exports.schema import AuditDocument, CheckDocument, schema
from tests.db.exports.audit import audited

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize(("name", "document"), [("check", CheckDocument), ("audit", AuditDocument)])
def test_published_schema_is_the_models(name: str, document: Any) -> None:
    """docs/*.schema.json says what the code writes."""
    assert json.loads((DOCS / f"{name}.schema.json").read_text("utf-8")) == schema(document)


def test_check_document_has_the_keys_of_the_contract() -> None:
    """Every key of the contract is there, none beside them, whatever is unknown."""
    document = json.loads(check_document([audited(None, None)], ExportOptions()))
    (report,) = document["reports"]

    assert list(document) == ["version", "gouji", "catalogue", "packs", "language", "reports", "unreadable"]
    assert list(report) == (
        [
            "source",
            "part",
            "sha256",
            "media_type",
            "title",
            "agency",
            "year",
            "form",
            "published",
            "sections",
            "cells",
            "extra_rows",
            "claims",
            "results",
        ]
    )
    assert list(report["sections"][0]) == ["number", "heading", "present", "text"]
    assert list(report["cells"]["t3.new.research"]) == ["value", "raw", "state", "inferred", "corrected", "unit", "note"]
    assert list(report["extra_rows"][0]) == ["table", "label", "raw"]
    assert list(report["claims"][0]) == (
        ["section", "start", "end", "text", "value", "low", "high", "unit", "about", "scope", "period"]
    )
    for result in report["results"]:
        assert list(result) == (
            [
                "code",
                "anchor",
                "status",
                "reason",
                "severity",
                "section",
                "group",
                "message",
                "parameters",
                "expected",
                "actual",
                "difference",
                "unit",
                "evidence",
                "suspects",
                "fingerprint",
            ]
        )


def test_evidence_and_suspects_have_their_own_shapes() -> None:
    """Each kind of evidence and suspect has exactly its keys; `report` only when it is another's."""
    document = json.loads(check_document([audited()], ExportOptions()))
    failed = document["reports"][0]["results"][0]

    assert [list(evidence) for evidence in failed["evidence"]] == [
        ["cell", "raw"],
        ["section", "start", "end", "text"],
        ["report", "section", "start", "end", "text"],
        ["missing", "searched"],
    ]
    assert failed["evidence"][2]["report"] == {"agency": "试行市公安局", "year": 2020}
    assert failed["suspects"] == [
        {"from": "45", "suggested": "47", "why": "digit_replaced", "cell": "t3.new.total"},
        {"from": "47", "suggested": "45", "why": "digit_replaced", "section": 1, "start": 6, "end": 9},
    ]


def test_decimals_are_plain_strings() -> None:
    """A value keeps its printed decimals and never turns into an exponent or a float."""
    document = json.loads(check_document([audited()], ExportOptions()))

    assert document["reports"][0]["cells"]["t2.fees.amount"]["value"] == "227.3466"
    assert document["reports"][0]["claims"][0]["value"] == "47"


def test_printed_documents_read_back() -> None:
    """What is printed passes the models it was made from."""
    CheckDocument.model_validate_json(check_document([audited()], ExportOptions()))
    found = AuditDocument.model_validate_json(render([audited()], ExportOptions()))

    assert [result.judgement.verdict for result in found.reports[0].results if result.code == "X901"] == ["confirmed"]


def test_own_findings_stand_among_the_results() -> None:
    """An auditor's own findings are results with code `own`, sorted among the others, and keep their author."""
    found = AuditDocument.model_validate_json(render([audited()], ExportOptions()))
    codes = [(result.section, result.code) for result in found.reports[0].results]

    assert codes == sorted(codes, key=lambda pair: (pair[0] or 0, pair[1]))
    assert [result.parameters["author"] for result in found.reports[0].results if result.code == "own"] == ["李四", "李四"]


def test_undecodable_file_names_are_printed() -> None:
    """A file name that is no UTF-8 does not break the document."""
    found = audited()
    odd = replace(found, report=replace(found.report, source="a\udcff.txt"))

    assert json.loads(check_document([odd], ExportOptions()).encode())["reports"][0]["source"] == "a\udcff.txt"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_document_is_printed_like_one_value(count: int) -> None:
    """Reports are printed one by one; the text is that of the whole document, lookalikes of its lines and all."""
    lookalike = '\n "reports": []\n'
    found = audited()
    found = replace(found, report=replace(found.report, source=lookalike))
    for text in (check_document([found] * count, ExportOptions()), render([found] * count, ExportOptions(unmasked=True))):
        document = json.loads(text)
        assert text == json_safe(json.dumps(document, ensure_ascii=False, indent=1)) + "\n"
        assert [report["source"] for report in document["reports"]] == [lookalike] * count
