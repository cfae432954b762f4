"""Moments as the auditor's own clock shows them."""

from __future__ import annotations

from datetime import UTC, datetime


def local_time(stamp: str | None, now: datetime | None = None) -> str:
    """A stored moment on the auditor's clock: the time alone today, else the date."""
    if not stamp:
        return ""
    try:
        moment = datetime.fromisoformat(stamp.replace("Z", "+00:00"))
    except ValueError:
        return stamp
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone()
    today = (now or datetime.now(UTC)).astimezone()
    if moment.date() == today.date():
        return moment.strftime("%H:%M")
    return moment.strftime("%m-%d") if moment.year == today.year else moment.strftime("%Y-%m-%d")
