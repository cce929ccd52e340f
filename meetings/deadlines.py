"""When papers and notice are due before a meeting. No queries, no clock.

A deadline is so many days before the meeting, whatever day that is. It is never moved: the committee's own rules say
«sju dager», and whether a Sunday counts is for people to judge. That it is a Sunday is said.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meetings.models import Meeting
from samhandling.core.dates import count_word


@dataclass(frozen=True)
class Deadline:
    day: dt.date
    days_before: int
    rest_day: str = ""
    """«lørdag», «søndag» or the holiday's name when nobody is at work that day; empty on a working day."""

    @property
    def days_word(self) -> str:
        """«sju»"""
        return count_word(self.days_before, get_language() or "nb")


@dataclass(frozen=True)
class Deadlines:
    papers: Deadline
    """When cases and papers must be in."""
    notice: Deadline
    """The last day the notice can be sent."""


def deadlines_of(meeting: Meeting) -> Deadlines:
    """By the rules of the meeting's committee, which must be fetched with it."""
    committee = meeting.committee
    return deadlines(meeting_day=meeting.day, notice_days=committee.notice_days, paper_days=committee.paper_days)


def papers_due(meeting: Meeting) -> dt.date:
    return meeting.day - dt.timedelta(days=meeting.committee.paper_days)


def deadlines(*, meeting_day: dt.date, notice_days: int, paper_days: int) -> Deadlines:
    return Deadlines(papers=_before(meeting_day, paper_days), notice=_before(meeting_day, notice_days))


def _before(meeting_day: dt.date, days: int) -> Deadline:
    day = meeting_day - dt.timedelta(days=days)
    return Deadline(day=day, days_before=days, rest_day=rest_day(day))


def rest_day(day: dt.date) -> str:
    """The name of the day off in Norway, or an empty string on a working day."""
    if name := holidays(day.year).get(day):
        return name
    return {5: _("lørdag"), 6: _("søndag")}.get(day.weekday(), "")


def holidays(year: int) -> dict[dt.date, str]:
    """Public holidays: helligdagsfredsloven § 2, and 1 and 17 May by the act of 26 April 1947."""
    easter = easter_sunday(year)
    return {
        dt.date(year, 1, 1): _("første nyttårsdag"),
        easter - dt.timedelta(days=3): _("skjærtorsdag"),
        easter - dt.timedelta(days=2): _("langfredag"),
        easter: _("første påskedag"),
        easter + dt.timedelta(days=1): _("andre påskedag"),
        dt.date(year, 5, 1): _("første mai"),
        dt.date(year, 5, 17): _("grunnlovsdagen"),
        easter + dt.timedelta(days=39): _("Kristi himmelfartsdag"),
        easter + dt.timedelta(days=49): _("første pinsedag"),
        easter + dt.timedelta(days=50): _("andre pinsedag"),
        dt.date(year, 12, 25): _("første juledag"),
        dt.date(year, 12, 26): _("andre juledag"),
    }


def easter_sunday(year: int) -> dt.date:
    """Anonymous Gregorian computus (Meeus, Astronomical Algorithms, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, day + 1)
