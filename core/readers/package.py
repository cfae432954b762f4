"""Office packages (docx, xlsx): parts out of a zip, unpacked within bounds."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import cast

from core.document import UnreadableSource
from core.readers.bounds import MAX_PACKAGE_BYTES, MAX_PART_BYTES
from core.readers.markup import Element, parse_xml
from core.readers.source import Source

_MAX_PARTS = 20_000


class Package:
    """The parts of one office file by name. Sizes are counted while unpacking, because headers may lie."""

    def __init__(self, source: Source, format_name: str) -> None:
        self._format = format_name
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise UnreadableSource("reader.damaged", format=format_name) from error
        infos = self._zip.infolist()
        if len(infos) > _MAX_PARTS:
            raise UnreadableSource("reader.bound.parts", limit=_MAX_PARTS)
        if sum(info.file_size for info in infos) > MAX_PACKAGE_BYTES:
            raise UnreadableSource("reader.bound.package", limit=f"{MAX_PACKAGE_BYTES:,}")
        self.names = frozenset(info.filename for info in infos)

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, or None when the package has none of that name."""
        if name not in self.names:
            return None
        try:
            with self._zip.open(name) as stream:
                data = stream.read(MAX_PART_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError, RuntimeError) as error:
            raise UnreadableSource("reader.damaged", format=self._format) from error
        self._unpacked += len(data)
        if len(data) > MAX_PART_BYTES or self._unpacked > MAX_PACKAGE_BYTES:
            raise UnreadableSource("reader.bound.package", limit=f"{MAX_PART_BYTES:,}")
        return data

    def xml(self, name: str) -> Element | None:
        """The root element of an XML part, or None when there is no such part."""
        data = self.part(name)
        return None if data is None else parse_xml(data, self._format)

    def required_xml(self, name: str) -> Element:
        """The root element of a part without which the file is not of its format."""
        root = self.xml(name)
        if root is None:
            raise UnreadableSource("reader.damaged", format=self._format)
        return root

    def properties(self) -> tuple[str | None, list[tuple[str, str]]]:
        """The title and the other core properties; a damaged property part costs only the properties."""
        try:
            root = self.xml("docProps/core.xml")
        except UnreadableSource:
            return None, []
        found = [(local_name(child), (child.text or "").strip()) for child in root] if root is not None else []
        names = {"creator": "author", "created": "created", "modified": "modified", "lastModifiedBy": "last_author"}
        title = next((text for name, text in found if name == "title" and text), None)
        return title, [(names[name], text[:200]) for name, text in found if name in names and text]


def local_name(element: Element) -> str:
    """An element's tag without its namespace: transitional, strict and 2003 documents differ only there."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its local name, with or without a namespace."""
    for key, value in cast("list[tuple[str, str]]", element.attrib.items()):
        if key == name or key.endswith(f"}}{name}"):
            return value
    return None
