"""Tables for other programs: CSV for all of them, a workbook for Excel. No text in them is ever read as a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from samhandling.core.text import printable

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | Decimal | dt.date | None
Table = Sequence[Sequence[Value]]
CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: A spreadsheet reads a text that begins so as a formula (OWASP, «CSV injection»).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Sheet:
    """A head and rows. The first `fixed` columns stay when one scrolls; the last `sums` rows stand out."""

    title: str
    table: Table
    fixed: int = 1
    sums: int = 0


def as_csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark and semicolons, as Norwegian Excel opens it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([_plain(value) for value in row] for row in table)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(value: Value) -> str:
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_workbook(*sheets: Sheet) -> bytes:
    """Real dates and numbers; a text stays a text, whatever it begins with."""
    book = Workbook()
    for number, sheet in enumerate(sheets):
        page = book.create_sheet(sheet.title[:31], number)
        _fill(page, sheet.table)
        _dress(page, sheet)
    del book[book.sheetnames[-1]]  # the empty one it was made with
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(page: Worksheet, table: Table) -> None:
    for number, row in enumerate(table, start=1):
        for place, value in enumerate(row, start=1):
            cell = page.cell(number, place)
            cell.value = printable(value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"
            elif isinstance(value, dt.date):
                cell.number_format = "DD.MM.YYYY"
            elif isinstance(value, int):
                cell.number_format = "#,##0"
            elif isinstance(value, Decimal):
                cell.number_format = "#,##0.00"


def _dress(page: Worksheet, sheet: Sheet) -> None:
    head = sheet.table[0]
    for place, heading in enumerate(head, start=1):
        page.cell(1, place).font = Font(bold=True)
        page.cell(1, place).alignment = Alignment(wrap_text=True, vertical="top")
        width = 40 if place == len(head) else max(12, min(24, len(str(heading))))
        page.column_dimensions[get_column_letter(place)].width = width
    for row in range(len(sheet.table) - sheet.sums + 1, len(sheet.table) + 1):
        for place in range(1, len(head) + 1):
            page.cell(row, place).font = Font(bold=True)
    page.freeze_panes = page.cell(2, sheet.fixed + 1).coordinate
    last = page.cell(len(sheet.table) - sheet.sums, len(head)).coordinate
    page.auto_filter.ref = f"A1:{last}"
