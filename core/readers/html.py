"""HTML pages: the visible text as paragraphs, data tables as grids, layout tables taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from core.document import Document, UnreadableSource
from core.readers.bounds import MAX_NESTING
from core.readers.encoding import Decoded, decode
from core.readers.html_frames import open_frames, show_fields
from core.readers.html_styles import apply_styles
from core.readers.html_tables import Table, drawn_table, read_table
from core.readers.manuscript import Manuscript
from core.readers.markup import Element, drop, whole_text
from core.readers.shaping import REFERENCE_MARK, cell_text, is_prose_row, shown, split_at_prose, squeezed
from core.readers.source import Source
from core.readers.text import document_of_text

_UNREAD = (
    "script", "style", "noscript", "template", "nav", "select", "datalist", "svg", "canvas", "del", "title", "rt", "rp",
    "button", "xml",
)  # fmt: skip
_INLINE = (
    "span", "font", "a", "b", "strong", "em", "i", "u", "small", "big", "tt", "code", "label", "abbr", "acronym", "cite", "dfn",
    "kbd", "mark", "ins", "q", "s", "strike", "samp", "var", "wbr", "bdo", "bdi", "sub", "sup", "ruby", "rb", "time", "data",
    "nobr", "o:p", "st1:chsdate", "st1:chmetcnv", "st1:personname", "st1:place", "st1:city",
)  # fmt: skip
_BLOCKS = frozenset((
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "section", "article", "main", "header",
    "footer", "aside", "blockquote", "pre", "address", "center", "fieldset", "legend", "form", "figure", "figcaption", "hr",
    "body", "html", "details", "summary", "caption", "td", "th", "tr", "tbody", "thead", "tfoot", "menu", "dir",
))  # fmt: skip
_PICTURES = frozenset(("img", "iframe", "embed", "object", "attachment"))
_ATTACHMENT = re.compile(r"\.(pdf|docx?|wps|xlsx?|et|zip|rar|7z|ofd|png|jpe?g|tiff?)(?:[?#].*)?$", re.IGNORECASE)
_INVISIBLE_ENTITY = re.compile(r"&(?:#820[3-7]|#x200[b-f]|zwnj|zwj|shy|#65279|#xfeff|#8288);?", re.IGNORECASE)
_FIGURE = re.compile(r"\s*(?:[+\-]?[0-9０-９][0-9０-９,.，．]*(?:件|次|条|项|宗|万元|元)?|[-—/])\s*")
_LONGEST_FIGURE = 20
_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|style|table|div|p|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_BODY_TAG = re.compile(r"</(?:td|tr|table|p|div|body|html|h[1-6])\s*>", re.IGNORECASE)
_FLOW_TAG = re.compile(r"<(?:p|br|div|body|html|h[1-6])\b", re.IGNORECASE)
_FRAMES = re.compile(r"</?(?:noframes|frameset)\b[^<>]*>", re.IGNORECASE)
_TABLE_EDGE = re.compile(r"<table\b|(</table\s*>)", re.IGNORECASE)
_PUBLISHED = ("pubdate", "publishdate", "publish_date", "article:published_time", "dc.date", "date")


def is_html(text: str) -> bool:
    """Whether text is a page or a fragment of one: it begins with a tag of HTML or closes several of them."""
    return bool(_START.match(text[:4000])) or sum(1 for _ in zip(range(4), _BODY_TAG.finditer(text[:400_000]), strict=False)) == 4


def read_html(source: Source) -> Document:
    """Read an HTML source."""
    return read_page(decode(source.data))


def read_page(decoded: Decoded, media_type: str = "text/html", frames: Mapping[str, str] | None = None) -> Document:
    """Read decoded HTML; a Markdown text with HTML tables in it keeps its lines as paragraphs.

    `frames` holds the pages that came with it, by the address under which its frames name them.
    """
    text = _prepared(decoded.text)
    root = _parsed(text)
    if frames or "srcdoc" in text:
        open_frames(root, lambda page: _parsed(_prepared(page)), frames or {})
    show_fields(root)
    _say_figures(root)
    metadata = [*_metadata(root), ("encoding", decoded.encoding)]
    title = squeezed(root.findtext(".//title") or "") or None
    apply_styles(root, text)
    _mark_attachments(root)
    etree.strip_elements(root, *_UNREAD, with_tail=False)
    _drop_reference_marks(root)
    etree.strip_tags(root, *_INLINE)
    flow = _Flow(drawn=len(root.findall(".//td")) < 150)
    body = root.find("body")
    flow.read(root if body is None else body)
    return flow.manuscript.document(media_type, title=title, metadata=metadata, notes=decoded.notes)


def _prepared(text: str) -> str:
    if not _FLOW_TAG.search(text):
        text = _with_breaks(text)
    if "<frameset" in text or "<FRAMESET" in text:
        text = _FRAMES.sub("", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        text = text.replace("\x00", "")
    for character in "\u200b\u200c\u200d\u200e\u200f\ufeff\u2060\u00ad":
        if character in text:
            text = text.replace(character, "")
    if "&" in text:
        text = _INVISIBLE_ENTITY.sub("", text)
    return text


def _with_breaks(text: str) -> str:
    """Text whose line ends outside tables break lines."""
    pieces: list[str] = []
    done, inside = 0, False
    for edge in _TABLE_EDGE.finditer(text):
        closes = bool(edge[1])
        if closes == inside:
            end = edge.end() if closes else edge.start()
            pieces.append(text[done:end] if inside else text[done:end].replace("\n", "<br>\n"))
            done, inside = end, not inside
    pieces.append(text[done:] if inside else text[done:].replace("\n", "<br>\n"))
    return "".join(pieces)


def _parsed(text: str) -> Element:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableSource("reader.empty") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnreadableSource("reader.bound.nesting", limit=MAX_NESTING)
    if root is None:
        raise UnreadableSource("reader.empty")
    return root


def _metadata(root: Element) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        name, content = meta.get("name") or meta.get("property") or "", squeezed(meta.get("content") or "")
        if name and content and len(content) < 300:
            yield name, content
            if name.lower() in _PUBLISHED:
                yield "published", content


def _mark_attachments(root: Element) -> None:
    """Links to files stand for content that is not on the page; as elements of their own they survive the loss of inline tags."""
    for link in root.iter("a"):
        address = link.get("href")
        if address and "." in address[-40:] and _ATTACHMENT.search(address[-40:]):
            link.tag = "attachment"


def _say_figures(root: Element) -> None:
    """A cell that holds nothing but the picture of a figure says the figure when the picture's other text does."""
    for image in list(root.iter("img")):
        words = image.get("alt") or ""
        if len(words) <= _LONGEST_FIGURE and _FIGURE.fullmatch(words):
            cell = next(image.iterancestors("td", "th"), None)
            if cell is not None and not whole_text(cell).strip():
                image.tail = words + (image.tail or "")
                drop(image)


def _drop_reference_marks(root: Element) -> None:
    """A raised 1 after a figure is the mark of a footnote, never a digit."""
    for mark in list(root.iter("sup")):
        if REFERENCE_MARK.match(whole_text(mark)):
            drop(mark)


class _Flow:
    """Walks a page in reading order; text gathers on a line until an element ends the line."""

    def __init__(self, *, drawn: bool) -> None:
        self.manuscript = Manuscript()
        self._line: list[str] = []
        self._drawn = drawn

    def read(self, element: Element) -> None:
        """Read an element's content and end its last line."""
        self._walk(element)
        self._end_line()

    def _walk(self, element: Element) -> None:
        line = self._line
        if element.tag == "pre":
            self._preformatted(element)
            return
        if element.text:
            line.append(element.text)
        for child in element:
            tag = child.tag
            if tag == "br":
                self._end_line()
            elif tag == "table":
                self._end_line()
                self._table(read_table(child))
            elif tag in _BLOCKS:
                self._block(child)
            elif tag in _PICTURES:
                self._picture(child)
            else:
                self._walk(child)
            if child.tail:
                line.append(child.tail)

    def _block(self, element: Element) -> None:
        self._end_line()
        if not len(element) and element.tag != "pre":
            text = element.text
            if text and not text.isspace():
                self.manuscript.paragraph(shown(text))
            return
        drawn = drawn_table(element) if self._drawn else None
        if drawn:
            self._table(drawn)
        else:
            self._walk(element)
            self._end_line()

    def _end_line(self) -> None:
        if not self._line:
            return
        text = "".join(self._line)
        self._line.clear()
        if text and not text.isspace():
            self.manuscript.paragraph(shown(text))

    def _preformatted(self, element: Element) -> None:
        self.manuscript.adopt(document_of_text(whole_text(element)))

    def _picture(self, element: Element) -> None:
        size = element.get("width", ""), element.get("height", "")
        if element.tag != "img" or not any(number.isdigit() and int(number) < 60 for number in size):
            words = element.get("alt") or element.get("title") or whole_text(element) or _address(element)
            self.manuscript.picture(squeezed(words)[:200], kind="picture" if element.tag == "img" else "attachment")
        self._walk(element)

    def _table(self, table: Table) -> None:
        for caption in table.captions:
            self.read(caption)
        if table.is_layout:
            for element in table.elements.values():
                self.read(element)
            return
        for part in split_at_prose(table.cells()):
            if isinstance(part, list):
                self._note_pictures(table)
                self.manuscript.grid(part, spans_known=table.spans_known)
            elif is_prose_row(part.text):
                self._prose_cell(table, part.row, part.column, part.text)

    def _prose_cell(self, table: Table, row: int, column: int, text: str) -> None:
        element = table.elements.get((row, column))
        if element is None:
            self.manuscript.paragraph(cell_text([squeezed(text)]))
        else:
            self.read(element)

    def _note_pictures(self, table: Table) -> None:
        for picture in table.pictures():
            self.manuscript.picture(squeezed(picture.get("alt") or _address(picture))[:200])


def _address(element: Element) -> str:
    """The last part of what an image or frame points to; inline data has no name."""
    address = element.get("src") or element.get("href") or element.get("data") or ""
    return element.tag if address.startswith("data:") else address.rsplit("/", 1)[-1]
