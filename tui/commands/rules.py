"""`gouji rules`: list the catalogue, or explain one rule."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import click

from core.words import say
from tui.commands.failures import CommandFailedError, ExitStatus
from tui.commands.options import WordCommand
from tui.commands.session import Session, session


@click.command("rules", cls=WordCommand)
@click.argument("code", required=False, metavar="[CODE]")
def rules(code: str | None, **_: Any) -> int:
    """List the rules, or print the page of one."""
    run = session()
    if code is None:
        _catalogue(run)
    else:
        _page(code, run)
    return ExitStatus.OK


def _catalogue(run: Session) -> None:
    from db.exports.findings import SIGNS
    from db.exports.terms import severity_name
    from rules.registry import CATALOGUE, all_rules

    known = all_rules()
    run.console.data(say("cli.rules_heading", run.language, catalogue=CATALOGUE, count=len(known)) + "\n")
    for family, members in groupby(known.values(), key=lambda rule: rule.family):
        run.console.data(f"\n{family} {say(f'rules.family_{family}', run.language)}\n")
        for rule in members:
            severity = f"{SIGNS[rule.severity]} {severity_name(rule.severity, run.language)}"
            run.console.data(f"  {rule.code}  {run.console.coloured(severity, rule.severity)}  {rule.title(run.language)}\n")


def _page(code: str, run: Session) -> None:
    from rules.pages import page
    from rules.registry import all_rules

    wanted = code.upper()
    named = next((rule for rule in all_rules().values() if wanted == rule.code or wanted in rule.aliases), None)
    if named is None:
        raise CommandFailedError(code, "cli.not_found")
    run.console.data(page(named.code, run.language).rstrip("\n") + "\n")
