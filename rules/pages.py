"""The catalogue's pages, made from the registry and its words: `gouji rules CODE`, docs/rules and the workbench show them."""

from __future__ import annotations

from collections.abc import Mapping

from core.words import LANGUAGES, Language, say
from rules.registry import CATALOGUE, FAMILIES, Rule, all_rules

HEADINGS = ("what", "why", "fails", "passes", "fix")
"""The words of a page in the order shown; the basis stands between `why` and `fails`."""


def page(code: str, language: Language) -> str:
    """The page of a rule in Markdown. Raises KeyError for an unknown code."""
    rule = all_rules()[code]
    lines = [f"# {rule.code} {rule.title(language)}", "", _facts(rule, language), ""]
    for heading in HEADINGS:
        if heading == "fails":
            lines += [f"## {say('page.basis', language)}", "", rule.basis_text(language), ""]
        lines += [f"## {say(f'page.{heading}', language)}", "", say(f"rule.{code}.{heading}", language), ""]
    return "\n".join(lines)


def index(language: Language) -> str:
    """The catalogue's first page: every rule by family with its severity."""
    lines = [f"# {say('page.title', language)} {CATALOGUE}", "", say("page.lead", language), ""]
    for family in FAMILIES:
        rules = [rule for rule in all_rules().values() if rule.family == family]
        if rules:
            lines += [f"## {family} {say(f'family.{family}', language)}", ""]
            columns = (say("page.code", language), say("page.rule", language), say("page.severity", language))
            lines += ["| " + " | ".join(columns) + " |", "| --- | --- | --- |"]
            lines += [
                f"| [{r.code}]({r.code}.md) | {r.title(language)} | {say(f'severity.{r.severity}', language)} |" for r in rules
            ]
            lines.append("")
    return "\n".join(lines)


def files() -> Mapping[str, str]:
    """Every page of docs/rules by its path there (`zh/A101.md`, `en/README.md`)."""
    made = {}
    for language in LANGUAGES:
        made[f"{language}/README.md"] = index(language)
        for code in all_rules():
            made[f"{language}/{code}.md"] = page(code, language)
    return made


def _facts(rule: Rule, language: Language) -> str:
    """Severity, section, years and forms in one line."""
    facts = [say(f"severity.{rule.severity}", language)]
    if rule.section is not None:
        facts.append(say("page.section", language, number=rule.section))
    if rule.first_year is not None:
        facts.append(say("page.from_year", language, year=rule.first_year))
    if rule.last_year is not None:
        facts.append(say("page.to_year", language, year=rule.last_year))
    if rule.forms:
        facts.append(say("page.forms", language, forms="、".join(rule.forms)))
    if rule.yields_to:
        facts.append(say("page.yields", language, codes="、".join(rule.yields_to)))
    return " · ".join(facts)
