"""Fills the seats of the reference data with invented people and makes the personas that can sign in."""

from __future__ import annotations

import datetime as dt

from meetings.demo.people import PERSONAS, TITLES, Persona, names
from municipalities.enums import Mandate, Party, Role, SeatFunction
from municipalities.models import Appointment, Municipality, Partnership, Person, Representation, Seat
from samhandling.accounts.models import User

DEMO_PASSWORD = "demo-samhandling-2026"  # noqa: S105 - printed beside the sign-ins, demo mode only
LEFT_VACANT = {("osu", "Ansatte i helseforetaket"), ("ssu", "Ansatte i kommunene"), ("asu", "Ansatte i kommunene")}
TERM = dt.timedelta(days=730)


def settle(partnership: Partnership, today: dt.date) -> None:
    """Everyone of one partnership: personas first, so that they get the seats meant for them, then the rest."""
    seats = list(
        Seat.objects.filter(committee__partnership=partnership, appointments__isnull=True)
        .select_related("committee", "municipality", "hospital")
        .order_by("committee__level", "committee__slug", "position")
    )
    personas = [persona for persona in PERSONAS if persona.partnership == partnership.slug]
    for persona in personas:
        person = _persona(partnership, persona)
        if seat := _seat_for(persona, seats):
            _appoint(seat, person, today)
            seats.remove(seat)
    _fill(partnership, seats, today)


def _persona(partnership: Partnership, persona: Persona) -> Person:
    user = User.objects.create_user(persona.email, DEMO_PASSWORD, name=persona.name, is_demo_persona=True)
    municipality = Municipality.objects.filter(number=persona.municipality).order_by("-valid_from").first()
    employer = municipality.name + " kommune" if municipality else ""
    person = Person.objects.create(
        partnership=partnership,
        user=user,
        name=persona.name,
        title=persona.title,
        email=persona.email,
        employer=employer,
    )
    if persona.role != Role.COMMITTEE_MEMBER:
        Representation.objects.create(
            partnership=partnership,
            person=person,
            role=persona.role,
            municipality=municipality,
            trust=partnership.trust if persona.role == Role.COORDINATOR_TRUST else None,
            valid_from=partnership.valid_from,
        )
    return person


def _seat_for(persona: Persona, seats: list[Seat]) -> Seat | None:
    """The chair's seat, a trust's member seat for other committee members, the secretary's seats for coordinators, and
    the seats of health chiefs and mayors where their municipality has one."""
    if persona.role in (Role.COORDINATOR_MUNICIPAL, Role.COORDINATOR_TRUST):
        side = "kommunene" if persona.role == Role.COORDINATOR_MUNICIPAL else "helseforetaket"
        fits = [s for s in seats if s.function == SeatFunction.SECRETARY and side in s.label]
        return next((s for s in fits if s.committee.slug in ("osu", "ssu", "asu")), fits[0] if fits else None)
    own = [s for s in seats if s.municipality and s.municipality.number == persona.municipality]
    if persona.role == Role.HEALTH_CHIEF:
        return next((s for s in own if s.committee.slug.startswith("lsu")), None)
    if persona.role == Role.MAYOR:
        return next((s for s in own if s.label.startswith("Ordfører")), None)
    wanted = SeatFunction.CHAIR if persona.chairs else SeatFunction.MEMBER
    return next(
        (
            s
            for s in seats
            if s.committee.slug == persona.committee and s.function == wanted and (persona.chairs or s.party == "trust")
        ),
        None,
    )


def _fill(partnership: Partnership, seats: list[Seat], today: dt.date) -> None:
    """The same people meet in several committees of a municipality or hospital, as in life; a few seats are vacant."""
    new_name = names()
    known: dict[tuple[str, str], Person] = {}
    taken: set[tuple[int, int]] = set()
    for seat in seats:
        if (seat.committee.slug, seat.label) in LEFT_VACANT:
            continue
        home = seat.municipality.name if seat.municipality else seat.label
        key = (seat.party, f"{home}/{seat.function == SeatFunction.DEPUTY}/{seat.committee.slug.split('-')[0]}")
        if key not in known or (seat.committee_id, known[key].pk) in taken:
            known[key] = _invent(partnership, seat, next(new_name), len(known))
        taken.add((seat.committee_id, known[key].pk))
        _appoint(seat, known[key], today)
        if len(known) % 6 == 0 and seat.function == SeatFunction.MEMBER:
            _sat_before(seat, _invent(partnership, seat, next(new_name), len(known) + 1), today)


def _invent(partnership: Partnership, seat: Seat, name: str, number: int) -> Person:
    titles = TITLES[seat.party]  # type: ignore[index]
    employer = ""
    if seat.municipality:
        employer = f"{seat.municipality.name} kommune"
    elif seat.party == "trust":
        employer = seat.hospital.name if seat.hospital else partnership.trust.name
    if seat.party in (Party.TRUST, Party.GPS, Party.UNIONS, Party.SECRETARIAT) or seat.label.startswith("Ordfører"):
        title = seat.label  # the seat is named after the post
    else:
        title = titles[number % len(titles)]
    return Person.objects.create(partnership=partnership, name=name, title=title, employer=employer)


def _term_start(seat: Seat, today: dt.date) -> dt.date:
    """Present terms began two years ago; those of a cooperation that has ended, with the cooperation."""
    end = seat.committee.valid_to
    return seat.valid_from if end and end < today else max(seat.valid_from, today - TERM)


def _appoint(seat: Seat, person: Person, today: dt.date) -> None:
    mandates = (Mandate.CAN_DECIDE, Mandate.CAN_DECIDE, Mandate.MUST_TAKE_HOME)
    Appointment.objects.create(
        seat=seat,
        person=person,
        mandate=mandates[seat.position % 3] if seat.is_voting else Mandate.UNKNOWN,
        valid_from=_term_start(seat, today),
        valid_to=seat.valid_to or today + TERM,
    )


def _sat_before(seat: Seat, person: Person, today: dt.date) -> None:
    start = _term_start(seat, today)
    if start > seat.valid_from:
        Appointment.objects.create(
            seat=seat, person=person, valid_from=seat.valid_from, valid_to=start - dt.timedelta(days=1)
        )
