"""Clean HTML, with or without `<ins>` and `<del>`, as paragraphs, lists, tables and quotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from docx.oxml.ns import qn
from lxml import etree

from agreements.word.pen import CHANGES, PLAIN, Look, Pen
from agreements.word.tables import add_cell, add_row, rows_of, start_table, widths_of
from agreements.word.xml import make
from samhandling.core.text.blocks import contents

INDENT = 340
DEEPEST = 8
DASHES, NUMBERS = 1, 2  # the definitions in base/numbering.xml
_INNER = ("p", "ul", "ol", "blockquote", "footer", "table", "hr")
_NOT_SAID = "ds-sr-only"  # what a screen reader hears of a change, which Word says itself


class Blocks:
    """Writes under `body`, a `w:body` or a table cell. `level` is the heading level of what stands above."""

    def __init__(self, pen: Pen, body: etree._Element) -> None:
        self.pen = pen
        self.body = body

    def write(self, blocks: Iterable[etree._Element], *, style: str = "", level: int = 2, change: str = "") -> None:
        blocks = list(blocks)
        headings = sorted({block.tag for block in blocks if block.tag in ("h2", "h3", "h4", "h5", "h6")})
        for block in blocks:
            if _NOT_SAID in (block.get("class") or ""):
                continue
            if block.tag in headings:
                deeper = min(level + 1 + headings.index(block.tag), 6)
                self.leaf(block, style=f"Heading{deeper}", change=change)
            else:
                self._block(block, style, change)

    def _block(self, block: etree._Element, style: str, change: str) -> None:
        change = change or whole_change(block)
        if block.tag in ("ul", "ol"):
            self._list(block, 0, change, style)
        elif block.tag == "table":
            self._table(block, change)
        elif block.tag == "blockquote":
            self._quote(block, change)
        elif block.tag == "hr":
            self._rule(change)
        elif block.tag in CHANGES:  # around a rule, which has no words to mark
            self.write(block, change=change or block.tag)
        else:
            self.leaf(block, style=style, change=change)

    def paragraph(self, *, style: str = "", change: str = "") -> etree._Element:
        """An empty paragraph; with `change` the paragraph itself is tracked, not only its words."""
        paragraph = make("p", self.body)
        properties = make("pPr", paragraph)
        if style:
            make("pStyle", properties, val=style)
        if change:
            self.pen.mark(make("rPr", properties), change)
        return paragraph

    def leaf(self, element: etree._Element, *, style: str = "", change: str = "") -> etree._Element:
        """A paragraph of inline content, tracked as a whole when all its words are."""
        change = change or whole_change(element)
        paragraph = self.paragraph(style=style, change=change)
        self.inline(paragraph, contents(element), Look(change=change))
        return paragraph

    def inline(self, paragraph: etree._Element, nodes: Iterable[str | etree._Element], look: Look = PLAIN) -> None:
        for node in nodes:
            if isinstance(node, str):
                self.pen.text(paragraph, node, look)
            elif node.tag == "br":
                self.pen.line_break(paragraph, look)
            elif node.tag == "span" and "fotnote" in (node.get("class") or ""):
                self.pen.note(paragraph, said(node), look)
            elif _NOT_SAID not in (node.get("class") or ""):
                self.inline(paragraph, contents(node), _looking(node, look))

    def _list(self, element: etree._Element, depth: int, change: str, style: str = "") -> None:
        number = self._numbering(element, depth)
        for item in element:
            if item.tag == "li":
                self._item(item, number, depth, change or whole_change(item), style)

    def _item(self, item: etree._Element, number: int, depth: int, change: str, style: str) -> None:
        is_first = True
        for part in _parts(item):
            if isinstance(part, list) or part.tag == "p":
                nodes = part if isinstance(part, list) else list(contents(part))
                own = change or ("" if isinstance(part, list) else whole_change(part))
                paragraph = self.paragraph(style=style or ("ListBullet" if number == DASHES else "ListNumber"))
                self._place(paragraph, number if is_first else 0, depth)
                if own:
                    self.pen.mark(make("rPr", paragraph[0]), own)
                self.inline(paragraph, nodes, Look(change=own))
                is_first = False
            elif part.tag in ("ul", "ol"):
                self._list(part, min(depth + 1, DEEPEST), change or whole_change(part), style)
            else:
                self._block(part, style, change)

    def _place(self, paragraph: etree._Element, number: int, depth: int) -> None:
        """The number or dash of a point; later paragraphs of it stand under its words."""
        properties = paragraph[0]
        numbering = make("numPr", properties)
        make("ilvl", numbering, val=depth)
        make("numId", numbering, val=number)
        if not number:
            make("ind", properties, left=INDENT * (depth + 1), hanging=0)

    def _numbering(self, element: etree._Element, depth: int) -> int:
        """Dashes share a definition; each numbered list has its own, so that it begins where it should."""
        if element.tag == "ul":
            return DASHES
        definitions = self.pen.document.part.numbering_part.element
        number = len(definitions.findall(qn("w:num"))) + 1
        definition = make("num", definitions, numId=number)
        make("abstractNumId", definition, val=NUMBERS)
        start = element.get("start") or "1"
        override = make("lvlOverride", definition, ilvl=depth)
        make("startOverride", override, val=start if start.isdigit() else 1)
        return number

    def _quote(self, quote: etree._Element, change: str) -> None:
        for part in _parts(quote):
            if isinstance(part, list):
                paragraph = self.paragraph(style="Quote", change=change)
                self.inline(paragraph, part, Look(change=change))
            elif part.tag == "footer":
                self.leaf(part, style="QuoteSource", change=change)
            else:
                self._block(part, "Quote", change)

    def _rule(self, change: str) -> None:
        paragraph = self.paragraph()
        make("bottom", make("pBdr", paragraph[0]), val="single", sz=4, space=1, color="B9C2C6")
        if change:
            self.pen.mark(make("rPr", paragraph[0]), change)

    def _table(self, table: etree._Element, change: str) -> None:
        caption = table.find("caption")
        if caption is not None:
            self.leaf(caption, style="Caption", change=change)
        made = start_table(self.body, widths_of(table), title=said(caption) if caption is not None else "")
        for row in rows_of(table):
            own = change or whole_change(row.source)
            line = add_row(made, is_head=row.is_head)
            self.pen.mark(line[0], own)
            for cell in row.cells:
                self._fill(add_cell(line, cell), cell.source, own, row.is_head)
        self.gap(change)

    def gap(self, change: str = "") -> None:
        """A little room under a table, which has none of its own."""
        properties = make("pPr", make("p", self.body))
        make("spacing", properties, before=0, after=60, line=120, lineRule="exact")
        if change:
            self.pen.mark(make("rPr", properties), change)

    def _fill(self, place: etree._Element, source: etree._Element | None, change: str, is_head: bool) -> None:
        inside = Blocks(self.pen, place)
        for part in _parts(source) if source is not None else ():
            if isinstance(part, list):
                paragraph = inside.paragraph(style="TableText", change=change)
                inside.inline(paragraph, part, Look(bold=is_head, change=change))
            else:
                inside._block(part, "TableText", change)
        if place[-1].tag != qn("w:p"):
            inside.paragraph(style="TableText", change=change)


def said(element: etree._Element) -> str:
    """The plain words of an element."""
    return " ".join("".join(element.itertext()).split())


def whole_change(element: etree._Element) -> str:
    """`ins` or `del` when the paragraph, point or row itself is new or gone."""
    return {"insert": "ins", "delete": "del"}.get(element.get("data-change") or "", "")


def _parts(element: etree._Element) -> Iterator[list[str | etree._Element] | etree._Element]:
    """Blocks inside an element, and between them the inline content that stands without a block of its own."""
    loose: list[str | etree._Element] = []
    for node in contents(element):
        if isinstance(node, str) or node.tag not in _INNER:
            loose.append(node)
            continue
        if _has_words(loose):
            yield loose
        loose = []
        yield node
    if _has_words(loose):
        yield loose


def _has_words(nodes: list[str | etree._Element]) -> bool:
    return any(not isinstance(node, str) or node.strip() for node in nodes)


def _looking(element: etree._Element, look: Look) -> Look:
    if element.tag in CHANGES:
        return look if look.change else replace(look, change=element.tag)
    if element.tag == "a":
        return replace(look, href=element.get("href") or "")
    if element.tag == "strong":
        return replace(look, bold=True)
    if element.tag == "em":
        return replace(look, italic=True)
    raised = {"sup": "superscript", "sub": "subscript"}.get(element.tag)
    return replace(look, raised=raised) if raised else look
