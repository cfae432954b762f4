"""Which reports may share much text: a small sketch of each narrative, so that candidates are found without comparing all.

One-permutation MinHash over six-character shingles, in bands: reports that share a band are candidates; the rule compares
their sentences itself. Two texts of which 60 % is alike share a band nine times in ten, legal boilerplate alone seldom.
"""

from __future__ import annotations

import re
import zlib

from sqlite_utils import Database

from core.report import Report

_BINS = 64
_BAND = 4
_SHINGLE = 6
_SHORTEST = 200
_FIGURES = re.compile(r"[\W\d_]+")
_EMPTY = 0xFFFFFFFF


def bands(report: Report) -> list[int]:
    """The sketch of a report's sections without tables: one number a band; [] for a report too short to be like another."""
    text = "".join(section.text for section in report.sections if section.number in (1, 5, 6))
    plain = _FIGURES.sub("", text.replace(report.agency or "\n", ""))
    if len(plain) < _SHORTEST:
        return []
    least = [_EMPTY] * _BINS
    for start in range(len(plain) - _SHINGLE + 1):
        value = zlib.crc32(plain[start : start + _SHINGLE].encode("utf-8", "replace"))
        place = value % _BINS
        if value < least[place]:
            least[place] = value
    return [
        zlib.crc32(repr(least[start : start + _BAND]).encode())
        for start in range(0, _BINS, _BAND)
        if least[start : start + _BAND] != [_EMPTY] * _BAND
    ]


def put_likeness(db: Database, report_id: int, report: Report) -> None:
    """Store a report's sketch."""
    db.conn.execute("DELETE FROM likenesses WHERE report_id = ?", [report_id])
    rows = {(band, value, report_id) for band, value in enumerate(bands(report))}
    db.conn.executemany("INSERT INTO likenesses (band, value, report_id) VALUES (?, ?, ?)", sorted(rows))


def look_alikes(db: Database, report_id: int, most: int = 20) -> set[int]:
    """Reports of other organs and the same year that share a band of the sketch."""
    rows = db.conn.execute(
        "SELECT DISTINCT theirs.report_id FROM likenesses AS mine"
        " JOIN likenesses AS theirs ON theirs.band = mine.band AND theirs.value = mine.value"
        " JOIN reports AS one ON one.id = mine.report_id JOIN reports AS other ON other.id = theirs.report_id"
        " WHERE mine.report_id = ? AND other.id <> one.id AND other.year_key = one.year_key"
        " AND other.agency_key <> one.agency_key ORDER BY other.agency_key LIMIT ?",
        [report_id, most],
    )
    return {int(row[0]) for row in rows}
