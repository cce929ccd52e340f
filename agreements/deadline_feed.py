"""A municipality's deadlines as an iCalendar feed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from django.utils import timezone
from icalendar import Calendar, Event, vText

from agreements.selectors.own_deadlines import OwnDeadline


def calendar_of(
    *, name: str, deadlines: Iterable[OwnDeadline], sequences: Mapping[str, int], absolute: Callable[[str], str]
) -> bytes:
    """One VEVENT that lasts the day of each deadline, without making the day busy.

    The UID stays, so that a deadline that is moved replaces itself (RFC 5545); `absolute` makes a whole address.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Samhandlingsportalen//NO")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", vText(name))
    for row in deadlines:
        calendar.add_component(_event(row, sequences.get(row.uid, 0), absolute(row.url)))
    return calendar.to_ical()


def _event(row: OwnDeadline, sequence: int, url: str) -> Event:
    event = Event()
    event.add("uid", f"{row.uid}@samhandlingsportalen")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", row.due_on)
    event.add("dtend", row.due_on + dt.timedelta(days=1))  # the first day after
    event.add("sequence", sequence)
    event.add("summary", row.title)
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    event.add("description", "\n".join(text for text in (row.facts, url) if text))
    return event
