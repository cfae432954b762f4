"""The check run: four outcomes, order, yielding, settings, and which other reports were read."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from core.report import Report
from rules.check import check
from rules.context import PlainContext, Run
from rules.messages import message, reason_text
from rules.registry import Rule, all_rules
from rules.result import OtherReport, Result, Severity, Status
from rules.settings import Settings
from tests.rules.build import build
from tests.rules.notation import cases


def results(report: Report, settings: Settings | None = None, others: tuple[Report, ...] = ()) -> tuple[Result, ...]:
    """The results under these settings, with these reports beside."""
    return check(report, PlainContext(report, others, settings))


def test_a_clean_report_yields_no_error_and_no_warning() -> None:
    """The built report is clean, on both forms."""
    for report in (build(), build(form="2019", year=2020)):
        loud = [result for result in results(report) if result.status is Status.FAIL]

        assert [] == [(result.code, message(result, "zh")) for result in loud if result.severity is not Severity.INFO]
        assert not [result for result in results(report) if result.status is Status.BROKEN]


def test_every_rule_answers() -> None:
    """Each rule of the catalogue has at least one result, whatever the report."""
    for report in (build(), build(form=None, year=2016), build(agency=None, year=None)):
        assert set(all_rules()) == {result.code for result in results(report)}


def test_results_are_sorted_and_one_per_rule_and_anchor() -> None:
    """Sections first, then codes, then anchors; nothing twice."""
    found = results(build(cells={"t3.granted.business": "7", "t4.review.total": "3", "t2.licences.decisions": "-1"}))
    order = [(result.section or 0, result.code, result.anchor) for result in found]

    assert sorted(order) == order
    assert len({(result.code, result.anchor) for result in found}) == len(found)


def test_a_rule_that_raises_is_broken_and_the_run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash is an outcome of its own, never a finding, and stops nothing."""

    def crash(report: Report, run: Run) -> Iterator[Result]:
        yield all_rules()["D103"].passed()
        raise ZeroDivisionError("nought")

    broken = Rule("D103", Severity.INFO, ("judgement",), crash)
    monkeypatch.setattr("rules.check.all_rules", lambda: {**all_rules(), "D103": broken})

    found = results(build(cells={"t4.review.total": "3"}))

    (result,) = [result for result in found if result.code == "D103"]
    assert Status.BROKEN is result.status
    assert "ZeroDivisionError" in reason_text(result, "zh")
    assert [result for result in found if result.code == "L101" and result.status is Status.FAIL]


def test_rules_are_skipped_outside_their_years() -> None:
    """A rule of the form of 2019 says so for 2023, one in force from 2019 for 2016."""
    late = {result.code: result for result in results(build())}
    early = {result.code: result for result in results(build(form=None, year=2016))}

    assert "after_its_time" == (late["D201"].reason and late["D201"].reason.code)
    assert "before_its_time" == (early["T101"].reason and early["T101"].reason.code)


def test_settings_change_severity_and_switch_off() -> None:
    """A severity set by the user counts; a rule switched off leaves no result."""
    report = build(cells={"t2.normative_documents.issued": "75", "t2.normative_documents.in_force": "75"})
    settings = Settings(disabled=frozenset({"A101"}), severities={"D103": Severity.WARNING})

    found = results(report, settings)

    assert [Severity.WARNING] == [result.severity for result in found if result.code == "D103" and result.status is Status.FAIL]
    assert not [result for result in found if result.code == "A101"]


def test_thresholds_can_be_set() -> None:
    """The user's threshold is used in place of the catalogue's."""
    report = build(cells={"t2.normative_documents.issued": "4", "t2.normative_documents.in_force": "4"})
    found = results(report, Settings(thresholds={"no_stock_issued": Decimal(3)}))

    assert [Status.FAIL] == [r.status for r in found if r.code == "D103" and r.anchor == "t2.normative_documents.in_force"]


def test_results_name_the_reports_they_read() -> None:
    """A rule over years names last year's report, loaded or not, so that loading it runs the rule again."""
    last_year = OtherReport("云岭市公安局", 2022)
    alone = [result for result in results(build()) if result.code == "Y101"]
    beside = [result for result in results(build(), others=(build(year=2022),)) if result.code == "Y101"]

    assert all(last_year in result.uses for result in (*alone, *beside))
    assert ["year_not_loaded"] == [result.reason.code for result in alone if result.reason]
    assert {Status.PASS} == {result.status for result in beside}


def test_the_sums_that_need_a_lost_column_are_skipped_for_one_reason() -> None:
    """Of the 39 sums of table 3 only the outer columns' four remain when the columns between are lost."""
    from core.forms import form
    from tests.rules.build import ragged

    outer = ("natural_person", "total")
    rows = [row.key for row in form("2021").table_by_key["t3"].rows]
    absent = {key: "absent" for key in form("2021").table_by_key["t3"].cell_keys if key.rsplit(".", 1)[1] not in outer}
    reading = {"ragged_rows": tuple(ragged(row, ["0"] * 6) for row in rows), "lost_columns": ("business", "research")}
    found = results(build(cells=absent, tables={"t3": reading}))

    sums = [result for result in found if result.code in ("A101", "A102", "A103")]
    skipped = [result for result in sums if result.status is Status.SKIPPED]
    assert (39, 35) == (len(sums), len(skipped))
    assert {"S302"} == {result.reason.parameters["finding"] for result in skipped if result.reason}
    assert 1 == len([result for result in found if result.code == "S302" and result.status is Status.FAIL])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_result_of_every_case_can_be_said(language: str) -> None:
    """No sentence lacks a figure that it wants to show."""
    for case in cases():
        report = case.reports[0]
        for result in results(report, others=case.reports):
            said = message(result, "zh" if language == "zh" else "en")
            assert said
            assert "{" not in said
