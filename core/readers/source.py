"""The bytes of one source and the name they came under."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Source:
    """One file or archive member: `name` as given (`a.zip!/b.html`), `data` its bytes, nothing else."""

    name: str
    data: bytes

    @cached_property
    def sha256(self) -> str:
        """The digest that identifies these bytes, under whatever name they came."""
        return hashlib.sha256(self.data).hexdigest()
