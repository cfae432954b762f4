"""How a check can end and how much a fault weighs: apart from the results, because the first frame needs the signs for them."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """The four outcomes; a rule that crashed is never reported as bad data."""

    PASS = "pass"
    FAIL = "fail"
    SKIPPED = "skipped"
    BROKEN = "broken"


class Severity(StrEnum):
    """See docs: error = contradiction beyond doubt, warning = duty or form not met or explainable, info = worth a look."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return ("info", "warning", "error").index(self.value)
