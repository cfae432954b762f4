"""The findings as csv: one row a finding, UTF-8 with a byte order mark so that spreadsheets read it right, lines end in LF."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from db.exports.masking import masked
from db.exports.options import ExportOptions
from db.exports.rows import finding_rows, headings
from rules.audit import AuditedReport

BYTE_ORDER_MARK = "\ufeff"


def render(reports: Iterable[AuditedReport], options: ExportOptions) -> str:
    """All findings of all reports as one csv text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings(options.language))
    for audited in reports:
        writer.writerows(finding_rows(audited if options.unmasked else masked(audited), options.language, options.zone))
    return BYTE_ORDER_MARK + out.getvalue()
