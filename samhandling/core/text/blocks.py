"""Builds the allowed blocks from any tree: paragraphs, headings, lists, tables, quotations, rules."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from samhandling.core.text.tables import build_table

_BLOCKS = {
    *("p", "div", "section", "article", "main", "header", "aside", "nav", "figure", "figcaption", "center", "pre"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tfoot", "tr", "th"),
    *("td", "blockquote", "footer", "hr", "dl", "dt", "dd", "address", "html", "body"),
}
_MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sup": "sup", "sub": "sub"}
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_SPACE = re.compile(r"\s+")
_BOLD = re.compile(r"(?<![\w-])font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"(?<![\w-])font-weight:\s*(?:normal|[1-5]00)", re.IGNORECASE)
_ITALIC = re.compile(r"(?<![\w-])font-style:\s*italic", re.IGNORECASE)


def build(root: etree._Element) -> list[etree._Element]:
    """The blocks of everything under `root`, in order; empty ones are left out."""
    out: list[etree._Element] = []
    paragraph = etree.Element("p")
    for node in contents(root):
        if isinstance(node, str):
            add_text(paragraph, node)
        elif _is_block(node):
            out += _finished(paragraph)
            paragraph = etree.Element("p")
            out += _block(node)
        else:
            _inline(node, paragraph)
    return _gather([*out, *_finished(paragraph)])


def contents(element: etree._Element) -> Iterator[str | etree._Element]:
    """Texts and child elements in reading order."""
    if element.text:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            yield child
        if child.tail:
            yield child.tail


def add_text(target: etree._Element, text: str) -> None:
    text = _SPACE.sub(" ", unicodedata.normalize("NFC", text).translate(_INVISIBLE))
    before = (target[-1].tail if len(target) else target.text) or ""
    joined = before + (text.lstrip() if before.endswith(" ") else text)
    if len(target):
        target[-1].tail = joined
    else:
        target.text = joined


def has_content(element: etree._Element) -> bool:
    return bool("".join(element.itertext()).strip())


def _is_block(element: etree._Element) -> bool:
    return element.tag in _BLOCKS or any(child.tag in _BLOCKS for child in element.iterdescendants())


def _block(element: etree._Element) -> list[etree._Element]:
    tag = element.tag
    if tag == "hr":
        return [etree.Element("hr")]
    if tag in {"ul", "ol"}:
        return _list(element)
    if tag == "table":
        return build_table(element, build)
    if tag == "blockquote":
        return _quote(element)
    if tag in {"p", "h2", "h3", "h4"} and not any(_is_block(child) for child in element if isinstance(child.tag, str)):
        return _leaf(element)
    return build(element)


def _leaf(element: etree._Element) -> list[etree._Element]:
    """A paragraph or heading; Word's marks are kept for `_gather`."""
    leaf = etree.Element(element.tag)
    for name in ("data-list", "data-level", "data-start", "data-quote", "data-caption"):
        if element.tag == "p" and element.get(name):
            leaf.set(name, element.get(name))
    fill(element, leaf, bold=element.tag == "p")
    return _finished(leaf)


def fill(source: etree._Element, target: etree._Element, *, bold: bool = True) -> None:
    """Copies inline content; with `bold=False` strong is dropped (headings are bold already)."""
    for node in contents(source):
        if isinstance(node, str):
            add_text(target, node)
        else:
            _inline(node, target, bold=bold)


def _inline(element: etree._Element, target: etree._Element, *, bold: bool = True) -> None:
    if element.tag == "br":
        etree.SubElement(target, "br")
        return
    if element.tag == "span" and "fotnote" in (element.get("class") or "").split():
        note = etree.SubElement(target, "span", {"class": "fotnote"})
        add_text(note, " ".join("".join(element.itertext()).split()))
        if not note.text:
            target.remove(note)
        return
    made: list[etree._Element] = []
    for tag, attributes in _marks(element, bold):
        if not any(ancestor.tag == tag for ancestor in (target, *target.iterancestors())):
            target = etree.SubElement(target, tag, attributes)
            made.append(target)
    fill(element, target, bold=bold)
    for mark in reversed(made):
        if not len(mark) and not (mark.text or "").strip():
            _unwrap_empty(mark)


def _marks(element: etree._Element, bold: bool) -> list[tuple[str, dict[str, str]]]:
    """The marks an inline element means, by its tag or (in pasted text) by its style."""
    style = element.get("style") or ""
    found: list[tuple[str, dict[str, str]]] = []
    if element.tag == "a" and (href := safe_link(element.get("href") or "")):
        found.append(("a", {"href": href}))
    tag = _MARKS.get(element.tag, "")
    if tag and not (tag == "strong" and (_NOT_BOLD.search(style) or not bold)):
        found.append((tag, {}))
    if bold and element.tag in {"span", "font", "a", "em", "i"} and _BOLD.search(style):
        found.append(("strong", {}))
    if element.tag in {"span", "font", "a", "strong", "b"} and _ITALIC.search(style):
        found.append(("em", {}))
    return found


def safe_link(href: str) -> str:
    href = "".join(href.split())
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    there = parts.netloc if parts.scheme in {"http", "https"} else parts.path if parts.scheme == "mailto" else ""
    return href if there else ""


def _unwrap_empty(element: etree._Element) -> None:
    """Removes a mark around nothing but perhaps a space, and keeps the space."""
    parent = next(element.iterancestors())
    space = element.text or ""
    parent.remove(element)
    add_text(parent, space)


def _finished(block: etree._Element) -> list[etree._Element]:
    """The block without space or breaks at its ends; nothing when it is empty."""
    if not has_content(block):
        return []
    _trim_start(block)
    _trim_end(block)
    return [block]


def _trim_start(element: etree._Element) -> bool:
    """True when the element turned out to hold nothing but space."""
    element.text = (element.text or "").lstrip()
    if element.text:
        return False
    while len(element):
        first = element[0]
        if first.tag != "br" and not _trim_start(first):
            return False
        tail = (first.tail or "").lstrip()
        element.remove(first)
        element.text = tail
        if tail:
            return False
    return True


def _trim_end(element: etree._Element) -> bool:
    while len(element):
        last = element[-1]
        last.tail = (last.tail or "").rstrip()
        if last.tail or (last.tag != "br" and not _trim_end(last)):
            return False
        element.remove(last)
    element.text = (element.text or "").rstrip()
    return not element.text


def _list(element: etree._Element) -> list[etree._Element]:
    result = etree.Element(element.tag)
    start = element.get("start") or ""
    if element.tag == "ol" and start.isdecimal() and start != "1" and len(start) < 5:
        result.set("start", str(int(start)))
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag in {"ul", "ol"} and len(result):  # a list straight inside a list belongs to the point before
            for inner in _list(child):
                result[-1].append(inner)
            continue
        item = list_item(build(child if child.tag == "li" else _wrapped(child)))
        if item is not None:
            result.append(item)
    return [result] if len(result) else []


def _wrapped(element: etree._Element) -> etree._Element:
    box = etree.Element("div")
    tail, element.tail = element.tail, None
    box.append(element)
    add_text(box, tail or "")
    return box


def list_item(blocks: list[etree._Element]) -> etree._Element | None:
    """`li` from blocks; a lone paragraph, alone or before inner lists, stands without its `p`."""
    if not blocks:
        return None
    item = etree.Element("li")
    return unwrapped(item, blocks)


def unwrapped(target: etree._Element, blocks: list[etree._Element]) -> etree._Element:
    """Puts blocks into a list point or a cell, the first paragraph bare when no other paragraph follows."""
    first, rest = blocks[0], blocks[1:]
    if first.tag == "p" and all(block.tag in {"ul", "ol"} for block in rest):
        target.text = first.text
        target.extend(list(first))
        blocks = rest
    target.extend(blocks)
    return target


def _quote(element: etree._Element) -> list[etree._Element]:
    """A quotation: its blocks, and the source (`footer` or `cite`) last."""
    sources = [child for child in element if child.tag in {"footer", "cite"}]
    words: list[etree._Element] = []
    for source in sources:
        footer = etree.Element("footer")
        fill(source, footer)
        words += _finished(footer)
        source.clear(keep_tail=True)
        source.tag = "span"
    inner = [block for block in build(element) if block.tag in {"p", "ul", "ol", "h2", "h3", "h4"}]
    if not inner:
        for footer in words:
            footer.tag = "p"
        return words
    quote = etree.Element("blockquote")
    quote.extend([*inner, *words[:1]])
    return [quote]


def _gather(blocks: list[etree._Element]) -> list[etree._Element]:
    """Joins Word's list paragraphs to lists, its quotations to one, its captions to the table they stand over."""
    out: list[etree._Element] = []
    trail: list[etree._Element] = []  # the open lists, outermost first
    for block in blocks:
        kind = block.attrib.pop("data-list", "")
        level, start = int(block.attrib.pop("data-level", "1")), block.attrib.pop("data-start", "1")
        if kind:
            _open(trail, kind, level, start, out)
            item = etree.SubElement(trail[-1], "li")
            unwrapped(item, [block])
            continue
        trail = []
        if block.attrib.pop("data-quote", ""):
            if not out or out[-1].tag != "blockquote" or out[-1].find("footer") is not None:
                out.append(etree.Element("blockquote"))
            out[-1].append(block)
        elif block.tag == "table" and out and out[-1].get("data-caption") and block.find("caption") is None:
            caption = out.pop()
            caption.tag = "caption"
            caption.attrib.clear()
            block.insert(0, caption)
            out.append(block)
        else:
            out.append(block)
    for block in out:
        block.attrib.pop("data-caption", None)
    return out


def _open(trail: list[etree._Element], kind: str, level: int, start: str, out: list[etree._Element]) -> None:
    """Opens and closes lists until the innermost is of this kind at this level."""
    del trail[level:]
    if trail and len(trail) == level and trail[-1].tag != kind:
        trail.pop()
    while len(trail) < level:
        attributes = {"start": start} if kind == "ol" and start != "1" and len(trail) + 1 == level else {}
        made = etree.Element(kind, attributes)
        if not trail:
            out.append(made)
        else:
            if not len(trail[-1]):
                break  # a deeper level without a point above it: stay where we are
            trail[-1][-1].append(made)
        trail.append(made)
