"""The registry of rules: one function a rule, declared once, listed, explained and run from here."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, get_args

from core.report import Report
from core.words import Language, say
from rules.context import Run
from rules.result import Evidence, OtherReport, Parameter, Reason, Result, Severity, Status, Suspect

CATALOGUE = "2026.1"
"""The catalogue's version, named in every export: raised when a rule is added or says something else than before."""

WHOLE_REPORT = "report"
"""The anchor of a result that is about no place in particular."""

FAMILIES = "SDALNFYCOPT"
"""The families in the catalogue's order: structure, tables 2, 3 and 4, narrative, fees, years, copying, organs, privacy, time."""

Need = Literal["form", "year", "agency", "t2", "t3", "t4", "s1", "s5", "s6", "previous_year"]
"""What a rule cannot do without; when it is missing the rule is skipped with a reason that names it."""
NEEDS: tuple[Need, ...] = get_args(Need)

Check = Callable[[Report, Run], Iterable[Result]]


@dataclass(frozen=True)
class Rule:
    """One rule of the catalogue. Its sentences (title, messages, page) are words `rule.CODE.*`."""

    code: str
    severity: Severity
    basis: tuple[str, ...]
    """Ids of words `basis.*`: the documents and articles the rule stands on, or `arithmetic`."""
    function: Check = field(repr=False)
    first_year: int | None = None
    last_year: int | None = None
    needs: tuple[Need, ...] = ()
    forms: tuple[str, ...] = ()
    """The forms the rule is about; empty: any, and reports without a form."""
    yields_to: tuple[str, ...] = ()
    """Codes that say the same more precisely: when one of them fails, this rule's fails are skipped."""
    section: int | None = None
    """The section its results stand in unless they say otherwise."""
    aliases: tuple[str, ...] = ()
    """Codes that this rule had before."""

    @property
    def family(self) -> str:
        """The family's letter."""
        return self.code[0]

    def title(self, language: Language) -> str:
        """The rule's name: the bad pattern, in a few words."""
        return say(f"rule.{self.code}.title", language)

    def basis_text(self, language: Language) -> str:
        """The documents and articles the rule stands on."""
        return ("；" if language == "zh" else "; ").join(say(f"basis.{word}", language) for word in self.basis)

    def __call__(self, report: Report, run: Run) -> Iterable[Result]:
        """Run the rule's function."""
        return self.function(report, run)

    def passed(self, anchor: str = WHOLE_REPORT, *, section: int | None = None, **facts: Parameter) -> Result:
        """A check that held at `anchor`."""
        return Result(
            self.code, anchor, Status.PASS, self.severity, section=self.section if section is None else section, parameters=facts
        )

    def skipped(self, reason: str, anchor: str = WHOLE_REPORT, *, section: int | None = None, **parameters: Parameter) -> Result:
        """A check that could not be made, or made no sense: `reason` is a word `reason.*`."""
        return Result(
            self.code,
            anchor,
            Status.SKIPPED,
            self.severity,
            section=self.section if section is None else section,
            reason=Reason(reason, parameters),
        )

    def fail(
        self,
        anchor: str,
        *evidence: Evidence,
        section: int | None = None,
        severity: Severity | None = None,
        variant: str | None = None,
        expected: str | None = None,
        actual: str | None = None,
        difference: str | None = None,
        unit: str | None = None,
        suspects: tuple[Suspect, ...] = (),
        uses: tuple[OtherReport, ...] = (),
        values: Mapping[str, Parameter] | None = None,
        **parameters: Parameter,
    ) -> Result:
        """A finding at `anchor` with its evidence; `parameters` and `values` fill its sentence (`message`, or `variant`)."""
        return Result(
            self.code,
            anchor,
            Status.FAIL,
            severity or self.severity,
            section=self.section if section is None else section,
            variant=variant,
            parameters={**(values or {}), **parameters},
            expected=expected,
            actual=actual,
            difference=difference,
            unit=unit,
            evidence=evidence,
            suspects=suspects,
            uses=uses,
        )


_RULES: dict[str, Rule] = {}


def rule(
    *,
    code: str,
    severity: Severity,
    basis: str | tuple[str, ...],
    first_year: int | None = None,
    last_year: int | None = None,
    needs: tuple[Need, ...] = (),
    forms: tuple[str, ...] = (),
    yields_to: tuple[str, ...] = (),
    section: int | None = None,
    aliases: tuple[str, ...] = (),
) -> Callable[[Check], Rule]:
    """Register the decorated function as a rule; the name then stands for the rule, so that it can call its own `fail`.

    The function yields its results; when it yields none, the run records one pass for the whole report.
    """
    if code in _RULES:
        raise ValueError(f"the code {code} is taken")
    if code[0] not in FAMILIES or not code[1:].isdigit():
        raise ValueError(f"{code} is no code: a family letter and three digits")

    def register(function: Check) -> Rule:
        _RULES[code] = Rule(
            code=code,
            severity=severity,
            basis=(basis,) if isinstance(basis, str) else basis,
            function=function,
            first_year=first_year,
            last_year=last_year,
            needs=needs,
            forms=forms,
            yields_to=yields_to,
            section=section,
            aliases=aliases,
        )
        return _RULES[code]

    return register


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule of `rules/catalogue/**` by code, in the catalogue's order."""
    for name in _modules("rules.catalogue"):
        importlib.import_module(name)
    return {code: _RULES[code] for code in sorted(_RULES, key=lambda code: (FAMILIES.index(code[0]), code))}


def _modules(package: str) -> Iterator[str]:
    root = importlib.import_module(package)
    for module in pkgutil.walk_packages(root.__path__, f"{package}."):
        yield module.name
