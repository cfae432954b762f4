"""Word documents: the body in reading order, with text boxes and footnotes where they stand."""

from __future__ import annotations

import posixpath

from core.document import Document, UnreadableSource
from core.readers.bounds import MAX_TABLE_NESTING, MAX_TEXT_BYTES, bounded
from core.readers.docx_numbering import Numbering, numbered, read_numbering
from core.readers.docx_tables import Frame
from core.readers.docx_text import NO_CONTENT, Line, blocks, collect
from core.readers.manuscript import Manuscript, RawCell
from core.readers.markup import Element, parse_xml
from core.readers.nesting import beside, spliced
from core.readers.package import Package, attribute, local_name
from core.readers.shaping import cell_text, split_at_prose, squeezed, visible
from core.readers.sniff import kind_of
from core.readers.source import Source
from core.readers.text import document_of_text

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_CHUNK_COST = 262_144
"""What a chunk counts beside its bytes against the bound of text, so that there are dozens at most."""


def read_docx(source: Source) -> Document:
    """Read a Word document straight from its parts."""
    package = Package(source, "docx")
    names = sorted(name for name in package.names if name.startswith("word/document") and name.endswith(".xml"))
    if not names:
        raise UnreadableSource("reader.damaged", format="docx")
    name = "word/document.xml" if "word/document.xml" in names else names[0]
    root = package.required_xml(name)
    notes = {**_notes(package, "word/footnotes.xml"), **_notes(package, "word/endnotes.xml")}
    numbering = read_numbering(_optional(package, "word/numbering.xml"), _optional(package, "word/styles.xml"))
    title, metadata = package.properties()
    return _document(root, numbering, notes, title, metadata, _Chunks(package, source, name))


def read_word_xml(source: Source) -> Document:
    """Read Word's single-file XML (2003 and flat OPC), whose body differs only in its namespace."""
    return _document(parse_xml(source.data, "docx"), Numbering(), {}, None, [])


class _Chunks:
    """Files of other formats that a document shows as parts of its text, by the identity of their relation."""

    def __init__(self, package: Package, source: Source, document: str) -> None:
        self._package = package
        self._source = source
        self._read = 0
        folder, _, file = document.rpartition("/")
        relations = _optional(package, f"{folder}/_rels/{file}.rels")
        targets = (
            (attribute(entry, "Id"), attribute(entry, "Target") or "") for entry in (() if relations is None else relations)
        )
        self._parts = {name: posixpath.normpath(posixpath.join("/" + folder, target))[1:] for name, target in targets}

    def read(self, name: str | None) -> Document | None:
        """The chunk of that identity, None when it is missing or of no kind that is read here."""
        from core.readers.encoding import decode
        from core.readers.html import is_html, read_page
        from core.readers.mhtml import read_mhtml
        from core.readers.text import read_text

        data = self._package.part(self._parts.get(name, "")) or b""
        self._read += len(data) + _CHUNK_COST
        bounded(self._read, MAX_TEXT_BYTES, "reader.bound.text")
        if not data.strip():
            return None
        source, kind = Source(self._source.name, data), kind_of(data)
        if kind == "mhtml":
            return read_mhtml(source)
        if kind != "text":
            return None
        decoded = decode(data)
        return read_page(decoded) if is_html(decoded.text) else read_text(source)


def _document(
    root: Element,
    numbering: Numbering,
    notes: dict[str, Element],
    title: str | None,
    metadata: list[tuple[str, str]],
    chunks: _Chunks | None = None,
) -> Document:
    body = next((element for element in root.iter() if local_name(element) == "body"), None)
    if body is None:
        raise UnreadableSource("reader.damaged", format="docx")
    reader = _Reader(numbering, notes, chunks)
    reader.read(body)
    return reader.manuscript.document(MEDIA_TYPE, title=title, metadata=metadata)


def _optional(package: Package, name: str) -> Element | None:
    """A part whose damage costs only what it adds."""
    try:
        return package.xml(name)
    except UnreadableSource as error:
        if error.word == "reader.entities":
            raise
        return None


def _notes(package: Package, name: str) -> dict[str, Element]:
    root = _optional(package, name)
    kind = "footnote" if "footnotes" in name else "endnote"
    return {f"{kind} {attribute(note, 'id')}": note for note in root} if root is not None else {}


class _Reader:
    """Walks the body; paragraphs and tables are counted for their addresses."""

    def __init__(self, numbering: Numbering, notes: dict[str, Element], chunks: _Chunks | None) -> None:
        self.manuscript = Manuscript()
        self._numbering = numbering
        self._notes = notes
        self._chunks = chunks
        self._paragraphs = 0
        self._tables = 0
        self._tabbed: list[tuple[str, str]] = []

    def read(self, container: Element) -> None:
        """Read the blocks of a body, a text box or a cell that is only layout."""
        for child in container:
            name = local_name(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._end_tabbed()
                self._table(child)
            elif name == "altChunk":
                self._chunk(child)
            elif name not in NO_CONTENT:
                self.read(child)
        self._end_tabbed()

    def _chunk(self, element: Element) -> None:
        self._end_tabbed()
        document = self._chunks.read(attribute(element, "id")) if self._chunks else None
        if document is None:
            self.manuscript.picture(local_name(element))
        else:
            self.manuscript.adopt(document)

    def _paragraph(self, element: Element) -> None:
        self._paragraphs += 1
        address = f"p{self._paragraphs}"
        line = Line()
        lines = self._lines(element, line)
        for text in lines:
            if text.count("\t") > 1 and "\t" in text.strip():
                self._tabbed.append((text, address))
            else:
                self._end_tabbed()
                self.manuscript.paragraph(text, address=address)
        self._hanging(line, address)

    def _end_tabbed(self) -> None:
        """Paragraphs of words between tabs are lines of a table that someone drew by hand."""
        if self._tabbed:
            lines, address = [text for text, _ in self._tabbed], self._tabbed[0][1]
            self._tabbed.clear()
            self.manuscript.adopt(document_of_text("\n".join(lines)), address=address)

    def _hanging(self, line: Line, address: str) -> None:
        """What a paragraph carries besides its text: pictures, text boxes, footnotes."""
        if line.boxes or line.notes or line.pictures:
            self._end_tabbed()
        for description in line.pictures:
            self.manuscript.picture(description, address=address)
        for box in line.boxes:
            self.read(box)
        for name in line.notes:
            note = self._notes.pop(name, None)
            for text in [text for paragraph in note if (text := self._plain(paragraph))] if note is not None else ():
                self.manuscript.paragraph(text, address=name)

    def _plain(self, paragraph: Element) -> str:
        line = Line()
        return squeezed(" ".join(self._lines(paragraph, line)))

    def _lines(self, element: Element, line: Line) -> list[str]:
        """The lines of a paragraph with its automatic number; breaks end lines, tabs stay tabs."""
        collect(element, line)
        properties = next((child for child in element if local_name(child) == "pPr"), None)
        in_list = numbered(properties, self._numbering.styles)
        text = visible("".join(line.pieces))
        if in_list and text.strip():
            text = self._numbering.label(*in_list) + text
        lines = ("\t".join(map(squeezed, part.split("\t"))) for part in text.split("\n"))
        return [part if "\t" in part.strip() else part.strip() for part in lines if part.strip()]

    def _table(self, element: Element, depth: int = 0) -> None:
        self._tables += 1
        name = f"table {self._tables}"
        frame = Frame()
        cells = self._cells(element, name, depth, frame)
        if frame.is_layout:
            for cell in frame.elements.values():
                self.read(cell)
            return
        for part in split_at_prose(cells):
            if isinstance(part, list):
                self.manuscript.grid(part, address=name)
            elif (part.row, part.column) in frame.elements:
                self.read(frame.elements[part.row, part.column])
            else:
                self.manuscript.paragraph(part.text, address=part.address)
        self._hanging(frame.line, name)

    def _cells(self, element: Element, name: str, depth: int, frame: Frame) -> list[RawCell]:
        if depth > MAX_TABLE_NESTING:
            raise UnreadableSource("reader.bound.tables", limit=MAX_TABLE_NESTING)
        frame.place(element)
        frame.decide()
        if frame.is_layout:
            return []
        own: list[RawCell] = []
        nested: dict[RawCell, list[RawCell]] = {}
        for (row, column), cell in frame.elements.items():
            text, tables = self._cell(cell, frame.line)
            row_span, column_span = frame.spans[row, column]
            raw = RawCell(
                text, row, column, row_span, column_span, address=f"{name} / row {row + 1} / cell {frame.order[row, column]}"
            )
            if tables:
                inner = [self._cells(table, raw.address or name, depth + 1, Frame(inner=True)) for table in tables]
                nested[raw] = beside(text, inner[0])
            else:
                own.append(raw)
        return spliced(own, nested) if nested else own

    def _cell(self, cell: Element, line: Line) -> tuple[str, list[Element]]:
        """The text of a cell and the tables in it."""
        lines: list[str] = []
        tables: list[Element] = []
        for child in blocks(cell):
            if local_name(child) == "tbl":
                tables.append(child)
                continue
            own = Line()
            lines += [squeezed(text) for text in self._lines(child, own)]
            for box in own.boxes:
                lines += [text for paragraph in blocks(box) if (text := self._plain(paragraph))]
            line.notes += own.notes
            line.pictures += own.pictures
        return cell_text(lines), tables
