"""Multiplying the reports of a workspace by SQL, for measuring how it behaves when it is large."""

from __future__ import annotations

import json

from sqlite_utils import Database

from core.identity import fingerprint
from db.codec import pack, unpack


def doubled(db: Database, by: int, most: int, model: dict[int, int]) -> None:
    """Copy the reports, at most `most` of them, under ids greater by `by`; `model` says which search text each copy is of."""
    run = db.conn.execute
    db.conn.create_function("fingerprint_of", 4, lambda agency, year, code, anchor: fingerprint(agency, year, "", code, anchor))
    db.conn.create_function("renamed", 3, _renamed)
    (first,) = run("SELECT min(id) FROM reports").fetchone()
    until = first + most - 1
    columns = {
        table: [row[1] for row in run(f"PRAGMA table_info({table})")]
        for table in ("sources", "reports", "versions", "sections", "cells", "claims", "results")
    }
    whose = {
        "sources": f"sha256 IN (SELECT sha256 FROM versions WHERE report_id <= {until})",
        "reports": f"id <= {until}",
        "results": f"report_id <= {until}",
        "versions": f"report_id <= {until}",
    }
    changed = _changes(by)
    for table, names in columns.items():
        change = changed.get(table, {"version_id": f"s.version_id + {by}"})
        where = whose.get(table, f"version_id <= {until}")
        picked = ", ".join(change.get(name, f"s.{name}") for name in names)
        run(f"INSERT INTO {table} ({', '.join(names)}) SELECT {picked} FROM {table} AS s WHERE {where}")
    _double_search(db, by, until, model)


def _renamed(details: bytes, agency: str, year: int) -> bytes:
    """A stored reading as that of another organ and year."""
    return pack(json.dumps({**json.loads(unpack(details)), "agency": agency, "year": year}).encode())


def _changes(by: int) -> dict[str, dict[str, str]]:
    """What differs in a copy."""
    agency, year = (f"(SELECT {fact} FROM named WHERE named.id = s.id + {by})" for fact in ("agency", "year"))
    its_agency, its_year = (f"(SELECT {fact} FROM named WHERE named.id = s.report_id + {by})" for fact in ("agency", "year"))
    return {
        "sources": {"sha256": f"printf('%032x%.32s', (SELECT report_id FROM versions WHERE sha256 = s.sha256) + {by}, sha256)"},
        "reports": {
            "id": f"s.id + {by}",
            "agency_key": agency,
            "agency": agency,
            "year_key": f"CAST({year} AS TEXT)",
            "year": year,
            "current_version": f"s.id + {by}",
        },
        "versions": {
            "id": f"s.report_id + {by}",
            "report_id": f"s.report_id + {by}",
            "sha256": f"printf('%032x%.32s', s.report_id + {by}, sha256)",
            "status": "'current'",
            "agency": its_agency,
            "year": its_year,
            "details": f"renamed(details, {its_agency}, {its_year})",
        },
        "results": {
            "report_id": f"s.report_id + {by}",
            "fingerprint": f"fingerprint_of({its_agency}, {its_year}, code, anchor)",
        },
    }


def _double_search(db: Database, by: int, until: int, model: dict[int, int]) -> None:
    sql = "SELECT id, report_id, kind, place, text FROM search_texts WHERE report_id <= ? AND kind <> 'note'"
    rows = db.conn.execute(sql, [until]).fetchall()
    number = db.conn.execute("SELECT max(id) FROM search_texts").fetchone()[0]
    copies = []
    for row_id, report_id, kind, place, text in rows:
        number += 1
        model[number] = model[row_id]
        where = f"{report_id + by}/{place.partition('/')[2]}" if kind == "section" else place
        copies.append((number, report_id + by, kind, where, text))
    db.conn.executemany("INSERT INTO search_texts VALUES (?, ?, ?, ?, ?)", copies)
