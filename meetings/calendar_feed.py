"""Meetings as an iCalendar feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils import timezone
from icalendar import Calendar, Event, vText

from meetings.enums import MeetingState
from meetings.models import Meeting


def calendar_of(*, name: str, meetings: Iterable[Meeting], url_of: Callable[[Meeting], str]) -> bytes:
    """One VEVENT per meeting with a UID that stays, so that a moved or cancelled meeting replaces itself (RFC 5545).

    Meetings need `committee` loaded. A video link is not in the feed: feeds are public.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Samhandlingsportalen//NO")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", vText(name))
    for meeting in meetings:
        calendar.add_component(_event(meeting, url_of(meeting)))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(meeting: Meeting, url: str) -> Event:
    event = Event()
    event.add("uid", f"moete-{meeting.pk}@samhandlingsportalen")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", timezone.localtime(meeting.starts_at))
    event.add("dtend", timezone.localtime(meeting.ends_at))
    event.add("summary", meeting.committee.name)
    event.add("url", url)
    if meeting.place:
        event.add("location", meeting.place)
    cancelled = meeting.state == MeetingState.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return event
