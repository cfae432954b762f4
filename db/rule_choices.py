"""Which rules this workspace leaves out, and which severities it gives them: kept with it, so that colleagues share them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from sqlite_utils import Database

from db import store
from rules.result import Severity
from rules.settings import Settings

KEY: Final = "rules"
"""The workspace setting that holds the choices."""


@dataclass(frozen=True, slots=True)
class RuleChoices:
    """The choices of a workspace, on top of those of the packs."""

    disabled: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict)

    def on(self, code: str) -> bool:
        """Whether the rule runs here."""
        return code not in self.disabled


def read(db: Database) -> RuleChoices:
    """The choices of a workspace; what cannot be read counts as none."""
    text = store.settings(db).get(KEY)
    if not text:
        return RuleChoices()
    found = json.loads(text)
    severities = {code: Severity(severity) for code, severity in found.get("severities", {}).items()}
    return RuleChoices(frozenset(found.get("disabled", ())), severities)


def write(db: Database, choices: RuleChoices) -> None:
    """Keep the choices."""
    found = {
        "disabled": sorted(choices.disabled),
        "severities": {code: severity.value for code, severity in sorted(choices.severities.items())},
    }
    plain = choices == RuleChoices()
    store.set_setting(db, KEY, None if plain else json.dumps(found, ensure_ascii=False, sort_keys=True))


def switched(choices: RuleChoices, code: str) -> RuleChoices:
    """The choices with a rule switched off, or on again."""
    return replace(choices, disabled=choices.disabled ^ {code})


def with_severity(choices: RuleChoices, code: str, severity: Severity | None) -> RuleChoices:
    """The choices with another severity for a rule; None gives its own back."""
    severities = {other: chosen for other, chosen in choices.severities.items() if other != code}
    return replace(choices, severities={**severities, code: severity} if severity is not None else severities)


def applied(settings: Settings, choices: RuleChoices) -> Settings:
    """The rules' settings with the choices of the workspace on top."""
    if choices == RuleChoices():
        return settings
    return replace(
        settings,
        disabled=settings.disabled | choices.disabled,
        severities={**settings.severities, **choices.severities},
    )
