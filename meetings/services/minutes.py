"""Starting the minutes of a meeting, and keeping their items in step with the agenda."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.disclosure import item_basis, paper_basis
from meetings.enums import AttendanceStatus, ItemType, MeetingState, MinutesSection, MinutesState, StandardItem
from meetings.models import AgendaItem, Attendance, ItemText, Meeting, Minutes, MinutesItem
from municipalities.enums import Mandate, Party, SeatFunction
from municipalities.models import Appointment, Seat
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core.dates import day_and_month
from samhandling.core.errors import NotPossible
from samhandling.core.text import html_to_plain

PARTIES = list(Party)
FUNCTIONS = [
    SeatFunction.CHAIR,
    SeatFunction.DEPUTY_CHAIR,
    SeatFunction.MEMBER,
    SeatFunction.OBSERVER,
    SeatFunction.SECRETARY,
]


@transaction.atomic
def start_minutes(*, meeting: Meeting, user: User) -> Minutes:
    """Make the first version, or return the newest when somebody has begun already.

    Steps: lock the meeting (two who start at once get the same minutes); attendance from the seats and appointments
    that hold on the day of the meeting; one item per agenda item that is not withdrawn, with its decision prefilled.
    Raises NotPossible for a meeting that is not called.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    begun: Minutes | None = meeting.minutes.order_by("-version").first()
    if begun is not None:
        return begun
    if meeting.state not in (MeetingState.CALLED, MeetingState.CLOSED):
        raise NotPossible(_("Protokollen kan begynnes når innkallingen er publisert."))
    minutes = Minutes.objects.create(meeting=meeting)
    Attendance.objects.bulk_create(_attendances(minutes, meeting.day))
    _add_items(minutes, user)
    log(actor=user, verb="minutes.started", subject=meeting, text=_("Begynte på protokollen"), minutes=minutes.pk)
    return minutes


@transaction.atomic
def add_missing_items(*, minutes: Minutes, user: User) -> int:
    """Items that came on the agenda after the minutes were begun; returns how many."""
    minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)
    if minutes.state != MinutesState.DRAFT:
        raise NotPossible(_("Protokollen er ikke lenger et utkast."))
    return _add_items(minutes, user)


def _attendances(minutes: Minutes, day: dt.date) -> Iterable[Attendance]:
    seats = list(
        Seat.objects.current(day)
        .filter(committee_id=minutes.meeting.committee_id)
        .exclude(function=SeatFunction.DEPUTY)
        .order_by("position", "pk")
    )
    seats.sort(key=lambda seat: (PARTIES.index(Party(seat.party)), FUNCTIONS.index(SeatFunction(seat.function))))
    appointments = Appointment.objects.current(day).filter(seat__in=seats).select_related("person")
    by_seat = {appointment.seat_id: appointment for appointment in appointments}
    for position, seat in enumerate(seats, start=1):
        yield _attendance(minutes, seat, by_seat.get(seat.pk), position)


def _attendance(minutes: Minutes, seat: Seat, appointment: Appointment | None, position: int) -> Attendance:
    """A seat nobody holds is absent from the start; a deputy may still come."""
    person = appointment.person if appointment else None
    return Attendance(
        minutes=minutes,
        seat=seat,
        person=person,
        party=seat.party,
        function=seat.function,
        is_voting=seat.is_voting,
        name=person.name if person else _("Ledig plass"),
        title=_place(person.title if person else "", seat),
        status=AttendanceStatus.UNKNOWN if person else AttendanceStatus.ABSENT,
        mandate=appointment.mandate if appointment else Mandate.UNKNOWN,
        position=position,
    )


def _place(title: str, seat: Seat) -> str:
    """«Kommunalsjef, Hallingdal»; what the title or the function says already is not said twice."""
    label = seat.label.casefold()
    if label.startswith(f"{title.casefold()},"):
        return seat.label[:160]
    said = {title.casefold(), str(seat.get_function_display()).casefold()}
    parts = [title] if title and label in said else [title, seat.label]
    return ", ".join(part for part in parts if part)[:160]


def _add_items(minutes: Minutes, user: User) -> int:
    agenda = (
        AgendaItem.objects.filter(meeting_id=minutes.meeting_id, withdrawn_at__isnull=True)
        .exclude(minutes_items__minutes=minutes)
        .select_related(
            "legal_basis", "case__legal_basis", "paper_version__paper__legal_basis", "previous_minutes__meeting"
        )
    )
    items = MinutesItem.objects.bulk_create(MinutesItem(minutes=minutes, agenda_item=item) for item in agenda)
    texts = [(item, _first_decision(item.agenda_item)) for item in items]
    ItemText.objects.bulk_create(
        ItemText(item=item, section=MinutesSection.DECISION, revision=1, text=text, saved_by=user)
        for item, text in texts
        if text
    )
    return len(items)


def _first_decision(item: AgendaItem) -> str:
    """The minutes of a public item are public, so nothing is taken over from a paper that is exempt by its own mark."""
    return "" if paper_basis(item) and not item_basis(item) else proposed_decision(item)


def proposed_decision(item: AgendaItem) -> str:
    """What the meeting was asked to decide: the proposal of the paper it used, or the usual words."""
    proposal = item.paper_version.sections.get("proposal", "") if item.paper_version else ""
    if proposal:
        return html_to_plain(proposal).strip()
    if item.standard == StandardItem.APPROVE_NOTICE:
        return _("Innkalling og saksliste ble godkjent.")
    if item.standard == StandardItem.APPROVE_MINUTES:
        if item.previous_minutes is None:
            return _("Protokollen fra forrige møte ble godkjent.")
        return _("Protokollen fra %(day)s ble godkjent.") % {"day": day_and_month(item.previous_minutes.meeting.day)}
    if item.type in (ItemType.INFORMATION, ItemType.REPORT):
        return _("Saken ble tatt til orientering.")
    return ""
