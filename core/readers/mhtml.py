"""Web archives (mhtml): the page inside with its frames, without its pictures and sheets."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import Message

from core.document import Document, UnreadableSource
from core.readers.bounds import MAX_TEXT_BYTES, bounded
from core.readers.encoding import decode
from core.readers.html import read_page
from core.readers.source import Source

_MAX_PARTS = 2_000


def read_mhtml(source: Source) -> Document:
    """Read the page of a web archive with the frames it shows; a page that shows none of the others gives way to the largest."""
    if source.data.count(b"\n--") > _MAX_PARTS * 50:
        raise UnreadableSource("reader.bound.parts", limit=_MAX_PARTS)
    try:
        message = email.message_from_bytes(source.data.lstrip(), policy=email.policy.compat32)
        pages = [(part, page) for part in message.walk() if (page := _page(part))]
    except (ValueError, LookupError, TypeError, AttributeError, IndexError) as error:
        raise UnreadableSource("reader.damaged", format="mhtml") from error
    if not pages:
        raise UnreadableSource("reader.empty")
    bounded(sum(len(page) for _, page in pages), MAX_TEXT_BYTES, "reader.bound.text")
    frames: dict[str, str] = {}
    for part, page in pages[1:]:
        text = decode(page).text
        frames |= dict.fromkeys(_names(part), text)
    first = decode(pages[0][1])
    if any(name in first.text for name in frames):
        return read_page(first, "multipart/related", frames)
    return read_page(decode(max((page for _, page in pages), key=len)), "multipart/related")


def _names(part: Message) -> Iterator[str]:
    """The addresses by which frames name a part: its location, or its identity after `cid:`."""
    location, identity = part.get("Content-Location"), part.get("Content-ID")
    if location:
        yield str(location).strip()
    if identity:
        yield "cid:" + str(identity).strip().strip("<>")


def _page(part: Message) -> bytes:
    if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
        return b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
