"""A stylesheet whose texts are parsed once for each set of colours, however many rooms and apps come to use them.

The one of the framework parses every text again when a room is opened for the first time and when a theme is taken up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

_Text = tuple[str, CSSLocation, bool, int, str]
"""A text, where it was read, whether it is a widget's own, its place among those, and the widgets it is for."""

_PARSED: Final[dict[tuple[tuple[str, str], ...], dict[_Text, list[RuleSet]]]] = {}
"""The rules of each text, by the colours it was parsed with. They are never changed once they are parsed."""


class SharedStylesheet(Stylesheet):
    """Rules are parsed once in a process."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parsed = _parsed_with(self._variables)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other colours."""
        super().set_variables(variables)
        self._parsed = _parsed_with(variables)

    def _parse_rules(
        self, css: str, read_from: CSSLocation, is_default_rules: bool = False, tie_breaker: int = 0, scope: str = ""
    ) -> list[RuleSet]:
        text = (css, read_from, is_default_rules, tie_breaker, scope)
        rules = self._parsed.get(text)
        if rules is None:
            rules = self._parsed[text] = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
        return rules

    def reparse(self) -> None:
        """Parse what is new, or new in these colours; an error leaves the rules as they are."""
        fresh = SharedStylesheet(variables=self._variables)
        fresh.source = self.source.copy()
        try:
            fresh.parse()
        except Exception:
            self._invalid_css.update(fresh._invalid_css)
            raise
        self._rules, self._rules_map, self._require_parse = fresh._rules, None, False


def _parsed_with(variables: Mapping[str, str]) -> dict[_Text, list[RuleSet]]:
    return _PARSED.setdefault(tuple(sorted(variables.items())), {})
