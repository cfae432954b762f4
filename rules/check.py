"""The check run: every rule over one report, once, with four outcomes; a rule that raises is `broken` and the run goes on."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

from core.report import Report
from rules.context import Children, Context, PlainContext, Run
from rules.grouping import with_groups, without_echoes
from rules.packed import packed_results
from rules.registry import NEEDS, Need, Rule, all_rules
from rules.result import Reason, Result, Status
from rules.settings import Settings
from rules.suspects import with_suspects

__all__ = ["Children", "Context", "PlainContext", "Settings", "check"]

_LOG = logging.getLogger(__name__)


def check(report: Report, context: Context | None = None) -> tuple[Result, ...]:
    """All results for a report, one per rule and anchor, sorted by section, code, anchor."""
    run = Run(report, context or PlainContext(report))
    results: list[Result] = []
    for rule in all_rules().values():
        if rule.code not in run.settings.disabled:
            results.extend(_severities(_run_rule(rule, run), run.settings))
    results.extend(_severities(packed_results(run), run.settings))
    spoken = _unique(_yielded(results))
    explained = without_echoes(with_suspects(report, spoken, run), run)
    return tuple(sorted(with_groups(explained, run), key=_order))


def _order(result: Result) -> tuple[int, str, str]:
    return (result.section or 0, result.code, result.anchor)


def _run_rule(rule: Rule, run: Run) -> list[Result]:
    run.used.clear()
    reason = _not_applicable(rule, run.report) or _missing(rule, run)
    if reason is not None:
        return [replace(rule.passed(), status=Status.SKIPPED, reason=reason, uses=tuple(run.used))]
    try:
        found = list(rule(run.report, run))
    except Exception as error:  # the one place where any fault of a rule is caught: it becomes an outcome of its own
        _LOG.debug("rule %s broke on %s", rule.code, run.report.source, exc_info=True)
        reason = Reason("broken", {"error": f"{type(error).__name__}: {error}"[:200]})
        return [replace(rule.passed(), status=Status.BROKEN, reason=reason)]
    found = found or [rule.passed()]
    used = tuple(run.used)
    return [replace(result, uses=used) if used and not result.uses else result for result in found]


def _not_applicable(rule: Rule, report: Report) -> Reason | None:
    """Why the rule is not about this report: its years of validity, its form."""
    if report.year is not None:
        if rule.first_year is not None and report.year < rule.first_year:
            return Reason("before_its_time", {"first_year": str(rule.first_year)})
        if rule.last_year is not None and report.year > rule.last_year:
            return Reason("after_its_time", {"last_year": str(rule.last_year)})
    elif rule.first_year is not None or rule.last_year is not None:
        return Reason("no_year")
    if rule.forms and report.form not in rule.forms:
        return Reason("no_form") if report.form is None else Reason("other_form", {"forms": rule.forms})
    return None


def _missing(rule: Rule, run: Run) -> Reason | None:
    """What the rule needs and the report lacks, the first in the order of NEEDS."""
    for need in (need for need in NEEDS if need in rule.needs):
        reason = _lacks(need, run)
        if reason is not None:
            return reason
    return None


def _lacks(need: Need, run: Run) -> Reason | None:
    report = run.report
    if need == "form":
        return Reason("no_form") if report.form is None else None
    if need == "year":
        return Reason("no_year") if report.year is None else None
    if need == "agency":
        return Reason("no_agency") if report.agency is None else None
    if need == "previous_year":
        if report.year is None or report.agency is None:
            return Reason("no_year" if report.year is None else "no_agency")
        return Reason("year_not_loaded", {"year": str(report.year - 1)}) if run.history(report.year - 1) is None else None
    if need.startswith("t"):
        table = report.tables.get(need)
        if report.form is None:
            return Reason("no_form")
        return Reason("table_missing", {"table": need, "finding": "S301"}) if table is None or not table.present else None
    number = int(need[1:])
    return Reason("section_missing", {"number": str(number), "finding": "S101"}) if report.section(number) is None else None


def _severities(results: Iterable[Result], settings: Settings) -> list[Result]:
    """The users' severities in place of the catalogue's."""
    if not settings.severities:
        return list(results)
    return [replace(each, severity=settings.severities.get(each.code, each.severity)) for each in results]


def _yielded(results: list[Result]) -> list[Result]:
    """Where two rules say the same, the more specific speaks: the other's fails are skipped and name it."""
    failing = {result.code for result in results if result.status is Status.FAIL}
    catalogue = all_rules()
    spoken = []
    for result in results:
        rule = catalogue.get(result.code)
        finding = next((code for code in rule.yields_to if code in failing), None) if rule else None
        if finding is not None and result.status is Status.FAIL:
            result = replace(
                result,
                status=Status.SKIPPED,
                reason=Reason("said_more_precisely", {"finding": finding}),
                evidence=(),
                suspects=(),
            )
        spoken.append(result)
    return spoken


def _unique(results: list[Result]) -> list[Result]:
    """One result per rule and anchor: a rule that names an anchor twice keeps its gravest outcome, the first among equals."""
    kept: dict[tuple[str, str], Result] = {}
    for result in results:
        place = (result.code, result.anchor)
        if place not in kept or _gravity(result) > _gravity(kept[place]):
            kept[place] = result
    return list(kept.values())


def _gravity(result: Result) -> int:
    return (Status.PASS, Status.SKIPPED, Status.FAIL, Status.BROKEN).index(result.status)
