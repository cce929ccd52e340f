"""Inputs, pre-meetings, position levels and who lets others speak for them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from agreements.demo.plan import workday
from meetings.enums import CaseState, ItemType
from meetings.models import AgendaItem, Meeting
from meetings.querysets import PUBLISHED
from meetings.services import anchoring as services
from municipalities.enums import EQUAL_PARTIES, Party, PositionLevel, Role
from municipalities.models import MunicipalGroup, Partnership, Person
from municipalities.selectors.approvals import members_of
from municipalities.services.approvals import add_approval
from samhandling.accounts.models import User
from samhandling.core import clock

OSLO = ZoneInfo("Europe/Oslo")
#: By the words a title holds; the first that fits counts.
LEVELS = (
    ("kommunedirektør", PositionLevel.TOP),
    ("rådmann", PositionLevel.TOP),
    ("ordfører", PositionLevel.TOP),
    ("administrerende", PositionLevel.TOP),
    ("direktør", PositionLevel.DIRECTOR),
    ("klinikksjef", PositionLevel.DIRECTOR),
    ("divisjonssjef", PositionLevel.DIRECTOR),
    ("kommunalsjef", PositionLevel.DIRECTOR),
    ("omsorgssjef", PositionLevel.DIRECTOR),
    ("avdelingssjef", PositionLevel.UNIT),
    ("enhetsleder", PositionLevel.UNIT),
    ("samhandlingssjef", PositionLevel.UNIT),
)
#: A word of the title makes a case strategic.
STRATEGIC = ("plan", "modell", "rekruttering", "organisering", "rekkefølge", "framtid", "videreføring", "team")
INPUTS = (
    "Saken er viktig for oss. Vi ber om at små kommuner kan delta digitalt, og at kostnadene går fram.",
    "Vi støtter forslaget. Fristen bør være så lang at saken kan behandles politisk hos oss.",
    "Vi har prøvd noe lignende og deler gjerne erfaringene. Opplæringen bør skje i området.",
    "Vi trenger at ansvaret mellom fastlege, kommune og sykehus står tydelig i vedtaket.",
)


def load(today: dt.date) -> None:
    _sides_and_levels()
    _strategic()
    for partnership in Partnership.objects.all():
        _approvals(partnership, today)
        # The meetings of `meetings.demo.history` have theirs; nobody is named as the one who called them.
        published = Meeting.objects.filter(committee__partnership=partnership, state__in=PUBLISHED)
        for meeting in published.exclude(called_by=None):
            _prepare(meeting, partnership, today)


def _sides_and_levels() -> None:
    people = list(Person.objects.prefetch_related("appointments__seat", "representations"))
    for number, person in enumerate(people):
        parties = [appointment.seat.party for appointment in person.appointments.all()]
        labels = " ".join(appointment.seat.label.lower() for appointment in person.appointments.all())
        person.side = _side(person, parties, labels, number)
        person.position_level = _level(person.title.lower()) if person.side or Party.GPS in parties else None
    Person.objects.bulk_update(people, ["side", "position_level"])


def _side(person: Person, parties: list[str], labels: str, number: int) -> str:
    roles = {row.role for row in person.representations.all()}
    if roles & {Role.COORDINATOR_TRUST} or ("helseforetaket" in labels and Party.USERS not in parties):
        return Party.TRUST
    if roles or ("kommunene" in labels and Party.USERS not in parties):
        return Party.MUNICIPALITIES
    for party in EQUAL_PARTIES:
        if party in parties:
            return party
    # Case officers hold no seat: a few more work for the municipalities.
    return "" if parties else (Party.TRUST if number % 5 < 2 else Party.MUNICIPALITIES)


def _level(title: str) -> PositionLevel:
    return next((level for word, level in LEVELS if word in title), PositionLevel.SPECIALIST)


def _strategic() -> None:
    """Most of these meetings are over, so it is written as the chair would have said it then."""
    items = AgendaItem.objects.filter(case__isnull=False).exclude(type=ItemType.INFORMATION)
    chosen = [item.pk for item in items if any(word in item.title.lower() for word in STRATEGIC)]
    AgendaItem.objects.filter(pk__in=chosen).update(is_strategic=True)


def _approvals(partnership: Partnership, today: dt.date) -> None:
    """Most have decided; some have not, and one will not be represented."""
    day = partnership.as_of(today)
    for number, municipality in enumerate(members_of(partnership, day)):
        if number % 6 == 4:
            continue
        decided_on = day - dt.timedelta(days=220 + 9 * number)
        approves = number != 7
        with clock.at(_at(decided_on)):
            add_approval(
                actor=None,
                partnership=partnership,
                municipality=municipality,
                values={
                    "decided_on": decided_on,
                    "body": "Kommunestyret" if number % 3 else "Kommunedirektøren",
                    "council_case": f"{12 + number}/{decided_on:%y}" if number % 3 else "",
                    "approves": approves,
                    "note": "" if approves else "Kommunen vil ha egen plass i det lokale utvalget.",
                },
            )


def _prepare(meeting: Meeting, partnership: Partnership, today: dt.date) -> None:
    """Some groups met in the days before, and some municipalities wrote what they think, most of them in time."""
    groups = MunicipalGroup.objects.current(meeting.day).filter(partnership=partnership)
    area = meeting.committee.area_id
    assert meeting.called_by is not None
    near = groups.filter(pk=area) if area else groups.order_by("pk")[: 1 + meeting.pk % 3]
    for number, group in enumerate(near):
        held_on = min(workday(meeting.day - dt.timedelta(days=3 + number)), today)
        with clock.at(_at(held_on)):
            values = {"group": group, "held_on": held_on, "note": ""}
            services.log_pre_meeting(actor=meeting.called_by, meeting=meeting, values=values)
    _inputs(meeting, partnership, today)


def _inputs(meeting: Meeting, partnership: Partnership, today: dt.date) -> None:
    members = members_of(partnership, meeting.day)
    chiefs = {
        row.municipality_id: row.person.user
        for row in partnership.representations.filter(role=Role.HEALTH_CHIEF).select_related("person__user")
    }
    items = meeting.items.filter(case__state=CaseState.OPEN, case__is_exempt=False, withdrawn_at__isnull=True)
    for place, item in enumerate(items.select_related("case")):
        for number, municipality in enumerate(members[place % 4 :: 4 + place % 3]):
            due = meeting.day - dt.timedelta(days=meeting.committee.paper_days)
            given_on = min(due + dt.timedelta(days=3 - 3 * (number % 4)), today)
            giver: User | None = chiefs.get(municipality.pk)
            assert item.case is not None
            with clock.at(_at(given_on)):
                services.give_input(
                    actor=giver,
                    case=item.case,
                    municipality=municipality,
                    text=INPUTS[(place + number) % len(INPUTS)],
                )


def _at(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 11, tzinfo=OSLO)
