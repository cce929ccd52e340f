"""Elements of WordprocessingML."""

from __future__ import annotations

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from lxml import etree

from samhandling.core.text import printable


def make(tag: str, parent: etree._Element | None = None, **attributes: object) -> etree._Element:
    """`make("spacing", properties, after=60)` is `<w:spacing w:after="60"/>` as the last child of `properties`."""
    element: etree._Element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name.rstrip('_')}"), printable(str(value)))
    if parent is not None:
        parent.append(element)
    return element


def text_in(parent: etree._Element, text: str, tag: str = "t") -> None:
    element = make(tag, parent)
    element.text = printable(text)
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def field(parent: etree._Element, code: str) -> None:
    """A field that Word works out itself, such as PAGE."""
    simple = make("fldSimple", parent, instr=f" {code} ")
    text_in(make("r", simple), "1")
