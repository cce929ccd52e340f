"""Builds tables that say what their headings are: a head row with `scope`, row headings, sane spans."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

Build = Callable[[etree._Element], list[etree._Element]]


def build_table(table: etree._Element, build: Build) -> list[etree._Element]:
    """`table` with `thead`/`tbody`; an all-bold or all-`th` first row is its head. A table without text is left out."""
    rows = [row for row in table.iter("tr") if _owner(row) is table]
    built = [(row, _row(row, build)) for row in rows]
    filled = [(source, row) for source, row in built if len(row)]
    if not any("".join(row.itertext()).strip() for _, row in filled):
        return []
    result = etree.Element("table")
    _caption(table, result, build)
    head = _head_rows(filled)
    if head:
        part = etree.SubElement(result, "thead")
        part.extend([_as_head(row) for _, row in filled[:head]])
    if filled[head:]:
        part = etree.SubElement(result, "tbody")
        part.extend([_as_body(row) for _, row in filled[head:]])
    return [result]


def _owner(row: etree._Element) -> etree._Element | None:
    return next(row.iterancestors("table"), None)


def _caption(table: etree._Element, result: etree._Element, build: Build) -> None:
    source = table.find("caption")
    blocks = build(source) if source is not None else []
    if blocks:
        caption = etree.SubElement(result, "caption")
        caption.text = " ".join(map(_words, blocks))


def _words(block: etree._Element) -> str:
    """A caption is plain text: a footnote in it follows in brackets."""
    for note in block.iter("span"):
        if note.get("class") == "fotnote":
            note.text = f" ({(note.text or '').rstrip('.')})"
    return "".join(block.itertext()).strip()


def _row(source: etree._Element, build: Build) -> etree._Element:
    row = etree.Element("tr")
    for cell in source:
        if cell.tag not in {"td", "th"}:
            continue
        made = etree.SubElement(row, cell.tag)
        for name in ("colspan", "rowspan"):
            span = cell.get(name) or ""
            if span.isdecimal() and len(span) < 4 and 1 < int(span) <= 100:
                made.set(name, str(int(span)))
        _fill_cell(made, [part for block in build(cell) for part in _allowed(block)])
    return row


def _allowed(block: etree._Element) -> list[etree._Element]:
    """Cells hold paragraphs and lists; a table within a table gives its cells' paragraphs."""
    if block.tag in {"p", "ul", "ol"}:
        return [block]
    if block.tag in {"h2", "h3", "h4", "footer"}:
        block.tag = "p"
        return [block]
    if block.tag in {"td", "th", "caption", "li"}:
        if any(child.tag in {"p", "ul", "ol"} for child in block):
            return [part for child in block for part in _allowed(child)]
        block.tag = "p"
        block.attrib.clear()
        return [block] if "".join(block.itertext()).strip() else []
    return [part for child in list(block) for part in _allowed(child)]


def _fill_cell(cell: etree._Element, blocks: list[etree._Element]) -> None:
    if len(blocks) == 1 and blocks[0].tag == "p":
        cell.text = blocks[0].text
        cell.extend(list(blocks[0]))
    else:
        cell.extend(blocks)


def _head_rows(rows: list[tuple[etree._Element, etree._Element]]) -> int:
    """How many rows at the top are headings: those in `thead`, else a first row that is all `th` or all bold."""
    marked = 0
    for source, _ in rows:
        parent = source.getparent()
        if parent is None or parent.tag != "thead":
            break
        marked += 1
    if marked:
        return marked
    first = list(rows[0][1])
    several = len(rows) > 1 and len(first) > 1
    if several and all(cell.tag == "th" for cell in first):
        return 1
    worded = [cell for cell in first if "".join(cell.itertext()).strip()]
    return 1 if several and worded and all(_all_bold(cell) for cell in worded) else 0


def _all_bold(cell: etree._Element) -> bool:
    if (cell.text or "").strip() or any((child.tail or "").strip() for child in cell):
        return False
    return all(child.tag in {"strong", "br"} or (child.tag == "p" and _all_bold(child)) for child in cell)


def _as_head(row: etree._Element) -> etree._Element:
    for cell in row:
        cell.tag = "th"
        cell.set("scope", "col")
        for bold in list(cell.iter("strong")):
            _unwrap(bold)
    return row


def _as_body(row: etree._Element) -> etree._Element:
    for cell in row:
        if cell.tag == "th":
            cell.set("scope", "row")
    return row


def _unwrap(element: etree._Element) -> None:
    """Replaces an element by what it holds."""
    parent = element.getparent()
    if parent is None:
        return
    index = parent.index(element)
    children = list(element)
    _append(parent, index, element.text)
    for offset, child in enumerate(children):
        parent.insert(index + offset, child)
    after = element.tail
    element.tail = None
    parent.remove(element)
    _append(parent, index + len(children), after)


def _append(parent: etree._Element, index: int, text: str | None) -> None:
    """Adds text just before position `index`."""
    if not text:
        return
    if index == 0:
        parent.text = (parent.text or "") + text
    else:
        parent[index - 1].tail = (parent[index - 1].tail or "") + text
