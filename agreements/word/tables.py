"""Tables: columns as wide as their words need, head rows that are repeated, joined cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from agreements.word.xml import make
from samhandling.core.text.tree import text_of

WIDTH = 9070  # the 16 cm between the margins, in twentieths of a point
NARROWEST, WIDEST = 7, 45  # letters


@dataclass(frozen=True)
class Cell:
    source: etree._Element | None
    """None where a cell above reaches down."""
    span: int = 1
    merge: str = ""
    """`restart` for the uppermost of joined cells, `continue` for those under it."""


@dataclass(frozen=True)
class Row:
    source: etree._Element
    is_head: bool
    cells: list[Cell]


def rows_of(table: etree._Element) -> Iterator[Row]:
    """The rows with a cell in every column, also those that a joined cell above covers."""
    reaching: dict[int, tuple[int, int]] = {}  # column → rows left, columns
    for source in table.iter("tr"):
        cells: list[Cell] = []
        column = 0
        for cell in [*source, None]:
            while column in reaching:
                left, span = reaching.pop(column)
                cells.append(Cell(None, span, "continue"))
                if left > 1:
                    reaching[column] = (left - 1, span)
                column += span
                if left > 1:
                    continue
            if cell is None:
                break
            span, rows = _number(cell, "colspan"), _number(cell, "rowspan")
            cells.append(Cell(cell, span, "restart" if rows > 1 else ""))
            if rows > 1:
                reaching[column] = (rows - 1, span)
            column += span
        yield Row(source, next(source.iterancestors("thead"), None) is not None, cells)


def widths_of(table: etree._Element) -> list[int]:
    """The width of each column, by its longest cell."""
    letters: list[int] = []
    for row in rows_of(table):
        column = 0
        for cell in row.cells:
            letters += [NARROWEST] * (column + cell.span - len(letters))
            if cell.source is not None and cell.span == 1:
                length = min(max(len(text_of(cell.source)), NARROWEST), WIDEST)
                letters[column] = max(letters[column], length)
            column += cell.span
    return [WIDTH * part // sum(letters) for part in letters]


def start_table(body: etree._Element, widths: list[int], *, title: str = "", style: str = "Lines") -> etree._Element:
    table = make("tbl", body)
    properties = make("tblPr", table)
    make("tblStyle", properties, val=style)
    make("tblW", properties, w=sum(widths), type="dxa")
    make("tblLayout", properties, type="fixed")
    make("tblLook", properties, val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1)
    if title:
        make("tblCaption", properties, val=title[:250])
    grid = make("tblGrid", table)
    for width in widths:
        make("gridCol", grid, w=width)
    return table


def add_row(table: etree._Element, *, is_head: bool = False) -> etree._Element:
    """A row that is kept on one page; its first child is its properties."""
    row = make("tr", table)
    properties = make("trPr", row)
    make("cantSplit", properties)
    if is_head:
        make("tblHeader", properties)
    return row


def add_cell(row: etree._Element, cell: Cell) -> etree._Element:
    widths = [int(column.values()[0]) for column in row.getparent()[1]]
    column = sum(_span_of(placed) for placed in row[1:])
    made = make("tc", row)
    properties = make("tcPr", made)
    make("tcW", properties, w=sum(widths[column : column + cell.span]), type="dxa")
    if cell.span > 1:
        make("gridSpan", properties, val=cell.span)
    if cell.merge:
        make("vMerge", properties, val=cell.merge)
    return made


def _span_of(cell: etree._Element) -> int:
    spans = [int(child.values()[0]) for child in cell[0] if etree.QName(child).localname == "gridSpan"]
    return spans[0] if spans else 1


def _number(cell: etree._Element, name: str) -> int:
    value = cell.get(name) or "1"
    return int(value) if value.isdecimal() and int(value) else 1
