"""Counts for the dashboard and the catalogue: by rule, by auditor, by organ, by year."""

from __future__ import annotations

from typing import Literal

from sqlite_utils import Database

from db.views import AuditorCount, DayCount, GroupCount, RuleCount, SpreadCount


def by_rule(db: Database) -> list[RuleCount]:
    """How often each rule failed, passed, was skipped or broke, and how many of its findings are open."""
    rows = db.conn.execute(
        "SELECT code, fails, open, passes, skipped, broken FROM rule_totals WHERE fails + passes + skipped + broken > 0"
        " ORDER BY code"
    )
    return [RuleCount(*row) for row in rows]


_PRESENT = (
    # Judgements lead: there are at most as many as findings, and mostly far fewer. Both sides say the same verdict.
    "judgements CROSS JOIN results INDEXED BY findings_by_fingerprint"
    " ON results.fingerprint = judgements.fingerprint AND results.status = 'fail'"
)
_BY_VERDICT = ", ".join(f"total(judgements.verdict = '{verdict}')" for verdict in ("confirmed", "dismissed", "asked", "fixed"))


def by_auditor(db: Database) -> list[AuditorCount]:
    """How many present findings each auditor's verdict stands on, and when they spoke last."""
    rows = db.conn.execute(
        f"SELECT judgements.verdict_auditor, {_BY_VERDICT}, max(judgements.at) FROM {_PRESENT}"  # noqa: S608
        " WHERE judgements.verdict_auditor IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    return [AuditorCount(row[0], int(row[1]), int(row[2]), int(row[3]), int(row[4]), row[5]) for row in rows]


def by_group(db: Database, group: Literal["agency", "year"]) -> list[GroupCount]:
    """Findings by organ or by year."""
    name = {"agency": "coalesce(max(agency), '')", "year": "coalesce(year, '')"}[group]
    key = {"agency": "agency_key", "year": "year_key"}[group]
    rows = db.conn.execute(
        f"SELECT {name}, count(*), sum(errors), sum(warnings), sum(infos), sum(open) FROM reports GROUP BY {key} ORDER BY {key}"  # noqa: S608
    )
    return [GroupCount(str(row[0]), *row[1:]) for row in rows]


def by_tag(db: Database) -> dict[str, int]:
    """How many present findings carry each tag, most first."""
    rows = db.conn.execute(
        f"SELECT tag.value, count(*) FROM {_PRESENT}"  # noqa: S608
        " JOIN json_each(judgements.tags) AS tag GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return {str(tag): int(count) for tag, count in rows}


def by_day(db: Database) -> list[DayCount]:
    """How many of the present verdicts were given on each day, the earliest first."""
    rows = db.conn.execute(
        f"SELECT date(judgements.at, 'localtime'), {_BY_VERDICT} FROM {_PRESENT}"  # noqa: S608
        " WHERE judgements.verdict_auditor IS NOT NULL AND judgements.verdict != 'open' GROUP BY 1 ORDER BY 1"
    )
    return [DayCount(str(row[0]), *(int(number) for number in row[1:])) for row in rows]


def spread(db: Database) -> list[SpreadCount]:
    """How many reports have no finding, one, two and so on; numbers that no report has are left out."""
    rows = db.conn.execute("SELECT errors + warnings + infos, count(*) FROM reports GROUP BY 1 ORDER BY 1")
    return [SpreadCount(int(row[0]), int(row[1])) for row in rows]
