"""What mergers and divisions of municipalities do to the parties of one agreement. Pure: rows in, changes out.

The law lets a new municipality take over what the old ones were bound by, so:
- the row of a municipality that went into another ends the day before;
- one that was divided ends when it ceased (`old_ends`), not because a part of it moved;
- whoever took over becomes a party from the day of the merger, or keeps its own row, and succeeds the old rows;
- when only a part moved and the old municipality lives on, an existing municipality takes over nothing, and a new one
  made of that part becomes a party;
- a party that had left before the merger hands nothing on, and a notice already given follows the successor.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Merger:
    """One row of `Succession`, with the days the two municipalities themselves end and begin."""

    old: int
    new: int
    on: dt.date
    is_partial: bool = False
    old_ends: dt.date | None = None
    new_begins: dt.date | None = None

    @property
    def ends_old(self) -> bool:
        return not self.is_partial or (self.old_ends is not None and self.old_ends < self.on)

    @property
    def hands_on(self) -> bool:
        return self.ends_old or self.new_begins == self.on


@dataclass
class Row:
    """A party's row. `key` is its primary key, or a negative number for one that is still to be made."""

    key: int
    municipality: int
    valid_from: dt.date
    valid_to: dt.date | None = None
    succeeds: set[int] = field(default_factory=set)

    def ran_until(self, day: dt.date) -> bool:
        """Was bound up to the day before `day`; a row that ended that very evening was ended by the merger."""
        return self.valid_from < day and (self.valid_to is None or self.valid_to >= day - DAY)


@dataclass(frozen=True)
class Ending:
    key: int
    last_day: dt.date


@dataclass(frozen=True)
class Takeover:
    """`key` takes over after `succeeds`; `is_new` when the row is to be made, with the days given."""

    key: int
    municipality: int
    on: dt.date
    valid_from: dt.date
    valid_to: dt.date | None
    succeeds: tuple[int, ...]
    is_new: bool


@dataclass(frozen=True)
class Changes:
    endings: tuple[Ending, ...] = ()
    takeovers: tuple[Takeover, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.endings or self.takeovers)


def plan_successions(rows: Iterable[Row], mergers: Iterable[Merger], until: dt.date) -> Changes:
    """The changes still to be made for mergers up to and including `until`; none when all are made.

    Day by day, so that a municipality that was renumbered one year and merged another is followed through.
    """
    parties = [replace(row, succeeds=set(row.succeeds)) for row in rows]
    due = [merger for merger in mergers if merger.on <= until]
    endings: list[Ending] = []
    takeovers: list[Takeover] = []
    for day in sorted({merger.on for merger in due}):
        today = [merger for merger in due if merger.on == day]
        bound = {merger.old: row for merger in today if (row := _bound(parties, merger.old, day))}
        takeovers += _take_over(parties, today, bound, day)
        endings += _end(today, bound, day)
    return Changes(tuple(endings), tuple(takeovers))


def _bound(parties: list[Row], municipality: int, day: dt.date) -> Row | None:
    return next((row for row in parties if row.municipality == municipality and row.ran_until(day)), None)


def _take_over(parties: list[Row], mergers: list[Merger], bound: dict[int, Row], day: dt.date) -> list[Takeover]:
    done = []
    for new in sorted({merger.new for merger in mergers}):
        olds = [bound[m.old] for m in mergers if m.new == new and m.hands_on and m.old in bound]
        olds = [old for old in olds if not _is_succeeded(parties, old.key, new)]
        if not olds:
            continue
        own = _own(parties, new, day)
        row = own or Row(-len(parties) - 1, new, day, _last_day(olds, day))
        if own is None:
            parties.append(row)
        keys = sorted({old.key for old in olds} - {row.key})
        row.succeeds.update(keys)
        done.append(Takeover(row.key, new, day, row.valid_from, row.valid_to, tuple(keys), own is None))
    return done


def _is_succeeded(parties: list[Row], key: int, municipality: int) -> bool:
    return any(row.municipality == municipality and key in row.succeeds for row in parties)


def _own(parties: list[Row], municipality: int, day: dt.date) -> Row | None:
    """The row the successor has already on the day, or one that somebody registered from a later day."""
    own = [row for row in parties if row.municipality == municipality and (row.valid_to is None or row.valid_to >= day)]
    return min(own, key=lambda row: row.valid_from, default=None)


def _last_day(olds: list[Row], day: dt.date) -> dt.date | None:
    """A notice given before the merger holds after it, when all of them had given it; the longest counts."""
    days = [old.valid_to for old in olds]
    given = [last for last in days if last is not None and last >= day]
    return max(given) if len(given) == len(days) else None


def _end(mergers: list[Merger], bound: dict[int, Row], day: dt.date) -> list[Ending]:
    endings = []
    for old in sorted({merger.old for merger in mergers if merger.ends_old and merger.old != merger.new}):
        row = bound.get(old)
        if row is not None and (row.valid_to is None or row.valid_to >= day):
            row.valid_to = day - DAY
            endings.append(Ending(row.key, day - DAY))
    return endings
