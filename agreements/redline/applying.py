"""Taking the changes of a redline in, and out again."""

from __future__ import annotations

from collections.abc import Iterable

from agreements.content import Clause, Content
from agreements.redline.model import Redline
from samhandling.core.text import Change, accepted, rejected


def apply(old: Content, redline: Redline) -> Content:
    """The new text, from the old one and what the redline shows."""
    clauses = []
    for row in redline.rows:
        if row.new is None:
            continue
        shown = row.new.clause
        body = accepted(row.diff.html) if row.diff is not None else old.clauses[_place(row.old_place)].body
        clauses.append(Clause(shown.anchor, _side(row.heading, "delete"), body, shown.kind, shown.level))
    return Content(_side(redline.title, "delete"), tuple(clauses))


def revert(new: Content, redline: Redline) -> Content:
    """The old text's words, from the new one and what the redline shows; a block in both keeps the new one's form."""
    clauses: dict[int, Clause] = {}
    for row in redline.rows:
        if row.old is None:
            continue
        shown = row.old.clause
        body = rejected(row.diff.html) if row.diff is not None else new.clauses[_place(row.new_place)].body
        clause = Clause(shown.anchor, _side(row.heading, "insert"), body, shown.kind, shown.level)
        clauses[_place(row.old_place)] = clause
    return Content(_side(redline.title, "insert"), tuple(clauses[place] for place in sorted(clauses)))


def _side(changes: Iterable[Change], without: str) -> str:
    return "".join(change.text for change in changes if change.kind != without)


def _place(place: int | None) -> int:
    assert place is not None  # a section of both texts has a place in both
    return place
