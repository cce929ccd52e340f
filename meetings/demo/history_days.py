"""When the committees met in the two years before today: the overarching one most months, a local one each quarter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from meetings.deadlines import rest_day

BACK = 725  # days: present appointments are from two years ago
APART = 45
JULY = 7


def days_of(
    local: Sequence[str], planned: Mapping[str, Sequence[dt.date]], today: dt.date, rng: Random
) -> list[tuple[dt.date, str]]:
    """Day and the committee's slug, in order; none in the months around the meetings in `planned`."""
    found = [*_overarching(planned["osu"], today, rng)]
    for place, slug in enumerate(local):
        found += _local(slug, place, planned.get(slug, ()), today, rng)
    return sorted(found)


def _months(today: dt.date) -> Iterator[dt.date]:
    """The first of each month that lies whole within the time."""
    first = today - dt.timedelta(days=BACK)
    for number in range(1, 25):
        months = first.year * 12 + first.month - 1 + number
        yield dt.date(months // 12, months % 12 + 1, 1)


def _overarching(planned: Sequence[dt.date], today: dt.date, rng: Random) -> Iterator[tuple[dt.date, str]]:
    """Two or three a quarter, and none after the newest one that is planned."""
    last = max(day for day in planned if day < today)
    taken = {(day.year, day.month) for day in planned}
    for number, month in enumerate(_months(today)):
        day = _working(month + dt.timedelta(days=rng.randrange(7, 12)))
        if month.month == JULY or number % 6 == 4 or (month.year, month.month) in taken:
            continue
        if day < last - dt.timedelta(days=20):
            yield day, "osu"


def _local(
    slug: str, place: int, planned: Sequence[dt.date], today: dt.date, rng: Random
) -> Iterator[tuple[dt.date, str]]:
    for month in _months(today):
        if month.month % 3 != (place + 1) % 3:
            continue
        start = month.replace(month=month.month + 1) if month.month == JULY else month
        day = _working(start + dt.timedelta(days=rng.randrange(11, 18)))
        near = any(abs((day - other).days) < APART for other in planned if other <= today)
        if day < today - dt.timedelta(days=14) and not near:
            yield day, slug


def _working(day: dt.date) -> dt.date:
    while rest_day(day):
        day += dt.timedelta(days=1)
    return day
