"""Full-text search that finds Chinese words of one and two characters.

SQLite's own tokenizers find no word inside a Chinese sentence (unicode61) or none under three characters (trigram). So each
character is stored as a word of its own, and what is searched for becomes a phrase of such words. The index keeps no text:
`search_texts` says where each one stands, and for sections the text itself is that of the version.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlite_utils import Database

from core.simplified import simplify
from db.views import SearchHit

_LETTERS = re.compile(r"[^\W_]", re.UNICODE)
_RUN = re.compile(r"[0-9A-Za-z]+")
EXCERPT = 24
"""Characters shown on each side of a match."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text to be found: a section (`place` = version/position), the cells, a finding's message or note (fingerprint)."""

    kind: str
    place: str
    text: str


def folded(text: str) -> str:
    """The text as it is compared, of the same length: full-width as half-width, traditional as simplified, lower case."""
    return "".join(_fold(character) for character in text)


@lru_cache(maxsize=65536)
def _fold(character: str) -> str:
    if character < "\x80":
        return character.lower()
    plain = unicodedata.normalize("NFKC", character)
    plain = simplify(plain) if len(plain) == 1 else character
    return plain.lower() if len(plain.lower()) == 1 else plain


def spaced(text: str) -> str:
    """The text as words: each Chinese character one, each run of ASCII letters or digits one."""
    return " ".join(word for word, _, _ in _words(text))


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    plain = folded(text)
    place = 0
    while place < len(plain):
        run = _RUN.match(plain, place)
        if run:
            yield run[0], run.start(), run.end()
            place = run.end()
        else:
            if _LETTERS.match(plain[place]):
                yield plain[place], place, place + 1
            place += 1


def index(db: Database, report_id: int, texts: Sequence[Text]) -> None:
    """Make texts findable."""
    for text in texts:
        stored = None if text.kind == "section" else text.text
        cursor = db.conn.execute(
            "INSERT INTO search_texts (report_id, kind, place, text) VALUES (?, ?, ?, ?)",
            [report_id, text.kind, text.place, stored],
        )
        db.conn.execute("INSERT INTO search (rowid, spaced) VALUES (?, ?)", [cursor.lastrowid, spaced(text.text)])


def forget(db: Database, report_id: int, kind: str | None = None, place: str | None = None) -> None:
    """Take a report's texts out of the index, all or those of a kind or place."""
    rows = db.conn.execute(
        "SELECT id, kind, place, text FROM search_texts WHERE report_id = ? AND (? IS NULL OR kind = ?)"
        " AND (? IS NULL OR place = ?)",
        [report_id, kind, kind, place, place],
    ).fetchall()
    for row_id, row_kind, row_place, text in rows:
        full = section_text(db, row_place) if row_kind == "section" else text
        db.conn.execute("INSERT INTO search (search, rowid, spaced) VALUES ('delete', ?, ?)", [row_id, spaced(full)])
        db.conn.execute("DELETE FROM search_texts WHERE id = ?", [row_id])


def section_text(db: Database, place: str) -> str:
    """The text of a section by its place in the index."""
    version_id, _, position = place.partition("/")
    found = db.conn.execute(
        "SELECT text FROM sections WHERE version_id = ? AND position = ?", [int(version_id), int(position)]
    ).fetchone()
    return "" if found is None else str(found[0])


def phrase(query: str) -> str | None:
    """What FTS5 is asked: words parted by spaces must all occur, each as a phrase; None when nothing can be asked."""
    phrases = [words for part in query.split() if (words := spaced(part))]
    return " AND ".join(f'"{words}"' for words in phrases) or None


def find(db: Database, query: str, *, limit: int = 50, offset: int = 0, report_id: int | None = None) -> list[SearchHit]:
    """The places that hold every word of the query, in the order in which reports were loaded."""
    asked = phrase(query)
    if asked is None:
        return []
    rows = db.conn.execute(
        "SELECT search_texts.report_id, search_texts.kind, search_texts.place, search_texts.text, reports.agency, reports.year"
        " FROM search CROSS JOIN search_texts ON search_texts.id = search.rowid"
        " JOIN reports ON reports.id = search_texts.report_id"
        " WHERE search MATCH ? AND (? IS NULL OR search_texts.report_id = ?) ORDER BY search.rowid LIMIT ? OFFSET ?",
        [asked, report_id, report_id, limit, offset],
    ).fetchall()
    first = query.split()[0]
    return [_hit(db, row, first) for row in rows]


def _hit(db: Database, row: Sequence[object], word: str) -> SearchHit:
    report_id, kind, place, text, agency, year = row
    full = section_text(db, str(place)) if kind == "section" else str(text)
    start, end = _match(full, word)
    left, right = max(0, start - EXCERPT), min(len(full), end + EXCERPT)
    return SearchHit(
        report_id=int(str(report_id)),
        agency=None if agency is None else str(agency),
        year=None if year is None else int(str(year)),
        kind=kind,  # type: ignore[arg-type]
        section=_section_number(db, str(place)) if kind == "section" else None,
        offset=start if kind == "section" else None,
        fingerprint=str(place) if kind in ("message", "note") else None,
        excerpt=full[left:right],
        start=start - left,
        end=end - left,
    )


def _match(text: str, word: str) -> tuple[int, int]:
    """Where the first word of the query stands in the text: its parts in a row, with nothing but signs between them."""
    parts = [re.escape(found) for found, _, _ in _words(word)]
    pattern = r"[\W_]*".join(f"(?<![0-9a-z]){part}(?![0-9a-z])" if part[-1].isascii() else part for part in parts)
    found = re.search(pattern, folded(text))
    return found.span() if found else (0, 0)


def _section_number(db: Database, place: str) -> int | None:
    version_id, _, position = place.partition("/")
    found = db.conn.execute(
        "SELECT number FROM sections WHERE version_id = ? AND position = ?", [int(version_id), int(position)]
    ).fetchone()
    return None if found is None else int(found[0])
