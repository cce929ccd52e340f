"""The file around the text: our own styles in an empty document, and bytes that depend on nothing but the content."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import docx
from django.utils.translation import gettext as _
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.parser import parse_xml
from docx.package import Package
from docx.shared import Cm

from agreements.word.xml import field, make, text_in
from samhandling.core.text import printable

BASE = Path(__file__).parent / "base"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
_FIELDS = {"{number}": "PAGE", "{total}": "NUMPAGES"}
_PLACE = re.compile(r"(\{\w+\})")
KEPT = ("/styles", "/numbering", "/settings", "/header", "/footer")


def new_document(*, title: str, language: str, author: str, created_at: datetime, subject: str) -> Document:
    """An A4 document with our styles, in the language, without what python-docx's own template carries along."""
    document: Document = docx.Document()
    part = document.part
    for key, relation in list(part.rels.items()):
        if not relation.reltype.endswith(KEPT):
            del part.rels[key]
    for key, relation in list(part.package.rels.items()):
        if relation.reltype not in (RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES):
            del part.package.rels[key]
    parts = {"styles": part._styles_part, "settings": part._settings_part, "numbering": part.numbering_part}
    for name, own in parts.items():
        own._element = parse_xml(_base(name, language))
    _set_page(document)
    _describe(document, title, language, author, created_at, subject)
    return document


def add_footnotes(document: Document, language: str) -> XmlPart:
    """The part that holds the footnotes, which python-docx does not make."""
    part = document.part
    package = cast(Package, part.package)
    notes = XmlPart(
        PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, parse_xml(_base("footnotes", language)), package
    )
    part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
    return notes


def saved(document: Document) -> bytes:
    """The file. Its entries have no time of their own, so that the same content gives the same bytes."""
    written, steady = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(entry))
    return steady.getvalue()


def set_running(document: Document, text: str) -> None:
    """What stands above each page but the first, and its number under all of them."""
    section = document.sections[0]
    section.header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    make("r", section.header.paragraphs[0]._p)
    text_in(section.header.paragraphs[0]._p[-1], text)
    for footer in (section.footer, section.first_page_footer):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]._p
        for part in _PLACE.split(_("Side {number} av {total}")):
            if part in _FIELDS:
                field(paragraph, _FIELDS[part])
            elif part:
                text_in(make("r", paragraph), part)


def _base(name: str, language: str) -> bytes:
    return (BASE / f"{name}.xml").read_bytes().replace(b'w:val="nb-NO"', f'w:val="{language}"'.encode())


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Cm(2.5)
    section.header_distance = section.footer_distance = Cm(1.2)
    section.different_first_page_header_footer = True


def _describe(document: Document, title: str, language: str, author: str, created_at: datetime, subject: str) -> None:
    facts = document.core_properties
    moment = created_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    facts.title, facts.subject = printable(title)[:255], printable(subject)
    facts.author = facts.last_modified_by = printable(author)[:255]
    facts.created = facts.modified = moment
    facts.language, facts.comments, facts.keywords, facts.revision = language, "", "", 1
