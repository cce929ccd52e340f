"""The adoption board as a table for other programs."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from agreements.board import Board, Cell, CellWords, Row
from samhandling.core.spreadsheets import Value


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
