"""What an export is told beside the reports it renders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from core.version import VERSION
from core.words import Language


@dataclass(frozen=True, slots=True)
class UnreadableInput:
    """A source that could not be read and the sentence that says why."""

    source: str
    error: str


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """The end of one sitting's hash chain, printed in every export so that a changed ledger shows."""

    sitting: str
    auditor: str
    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How to render: language, masking, and what is said about the run as a whole."""

    language: Language = "zh"
    unmasked: bool = False
    """True prints personal data as found; the export then says so."""
    program: str = ""
    """Version of gouji; empty: the present one."""
    catalogue: str = ""
    """Version of the rule catalogue; empty: the present one."""
    packs: tuple[str, ...] = ()
    unreadable: tuple[UnreadableInput, ...] = ()
    heads: tuple[LedgerHead, ...] = ()
    filters: tuple[str, ...] = ()
    """What narrowed the export (`severity: error`), in words; empty: everything."""
    ledger: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    """The sittings and events behind the judgements, for `merge`; only the json export carries them."""
    audited: bool = True
    """False for `check`: nobody has judged yet, so verdicts are left out."""
    exported_at: str = ""
    """When (UTC); empty: not said, so that equal audits give equal bytes."""
    checks: bool = True
    """False leaves out the lists of checks that held or were not made; their counts stay."""
    zone: tzinfo | None = None
    """The clock on which moments are shown to humans; None: this machine's."""

    @property
    def gouji(self) -> str:
        """The version of gouji to print."""
        return self.program or VERSION
