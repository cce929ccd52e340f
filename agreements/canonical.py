"""The form of a text that is hashed: what it says and how it is built, without how it is set. Pure.

Words, their order, paragraphs, lists, tables (cells, spans, captions), footnotes, links and raised or lowered signs
count. White space, Unicode form, invisible signs, bold and italics do not. The municipality's name is a token.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from lxml import etree

from samhandling.core.text.tree import parse_root

NAME_HERE = "{kommunen}"
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_LEAVES = {"p": "p", "h2": "h", "h3": "h", "h4": "h", "footer": "source"}
#: Signs that open and close what is marked within a line. They are taken out of every text first, so none is typed.
_MARKS = {"sup": ("\x01", "\x02"), "sub": ("\x03", "\x04"), "a": ("\x0e", "\x0f"), "note": ("\x10", "\x11")}
_OPEN, _CLOSE = "\x01\x03\x0e", "\x02\x04\x0f"

Told = Callable[[str], str]


def flat(text: str) -> str:
    """One line: NFC, single spaces, no invisible or control characters."""
    return " ".join(unicodedata.normalize("NFC", _visible(text)).split())


def _visible(text: str | None) -> str:
    return _CONTROL.sub("", text or "").translate(_INVISIBLE)


def names_of(municipality: str) -> Told:
    """Puts the token where the name stands as a word of its own, also in the genitive (`Modums`, `Moss'`)."""
    name = re.escape(flat(municipality))
    if not name:
        return str
    plain = re.compile(rf"(?<!\w){name}(?!\w)")
    genitive = re.compile(rf"(?<!\w){name}['’](?!\w)" if takes_apostrophe(municipality) else rf"(?<!\w){name}s(?!\w)")
    return lambda text: plain.sub(NAME_HERE, genitive.sub(f"{NAME_HERE}s", text))


def takes_apostrophe(name: str) -> bool:
    """Names that end in an s sound have an apostrophe in the genitive (Språkrådet): `Moss'`."""
    return name.endswith(("s", "x", "z", "S", "X", "Z"))


def blocks_of(html: str, told: Told = str) -> list[Any]:
    """The body of a section as nested lists: [["p", "…"], ["ul", [[["p", "…"]], …]], ["table", "caption", rows]]."""
    return _blocks(parse_root(html), told)


def _blocks(container: etree._Element, told: Told) -> list[Any]:
    """The blocks in an element; text that stands loose between them is a paragraph."""
    out: list[Any] = []
    loose = _visible(container.text)

    def finish() -> None:
        nonlocal loose
        if line := _line(loose, told):
            out.append(["p", line])
        loose = ""

    for child in container:
        if _is_block(child):
            finish()
            out += _block(child, told)
        else:
            loose += _inline(child)
        loose += _visible(child.tail)
    finish()
    return out


def _is_block(element: etree._Element) -> bool:
    return element.tag in _BLOCKS


_BLOCKS = {*_LEAVES, "ul", "ol", "table", "blockquote", "hr", "div"}


def _block(element: etree._Element, told: Told) -> list[Any]:
    tag = element.tag
    if tag in _LEAVES and not any(_is_block(child) for child in element):
        line = _line(_inside(element), told)
        return [[_LEAVES[tag], line]] if line else []
    if tag in {"ul", "ol"}:
        items = [made for item in element.iterchildren("li") if (made := _blocks(item, told))]
        first = [element.get("start") or "1"] if tag == "ol" else []
        return [[tag, *first, items]] if items else []
    if tag == "table":
        return _table(element, told)
    if tag == "blockquote":
        return [["quote", _blocks(element, told)]]
    return [["hr"]] if tag == "hr" else _blocks(element, told)


def _table(table: etree._Element, told: Told) -> list[Any]:
    caption = table.find("caption")
    rows = [[_cell(cell, told) for cell in row.iterchildren("td", "th")] for row in table.iter("tr")]
    return [["table", _line(_inside(caption), told) if caption is not None else "", rows]]


def _cell(cell: etree._Element, told: Told) -> list[Any]:
    return [cell.get("colspan") or "1", cell.get("rowspan") or "1", _blocks(cell, told)]


def _inside(element: etree._Element) -> str:
    """The words of an element with the marks that count."""
    parts = [_visible(element.text)]
    for child in element:
        parts += [_inline(child), _visible(child.tail)]
    return "".join(parts)


def _inline(element: etree._Element) -> str:
    if element.tag == "br":
        return " "
    inside = _inside(element)
    if element.tag == "span" and element.get("class") == "fotnote":
        begin, end = _MARKS["note"]
        return f"{begin}{' '.join(inside.split())}{end}"
    if element.tag == "a" and element.get("href"):
        begin, end = _MARKS["a"]
        return f"{begin}{inside}{end}{_visible(element.get('href'))}{end}"
    if element.tag in {"sup", "sub"} and inside.strip():
        begin, end = _MARKS[element.tag]
        return f"{begin}{inside}{end}"
    return inside


def _line(text: str, told: Told) -> str:
    """One line; space at the edge of a mark stands outside it."""
    text = unicodedata.normalize("NFC", text)
    text = re.sub(rf"([{_OPEN}]+)\s+", r" \1", text)
    text = re.sub(rf"\s+([{_CLOSE}]+)", r"\1 ", text)
    return told(" ".join(text.split()))
