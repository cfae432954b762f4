"""The identity of reports and results, fixed before the first judgement was stored.

Nothing in this module may change its output: stored judgements are tied to these digests.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from core.simplified import simplify

_SPACES = re.compile(r"\s+")
_NUMERAL = re.compile(r"[0-9]+(?:[.,][0-9]+)*[万亿]?|[零〇一二两三四五六七八九十百千万亿]+(?=[件项条次宗份起个人元])")
_NOT_WORD = re.compile(r"[\W_]+")


def agency_key(agency: str) -> str:
    """The organ's name made comparable: NFKC, simplified characters, no spaces."""
    return _SPACES.sub("", simplify(unicodedata.normalize("NFKC", agency)))


def subject_key(agency: str | None, year: int | None, sha256: str) -> tuple[str, str]:
    """What a judgement hangs on: (agency_key, year), or the source's digest for whichever is unknown."""
    unknown = f"sha256:{sha256}"
    return (agency_key(agency) if agency else unknown, str(year) if year is not None else unknown)


@lru_cache(maxsize=4096)  # a screen asks for those of one report again and again
def fingerprint(agency: str | None, year: int | None, sha256: str, code: str, anchor: str) -> str:
    """First 32 hex digits of SHA-256 over `gouji1`, agency_key, year, code and anchor, a line each; values never enter."""
    organ, report_year = subject_key(agency, year, sha256)
    text = f"gouji1\n{organ}\n{report_year}\n{code}\n{anchor}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def cells_anchor(keys: tuple[str, ...]) -> str:
    """The anchor of a result about cells that no identity names: the sorted keys."""
    return "+".join(sorted(keys))


def clause_anchor(section: int, clause: str, ordinal: int = 0) -> str:
    """The anchor of a text rule: section / clause / ordinal among equal clauses (from 0).

    In the clause every numeral becomes `#`; spaces and punctuation are dropped, so that a corrected figure keeps its judgement.
    """
    plain = _SPACES.sub("", simplify(unicodedata.normalize("NFKC", clause)))
    marked = _NUMERAL.sub("\x00", plain)
    return f"{section}/{_NOT_WORD.sub('', marked.replace(chr(0), 'ｎ')).replace('ｎ', '#')}/{ordinal}"
