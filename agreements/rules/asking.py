"""Which parties nobody has asked about a text that is in force. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Set
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A party; `succeeds` are those it has taken over after."""

    pk: int
    valid_from: dt.date
    valid_to: dt.date | None
    succeeds: frozenset[int]


def unasked(rows: Iterable[Row], asked: Set[int], in_force_on: dt.date) -> set[int]:
    """The parties that stay, now or to come, whose councils should have the text and have not: others have had it, or
    the party came after it was in force. `rows` are all that the agreement has or had.

    Who was there with a text that no council has been asked about has nothing to decide: it was taken in as it was.
    Nor has a party when one it has taken over after has been asked.
    """
    by_pk = {row.pk: row for row in rows}
    found = set()
    for row in by_pk.values():
        line = _line(row, by_pk)
        is_late = bool(asked) or min(by_pk[pk].valid_from for pk in line) > in_force_on
        if row.valid_to is None and is_late and not asked & line:
            found.add(row.pk)
    return found


def _line(row: Row, by_pk: dict[int, Row]) -> set[int]:
    """The party and all it has taken over after, near and far."""
    found, newest = {row.pk}, {row.pk}
    while newest:
        newest = {old for pk in newest for old in by_pk[pk].succeeds if old in by_pk} - found
        found |= newest
    return found
