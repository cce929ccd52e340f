"""Reading a list of council meetings as users have it: one a line, in the ways Norwegians write dates. Pure.

read_meetings("12.6.2027; 29.5.2027\\n4. september", today)
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass

from samhandling.core.dates import MONTHS

_NUMERIC = r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.?(?:\s?(?P<year>\d{4}|\d{2}))?(?!\d)"
_NAMED = (
    rf"(?P<day>\d{{1,2}})\.?\s+(?P<month>{'|'.join(name[:3] for name in MONTHS)})[a-z]*\.?(?:\s+(?P<year>\d{{4}}))?"
)
_ISO = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
_WAYS = tuple(re.compile(way, re.IGNORECASE) for way in (_ISO, _NUMERIC, _NAMED))


@dataclass(frozen=True)
class Meeting:
    on: dt.date
    papers_due: dt.date | None = None


@dataclass(frozen=True)
class Reading:
    """The meetings in the order they were written, and the lines (number and text) nobody can make out."""

    meetings: list[Meeting]
    unread: list[tuple[int, str]]
    late_papers: list[tuple[int, str]]
    """Lines whose papers are due after the meeting."""


def read_meetings(text: str, today: dt.date) -> Reading:
    """A line is the day of a meeting, and after it, when there is one, the day its papers are due.

    A day without a year is the next one; weekdays, times and other words are passed over.
    """
    found = Reading([], [], [])
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            days = list(_days(line, today))
        except ValueError:
            days = []
        if not days or len(days) > 2:
            found.unread.append((number, line.strip()))
        elif len(days) == 2 and days[1] > days[0]:
            found.late_papers.append((number, line.strip()))
        else:
            found.meetings.append(Meeting(*days))
    return found


def _days(line: str, today: dt.date) -> Iterator[dt.date]:
    """Raises ValueError for a day that is not in the calendar."""
    matches = sorted((match for way in _WAYS for match in way.finditer(line)), key=lambda match: match.start())
    end, meeting = 0, None
    for match in matches:
        if match.start() < end:
            continue
        end = match.end()
        day = _day(match, today, before=meeting)
        meeting = meeting or day
        yield day


def _day(match: re.Match[str], today: dt.date, before: dt.date | None) -> dt.date:
    month_text = match["month"].lower()
    month = int(month_text) if month_text.isdigit() else _month(month_text)
    day, year = int(match["day"]), match["year"]
    if year:
        return dt.date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    if before is not None:  # the papers of a meeting: the last such day before it
        found = dt.date(before.year, month, day)
        return found if found <= before else dt.date(before.year - 1, month, day)
    return _next(month, day, today)


def _next(month: int, day: int, today: dt.date) -> dt.date:
    """The next such day; 29 February is years away, and 31 June never comes (ValueError)."""
    dt.date(2000, month, day)  # a leap year
    years = (year for year in range(today.year, today.year + 9) if day < 29 or month != 2 or isleap(year))
    return next(found for year in years if (found := dt.date(year, month, day)) >= today)


def _month(text: str) -> int:
    return next(number for number, name in enumerate(MONTHS, start=1) if name.startswith(text[:3]))
