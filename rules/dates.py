"""The date of publication as evidence: where it was found."""

from __future__ import annotations

from core.report import Report
from rules.result import Evidence, SourceEvidence, TextEvidence


def publication_evidence(report: Report) -> Evidence:
    """The place in the text, the metadata or the auditor's correction that gave the date."""
    found = next(iter(report.found.get("published", ())), None)
    printed = report.published.isoformat() if report.published else ""
    if found is None or found.origin in ("metadata", "file_name", "auditor"):
        return SourceEvidence("metadata", found.text if found and found.text else printed)
    for section in report.sections:
        at = section.text.find(found.text)
        if found.text and at >= 0:
            return TextEvidence(section.number, at, at + len(found.text), found.text)
    return SourceEvidence("metadata", found.text or printed)
