"""Reading HTML as a tree of top-level blocks, and writing it back."""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as lxml_html

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def parse_root(html: str) -> etree._Element:
    """The whole fragment under one `div`; whole documents give their body. Never fails, whatever the text is."""
    text = _ILLEGAL.sub("", html)
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    document = lxml_html.document_fromstring(f"<html><body><div>{text}</div></body></html>".encode(), parser=parser)
    body = document.find("body")
    root = etree.Element("div")
    for child in (body if body is not None else document).iterchildren():
        root.append(child)
    return root


def parse(html: str) -> list[etree._Element]:
    """Top-level blocks of clean rich text (as `clean_html` gives it)."""
    return [child for container in parse_root(html) for child in container if isinstance(child.tag, str)]


def serialise(element: etree._Element) -> str:
    return lxml_html.tostring(element, encoding="unicode", with_tail=False)


def text_of(element: etree._Element) -> str:
    """The words of an element, those of neighbouring cells and points kept apart."""
    parts = [element.text or ""]
    for child in element:
        apart = " " if child.tag in {"br", "p", "li", "td", "th", "tr", "ul", "ol", "thead", "tbody", "caption"} else ""
        parts += [apart, text_of(child), apart, child.tail or ""]
    return " ".join("".join(parts).split())
