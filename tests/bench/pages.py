"""The heaviest pages with 26 municipalities and five years of meetings: queries, median and 95th percentile."""

from __future__ import annotations

import datetime as dt
import statistics
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.models import Revision
from meetings.enums import AttendanceStatus, ItemType, MeetingState, MinutesSection, Outcome
from meetings.models import AgendaItem, Attendance, Case, ItemText, Meeting, Minutes, MinutesItem, NumberSeries
from municipalities.enums import Role
from municipalities.models import Appointment, Committee, Municipality, Partnership, Person, Representation, Seat
from municipalities.services.reference import load_reference
from reports.models import StatusReport
from reports.period import Period
from reports.services.report_making import make_report
from reports.services.report_orders import order_reports
from samhandling.accounts.models import User
from tests.bench.board import sent_out
from tests.bench.recorder import Record, benchmark
from tests.bench.requests import browser_of, count_queries, like_in_production, milliseconds
from tests.factories.meetings import CasePaperFactory, PaperVersionFactory, lock

AGREEMENTS = ("agreement-list", "board", "coverage", "revision-plan", "obligation-list", "consultation-list")
REPORTS = (
    "report-list",
    "indicator-list",
    "parity",
    "cost-list",
    "secretariat",
    "project-list",
    "task-list",
    "survey-list",
    "newsletter-list",
)
YEARS, MEETINGS_A_YEAR, CASES_A_MEETING, ROUNDS = 5, 6, 8, 40


@benchmark
def pages(record: Record) -> None:
    partnership, user = _partnership()
    addresses = _addresses(partnership)
    like_in_production()
    client = browser_of(user)
    measured = sorted(
        ((name, *_measure(client, address)) for name, address in addresses.items()), key=lambda row: -row[2]
    )
    size = f"26 kommuner, {Meeting.objects.count()} møter, {Case.objects.count()} saker, {ROUNDS} ganger"
    for name, queries, median, high in measured[:5]:
        record(f"page.{name}.queries", queries, unit="spørringer", size=size)
        record(f"page.{name}.median_ms", median, unit="ms", size=size)
        record(f"page.{name}.p95_ms", high, unit="ms", size=size)


def _measure(client: Client, address: str) -> tuple[int, float, float]:
    """Queries, median and 95th percentile in ms."""
    client.get(address)
    times = milliseconds(client, address, ROUNDS)
    return count_queries(client, address), statistics.median(times), statistics.quantiles(times, n=20)[-1]


def _addresses(partnership: Partnership) -> dict[str, str]:
    """Every page a coordinator opens daily, by URL name."""
    closed = Meeting.objects.filter(state=MeetingState.CLOSED).earliest("starts_at")
    draft = Minutes.objects.get(state="draft")
    item = closed.items.filter(case__isnull=False).earliest("position")
    slug = {"partnership_slug": partnership.slug}
    revision = _agreements(partnership)
    report = _report(partnership)
    rows: dict[str, dict[str, Any]] = {
        "municipalities:partnership": {},
        "municipalities:organisation": {},
        "municipalities:municipality-list": {},
        "municipalities:committee-list": {},
        "municipalities:committee-detail": {"committee_slug": closed.committee.slug},
        "municipalities:group-detail": {"group_slug": partnership.groups.earliest("pk").slug},
        "meetings:today": {},
        "meetings:meeting-list": {},
        "meetings:meeting-calendar": {},
        "meetings:meeting-detail": {"pk": closed.pk},
        "meetings:agenda-edit": {"pk": draft.meeting_id},
        "meetings:minutes": {"pk": closed.pk},
        "meetings:minutes-edit": {"pk": draft.meeting_id},
        "meetings:case-list": {},
        "meetings:case-detail": {"pk": item.case_id},
        "meetings:action-list": {},
        **{f"agreements:{name}": {} for name in AGREEMENTS},
        "agreements:revision-detail": {"pk": revision.pk},
        **{f"reports:{name}": {} for name in REPORTS},
        "reports:indicator-detail": {"key": "I1"},
        "reports:report-detail": {"pk": report.pk},
    }
    return {name: reverse(name, kwargs=slug | more) for name, more in rows.items()}


def _agreements(partnership: Partnership) -> Revision:
    """13 of them, all with the councils of its municipalities."""
    members = list(Municipality.objects.filter(partnership_memberships__partnership=partnership).distinct())
    return [sent_out(partnership, str(number + 1), members) for number in range(13)][-1]


def _report(partnership: Partnership) -> StatusReport:
    """The partnership's own report of last year, made as the worker makes it."""
    period = Period.year(timezone.localdate().year - 1)
    batch = order_reports(partnership=partnership, period=period, user=None, values=["partnership"])
    report = StatusReport.objects.get(batch=batch)
    make_report(report_id=report.pk)
    return report


def _partnership() -> tuple[Partnership, User]:
    """KHS-26 carried on to today, with its committees' seats filled and its calendar full."""
    load_reference()
    partnership = Partnership.objects.get(slug="khs-26")
    for model in (partnership, *partnership.committees.all(), *Seat.objects.filter(committee__partnership=partnership)):
        model.valid_to = None
        model.save()
    user = User.objects.create_user("benk-sider@example.org", name="Benk Sider")
    person = Person.objects.create(partnership=partnership, user=user, name="Benk Sider")
    start = timezone.localdate() - dt.timedelta(days=365 * YEARS)
    Representation.objects.create(
        partnership=partnership, person=person, role=Role.COORDINATOR_MUNICIPAL, valid_from=start
    )
    for number, seat in enumerate(Seat.objects.filter(committee__partnership=partnership)):
        holder = Person.objects.create(partnership=partnership, name=f"Medlem Nummer{number}")
        Appointment.objects.create(seat=seat, person=holder, valid_from=start)
    for committee in partnership.committees.all():
        _meetings(committee, person, start)
    return partnership, user


def _meetings(committee: Committee, chair: Person, start: dt.date) -> None:
    step = 365 // MEETINGS_A_YEAR
    now = timezone.now()
    seats = list(committee.seats.prefetch_related("appointments__person"))
    for number in range(YEARS * MEETINGS_A_YEAR):
        begins = timezone.make_aware(dt.datetime.combine(start + dt.timedelta(days=step * number + 5), dt.time(9)))
        meeting = Meeting.objects.create(
            committee=committee,
            number=number + 1,
            year=begins.year,
            starts_at=begins,
            ends_at=begins + dt.timedelta(hours=3),
            place="Rådhuset",
            state=MeetingState.CALLED,
            approved_by=chair,
            approved_at=now,
            called_at=now,
            notice_version=1,
        )
        last = number == YEARS * MEETINGS_A_YEAR - 1 and committee.slug == "osu"
        _minutes(meeting, seats, keep_draft=last)


def _minutes(meeting: Meeting, seats: list[Seat], *, keep_draft: bool) -> None:
    minutes = Minutes.objects.create(meeting=meeting)
    Attendance.objects.bulk_create(
        Attendance(
            minutes=minutes,
            seat=seat,
            party=seat.party,
            function=seat.function,
            is_voting=seat.is_voting,
            name=seat.appointments.all()[0].person.name,
            status=AttendanceStatus.PRESENT,
            position=position,
        )
        for position, seat in enumerate(seats)
    )
    series, _ = NumberSeries.objects.get_or_create(committee=meeting.committee, year=meeting.year)
    for position in range(CASES_A_MEETING):
        _item(meeting, minutes, series, position)
    series.save()
    if not keep_draft:
        lock(minutes)
        Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CLOSED)


def _item(meeting: Meeting, minutes: Minutes, series: NumberSeries, position: int) -> None:
    series.last += 1
    case = Case.objects.create(
        partnership=meeting.committee.partnership,
        title=f"Felles rutine {meeting.pk}-{position}",
        proposed_by="municipalities",
        registered_on=meeting.day,
    )
    version = PaperVersionFactory(paper=CasePaperFactory(case=case), number=1)
    item = AgendaItem.objects.create(
        meeting=meeting,
        case=case,
        position=position,
        type=ItemType.DECISION,
        title=case.title,
        proposed_by="municipalities",
        paper_version=version,
        series=series,
        number=series.last,
        number_text=f"{series.last:02}/{meeting.year}",
    )
    row = MinutesItem.objects.create(minutes=minutes, agenda_item=item, outcome=Outcome.CONSENSUS)
    for section in MinutesSection:
        ItemText.objects.create(item=row, section=section, revision=1, text="Utvalget sluttet seg til forslaget.")
