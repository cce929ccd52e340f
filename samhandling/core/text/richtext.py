"""Rich text as we keep it: a small set of elements, whatever was typed, pasted or sent.

`clean_html` reads with an HTML5 parser (nh3), builds a new tree of allowed elements only, and lets nh3 have the last
word. It is the one gate for all rich text, with and without JavaScript, and cleaning twice changes nothing.
"""

from __future__ import annotations

import re
from html import escape

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml import etree

from samhandling.core.text import word
from samhandling.core.text.blocks import build
from samhandling.core.text.plain import plain_to_html
from samhandling.core.text.tree import parse, parse_root, serialise

TAGS = {
    *("p", "h2", "h3", "h4", "strong", "em", "sup", "sub", "a", "br", "hr", "span"),
    *("ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "th", "td", "blockquote", "footer"),
}
ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
SCHEMES = {"http", "https", "mailto"}

_DROPPED = {
    *("script", "style", "title", "template", "noscript", "iframe", "object", "embed", "applet", "svg", "math", "xml"),
    *("audio", "video", "canvas", "select", "textarea", "button", "del"),
}
_READ = TAGS | {
    *("html", "body", "div", "section", "article", "main", "header", "aside", "nav", "figure", "figcaption", "center"),
    *("h1", "h5", "h6", "b", "i", "u", "font", "cite", "q", "pre", "code", "tfoot", "dl", "dt", "dd", "address", "ins"),
}
_ANY_TAG = re.compile(r"<(?:[a-zA-Z!/?])")


def clean_html(html: str) -> str:
    """Allowed HTML only. Text without a single tag is read as plain text: lines, «1. …» and «- …» become elements."""
    if not _ANY_TAG.search(html):
        return plain_to_html(html)
    read = nh3.clean(
        html,
        tags=_READ,
        clean_content_tags=_DROPPED,
        attributes={"*": {"style", "class", "id"}, **ATTRIBUTES},
        link_rel=None,
    )
    root = parse_root(read)
    word.prepare(root)
    built = "".join(serialise(block) for block in build(root))
    return nh3.clean(
        built,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes={"span": {"fotnote"}},
        url_schemes=SCHEMES,
        url_relative="deny",
    )


def render_body(html: str, *, prefix: str = "note", heading: int = 2, within: str = "") -> SafeString:
    """Clean rich text as a page shows it: footnotes numbered and gathered below, wide tables in a box that scrolls.

    `prefix` keeps ids apart when a page shows several texts; `heading` is the level the text's own h2 gets; `within`
    says where in the page a table stands, so that no two boxes have the same name.
    """
    blocks = parse(clean_html(html))
    notes: list[str] = []
    for block in blocks:
        for element in list(block.iter("h2", "h3", "h4")):
            element.tag = f"h{min(int(element.tag[1]) + heading - 2, 6)}"
        for span in list(block.iter("span")):
            notes.append(_refer(span, prefix, len(notes) + 1))
    tables = 0
    for index, block in enumerate(blocks):
        if block.tag == "table":
            tables += 1
            place = " ".join(part for part in (within, str(tables) if tables > 1 else "") if part)
            blocks[index] = _boxed(block, place)
    body = "".join(serialise(block) for block in blocks)
    return mark_safe(body + _note_list(notes, prefix))  # noqa: S308 — cleaned above


def _boxed(table: etree._Element, place: str) -> etree._Element:
    name = table.findtext("caption") or _("Tabell")
    label = f"{name}, {place}" if place else name
    box = etree.Element("div", {"class": "table-scroll", "role": "region", "tabindex": "0", "aria-label": label})
    box.append(table)
    return box


def _refer(span: etree._Element, prefix: str, number: int) -> str:
    """Turns a footnote in the text into its number with a link; returns the note's text."""
    note = "".join(span.itertext())
    span.tag = "sup"
    tail = span.tail
    span.clear()
    span.tail = tail
    link = etree.SubElement(
        span, "a", {"href": f"#{prefix}-{number}", "id": f"{prefix}-{number}-ref", "class": "note-ref"}
    )
    link.text = str(number)
    return note


def _note_list(notes: list[str], prefix: str) -> str:
    if not notes:
        return ""
    back = escape(_("Tilbake til teksten"))
    items = "".join(
        f'<li id="{prefix}-{number}">{escape(note)} <a href="#{prefix}-{number}-ref" aria-label="{back}">↑</a></li>'
        for number, note in enumerate(notes, 1)
    )
    return f'<section class="footnotes" aria-label="{escape(_("Fotnoter"))}"><ol>{items}</ol></section>'
