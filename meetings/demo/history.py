"""Two years of locked minutes before the demo's own meetings, so that the indicators have something to count.

Written as rows where the services would order documents: nobody asks for a PDF of most of them. Always the same.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from zoneinfo import ZoneInfo

from django.utils import timezone

from meetings.demo.history_cases import Chosen, Writer
from meetings.demo.history_content import EACH_QUARTER, LOCAL, OVERARCHING, PLACES, Subject
from meetings.demo.history_days import BACK, days_of
from meetings.demo.history_minutes import write_minutes
from meetings.demo.people import names
from meetings.demo.shares import Shares
from meetings.enums import ItemType, MeetingState, Outcome, StandardItem
from meetings.fingerprint import agenda_hash, notice_hash
from meetings.models import AgendaItem, Case, CaseInput, Meeting, NumberSeries, PreMeeting, RouteStep
from meetings.services import planning
from municipalities.models import Appointment, Committee, MunicipalGroup, Partnership, Person, Seat
from municipalities.numbering import format_number
from samhandling.accounts.models import User
from samhandling.audit.services import log
from samhandling.core import clock

OSLO = ZoneInfo("Europe/Oslo")
TOP = "osu"
#: Meetings of the local committees, counted, whose case for the overarching committee never gets there.
LOST = (9, 27)
VACANT_SINCE = 140  # days
LEFT_NAME = 560
"""Where in the row of invented names the one who left is; those before are taken."""
WITHOUT_MANDATE, WITHOUT_AGREEMENT, POSTPONED = 12, 6, (3, 9)
"""Meetings of the overarching committee, counted, whose first case ends so."""


@dataclass
class History:
    """The meetings of one partnership, built in order as far as `until` is told."""

    partnership: Partnership
    user: User
    today: dt.date
    planned: dict[str, list[dt.date]]
    waiting: list[tuple[dt.date, str]] = field(init=False)
    sent: dict[dt.date, list[Chosen]] = field(default_factory=lambda: defaultdict(list))
    put_off: list[Chosen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = Random(2026)  # noqa: S311 - the demo is the same each time
        self.shares = Shares(self.today - dt.timedelta(days=BACK), self.today)
        rows = self.partnership.committees.select_related("area")
        self.committees = {row.slug: row for row in rows if row.slug == TOP or row.slug.startswith("lsu-")}
        local = sorted(slug for slug in self.committees if slug != TOP)
        self.waiting = days_of(local, self.planned, self.today, self.rng)
        self.top_days = [day for day, slug in self.waiting if slug == TOP]
        self.left = {slug: list(OVERARCHING if slug == TOP else LOCAL) for slug in self.committees}
        for place, slug in enumerate(local):  # not the same case everywhere at the same time
            self.left[slug] = [*self.left[slug][place * 7 :], *self.left[slug][: place * 7]]
        self.writer = Writer(self.partnership, self.user, self.rng, self.shares)
        self.counted: dict[str, int] = defaultdict(int)
        self._left_the_seat()

    def _left_the_seat(self) -> None:
        """Somebody spoke for the employees of the trust until the seat became vacant."""
        seat = Seat.objects.get(committee=self.committees[TOP], label="Ansatte i helseforetaket")
        name = next(islice(names(), LEFT_NAME, None))
        person = Person.objects.create(partnership=self.partnership, name=name, title="Hovedtillitsvalgt")
        first, last = (self.today - dt.timedelta(days=days) for days in (BACK, VACANT_SINCE))
        Appointment.objects.create(seat=seat, person=person, valid_from=max(seat.valid_from, first), valid_to=last)

    def until(self, day: dt.date) -> None:
        """Build those held before a day."""
        while self.waiting and self.waiting[0][0] < day:
            held_on, slug = self.waiting.pop(0)
            self._build(held_on, self.committees[slug])

    def _build(self, day: dt.date, committee: Committee) -> None:
        kind = TOP if committee.slug == TOP else "local"
        self.counted[kind] += 1
        starts_at = dt.datetime(day.year, day.month, day.day, 9 if kind == TOP else 12, tzinfo=OSLO)
        late = self.counted[kind] % 7 == 0
        called_at = starts_at - dt.timedelta(days=committee.notice_days + (-2 if late else 3), hours=-2)
        meeting = self._plan(committee, starts_at, called_at - dt.timedelta(days=30))
        with clock.at(called_at):
            chosen = self._chosen(meeting, kind)
            items = self._agenda(meeting, chosen)
            self._publish(meeting, items)
        self._prepare(meeting, chosen, kind)
        write_minutes(meeting, chosen, self.user, self.rng, self.shares)
        self._pass_on(chosen, day)

    def _plan(self, committee: Committee, starts_at: dt.datetime, moment: dt.datetime) -> Meeting:
        place = "St. Olavs hospital, Kunnskapssenteret" if committee.slug == TOP else self.rng.choice(PLACES)
        town = committee.area.name if committee.area else ""
        details = planning.MeetingDetails(
            starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=3), place=place.format(sted=town)
        )
        with clock.at(moment):
            return planning.create_meeting(committee=committee, details=details, user=self.user)

    def _chosen(self, meeting: Meeting, kind: str) -> list[Chosen]:
        """Cases that come back or were sent here, then new ones."""
        here = [row for row in self.put_off if row.committee == meeting.committee_id]
        self.put_off = [row for row in self.put_off if row not in here]
        if kind == TOP:
            here += self.sent.pop(meeting.day, [])
        subjects = self._subjects(meeting, kind, len(here))
        chosen = [*here, *self.writer.new_cases(meeting, subjects)]
        for row in chosen:
            row.end_as(Outcome.CONSENSUS if row.type == ItemType.DECISION else Outcome.NOTED)
        first = next((row for row in chosen if row.type == ItemType.DECISION and row not in here), None)
        if first and kind == TOP:
            number = self.counted[TOP]
            ends = dict.fromkeys(POSTPONED, Outcome.POSTPONED)
            ends |= {WITHOUT_MANDATE: Outcome.POSTPONED_NO_MANDATE, WITHOUT_AGREEMENT: Outcome.NO_AGREEMENT}
            first.end_as(ends.get(number, Outcome.CONSENSUS))
        elif self.counted[kind] % 2 and (
            talk := next((row for row in chosen if row.type == ItemType.DISCUSSION), None)
        ):
            self._route(talk, meeting)
        return chosen

    def _subjects(self, meeting: Meeting, kind: str, taken: int) -> list[Subject]:
        each_quarter = kind == TOP and meeting.day.month % 3 == 2
        wanted = (3 if each_quarter else 4) + self.rng.randrange(2) - min(taken, 2)
        pool = self.left[meeting.committee.slug]
        found = [pool.pop(0) for _number in range(min(wanted, len(pool)))]
        if each_quarter:
            before = meeting.day.replace(day=1) - dt.timedelta(days=45)
            words = f"{(before.month - 1) // 3 + 1}. kvartal {before.year}"
            found += [row._replace(title=row.title.format(kvartal=words)) for row in EACH_QUARTER]
        area = f"{meeting.committee.area.name}-området" if meeting.committee.area else ""
        return [row._replace(title=row.title.format(sted=area)) for row in found]

    def _route(self, row: Chosen, meeting: Meeting) -> None:
        """From the local committee to the overarching one: most in time, some a meeting late, a few lost on the way."""
        coming = [day for day in self.top_days if day > meeting.day + dt.timedelta(days=10)]
        planned = coming[0] if coming else self.today + dt.timedelta(days=45)
        in_time = self.shares.falls("flow", 0.6, 0.95, meeting.day)
        arrives = coming[0] if coming and in_time else coming[1] if len(coming) > 1 else None
        if self.counted["local"] in LOST:
            arrives = None
        elif arrives:
            self.sent[arrives].append(row)
        steps = ((meeting.committee, meeting.day), (self.committees[TOP], planned))
        RouteStep.objects.bulk_create(
            RouteStep(case=row.case, position=position, committee=committee, planned_on=day)
            for position, (committee, day) in enumerate(steps, start=1)
        )
        row.end_as(Outcome.NOTED, goes_on=True)

    def _agenda(self, meeting: Meeting, chosen: Sequence[Chosen]) -> list[AgendaItem]:
        standard = {item.standard: item for item in meeting.items.all()}
        last = standard.pop(StandardItem.AOB)
        rows = [
            AgendaItem(
                meeting=meeting,
                case=row.case,
                position=position,
                type=row.type,
                title=row.case.title,
                proposed_by=row.case.proposed_by,
                presenter=row.officer.name if row.officer else "",
                minutes_planned=self.rng.choice((15, 20, 20, 25, 30)),
                paper_version=row.version,
                added_late=row is chosen[-1] and self.rng.random() < 0.15,
            )
            for position, row in enumerate(chosen, start=3)
        ]
        last.position = len(rows) + 3
        ours = [*sorted(standard.values(), key=lambda item: item.position), last]
        items = [*ours[:-1], *rows, last]
        _number(meeting, items)
        AgendaItem.objects.bulk_update(ours, ["position", "series", "number", "number_text"])
        AgendaItem.objects.bulk_create(rows)
        for row, item in zip(chosen, rows, strict=True):
            row.item = item
        return items

    def _publish(self, meeting: Meeting, items: Sequence[AgendaItem]) -> None:
        """What `publish_notice` does, but for the documents."""
        now = timezone.now()
        meeting.state, meeting.notice_version = MeetingState.CALLED, 1
        meeting.approved_by, meeting.approved_at = self.writer.chair, now - dt.timedelta(days=1)
        meeting.called_at = meeting.notice_at = now
        meeting.approved_hash, meeting.notice_hash = agenda_hash(items), notice_hash(meeting, items)
        meeting.save()
        text = f"Innkallingen er publisert med sak {items[0].number_text} til {items[-1].number_text}."
        log(actor=self.user, verb="notice.published", subject=meeting, text=text)

    def _prepare(self, meeting: Meeting, chosen: Sequence[Chosen], kind: str) -> None:
        """Groups that met beforehand, and what municipalities wrote; more of both as time goes by."""
        groups = list(MunicipalGroup.objects.current(meeting.day).filter(partnership=self.partnership).order_by("pk"))
        if meeting.committee.area_id:
            groups = [group for group in groups if group.pk == meeting.committee.area_id]
        if self.shares.falls(f"prepared-{kind}", 0.25, 0.8, meeting.day):
            PreMeeting.objects.bulk_create(
                PreMeeting(meeting=meeting, group=group, held_on=meeting.day - dt.timedelta(days=7))
                for group in groups[:3]
            )
        active = self.writer.active(meeting.day)
        treated = [row.case for row in chosen if row.type != ItemType.INFORMATION]
        CaseInput.objects.bulk_create(
            self.writer.input(case, municipality, meeting)
            for case in treated
            if kind == TOP and self.shares.falls("inputs", 0.3, 0.7, meeting.day)
            for municipality in self.rng.sample(active, k=min(3, len(active)))
        )

    def _pass_on(self, chosen: Sequence[Chosen], day: dt.date) -> None:
        """Cases that are done are closed; the others wait for their next meeting."""
        done = [row for row in chosen if row.is_done]
        Case.objects.filter(pk__in=[row.case.pk for row in done]).update(state="closed", closed_on=day)
        self.put_off += [row for row in chosen if row.outcome in (Outcome.POSTPONED, Outcome.POSTPONED_NO_MANDATE)]
        for row in chosen:
            if row.goes_on:
                row.type, row.goes_on = ItemType.DECISION, False


def _number(meeting: Meeting, items: Sequence[AgendaItem]) -> None:
    series, _is_new = NumberSeries.objects.get_or_create(committee=meeting.committee, year=meeting.year)
    for number, item in enumerate(items, start=series.last + 1):
        item.series, item.number = series, number
        item.number_text = format_number(meeting.committee.number_format, number=number, year=meeting.year)
    series.last += len(items)
    series.save(update_fields=["last"])
