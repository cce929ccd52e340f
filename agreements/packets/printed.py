"""A redline for print, the same in its own document and in the local case papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agreements.enums import SectionKind
from agreements.redline import Redline, Row
from samhandling.core.text import Change, changes_html
from samhandling.documents.typography import mark_signs, print_marked, typeset


@dataclass(frozen=True)
class PrintedRow:
    """One section. `mark` hangs in the margin («Endret»), `text` and `heading` are HTML, `note` is plain."""

    anchor: str
    number: str
    """Empty for one that is taken out: its old number is in the heading."""
    heading: str
    mark: str
    text: str
    note: str = ""
    is_same: bool = False
    before: str = ""
    """The number it had, when others have come before it or gone."""


def printed_rows(redline: Redline, *, notes: Mapping[str, str] | None = None, whole: bool = True) -> list[PrintedRow]:
    """For `agreements/pdf/_redline.html`; call it with the document's language active.

    `notes` are sentences by anchor. Without `whole` the sections that are the same are left out.
    """
    return list(_rows(redline, notes or {}, whole))


def _rows(redline: Redline, notes: Mapping[str, str], whole: bool) -> Iterator[PrintedRow]:
    for row in redline.rows:
        if whole or not row.is_same:
            yield PrintedRow(
                anchor=row.anchor,
                number="" if row.new is None else _number(row),
                heading=_heading(row),
                mark=row.mark,
                text=print_marked(row.body_html),
                note=typeset(notes.get(row.anchor, "")),
                is_same=row.is_same,
                before="" if row.is_moved else row.renumbered,
            )


def _heading(row: Row) -> str:
    if row.new is not None:
        return typeset(mark_signs(row.heading_html))
    return typeset(mark_signs(changes_html([Change("delete", f"{_number(row)} {row.shown.clause.heading}".strip())])))


def _number(row: Row) -> str:
    if row.shown.clause.kind == SectionKind.ANNEX and row.number and "." not in row.number:
        return _("Vedlegg %(letter)s") % {"letter": row.number}
    return row.number


def mark_of(row: Row) -> str:
    return row.mark
