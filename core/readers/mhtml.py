"""Web archives (mhtml): the page inside, without its pictures and sheets."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from core.document import Document, UnreadableSource
from core.readers.bounds import MAX_TEXT_BYTES, bounded
from core.readers.encoding import decode
from core.readers.html import read_page
from core.readers.source import Source

_MAX_PARTS = 2_000


def read_mhtml(source: Source) -> Document:
    """Read the largest HTML part of a web archive: frames around it hold only furniture."""
    if source.data.count(b"\n--") > _MAX_PARTS * 50:
        raise UnreadableSource("reader.bound.parts", limit=_MAX_PARTS)
    try:
        message = email.message_from_bytes(source.data.lstrip(), policy=email.policy.compat32)
        pages = [page for part in message.walk() if (page := _page(part))]
    except (ValueError, LookupError, TypeError, AttributeError, IndexError) as error:
        raise UnreadableSource("reader.damaged", format="mhtml") from error
    if not pages:
        raise UnreadableSource("reader.empty")
    page = max(pages, key=len)
    bounded(len(page), MAX_TEXT_BYTES, "reader.bound.text")
    return read_page(decode(page), "multipart/related")


def _page(part: Message) -> bytes:
    if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
        return b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
