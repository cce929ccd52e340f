"""The adoption board as a table for other programs: CSV for all of them, a workbook for Excel."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from agreements.board import Board, Cell, CellWords, Row

Value = str | int | dt.date | None
CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: A spreadsheet reads a text that begins so as a formula (OWASP, «CSV injection»).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def table_of(board: Board) -> list[list[Value]]:
    """Head and rows: four columns for each agreement (status, date, case number, days over the deadline)."""
    head: list[Value] = [_("Region"), _("Kommunenummer"), _("Part")]
    for column in board.columns:
        head += [
            f"{column.label}: {name}" for name in (_("status"), _("dato"), _("saksnummer"), _("dager over fristen"))
        ]
    head += [_("Neste kommunestyre"), _("Hva holder igjen")]
    return [head, *_rows(board)]


def _rows(board: Board) -> Iterator[list[Value]]:
    labels = CellWords(board.today).labels
    for group in board.groups:
        for row in group.rows:
            yield _row(group.name, row, labels)
    if board.trust is not None:
        yield _row(_("Helseforetaket"), board.trust, labels)


def _row(region: str, row: Row, labels: dict[str, str]) -> list[Value]:
    cells = [value for cell in row.cells for value in _cell(cell, labels)]
    return [region, row.number, row.name, *cells, row.next_council, row.hindrance]


def _cell(cell: Cell | None, labels: dict[str, str]) -> list[Value]:
    if cell is None:
        return [_("Ikke part"), None, "", None]
    return [labels[cell.status], cell.day, cell.council_case, cell.over or None]


def as_csv(table: list[list[Value]]) -> bytes:
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


def as_workbook(table: list[list[Value]], title: str) -> bytes:
    """One sheet with real dates; a text stays a text, whatever it begins with."""
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    for number, row in enumerate(table, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
            elif isinstance(value, dt.date):
                cell.number_format = "DD.MM.YYYY"
    for place, heading in enumerate(table[0], start=1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.cell(1, place).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(place)].width = (
            40 if place == len(table[0]) else max(12, min(24, len(str(heading))))
        )
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
