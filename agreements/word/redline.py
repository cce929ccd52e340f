"""A redline as tracked changes, which the reader accepts or rejects in Word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from lxml import etree

from agreements.content import NumberedClause
from agreements.word.pen import Look
from samhandling.core.text import Change
from samhandling.core.text.tree import parse

if TYPE_CHECKING:
    from agreements.redline import Redline, Row
    from agreements.word.blocks import Blocks

TRACKED = {"equal": "", "insert": "ins", "delete": "del"}


@dataclass(frozen=True)
class Entry:
    """A section at one place. One that has moved is two: taken out where it was, and new where it is."""

    row: Row
    change: str = ""


def in_order(rows: Iterable[Row]) -> Iterator[Entry]:
    """What is rejected leaves the old text in its order, what is accepted the new one in its."""
    rows = list(rows)
    leaving = sorted((row for row in rows if row.is_moved), key=lambda row: row.old_place or 0)
    for row in rows:
        if row.is_moved:
            yield Entry(row, "ins")
            continue
        while leaving and row.old_place is not None and (leaving[0].old_place or 0) < row.old_place:
            yield Entry(leaving.pop(0), "del")
        yield Entry(row, "" if row.old and row.new else "ins" if row.new else "del")
    for row in leaving:
        yield Entry(row, "del")


def write_redline(blocks: Blocks, redline: Redline, *, level: int, comments: Mapping[str, str]) -> None:
    for entry in in_order(redline.rows):
        row, change = entry.row, entry.change
        clause = row.old if change == "del" else row.new
        assert clause is not None  # an entry is of a side that the row has
        deeper = level + clause.clause.level
        heading = _heading(blocks, row, clause, change, f"Heading{min(deeper, 6)}")
        if text := _comment(row, change, comments.get(clause.clause.anchor, "")):
            blocks.pen.comment(heading, text, change)
        body = row.diff.html if row.diff is not None and not change else clause.clause.body
        blocks.write(parse(body), level=deeper, change=change)


def write_changes(blocks: Blocks, paragraph: etree._Element, changes: Iterable[Change]) -> None:
    for change in changes:
        blocks.pen.text(paragraph, change.text, Look(change=TRACKED[change.kind]))


def _heading(blocks: Blocks, row: Row, clause: NumberedClause, change: str, style: str) -> etree._Element:
    paragraph = blocks.paragraph(style=style, change=change)
    if change:
        blocks.pen.text(paragraph, clause.label, Look(change=change))
        return paragraph
    if row.renumbered or row.number:
        before, after = f"{row.renumbered} ".lstrip(), f"{row.number} ".lstrip()
        numbers = [Change("delete", before), Change("insert", after)] if row.renumbered else [Change("equal", after)]
        write_changes(blocks, paragraph, numbers)
    write_changes(blocks, paragraph, row.heading)
    return paragraph


def _comment(row: Row, change: str, given: str) -> str:
    if not row.is_moved or row.old is None or row.new is None:
        return given
    if change == "del":
        return _("Flyttet til %(section)s.") % {"section": row.new.label}
    return " ".join(filter(None, [_("Flyttet hit fra %(section)s.") % {"section": row.old.label}, given]))
