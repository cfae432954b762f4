"""What auditors may set about rules: severities, on and off, thresholds, lists, and what packs add."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from core.identity import agency_key
from rules.result import Severity

THRESHOLDS: Mapping[str, Decimal] = MappingProxyType(
    {
        "no_stock_issued": Decimal(10),
        "nothing_granted_applications": Decimal(20),
        "refused_share": Decimal(30),
        "refused_applications": Decimal(5),
        "other_outcome_share": Decimal(5),
        "corrected_share": Decimal(25),
        "change_factor": Decimal(5),
        "change_base": Decimal(50),
        "copied_share": Decimal(60),
        "copied_sentences": Decimal(10),
        "copied_problems_share": Decimal(90),
        "copied_problems_sentences": Decimal(3),
        "look_alike_share": Decimal(60),
        "fee_looks_like_yuan": Decimal(10_000_000),
        "short_section": Decimal(20),
    }
)
"""Every threshold of the catalogue by name, with its own value; shares are in percent."""


@dataclass(frozen=True, slots=True)
class LinearIdentity:
    """An identity that a pack adds: the cells of `parts` add to those of `whole`."""

    id: str
    parts: tuple[str, ...]
    whole: tuple[str, ...]
    message_zh: str
    message_en: str
    severity: Severity = Severity.WARNING
    pack: str = ""


@dataclass(frozen=True, slots=True)
class TextPattern:
    """A pattern that a pack looks for: it must stand in a section (`required`), or must not."""

    id: str
    pattern: str
    message_zh: str
    message_en: str
    section: int | None = None
    required: bool = False
    severity: Severity = Severity.WARNING
    pack: str = ""


@dataclass(frozen=True)
class Settings:
    """The rules' settings in force; the default is the catalogue as published."""

    disabled: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    thresholds: Mapping[str, Decimal] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words that packs add to the catalogue's lists, by the list's name (`rules.packs.LISTS`)."""
    hierarchy: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """An organ's name → the names of the organs whose figures its own contain."""
    identities: tuple[LinearIdentity, ...] = ()
    patterns: tuple[TextPattern, ...] = ()
    packs: tuple[str, ...] = ()
    """Names and versions of the packs in force, as exports show them."""

    def threshold(self, name: str) -> Decimal:
        """The threshold's value: the user's, else the catalogue's."""
        return self.thresholds.get(name, THRESHOLDS[name])

    def words(self, name: str) -> tuple[str, ...]:
        """What packs add to the list of that name."""
        return self.lists.get(name, ())

    def children_of(self, agency: str | None) -> tuple[str, ...]:
        """The organs that the hierarchy places below this one."""
        if agency is None or not self.hierarchy:
            return ()
        own = agency_key(agency)
        for parent, children in self.hierarchy.items():
            if agency_key(parent) == own:
                return tuple(children)
        return ()
