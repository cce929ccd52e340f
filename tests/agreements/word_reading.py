"""Reads Word files back: their words, and what is left when tracked changes are accepted or rejected."""

from __future__ import annotations

import copy
import io
import zipfile

import docx
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree


def opened(data: bytes) -> Document:
    document: Document = docx.Document(io.BytesIO(data))
    return document


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return etree.fromstring(file.read(name))


def lines(body: etree._Element) -> list[tuple[str, str]]:
    """Style and words of each paragraph, in cells too; those without words and style are left out."""
    found = []
    for paragraph in body.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        text = "".join(element.text or "" for element in paragraph.iter(qn("w:t"), qn("w:delText")))
        if text or style is not None:
            found.append((style.get(qn("w:val")) if style is not None else "", text))
    return found


def settled(data: bytes, *, accept: bool) -> etree._Element:
    """The body after «Godta alle» or «Avvis alle», as Word does it."""
    body = copy.deepcopy(opened(data).element.body)
    dropped = "del" if accept else "ins"
    for row in list(body.iter(qn("w:tr"))):
        if row.find(f"{qn('w:trPr')}/{qn(f'w:{dropped}')}") is not None:
            row.getparent().remove(row)
    for table in list(body.iter(qn("w:tbl"))):
        if table.find(qn("w:tr")) is None:
            table.getparent().remove(table)
    for paragraph in list(body.iter(qn("w:p"))):
        for change in list(paragraph.iter(qn(f"w:{dropped}"))):
            if change.getparent().tag != qn("w:rPr"):
                change.getparent().remove(change)
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn(f'w:{dropped}')}") is not None:
            assert paragraph.find(f".//{qn('w:r')}") is None, "a paragraph that goes has words left"
            paragraph.getparent().remove(paragraph)
    assert all(element.getparent().tag != qn(f"w:{dropped}") for element in body.iter(qn("w:r")))
    return body
