"""The text of Word paragraphs: runs, breaks, text boxes, notes and pictures; deleted and hidden text is not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from core.readers.markup import Element
from core.readers.package import attribute, local_name
from core.readers.shaping import REFERENCE_MARK, squeezed

NO_CONTENT = frozenset(
    (
        *("del", "moveFrom", "delText", "instrText", "delInstrText"),
        *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr"),
    )
)
"""Elements without text of their own: properties, deletions, field codes."""

_OFF = ("0", "false", "off", "none")
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DRAWINGS = frozenset(("drawing", "pict", "object"))
_REFERENCES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


@dataclass
class Line:
    """The text of one paragraph and what hangs on it."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


def blocks(cell: Element) -> Iterator[Element]:
    """The paragraphs and tables of a cell or text box, also inside content controls."""
    for child in cell:
        name = local_name(child)
        if name in ("p", "tbl"):
            yield child
        elif name not in NO_CONTENT:
            yield from blocks(child)


def collect(element: Element, line: Line) -> None:
    """Gather the text of a paragraph's runs."""
    for child in element:
        name = local_name(child)
        if name == "t":
            line.pieces.append(child.text or "")
        elif name in _CHARACTERS:
            line.pieces.append(_CHARACTERS[name])
        elif name == "r":
            if not _is_hidden(child) and not _is_mark(child, line):
                collect(child, line)
        elif name not in NO_CONTENT:
            _collect_special(child, name, line)


def _collect_special(element: Element, name: str, line: Line) -> None:
    if name in _REFERENCES:
        line.notes.append(f"{_REFERENCES[name]} {attribute(element, 'id')}")
    elif name == "sym":
        line.pieces.append(_symbol(element))
    elif name == "AlternateContent":
        _collect_first(element, line)
    elif name == "txbxContent":
        line.boxes.append(element)
    elif name in _DRAWINGS:
        _collect_drawing(element, line)
    else:
        collect(element, line)


def _collect_first(element: Element, line: Line) -> None:
    """Of alternative contents the first that is there; the fallback repeats it."""
    for child in element:
        if local_name(child) in ("Choice", "Fallback"):
            collect(child, line)
            return


def _collect_drawing(element: Element, line: Line) -> None:
    boxes = len(line.boxes)
    collect(element, line)
    if len(line.boxes) == boxes:
        words = (attribute(child, "descr") or attribute(child, "title") or attribute(child, "name") for child in element.iter())
        line.pictures.append(squeezed(next((word for word in words if word), local_name(element)))[:200])


def _symbol(element: Element) -> str:
    code = attribute(element, "char") or ""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return chr(value) if 0x20 <= value < 0xD800 else ""


def _is_mark(run: Element, line: Line) -> bool:
    """A raised number or sign behind text is the mark of a note, never a digit."""
    if not line.pieces:
        return False
    for child in run:
        if local_name(child) == "rPr":
            raised = any(local_name(entry) == "vertAlign" and attribute(entry, "val") == "superscript" for entry in child)
            return raised and bool(REFERENCE_MARK.match("".join(text.text or "" for text in run if local_name(text) == "t")))
    return False


def _is_hidden(run: Element) -> bool:
    for child in run:
        if local_name(child) == "rPr":
            return any(local_name(entry) == "vanish" and attribute(entry, "val") not in _OFF for entry in child)
    return False
