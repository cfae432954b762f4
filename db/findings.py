"""Findings across reports, for the queue: filtered, sorted, read page by page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from core.identity import agency_key
from db.codec import result_from_row
from db.library import Reading
from db.views import FindingFilter, FindingKey, FindingOrder, FindingRow
from rules.audit import OWN_CODE
from rules.result import Severity, Status

_ROW = (
    "results.report_id, results.fingerprint, reports.agency, reports.year, results.code, results.anchor, results.section,"
    " results.judged_severity, results.status, results.verdict, coalesce(judgements.note, ''), coalesce(judgements.tags, '[]'),"
    " judgements.auditor, judgements.at, results.stale, results.conflict, coalesce(results.message, ''),"
    " results.severity, results.variant, results.expected, results.actual, results.difference, results.unit,"
    " results.group_name, results.details"
)
_DECIDED = ("severity", "variant", "expected", "actual", "difference", "unit", "group_name", "details")
"""What the rule found, the columns of `_ROW` from `_FOUND_AT` on."""
_FOUND_AT = 17
_PLAIN = FindingFilter()
STRETCH = 512
"""Rows that are read at a time on the way back."""
_RANK = "CASE results.judged_severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END"
_KEYS = {
    "report": ("reports.agency_key", "reports.year_key", "results.position"),
    "code": ("results.code", "results.report_id", "results.position"),
    "severity": (_RANK, "results.report_id", "results.position"),
    "touched": ("results.touched_at", "results.report_id", "results.position"),
}


def condition(wanted: FindingFilter) -> tuple[str, list[Any]]:
    """The filter as SQL with its parameters."""
    parts = ["results.status = 'fail'"]
    parameters: list[Any] = []
    for column, values in (
        ("results.code", wanted.codes),
        ("results.judged_severity", [severity.value for severity in wanted.severities]),
        ("results.verdict", wanted.verdicts),
        ("reports.year", wanted.years),
    ):
        _one_of(column, values, parts, parameters)
    for word in wanted.agency_text.split():
        parts.append("instr(reports.agency_key, ?) > 0")
        parameters.append(agency_key(word))
    for sql, value in (
        ("EXISTS (SELECT 1 FROM json_each(judgements.tags) WHERE value = ?)", wanted.tag),
        ("judgements.auditor = ?", wanted.auditor),
        ("results.report_id = ?", wanted.report_id),
    ):
        if value is not None:
            parts.append(sql)
            parameters.append(value)
    for word in wanted.text.split():
        parts.append("instr(coalesce(results.message, '') || ' ' || coalesce(judgements.note, ''), ?) > 0")
        parameters.append(word)
    if wanted.only != "all":
        parts.append({"stale": "results.stale", "conflicts": "results.conflict"}[wanted.only] + " = 1")
    return " AND ".join(parts), parameters


def _one_of(column: str, values: Sequence[object], parts: list[str], parameters: list[Any]) -> None:
    if values:
        parts.append(f"{column} IN ({', '.join('?' * len(values))})")
        parameters += values


class FindingList:
    """The findings that a filter lets through, in an order; rows are read when they are asked for."""

    def __init__(self, reading: Reading, wanted: FindingFilter, order: FindingOrder) -> None:
        self._reading = reading
        self._filter = wanted
        self._order = order

    def count(self) -> int:
        """How many findings there are."""
        where, parameters = condition(self._filter)
        with self._reading() as db:
            if self._filter == _PLAIN:
                (number,) = db.conn.execute("SELECT errors + warnings + infos FROM totals").fetchone()
            else:
                source = _source(self._filter)
                (number,) = db.conn.execute(f"SELECT count(*) FROM {source} WHERE {where}", parameters).fetchone()  # noqa: S608
        return int(number)

    def rows(self, offset: int, limit: int) -> list[FindingRow]:
        """The rows from `offset` on, at most `limit`."""
        keys = self._keys()
        # What stands before the page is skipped in an index; only the rows to be shown are read.
        sql = (
            f"SELECT {_ROW} FROM ({self._places(keys)} LIMIT ? OFFSET ?) AS page"  # noqa: S608
            " CROSS JOIN results ON results.report_id = page.report_id AND results.position = page.position"
            " JOIN reports ON reports.id = results.report_id"
            f" LEFT JOIN judgements ON judgements.fingerprint = results.fingerprint ORDER BY {keys}"
        )
        with self._reading() as db:
            return [_row(row) for row in db.conn.execute(sql, [*condition(self._filter)[1], limit, offset])]

    def next_open(self, start: int) -> int | None:
        """The next row from `start` on that is still open."""
        with self._reading() as db:
            sql = f"{self._places(self._keys())} LIMIT -1 OFFSET ?"
            verdicts = db.conn.execute(sql, [*condition(self._filter)[1], start])
            return next((start + place for place, row in enumerate(verdicts) if row[2] == "open"), None)

    def previous_open(self, end: int) -> int | None:
        """The last row before `end` that is still open; read backwards, a stretch at a time."""
        sql = f"{self._places(self._keys())} LIMIT ? OFFSET ?"
        with self._reading() as db:
            while end > 0:
                start = max(end - STRETCH, 0)
                verdicts = list(db.conn.execute(sql, [*condition(self._filter)[1], end - start, start]))
                place = next((place for place in reversed(range(len(verdicts))) if verdicts[place][2] == "open"), None)
                if place is not None:
                    return start + place
                end = start
        return None

    def fingerprints(self) -> list[str]:
        """The fingerprints of all of them, for judging many together."""
        where, parameters = condition(self._filter)
        sql = (
            f"SELECT results.fingerprint FROM {_source(self._filter)} WHERE {where}"  # noqa: S608
            " ORDER BY results.report_id, results.position"
        )
        with self._reading() as db:
            return [str(row[0]) for row in db.conn.execute(sql, parameters)]

    def _keys(self) -> str:
        direction = " DESC" if self._order.descending else ""
        return ", ".join(f"{key}{direction}" for key in _KEYS[self._order.by])

    def _places(self, keys: str) -> str:
        """Where each finding of the list stands, in its order, and its verdict."""
        return (
            f"SELECT results.report_id, results.position, results.verdict FROM {_source(self._filter, self._order.by)}"  # noqa: S608
            f" WHERE {condition(self._filter)[0]} ORDER BY {keys}"
        )


def _source(wanted: FindingFilter, by: FindingKey | None = None) -> str:
    """The tables that a filter and an order look at, and the index that answers most of it by itself."""
    told = wanted.tag is not None or wanted.auditor is not None or wanted.text
    judged = " LEFT JOIN judgements ON judgements.fingerprint = results.fingerprint" if told else ""
    organ = " JOIN reports ON reports.id = results.report_id" if wanted.agency_text or wanted.years else ""
    if by == "report" or (organ and not wanted.codes):
        # The reports lead: their index gives the order, and a report that the filter passes over costs one look.
        return f"reports CROSS JOIN results INDEXED BY findings_by_report ON results.report_id = reports.id{judged}"
    if wanted.codes:
        return f"results INDEXED BY findings_by_code{organ}{judged}"
    if wanted == _PLAIN and by is not None:
        return f"results INDEXED BY findings_by_{by}"
    return f"results INDEXED BY findings_by_report{organ}{judged}"


def _row(row: Sequence[Any]) -> FindingRow:
    return FindingRow(
        report_id=row[0],
        fingerprint=row[1],
        agency=row[2],
        year=row[3],
        code=row[4],
        anchor=row[5],
        section=row[6],
        severity=Severity(row[7]),
        status=Status(row[8]),
        verdict=row[9],
        note=row[10],
        tags=tuple(json.loads(row[11])),
        auditor=row[12],
        at=row[13],
        stale=bool(row[14]),
        conflict=bool(row[15]),
        message=row[16],
        result=None if row[4] == OWN_CODE else result_from_row(_rule_columns(row)),
    )


def _rule_columns(row: Sequence[Any]) -> dict[str, Any]:
    columns = {"code": row[4], "anchor": row[5], "section": row[6], "status": row[8]}
    return columns | dict(zip(_DECIDED, row[_FOUND_AT:], strict=True))


def report_ids(db: Database, wanted: FindingFilter) -> list[int]:
    """The reports an export covers, by organ and year: all of them, or those with a finding that the filter lets through."""
    if wanted == _PLAIN:
        return [int(row[0]) for row in db.conn.execute("SELECT id FROM reports ORDER BY agency_key, year_key")]
    where, parameters = condition(wanted)
    sql = (
        f"SELECT DISTINCT reports.id, reports.agency_key, reports.year_key FROM {_source(wanted, 'report')} WHERE {where}"  # noqa: S608
        " ORDER BY reports.agency_key, reports.year_key"
    )
    return [int(row[0]) for row in db.conn.execute(sql, parameters)]


def fingerprints_in(db: Database, wanted: FindingFilter, report_id: int) -> set[str]:
    """The fingerprints of a report's findings that the filter lets through."""
    where, parameters = condition(wanted)
    sql = f"SELECT results.fingerprint FROM {_source(wanted, 'report')} WHERE {where} AND results.report_id = ?"  # noqa: S608
    return {str(row[0]) for row in db.conn.execute(sql, [*parameters, report_id])}
