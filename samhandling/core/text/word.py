"""What Word (and Word-like programs) put on the clipboard, turned into plain structure before `blocks` reads it.

Lists come as paragraphs with `mso-list` styles and a typed-out number, headings as paragraphs with a class,
footnotes as anchors to a list at the end. The marks left for `blocks`: `data-list`, `data-level`, `data-start` on `p`.
"""

from __future__ import annotations

import re

from lxml import etree

from samhandling.core.text.tree import text_of

_LIST = re.compile(r"mso-list:\s*l\d+\s+level(\d+)", re.IGNORECASE)
_IGNORE = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_HEADING_CLASS = re.compile(r"(?:Mso)?(?:Heading|Overskrift)\s*(\d)", re.IGNORECASE)
_NOTE_BODY = re.compile(r"^(?:ftn|edn|sdfootnote)(\d+)$")
_NOTE_REFERENCE = re.compile(r"^#(?:_ftn|_edn|sdfootnote)(\d+)(?:sym)?$")
_NOTE_BACK = re.compile(r"^#(?:_ftnref|_ednref|sdfootnote\d+anc)")
_TYPED_NUMBER = re.compile(r"^\(?(\d{1,3}|[a-zA-Z]|[ivxIVX]+)[.)]")
_TYPED_BULLET = re.compile(r"^\s*[·•▪\uf0b7]\s*")


def prepare(root: etree._Element) -> None:
    """Changes the tree in place."""
    _footnotes(root)
    for paragraph in list(root.iter("p")):
        _list_item(paragraph)
        _named_style(paragraph)
    _one_title_level(root)


def _list_item(paragraph: etree._Element) -> None:
    style, classes = paragraph.get("style") or "", paragraph.get("class") or ""
    match = _LIST.search(style)
    if match is None and "MsoList" not in classes:
        return
    typed = ""
    for span in [element for element in paragraph.iter("span") if _IGNORE.search(element.get("style") or "")]:
        typed = typed or text_of(span)
        remove(span)
    if match is None and not typed:
        typed = _typed_bullet(paragraph)
        if not typed:
            return
    number = _TYPED_NUMBER.match(typed)
    paragraph.set("data-list", "ol" if number else "ul")
    paragraph.set("data-level", match[1] if match else "1")
    if number and number[1].isdigit():
        paragraph.set("data-start", number[1])


def _typed_bullet(paragraph: etree._Element) -> str:
    """Takes a bullet typed as text off a list paragraph; returns it."""
    match = _TYPED_BULLET.match(paragraph.text or "")
    if not match:
        return ""
    paragraph.text = (paragraph.text or "")[match.end() :]
    return match[0].strip() or "·"


def _named_style(paragraph: etree._Element) -> None:
    classes = paragraph.get("class") or ""
    if match := _HEADING_CLASS.search(classes):
        paragraph.tag = f"h{min(int(match[1]) or 1, 6)}"
    elif "MsoTitle" in classes:
        paragraph.tag = "h1"
    elif "Quote" in classes or "Sitat" in classes:
        paragraph.set("data-quote", "1")
    elif "MsoCaption" in classes:
        paragraph.set("data-caption", "1")


def _one_title_level(root: etree._Element) -> None:
    """The page has the only h1, so a text that uses h1 moves one level down as a whole."""
    shift = 1 if next(root.iter("h1"), None) is not None else 0
    for heading in list(root.iter("h1", "h2", "h3", "h4", "h5", "h6")):
        heading.tag = f"h{min(max(int(heading.tag[1]) + shift, 2), 4)}"


def _footnotes(root: etree._Element) -> None:
    """A note at the end moves to the place that refers to it, as `span.fotnote`."""
    notes: dict[str, str] = {}
    for element in list(root.iter("div")):
        match = _NOTE_BODY.match(element.get("id") or "")
        if match:
            for back in [a for a in element.iter("a") if _NOTE_BACK.match(a.get("href") or "")]:
                remove(back)
            notes[match[1]] = text_of(element)
            parent = element.getparent()
            remove(element)
            for rule in list(parent.iterchildren("hr")) if parent is not None else []:
                remove(rule)
    if not notes:
        return
    for anchor in list(root.iter("a")):
        match = _NOTE_REFERENCE.match(anchor.get("href") or "")
        if match and match[1] in notes:
            tail = anchor.tail
            anchor.clear()
            anchor.tag, anchor.tail = "span", tail
            anchor.set("class", "fotnote")
            anchor.text = notes[match[1]]


def remove(element: etree._Element) -> None:
    """Takes an element out and leaves the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
