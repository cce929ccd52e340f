"""Reading a Word file (.docx, .docm): paragraphs, lists, tables and footnotes, in order.

Tracked changes are read as if all were accepted. Comments, macros, pictures, text boxes, headers and footers are
counted and left out. Nothing in the file is run, and nothing outside it is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from lxml import etree

from agreements.importing.limits import MAX_BLOCKS
from agreements.importing.markup import to_html
from agreements.importing.model import Block, Ignored, Problem, Read, Unreadable
from agreements.importing.package import REL, Package, w
from agreements.importing.styles import Looks, is_on, number_of, read_looks, value

_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_THROUGH = {w(name) for name in ("smartTag", "customXml", "fldSimple", "sdtContent", "bdo", "dir", "sdt")}
_ADDED = {w("ins"), w("moveTo")}
_TAKEN = {w("del"), w("moveFrom")}
_DRAWN = {w("drawing"), w("pict"), w("object"), _ALTERNATE}
_CHANGES = tuple(w(f"{name}PrChange") for name in ("r", "p", "tbl", "tr", "tc", "sect"))
_SAFE = ("http://", "https://", "mailto:")


def read_docx(data: bytes) -> Read:
    """Raises Unreadable when the file is no Word file, is locked, broken, or unpacks to more than any agreement."""
    package = Package(data)
    root = package.xml(package.document_name)
    body = root.find(w("body")) if root is not None else None
    if body is None:
        raise Unreadable(Problem.BROKEN)
    reader = _Reader(package)
    try:
        reader.read.blocks = reader.blocks(body)
    except RecursionError as error:
        raise Unreadable(Problem.BROKEN) from error
    reader.count_rest(body)
    return reader.read


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.looks: Looks = read_looks(package)
        self.links = package.relations()
        self.notes = {kind: self._notes(f"{kind}s.xml", kind) for kind in ("footnote", "endnote")}
        self.read = Read()
        self.held = ""  # text whose paragraph mark is deleted: it goes on in the next paragraph
        self.count = 0

    # --- Blocks -----------------------------------------------------------------------------------------------------

    def blocks(self, container: etree._Element) -> list[Block]:
        out: list[Block] = []
        for child in container:
            if child.tag == w("p"):
                block = self.paragraph(child)
                out += [block] if block else []
            elif child.tag == w("tbl"):
                out += self.table(child)
            elif child.tag == w("sdt") and _is_contents(child):
                self.read.ignored[Ignored.CONTENTS] = 1
            elif child.tag in _THROUGH or child.tag in _ADDED:
                out += self.blocks(child)
            elif child.tag == w("altChunk"):
                self.read.ignored[Ignored.EMBEDDED] += 1
        self.count += len(out)
        if self.count > MAX_BLOCKS:
            raise Unreadable(Problem.TOO_LARGE)
        return out

    def paragraph(self, element: etree._Element) -> Block | None:
        properties = element.find(w("pPr"))
        style = value(properties, "pStyle")
        if self.looks.is_contents(style):
            self.read.ignored[Ignored.CONTENTS] = 1
            return None
        style_bold = self.looks.bold(style)
        html = self.held + self.inline(element, style_bold)
        self.held = ""
        if properties is not None and properties.find(f"{w('rPr')}/{w('del')}") is not None:
            self.read.ignored[Ignored.DELETED] += 1
            self.held = html
            return None
        text = _words(html)
        if not text:
            return None
        item, depth, numbered = self.listed(properties, style)
        return Block(
            text=text,
            html=html,
            heading=self._heading(properties, style),
            numbered=numbered,
            item=item,
            depth=depth,
            bold=self._all_bold(element, style_bold),
        )

    def _heading(self, properties: etree._Element | None, style: str) -> int | None:
        own = value(properties, "outlineLvl")
        if own.isdecimal() and int(own) < 6:
            return int(own) + 1
        return self.looks.heading(style)

    def listed(self, properties: etree._Element | None, style: str) -> tuple[str, int, int | None]:
        """The list a paragraph belongs to, its depth there, and the level of its number when it has one."""
        numbering = number_of(properties) or self.looks.number(style)
        if numbering is None or numbering[0] == "0":
            return "", 0, None
        form = self.looks.format(numbering)
        if form == "none":
            return "", 0, None
        return (
            ("ul", numbering[1], None)
            if form == "bullet"
            else ("ol", numbering[1], numbering[1] if form.startswith("decimal") else None)
        )

    def _all_bold(self, element: etree._Element, style_bold: bool) -> bool:
        worded = [run for run in self._runs(element) if "".join(t.text or "" for t in run.iter(w("t"))).strip()]
        bold = [is_on(run.find(w("rPr")), "b") for run in worded]
        return bool(worded) and all(style_bold if told is None else told for told in bold)

    def _runs(self, element: etree._Element) -> Iterator[etree._Element]:
        for child in element:
            if child.tag == w("r"):
                yield child
            elif child.tag in _THROUGH or child.tag in _ADDED or child.tag == w("hyperlink"):
                yield from self._runs(child)

    # --- Tables -----------------------------------------------------------------------------------------------------

    def table(self, element: etree._Element) -> list[Block]:
        rows = [row for row in element.iter(w("tr")) if next(row.iterancestors(w("tbl"))) is element]
        kept = [row for row in rows if not self._is_deleted(row)]
        cells = [[self._cell(cell) for cell in _cells(row)] for row in kept]
        if len(cells) == 1 and len(cells[0]) == 1:  # a frame drawn round some text
            return cells[0][0].blocks
        _join_down(cells)
        lines = "".join(_row(row) for row in cells)
        head = [_is_head(row) for row in kept]
        if head and head[0] and not all(head):
            first = head.index(False)
            lines = "<thead>" + "".join(map(_row, cells[:first])) + "</thead><tbody>"
            lines += "".join(map(_row, cells[first:])) + "</tbody>"
        text = " ".join(block.text for row in cells for cell in row for block in cell.blocks)
        return [Block(text=text, html=f"<table>{lines}</table>", table=True)] if text.strip() else []

    def _is_deleted(self, row: etree._Element) -> bool:
        properties = row.find(w("trPr"))
        if properties is not None and properties.find(w("ins")) is not None:
            self.read.ignored[Ignored.INSERTED] += 1
        if properties is None or properties.find(w("del")) is None:
            return False
        self.read.ignored[Ignored.DELETED] += 1
        return True

    def _cell(self, element: etree._Element) -> _Cell:
        properties = element.find(w("tcPr"))
        span = value(properties, "gridSpan")
        merge = properties.find(w("vMerge")) if properties is not None else None
        goes_on = merge is not None and merge.get(w("val")) != "restart"
        return _Cell(self.blocks(element), int(span) if span.isdecimal() else 1, goes_on)

    # --- Within a line ----------------------------------------------------------------------------------------------

    def inline(self, element: etree._Element, style_bold: bool = False) -> str:
        return "".join(self._inline(child, style_bold) for child in element)

    def _inline(self, child: etree._Element, style_bold: bool) -> str:
        if child.tag == w("r"):
            return self.run(child, style_bold)
        if child.tag == w("hyperlink"):
            return self._link(child, style_bold)
        if child.tag in _ADDED:
            self.read.ignored[Ignored.INSERTED] += 1
        elif child.tag in _TAKEN:
            self.read.ignored[Ignored.DELETED] += 1
            return ""
        elif isinstance(child.tag, str) and child.tag.startswith(f"{{{_MATH}}}"):
            self.read.ignored[Ignored.FORMULAS] += 1
            return escape("".join(child.itertext()), quote=False)
        elif child.tag not in _THROUGH:
            return ""
        return self.inline(child, style_bold)

    def _link(self, child: etree._Element, style_bold: bool) -> str:
        inside = self.inline(child, style_bold)
        target = self.links.get(child.get(f"{{{REL}}}id") or "", "")
        return f'<a href="{escape(target)}">{inside}</a>' if target.startswith(_SAFE) and inside else inside

    def run(self, run: etree._Element, style_bold: bool) -> str:
        properties = run.find(w("rPr"))
        if is_on(properties, "vanish"):
            self.read.ignored[Ignored.HIDDEN] += 1
            return ""
        html = "".join(self._piece(child) for child in run)
        if not html.strip():
            return html
        bold = is_on(properties, "b")
        for name, there in (
            ("strong", bold and not style_bold),
            ("em", is_on(properties, "i")),
            ("sup", value(properties, "vertAlign") == "superscript" and 'class="fotnote"' not in html),
            ("sub", value(properties, "vertAlign") == "subscript"),
        ):
            html = f"<{name}>{html}</{name}>" if there else html
        return html

    def _piece(self, child: etree._Element) -> str:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if child.tag == w("t"):
            return escape(child.text or "", quote=False)
        if child.tag in _DRAWN:
            boxed = next(child.iter(w("txbxContent")), None) is not None
            self.read.ignored[Ignored.TEXT_BOXES if boxed else Ignored.PICTURES] += 1
        if child.tag == w("br") and child.get(w("type")) in (None, "textWrapping"):
            return "<br>"
        if name in ("footnoteReference", "endnoteReference"):
            note = self.notes[name.removesuffix("Reference")].get(child.get(w("id")) or "", "")
            return f'<span class="fotnote">{escape(note, quote=False)}</span>' if note else ""
        return {w("tab"): " ", w("cr"): "<br>", w("noBreakHyphen"): "-"}.get(child.tag, "")

    # --- The rest of the file ---------------------------------------------------------------------------------------

    def _notes(self, name: str, kind: str) -> dict[str, str]:
        root = self.package.xml(self.package.beside(name))
        notes = root.iterchildren(w(kind)) if root is not None else []
        return {
            note.get(w("id")) or "": " ".join("".join(t.text or "" for t in note.iter(w("t"))).split())
            for note in notes
            if note.get(w("type")) not in ("separator", "continuationSeparator", "continuationNotice")
        }

    def count_rest(self, body: etree._Element) -> None:
        """What is told of the file as a whole."""
        ignored = self.read.ignored
        ignored[Ignored.FORMAT_CHANGES] = sum(1 for _ in body.iter(*_CHANGES))
        comments = self.package.xml(self.package.beside("comments.xml"))
        ignored[Ignored.COMMENTS] = len(comments) if comments is not None else 0
        ignored[Ignored.MACROS] = int(self.package.has_macros())
        ignored[Ignored.HEADERS] = sum(1 for name in self.package.names if self._is_worded_margin(name))
        self.read.ignored = +ignored  # what was not there is not counted

    def _is_worded_margin(self, name: str) -> bool:
        base = name.rsplit("/", 1)[-1]
        if not (base.startswith(("header", "footer")) and base.endswith(".xml")):
            return False
        root = self.package.xml(name)
        return root is not None and any((t.text or "").strip() for t in root.iter(w("t")))


class _Cell:
    def __init__(self, blocks: list[Block], columns: int, goes_on: bool) -> None:
        self.blocks = blocks
        self.columns = columns
        self.rows = 1
        self.goes_on = goes_on  # belongs to the cell above


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == w("tc"):
            yield child
        elif child.tag in _THROUGH:
            yield from _cells(child)


def _join_down(rows: list[list[_Cell]]) -> None:
    """Cells that go on from the row above are left out, and the cell they belong to gets taller."""
    above: dict[int, _Cell] = {}
    for row in rows:
        column = 0
        for cell in row:
            if cell.goes_on and column in above:
                above[column].rows += 1
            else:
                cell.goes_on = False
                above[column] = cell
            column += cell.columns


def _row(cells: list[_Cell]) -> str:
    return f"<tr>{''.join(_td(cell) for cell in cells if not cell.goes_on)}</tr>"


def _td(cell: _Cell) -> str:
    spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f"<td{spans}>{to_html(cell.blocks)}</td>"


def _is_head(row: etree._Element) -> bool:
    return bool(is_on(row.find(w("trPr")), "tblHeader"))


def _is_contents(sdt: etree._Element) -> bool:
    gallery = next(sdt.iter(w("docPartGallery")), None)
    return gallery is not None and gallery.get(w("val")) == "Table of Contents"


def _words(html: str) -> str:
    """The words of a line of our own markup."""
    text = "".join(etree.fromstring(f"<p>{html.replace('<br>', ' ')}</p>").itertext())
    return " ".join(text.split())
