"""Full-text search that finds Chinese words of any length, one character too.

The index keeps no text: `search_texts` says where each one stands, and for sections the text itself is that of the version.
Hits come in the order in which texts were stored, a page at a time, and reading stops when the page is full: so the first
ones come as fast from a hundred thousand reports as from a thousand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from core.personal import mask
from db.search_looks import Looks
from db.search_words import asked, indexed
from db.views import SearchHit, SearchPage

EXCERPT = 40
"""Characters shown on each side of a match, as far as the text goes."""

_LONGEST_NUMBER = 40
"""Characters looked at beyond an excerpt: a personal number that it cuts is starred all the same."""

MOST_LOOKS = 1000
"""Texts that are looked into within one read."""

_HITS = (
    "SELECT search.rowid, search_texts.report_id, search_texts.kind, search_texts.place, search_texts.text, reports.agency,"
    " reports.year FROM search CROSS JOIN search_texts ON search_texts.id = search.rowid"
    " JOIN reports ON reports.id = search_texts.report_id WHERE search MATCH ? AND search.rowid > ?"
)
_OF_REPORT = (
    " AND search.rowid BETWEEN (SELECT min(id) FROM search_texts WHERE report_id = ?)"
    " AND (SELECT max(id) FROM search_texts WHERE report_id = ?) AND search_texts.report_id = ?"
)


@dataclass(frozen=True, slots=True)
class Text:
    """One text to be found: a section (`place` = version/position), the cells, a finding's message or note (fingerprint)."""

    kind: str
    place: str
    text: str


def index(db: Database, report_id: int, texts: Sequence[Text]) -> None:
    """Make texts findable."""
    for text in texts:
        stored = None if text.kind == "section" else text.text
        cursor = db.conn.execute(
            "INSERT INTO search_texts (report_id, kind, place, text) VALUES (?, ?, ?, ?)",
            [report_id, text.kind, text.place, stored],
        )
        db.conn.execute("INSERT INTO search (rowid, words) VALUES (?, ?)", [cursor.lastrowid, indexed(text.text)])


def forget(db: Database, report_id: int, kind: str | None = None, place: str | None = None) -> None:
    """Take a report's texts out of the index, all or those of a kind or place."""
    given = {"kind": kind, "place": place}
    wanted = {name: value for name, value in given.items() if value is not None}
    where = " AND ".join(["report_id = ?", *(f"{name} = ?" for name in wanted)])
    rows = db.conn.execute(
        f"SELECT id, kind, place, text FROM search_texts WHERE {where}",  # noqa: S608
        [report_id, *wanted.values()],
    ).fetchall()
    for row_id, row_kind, row_place, text in rows:
        full = section(db, row_place)[1] if row_kind == "section" else text
        db.conn.execute("INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)", [row_id, indexed(full)])
        db.conn.execute("DELETE FROM search_texts WHERE id = ?", [row_id])


def section(db: Database, place: str) -> tuple[int | None, str]:
    """A section's number and text by its place in the index."""
    version_id, _, position = place.partition("/")
    found = db.conn.execute(
        "SELECT number, text FROM sections WHERE version_id = ? AND position = ?", [int(version_id), int(position)]
    ).fetchone()
    return (None, "") if found is None else (int(found[0]), str(found[1]))


def page(db: Database, query: str, *, limit: int, after: int = 0, report_id: int | None = None) -> SearchPage:
    """The next places after `after` that hold every word of the query, and whether there may be more.

    At most `limit` of them, and no more texts are looked into than take a moment: a page may be short, or empty, before the end.
    """
    hits: list[SearchHit] = []
    last = after
    for looked, (row_id, hit) in enumerate(_looked_into(db, query, after, report_id)):
        if looked == MOST_LOOKS or (hit is not None and len(hits) == limit):
            return SearchPage(tuple(hits), last, True)
        if hit is not None:
            hits.append(hit)
        last = row_id
    return SearchPage(tuple(hits), last, False)


def _looked_into(db: Database, query: str, after: int, report_id: int | None) -> Iterator[tuple[int, SearchHit | None]]:
    """Each text that the index gives, with the hit in it."""
    wanted, looks = asked(query), Looks(query)
    if wanted is None:
        return
    sql, parameters = _HITS, [wanted, after]
    if report_id is not None:
        sql, parameters = sql + _OF_REPORT, [*parameters, report_id, report_id, report_id]
    for row in db.conn.execute(f"{sql} ORDER BY search.rowid", parameters):
        yield row[0], _hit(db, row[1:], looks)


def _hit(db: Database, row: Sequence[object], looks: Looks) -> SearchHit | None:
    """The place of the first word; None when a word's pairs stand in the text but not the word itself."""
    report_id, kind, place, text, agency, year = row
    number, full = section(db, str(place)) if kind == "section" else (None, str(text))
    found = looks.find(full)
    if found is None:
        return None
    start, end = found
    left, right = max(0, start - EXCERPT), min(len(full), end + EXCERPT)
    return SearchHit(
        report_id=int(str(report_id)),
        agency=None if agency is None else str(agency),
        year=None if year is None else int(str(year)),
        kind=kind,  # type: ignore[arg-type]
        section=number,
        offset=start if kind == "section" else None,
        fingerprint=str(place) if kind in ("message", "note") else None,
        excerpt=_masked(full, left, right),
        start=start - left,
        end=end - left,
    )


def _masked(text: str, left: int, right: int) -> str:
    """A piece of the text, personal numbers starred, those too that stand half outside."""
    start = max(0, left - _LONGEST_NUMBER)
    return mask(text[start : right + _LONGEST_NUMBER])[left - start : right - start]
