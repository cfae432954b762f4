"""Known reports as Word documents, written part by part: merged cells, runs, text boxes, tracked changes, footnotes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from html import escape

from tests.forge.official import KnownReport, Placed

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_CORE = (
    '<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>某人</dc:creator></cp:coreProperties>'
)


def as_docx(report: KnownReport, *, split_runs: bool = False) -> bytes:
    """A document with merged cells; with `split_runs` every character is a run of its own."""
    body = [
        paragraph(part, split_runs=split_runs) if isinstance(part, str) else table(part, split_runs=split_runs)
        for part in report.parts()
    ]
    return document("".join(body), title=report.title)


def document(body: str, *, title: str = "", parts: dict[str, str] | None = None) -> bytes:
    """A document around the XML of its body."""
    main = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/'
        'markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        f'xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{body}<w:sectPr/></w:body></w:document>'
    )
    contents = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "docProps/core.xml": _CORE.format(title=escape(title)),
        "word/document.xml": main,
        **(parts or {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in contents.items():
            package.writestr(name, content)
    return stream.getvalue()


def part(name: str, content: str) -> str:
    """A further part in Word's own namespace (`footnotes`, `numbering`)."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{_W}">{content}</w:{name}>'


def paragraph(text: str, *, split_runs: bool = False) -> str:
    """A paragraph of one run, or of one run a character."""
    return f"<w:p>{''.join(run(piece) for piece in (text if split_runs else (text,)))}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def table(cells: Sequence[Placed], *, split_runs: bool = False) -> str:
    """A table with grid spans and vertical merges."""
    starts = {(cell.row, cell.column): cell for cell in cells}
    owners = {(row, cell.column): cell for cell in cells for row in range(cell.row, cell.row + cell.row_span)}
    rows = max(cell.row + cell.row_span for cell in cells)
    columns = max(cell.column + cell.column_span for cell in cells)
    lines = []
    for row in range(rows):
        line = []
        for column in range(columns):
            owner = owners.get((row, column))
            if owner:
                span = f'<w:gridSpan w:val="{owner.column_span}"/>' if owner.column_span > 1 else ""
                begins = (row, column) in starts
                merge = ('<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>") if owner.row_span > 1 else ""
                text = paragraph(owner.text, split_runs=split_runs) if begins else "<w:p/>"
                line.append(f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{text}</w:tc>")
        lines.append(f"<w:tr>{''.join(line)}</w:tr>")
    grid = "<w:gridCol/>" * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
