"""Planning meetings: making, changing and cancelling them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.enums import MEETING_TRANSITIONS, ItemType, MeetingState, ProposedBy, StandardItem
from meetings.models import AgendaItem, Meeting
from meetings.selectors.planning import minutes_to_approve
from municipalities.models import Committee
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import long_date, time_range
from samhandling.core.errors import NotPossible


@dataclass(frozen=True)
class MeetingDetails:
    """What a coordinator decides about a meeting."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str = ""
    video_link: str = ""
    practical: str = ""
    archive_ref: str = ""


@transaction.atomic
def create_meeting(*, committee: Committee, details: MeetingDetails, user: User | None) -> Meeting:
    """Make a planned meeting with the committee's next number of the year, and put the standard items on its agenda."""
    year = timezone.localtime(details.starts_at).year
    meeting = Meeting.objects.create(
        committee=committee, year=year, number=_next_number(committee, year), **_columns(details)
    )
    _add_standard_items(meeting)
    log(actor=user, verb="meeting.created", subject=meeting, text=_("Møtet er lagt inn i møteplanen."))
    return meeting


@transaction.atomic
def edit_meeting(*, meeting: Meeting, details: MeetingDetails, user: User | None) -> Meeting:
    """Change time, place and practical matters. A planned meeting moved to another year gets a number there.

    Raises NotPossible when the meeting is closed or cancelled, or when its items already have numbers of another year.
    """
    meeting = Meeting.objects.select_for_update(of=["self"]).select_related("committee__partnership").get(pk=meeting.pk)
    if not MEETING_TRANSITIONS[MeetingState(meeting.state)]:
        raise NotPossible(_("Møtet er avholdt eller avlyst og kan ikke endres."))
    year = timezone.localtime(details.starts_at).year
    if year != meeting.year:
        if meeting.items.filter(number__isnull=False).exists():
            text = _("Sakene har saksnummer for %(year)s. Avlys møtet og lag et nytt for å flytte det til et annet år.")
            raise NotPossible(text % {"year": meeting.year})
        meeting.year, meeting.number = year, _next_number(meeting.committee, year)
    before = _when_and_where(meeting)
    for name, value in _columns(details).items():
        setattr(meeting, name, value)
    meeting.save()
    after = _when_and_where(meeting)
    if before != after:
        text = _("Møtet er flyttet fra %(before)s til %(after)s.") % {"before": before, "after": after}
    else:
        text = _("Opplysningene om møtet er endret.")
    log(actor=user, verb="meeting.changed", subject=meeting, text=text)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, user: User | None) -> Meeting:
    """Call off a meeting that has not been held. Raises NotPossible when it has, or is called off already."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if MeetingState.CANCELLED not in MEETING_TRANSITIONS[MeetingState(meeting.state)]:
        raise NotPossible(_("Møtet er avholdt eller allerede avlyst."))
    if meeting.minutes.exists():
        raise NotPossible(_("Protokollen er påbegynt. Et møte som er satt, kan ikke avlyses."))
    meeting.state = MeetingState.CANCELLED
    meeting.cancelled_reason = reason
    meeting.save(update_fields=["state", "cancelled_reason"])
    log(
        actor=user,
        verb="meeting.cancelled",
        subject=meeting,
        text=_("Møtet er avlyst: %(reason)s") % {"reason": reason},
    )
    return meeting


def _next_number(committee: Committee, year: int) -> int:
    """The committee's next meeting number of the year; its row is locked, so two at once get one each."""
    Committee.objects.select_for_update().get(pk=committee.pk)
    highest = Meeting.objects.filter(committee=committee, year=year).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def _columns(details: MeetingDetails) -> dict[str, object]:
    return {
        "starts_at": details.starts_at,
        "ends_at": details.ends_at,
        "place": details.place,
        "video_link": details.video_link,
        "practical": details.practical,
        "archive_ref": details.archive_ref,
    }


def _when_and_where(meeting: Meeting) -> str:
    when = f"{long_date(meeting.starts_at)} {time_range(meeting.starts_at, meeting.ends_at)}"
    return f"{when}, {meeting.place}" if meeting.place else when


STANDARD_ITEMS = (
    (StandardItem.APPROVE_NOTICE, ItemType.PROCEDURAL, 5),
    (StandardItem.APPROVE_MINUTES, ItemType.PROCEDURAL, 5),
    (StandardItem.AOB, ItemType.AOB, 10),
)


def _add_standard_items(meeting: Meeting) -> None:
    """Approval of the notice first, of the previous minutes second, any other business last."""
    items = [
        AgendaItem(
            meeting=meeting,
            standard=standard,
            position=position,
            type=item_type,
            title=str(standard.label),
            proposed_by=ProposedBy.SECRETARIAT,
            minutes_planned=minutes,
        )
        for position, (standard, item_type, minutes) in enumerate(STANDARD_ITEMS, start=1)
    ]
    AgendaItem.objects.bulk_create(items)
    link_previous_minutes(meeting)


def link_previous_minutes(meeting: Meeting) -> None:
    """Let the item that approves the previous minutes name those of the committee's last meeting before this one.

    A title somebody has written stays as it is.
    """
    item = meeting.items.filter(standard=StandardItem.APPROVE_MINUTES, number__isnull=True).first()
    minutes = minutes_to_approve(meeting)
    if item is None or minutes is None or item.previous_minutes_id == minutes.pk:
        return
    written_by_us = {str(StandardItem.APPROVE_MINUTES.label)}
    if item.previous_minutes:
        written_by_us.add(minutes_title(item.previous_minutes.meeting))
    if item.title in written_by_us:
        item.title = minutes_title(minutes.meeting)
    item.previous_minutes = minutes
    item.save(update_fields=["title", "previous_minutes"])


def minutes_title(meeting: Meeting) -> str:
    return _("Godkjenning av protokoll fra %(date)s") % {"date": long_date(meeting.starts_at).replace("\u00a0", " ")}
