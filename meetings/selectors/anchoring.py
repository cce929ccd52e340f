"""Input from municipalities on a case, with its deadline, and who may give it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from meetings.deadlines import papers_due
from meetings.enums import CaseState, MeetingState
from meetings.models import AgendaItem, Case, CaseInput, Meeting, PreMeeting
from meetings.querysets import PUBLISHED
from municipalities.access import Access
from municipalities.enums import Party, Standing
from municipalities.models import Appointment, Municipality, PartnershipMembership
from municipalities.querysets import by_norwegian_name


@dataclass(frozen=True)
class InputLine:
    row: CaseInput
    is_late: bool
    """Came after the papers of the meeting that treats it were due."""
    is_own: bool
    """The reader gave it."""


@dataclass(frozen=True)
class Inputs:
    """`deadline` is that of the next meeting that treats the case, as far as the reader may know of it."""

    lines: list[InputLine]
    own: list[Municipality]
    member_count: int
    deadline: dt.date | None
    is_late: bool
    is_open: bool

    @property
    def municipality_count(self) -> int:
        return len({line.row.municipality_id for line in self.lines})

    @property
    def on_time_count(self) -> int:
        return len({line.row.municipality_id for line in self.lines if not line.is_late})


def inputs_on(case: Case, access: Access, user_id: int | None, now: dt.datetime) -> Inputs:
    """For a member who reads the case; four queries."""
    treatments = AgendaItem.objects.filter(case=case, withdrawn_at__isnull=True)
    treatments = treatments.exclude(meeting__state=MeetingState.CANCELLED).select_related("meeting__committee")
    meetings = [item.meeting for item in treatments.order_by("meeting__starts_at", "pk")]
    known = [row for row in meetings if row.state in PUBLISHED or case.prepares]
    today = timezone.localdate(now)
    coming = _next(known, now)
    deadline = papers_due(coming) if coming else None
    rows = CaseInput.objects.filter(case=case, withdrawn_at__isnull=True).select_related("municipality", "given_by")
    members = PartnershipMembership.objects.current(today).filter(
        partnership_id=access.partnership_id, standing=Standing.MEMBER
    )
    return Inputs(
        lines=[_line(row, meetings, user_id) for row in rows.order_by("given_at", "pk")],
        own=speaks_for(access, today),
        member_count=members.count(),
        deadline=deadline,
        is_late=deadline is not None and today > deadline,
        is_open=case.state == CaseState.OPEN,
    )


def _line(row: CaseInput, meetings: list[Meeting], user_id: int | None) -> InputLine:
    treats = _next(meetings, row.given_at)
    is_late = treats is not None and timezone.localdate(row.given_at) > papers_due(treats)
    return InputLine(row, is_late, is_own=user_id is not None and row.given_by_id == user_id)


def _next(meetings: list[Meeting], moment: dt.datetime) -> Meeting | None:
    return next((meeting for meeting in meetings if meeting.starts_at > moment), None)


def speaks_for(access: Access, day: dt.date) -> list[Municipality]:
    """Municipalities the reader may give input for: as health chief, or from a seat of the municipality's own."""
    if not access.person_ids:
        return []
    holding = Appointment.objects.current(day).filter(
        person__in=access.person_ids,
        seat__party=Party.MUNICIPALITIES,
        seat__committee__partnership=access.partnership_id,
    )
    chosen = Municipality.objects.filter(pk__in=access.chief_ids) | Municipality.objects.filter(
        pk__in=holding.values("seat__municipality")
    )
    return list(chosen.order_by(by_norwegian_name("name")))


def pre_meetings_of(meeting: Meeting) -> list[PreMeeting]:
    return list(meeting.pre_meetings.select_related("group"))
