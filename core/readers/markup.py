"""Typed access to lxml trees, and the one safe way to parse XML parts."""

from __future__ import annotations

from lxml import etree

from core.document import UnreadableSource

Element = etree._Element


def texts(element: Element) -> list[str]:
    """All pieces of text in an element, in order."""
    return list(element.itertext())  # type: ignore[arg-type]


def whole_text(element: Element) -> str:
    """The text of an element as one string."""
    return "".join(texts(element))


def drop(element: Element) -> None:
    """Take an element out of its tree and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is None:
            parent.text = (parent.text or "") + element.tail
        else:
            previous.tail = (previous.tail or "") + element.tail
    parent.remove(element)


def parse_xml(data: bytes, format_name: str) -> Element:
    """Parse an XML part: no entity is resolved, nothing is fetched, and a document type is refused outright."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
            raise UnreadableSource("reader.bound.nesting", limit=256) from error
        raise UnreadableSource("reader.damaged", format=format_name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableSource("reader.entities", format=format_name)
    return root
