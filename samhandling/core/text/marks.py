"""Taking the marks of a comparison in, or turning them down: what `diff.html_diff` shows is all that is needed."""

from __future__ import annotations

from lxml import etree

from samhandling.core.text.tree import parse, serialise


def accepted(html: str) -> str:
    """The new text, from the two in one (`HtmlDiff.html`)."""
    return _settled(html, keep="ins", drop="del", dropped="delete")


def rejected(html: str) -> str:
    """The old text's words, in the new text's structure where a block is in both."""
    return _settled(html, keep="del", drop="ins", dropped="insert")


def _settled(html: str, *, keep: str, drop: str, dropped: str) -> str:
    blocks = []
    for block in parse(html):
        box = etree.Element("div")
        box.append(block)
        block.tail = None
        for element in list(box.iter(drop, "span")):
            if element.tag == drop or element.get("class") == "ds-sr-only":
                _take_out(element)
        for element in list(box.iterfind(".//*[@data-change]")):
            if element.get("data-change") == dropped:
                _take_out(element)
            else:
                del element.attrib["data-change"]
        for part in [part for part in box.iter("thead", "tbody") if not len(part)]:
            _take_out(part)  # all its rows are of the other text
        etree.strip_tags(box, keep)
        _join_neighbours(box)
        blocks += [serialise(child) for child in box]
    return "".join(blocks)


def _join_neighbours(box: etree._Element) -> None:
    """Bold words with nothing left between them are one run of bold words; so for every mark but footnotes."""
    for element in list(box.iter("strong", "em", "a", "sup", "sub")):
        before = element.getprevious()
        if before is None or before.tail or (before.tag, before.attrib) != (element.tag, element.attrib):
            continue
        if len(before):
            before[-1].tail = (before[-1].tail or "") + (element.text or "")
        else:
            before.text = (before.text or "") + (element.text or "")
        before.extend(list(element))
        before.tail, element.tail = element.tail, None
        before.getparent().remove(element)


def _take_out(element: etree._Element) -> None:
    """Removes an element, and leaves the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    element.tail = None
    parent.remove(element)
