"""The signs that stand beside colours, so that nothing on the screen is said by colour alone.

`UNICODE` is used where the terminal can draw it; `ASCII` on request (`--ascii`) and where ambiguous characters take two cells.
All signs of a set are one cell wide and are not "ambiguous" except for the rules, which only `UNICODE` has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from rules.levels import Severity, Status

if TYPE_CHECKING:
    from textual.widget import Widget


_LEFT_OUT: Final = re.compile(r"(?<=\S)…")
"""The sign at the end of a word; one that stands alone is spoken of."""
_ARROWS: Final = (("↑", "Up"), ("↓", "Down"), ("←", "Left"))


class Signs(NamedTuple):
    """One set of signs; a tuple, since a dataclass of so many fields takes milliseconds to make."""

    error: str
    warning: str
    info: str
    passed: str
    skipped: str
    broken: str
    own: str
    saved: str
    pointer: str
    fold: str
    unfold: str
    confirmed: str
    dismissed: str
    asked: str
    fixed: str
    open: str
    stale: str
    conflict: str
    absent: str
    vertical: str
    horizontal: str
    cross: str
    bar: str
    unequal: str
    minus: str
    arrow: str
    ellipsis: str
    dot: str
    selected: str
    ascending: str
    descending: str
    cut_left: str
    cut_right: str
    full: str
    empty: str

    def of(self, status: Status, severity: Severity) -> str:
        """The sign of a result: its severity when it failed, else its outcome."""
        if status is Status.FAIL:
            return {Severity.ERROR: self.error, Severity.WARNING: self.warning, Severity.INFO: self.info}[severity]
        return {Status.PASS: self.passed, Status.SKIPPED: self.skipped, Status.BROKEN: self.broken}[status]

    def verdict(self, verdict: str) -> str:
        """The sign of a verdict."""
        return {
            "confirmed": self.confirmed,
            "dismissed": self.dismissed,
            "asked": self.asked,
            "fixed": self.fixed,
            "open": self.open,
        }[verdict]

    def plain(self, words: str) -> str:
        """Words of our own as these signs go with them: ASCII ones have no middle dot beside them."""
        if self.dot == "·":
            return words
        for sign, ascii_sign in ((" · ", " - "), ("　·　", " - "), ("·", "/"), *_ARROWS, ("→", self.arrow)):
            words = words.replace(sign, ascii_sign)
        return _LEFT_OUT.sub(self.ellipsis, words)


UNICODE: Final = Signs(
    error="✗", warning="!", info="i", passed="✓", skipped="-", broken="#", own="✎", saved="✓", pointer="▸", fold="▾", unfold="▸",
    confirmed="✓", dismissed="x", asked="?", fixed="✔", open=" ", stale="~", conflict="‼", absent="·", vertical="│",
    horizontal="─", cross="┼", bar="▌", unequal="≠", minus="-", arrow="→", ellipsis="…", dot="·",
    selected="✔", ascending="▴", descending="▾", cut_left="‹", cut_right="›", full="━", empty="─",
)  # fmt: skip
ASCII: Final = Signs(
    error="X", warning="!", info="i", passed="+", skipped="-", broken="#", own="@", saved="+", pointer=">", fold="v", unfold=">",
    confirmed="+", dismissed="x", asked="?", fixed="*", open=" ", stale="~", conflict="%", absent=".", vertical="|",
    horizontal="-", cross="+", bar="|", unequal="!=", minus="-", arrow="->", ellipsis="..", dot="-",
    selected="*", ascending="^", descending="v", cut_left="<", cut_right=">", full="#", empty=".",
)  # fmt: skip


def signs_of(widget: Widget) -> Signs:
    """The signs that the terminal of a widget can draw."""
    signs = getattr(widget.app, "signs", UNICODE)
    return signs if isinstance(signs, Signs) else UNICODE
