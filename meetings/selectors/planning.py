"""The meetings of a partnership: list, calendar, and what is worth saying before one is planned."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.deadlines import Deadline, deadlines_of, rest_day
from meetings.enums import MeetingState
from meetings.models import Meeting, Minutes
from municipalities.access import Access
from municipalities.models import Committee, Partnership
from samhandling.core.dates import clock, long_date


@dataclass(frozen=True)
class MeetingFilter:
    """Empty fields do not filter."""

    committee: Committee | None = None
    year: int | None = None
    state: str = ""


@dataclass(frozen=True)
class MeetingRow:
    """One meeting in a list. `deadline` is the next one, if any: papers first, then the notice."""

    meeting: Meeting
    status: tuple[str, str]
    """Kind for the status tag, and its word."""
    deadline: Deadline | None = None
    deadline_label: str = ""
    is_late: bool = False


def meetings_of(partnership: Partnership, choice: MeetingFilter) -> QuerySet[Meeting]:
    meetings = Meeting.objects.filter(committee__partnership=partnership).select_related("committee")
    if choice.committee:
        meetings = meetings.filter(committee=choice.committee)
    if choice.year:
        meetings = meetings.filter(year=choice.year)
    if choice.state:
        meetings = meetings.filter(state=choice.state)
    return meetings


def upcoming(partnership: Partnership, access: Access, choice: MeetingFilter, now: dt.datetime) -> list[MeetingRow]:
    """Meetings that are not over, the next one first."""
    meetings = meetings_of(partnership, choice).filter(ends_at__gte=now).order_by("starts_at", "pk")
    return [meeting_row(meeting, access, now) for meeting in meetings]


def earlier(partnership: Partnership, choice: MeetingFilter, now: dt.datetime) -> QuerySet[Meeting]:
    """Meetings that are over, the newest first."""
    return meetings_of(partnership, choice).filter(ends_at__lt=now).order_by("-starts_at", "-pk")


def years_of(partnership: Partnership) -> list[int]:
    years = Meeting.objects.filter(committee__partnership=partnership).order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def meeting_row(meeting: Meeting, access: Access, now: dt.datetime) -> MeetingRow:
    """The next deadline is shown to everybody; that one has passed is for the secretariat."""
    status = meeting_status(meeting, now)
    if meeting.state != MeetingState.PLANNED or meeting.ends_at < now:
        return MeetingRow(meeting, status)
    due, today = deadlines_of(meeting), timezone.localdate(now)
    if due.papers.day >= today:
        return MeetingRow(meeting, status, due.papers, _("Saksfrist"))
    is_late = due.notice.day < today
    if is_late and not access.is_coordinator:
        return MeetingRow(meeting, status)
    return MeetingRow(meeting, status, due.notice, _("Innkalling"), is_late=is_late)


def meeting_status(meeting: Meeting, now: dt.datetime) -> tuple[str, str]:
    """`("underway", "Saksliste under arbeid")`: kind of the status tag and its word."""
    if meeting.state == MeetingState.PLANNED and meeting.ends_at < now:
        return ("waiting", _("Ikke innkalt"))
    if meeting.state == MeetingState.PLANNED:
        return ("underway", _("Saksliste under arbeid"))
    if meeting.state == MeetingState.CALLED and meeting.ends_at < now:
        return ("waiting", _("Venter på protokoll"))
    kinds = {MeetingState.CALLED: "sent", MeetingState.CLOSED: "done", MeetingState.CANCELLED: "rejected"}
    return (kinds[MeetingState(meeting.state)], meeting.get_state_display())


def minutes_to_approve(meeting: Meeting) -> Minutes | None:
    """The newest minutes of the committee's last meeting before this one that has any."""
    return (
        Minutes.objects.filter(meeting__committee=meeting.committee_id, meeting__starts_at__lt=meeting.starts_at)
        .exclude(meeting__state=MeetingState.CANCELLED)
        .select_related("meeting")
        .order_by("-meeting__starts_at", "-version")
        .first()
    )


def planning_warnings(
    *,
    committee: Committee,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    now: dt.datetime,
    meeting: Meeting | None = None,
) -> list[str]:
    """What a planner should know before saving; none of it is forbidden."""
    warnings = []
    if starts_at < now:
        warnings.append(_("Møtet ligger i fortiden."))
    if day_off := rest_day(timezone.localdate(starts_at)):
        warnings.append(_("%(date)s er %(day_off)s.") % {"date": long_date(starts_at), "day_off": day_off})
    clashes = Meeting.objects.filter(committee=committee, starts_at__lt=ends_at, ends_at__gt=starts_at)
    if meeting:
        clashes = clashes.exclude(pk=meeting.pk)
    return warnings + [
        _("Utvalget har allerede møte %(number)s kl. %(start)s–%(end)s samme dag.")
        % {"number": other, "start": clock(other.starts_at), "end": clock(other.ends_at)}
        for other in clashes.exclude(state=MeetingState.CANCELLED)
    ]


@dataclass(frozen=True)
class Day:
    date: dt.date
    in_month: bool
    day_off: str
    meetings: list[Meeting]


@dataclass(frozen=True)
class Week:
    number: int
    days: list[Day]


@dataclass(frozen=True)
class Month:
    first: dt.date
    weeks: list[Week]

    @property
    def previous(self) -> dt.date:
        return (self.first - dt.timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> dt.date:
        return (self.first + dt.timedelta(days=31)).replace(day=1)

    @property
    def meetings(self) -> list[Meeting]:
        """Those of the month itself, in order."""
        return [meeting for week in self.weeks for day in week.days if day.in_month for meeting in day.meetings]


def month_of(partnership: Partnership, choice: MeetingFilter, first: dt.date) -> Month:
    """The month as whole weeks, Monday first, with the meetings that start in them. One query."""
    weeks = calendar.Calendar(calendar.MONDAY).monthdatescalendar(first.year, first.month)
    begin, end = _midnight(weeks[0][0]), _midnight(weeks[-1][-1] + dt.timedelta(days=1))
    by_day: dict[dt.date, list[Meeting]] = {}
    within = Q(starts_at__gte=begin, starts_at__lt=end)
    for meeting in meetings_of(partnership, choice).filter(within).order_by("starts_at", "pk"):
        by_day.setdefault(meeting.day, []).append(meeting)
    return Month(
        first,
        [
            Week(
                days[0].isocalendar().week,
                [Day(day, day.month == first.month, rest_day(day), by_day.get(day, [])) for day in days],
            )
            for days in weeks
        ],
    )


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def versions_of_minutes(meeting: Meeting) -> list[Minutes]:
    """Every version of the meeting's minutes, newest first; who may read each is for `disclosure.reads_minutes`."""
    return list(Minutes.objects.filter(meeting=meeting).order_by("-version"))
