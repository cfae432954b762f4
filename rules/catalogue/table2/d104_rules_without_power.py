"""D104: a body without the power to make rules reports some."""

from __future__ import annotations

from collections.abc import Iterator

from core.forms import form
from core.identity import agency_key
from core.report import Report
from rules import evidence
from rules.context import Run
from rules.power import may_make_rules
from rules.registry import rule
from rules.result import Result, Severity


@rule(code="D104", severity=Severity.WARNING, basis="legislation_91", needs=("form", "agency", "t2"), section=2)
def rules_without_power(report: Report, run: Run) -> Iterator[Result]:
    """规章 above nought only for State Council bodies and governments of provinces, cities with districts and 自治州."""
    keys = [key for key in form(report.form or "").cell_keys if key.startswith("t2.regulations.")]
    positive = [key for key in keys if report.cells[key].amount]
    granted = {agency_key(name) for name in run.settings.words("rule_makers")}
    power = agency_key(report.agency or "") in granted or may_make_rules(report.agency or "")
    if power is None and positive:
        yield rules_without_power.skipped("unknown_power", "t2.regulations")
    elif positive and power is False:
        yield rules_without_power.fail(
            "t2.regulations",
            *evidence.cells(report, positive),
            agency=report.agency,
            listed=evidence.terms(report, positive),
        )
