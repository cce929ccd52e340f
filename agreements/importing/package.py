"""Opening a Word file safely: a zip of XML parts, from somebody we may not know.

Sizes are counted while unpacking, entities and external parts are never followed, and DOCTYPEs are refused.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from agreements.importing.limits import MAX_PART, MAX_PARTS, MAX_UNPACKED
from agreements.importing.model import Problem, Unreadable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_STRICT_REL = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def old_format(data: bytes) -> Problem | None:
    """What is wrong with Word's format from before 2007, which is also how Word stores a file with a password."""
    if not data.startswith(_OLE):
        return None
    return Problem.ENCRYPTED if "EncryptedPackage".encode("utf-16-le") in data else Problem.OLD_WORD


class Package:
    """The parts of a .docx by name. Raises Unreadable."""

    def __init__(self, data: bytes) -> None:
        if not data:
            raise Unreadable(Problem.EMPTY)
        if problem := old_format(data):
            raise Unreadable(problem)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Unreadable(Problem.BROKEN) from error
        if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
            raise Unreadable(Problem.TOO_LARGE)
        if any(info.flag_bits & 1 for info in infos):
            raise Unreadable(Problem.ENCRYPTED)
        self._unpacked = 0
        self.names = [info.filename for info in infos]
        self.document_name = self._find_document()

    def read(self, name: str) -> bytes:
        """One part, unpacked no further than the limit whatever its header says of its size."""
        try:
            with self._zip.open(name) as part:
                data = part.read(MAX_PART + 1)
        except (
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise Unreadable(Problem.BROKEN) from error
        self._unpacked += len(data)
        if len(data) > MAX_PART or self._unpacked > MAX_UNPACKED:
            raise Unreadable(Problem.TOO_LARGE)
        return data

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part, None when the file has no such part."""
        if name not in self.names:
            return None
        data = self.read(name)
        data = data.replace(_STRICT.encode(), W.encode()).replace(_STRICT_REL.encode(), REL.encode())
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise Unreadable(Problem.BROKEN) from error
        if root.getroottree().docinfo.doctype:
            raise Unreadable(Problem.BROKEN)
        return root

    def beside(self, name: str) -> str:
        """The full name of a part that lies in the same folder as the document: `word/styles.xml`."""
        return posixpath.join(posixpath.dirname(self.document_name), name)

    def has_macros(self) -> bool:
        return any(name.rsplit("/", 1)[-1].lower() == "vbaproject.bin" for name in self.names)

    def relations(self) -> dict[str, str]:
        """Targets of the document's relations that lead out of the file: links."""
        folder, base = posixpath.split(self.document_name)
        root = self.xml(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
        rows = root if root is not None else []
        return {
            row.get("Id", ""): row.get("Target", "")
            for row in rows
            if isinstance(row.tag, str) and row.get("TargetMode") == "External"
        }

    def _find_document(self) -> str:
        root = self.xml("_rels/.rels")
        for row in root if root is not None else []:
            if isinstance(row.tag, str) and (row.get("Type") or "").endswith("/officeDocument"):
                name = (row.get("Target") or "").lstrip("/")
                if name in self.names and name.endswith(".xml") and not name.startswith(("xl/", "ppt/")):
                    return name
        if "word/document.xml" in self.names:
            return "word/document.xml"
        raise Unreadable(Problem.UNKNOWN)
