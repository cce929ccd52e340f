"""Status reports, from one press to the last PDF, by two worker processes: of 26 municipalities, and of all in Norway.

The country is made up: 19 partnerships with 357 municipalities, each with agreements out for adoption and two years of
meetings in two committees.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from django.db.models import QuerySet
from django.utils import timezone

from meetings.enums import AttendanceStatus, ItemType, MeetingState, Outcome
from meetings.models import AgendaItem, Attendance, Case, Meeting, Minutes, MinutesItem, NumberSeries
from municipalities.enums import Party
from municipalities.models import Committee, Municipality, Partnership, PartnershipMembership, Person, Population, Seat
from reports.enums import ReportState
from reports.models import ReportBatch, StatusReport
from reports.period import Period
from reports.services.report_orders import order_reports
from reports.services.report_releases import release_batch
from samhandling.documents.enums import UNDER_WAY
from samhandling.documents.models import Document
from tests.bench.board import filled_board
from tests.bench.recorder import Record, benchmark
from tests.bench.requests import like_in_production
from tests.factories.meetings import CasePaperFactory, PaperVersionFactory, lock
from tests.factories.organisation import AppointmentFactory, CommitteeFactory, PersonFactory, SeatFactory
from tests.fixtures.worker import WorkerProcess, _test_database_url

WORKERS, COMMITTEES, MEETINGS_A_YEAR, YEARS, CASES, SEATS = 2, 2, 5, 2, 5, 8
#: 19 partnerships, 357 municipalities.
NATION = (42, 30, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 12, 10, 8, 6, 3)


@benchmark
def reports(record: Record) -> None:
    one = country("benk-rapport", (26,))
    nation = country("benk-land", NATION)
    like_in_production()
    with tempfile.TemporaryDirectory() as folder:
        worker = WorkerProcess(_test_database_url(), Path(folder) / "celery.log")
        worker.start(concurrency=WORKERS)
        try:
            _press(one, worker, Period.year(timezone.localdate().year - 1))  # styles and fonts are read
            quarter = Period.last_whole_quarter(timezone.localdate())
            alone = _press(one, worker, quarter.before, ["partnership"])
            record("reports.26.one", alone.seconds, unit="s", size=alone.size)
            few = _press(one, worker, quarter)
            record("reports.26.total", few.seconds, unit="s", size=few.size)
            record("reports.26.per_report", few.seconds / few.reports, unit="s", size=few.size)
            with _peak(worker) as peak:
                many = _press(nation, worker, quarter)
            projected = few.seconds / few.reports * many.reports
            record("reports.357.projected", projected, unit="s", size=f"{many.reports} rapporter, regnet av 26")
            record("reports.357.total", many.seconds, unit="s", size=many.size)
            record("reports.357.peak_mb", peak[0], unit="MB", size=f"{WORKERS} prosesser og den de kommer av")
        finally:
            worker.stop()


@dataclass(frozen=True)
class Pressed:
    seconds: float
    reports: int
    size: str


def _press(
    partnerships: list[Partnership], worker: WorkerProcess, period: Period, values: tuple[str, ...] | list[str] = ()
) -> Pressed:
    """Ordered, made, released, and every PDF there."""
    began = perf_counter()
    batches = [order_reports(partnership=row, period=period, user=None, values=values) for row in partnerships]
    rows = StatusReport.objects.filter(batch__in=batches)
    worker.wait_for(lambda: not rows.filter(state=ReportState.QUEUED).exists(), seconds=900)
    drafts = perf_counter() - began
    assert not rows.exclude(state=ReportState.DRAFT).exists(), rows.exclude(error="").first()
    for batch in batches:
        release_batch(batch=batch, user=None)
    documents = _documents(batches)
    worker.wait_for(lambda: not documents.filter(state__in=UNDER_WAY).exists(), seconds=1800)
    seconds = perf_counter() - began
    assert not documents.exclude(state="ready").exists(), documents.exclude(error="").first()
    longest = max(document.pages or 0 for document in documents)
    size = f"{rows.count()} rapporter (utkastene etter {drafts:.1f} s), inntil {longest} sider, {WORKERS} prosesser"
    return Pressed(seconds, rows.count(), size)


def _documents(batches: list[ReportBatch]) -> QuerySet[Document]:
    rows = list(StatusReport.objects.filter(batch__in=batches).only("pk"))
    return Document.objects.about(*rows)


@contextmanager
def _peak(worker: WorkerProcess) -> Iterator[list[float]]:
    """The most resident memory of the worker and its processes together, in MB, asked for four times a second."""
    most, is_over = [0.0], threading.Event()
    process = worker._process
    assert process is not None

    def watch() -> None:
        while not is_over.wait(0.25):
            most[0] = max(most[0], _resident(process.pid))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    yield most
    is_over.set()
    thread.join()


def _resident(session: int) -> float:
    pages = 0
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdecimal() and os.getsid(int(entry.name)) == session:
                pages += int((entry / "statm").read_text().split()[1])
        except (OSError, ProcessLookupError):
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


# --- The country ----------------------------------------------------------------------------------------------------


def country(slug: str, sizes: tuple[int, ...]) -> list[Partnership]:
    return [_partnership(f"{slug}-{number}", size) for number, size in enumerate(sizes)]


def _partnership(slug: str, size: int) -> Partnership:
    partnership, _user = filled_board(slug, size)
    members = Municipality.objects.filter(group_memberships__group__partnership=partnership).distinct()
    start = dt.date(2015, 1, 1)
    PartnershipMembership.objects.bulk_create(
        PartnershipMembership(partnership=partnership, municipality=row, valid_from=start) for row in members
    )
    Population.objects.bulk_create(
        Population(municipality=row, year=partnership.population_year, inhabitants=1_000 + 700 * place)
        for place, row in enumerate(members)
    )
    for number in range(COMMITTEES):
        _meetings(CommitteeFactory(partnership=partnership, slug=f"utvalg-{number}"))
    return partnership


def _meetings(committee: Committee) -> None:
    seats = [
        SeatFactory(committee=committee, party=Party.MUNICIPALITIES if place % 2 else Party.TRUST, position=place)
        for place in range(SEATS)
    ]
    people = [PersonFactory(partnership=committee.partnership) for _ in seats]
    for seat, person in zip(seats, people, strict=True):
        AppointmentFactory(seat=seat, person=person)
    today = timezone.localdate()
    for number in range(YEARS * MEETINGS_A_YEAR):
        _meeting(committee, number, today - dt.timedelta(days=30 + 365 // MEETINGS_A_YEAR * number), seats, people)


def _meeting(committee: Committee, number: int, day: dt.date, seats: list[Seat], people: list[Person]) -> None:
    begins = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    meeting = Meeting.objects.create(
        committee=committee,
        number=number + 1,
        year=begins.year,
        starts_at=begins,
        ends_at=begins + dt.timedelta(hours=3),
        place="Rådhuset",
        state=MeetingState.CALLED,
        approved_by=people[0],
        approved_at=begins,
        called_at=begins,
        notice_version=1,
    )
    minutes = Minutes.objects.create(meeting=meeting)
    Attendance.objects.bulk_create(
        Attendance(
            minutes=minutes,
            seat=seat,
            person=person,
            party=seat.party,
            function=seat.function,
            is_voting=seat.is_voting,
            name=person.name,
            status=AttendanceStatus.PRESENT if (number + place) % 5 else AttendanceStatus.ABSENT,
            position=place,
        )
        for place, (seat, person) in enumerate(zip(seats, people, strict=True))
    )
    series, _ = NumberSeries.objects.get_or_create(committee=committee, year=begins.year)
    for position in range(CASES):
        _item(meeting, minutes, series, position)
    series.save()
    lock(minutes)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.CLOSED)


def _item(meeting: Meeting, minutes: Minutes, series: NumberSeries, position: int) -> None:
    series.last += 1
    proposed_by = ("municipalities", "trust", "joint")[position % 3]
    case = Case.objects.create(
        partnership=meeting.committee.partnership,
        title=f"Felles rutine {meeting.pk}-{position}",
        proposed_by=proposed_by,
        registered_on=meeting.day - dt.timedelta(days=40 + 7 * position),
    )
    item = AgendaItem.objects.create(
        meeting=meeting,
        case=case,
        position=position,
        type=ItemType.DECISION,
        title=case.title,
        proposed_by=proposed_by,
        paper_version=PaperVersionFactory(paper=CasePaperFactory(case=case), number=1),
        series=series,
        number=series.last,
        number_text=f"{series.last:02}/{meeting.year}",
    )
    MinutesItem.objects.create(minutes=minutes, agenda_item=item, outcome=Outcome.CONSENSUS)
