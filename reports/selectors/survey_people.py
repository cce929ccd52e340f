"""Whom a survey can be sent to: the roles and seats that are held today, each person once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from municipalities.enums import Party, Role
from municipalities.models import Appointment, Partnership, Person, Representation

_PARTY_OF = {
    Role.HEALTH_CHIEF.value: Party.MUNICIPALITIES,
    Role.MAYOR.value: Party.MUNICIPALITIES,
    Role.COORDINATOR_MUNICIPAL.value: Party.MUNICIPALITIES,
    Role.COORDINATOR_TRUST.value: Party.TRUST,
}


@dataclass(frozen=True)
class Asked:
    """Somebody who can be asked. `address` is empty when the portal has none."""

    person_id: int
    name: str
    party: str
    address: str
    language: str


@dataclass(frozen=True)
class Audience:
    """Those of one role, or one party's seats in the committees."""

    key: str
    label: str
    people: list[Asked] = field(default_factory=list)

    @property
    def reachable(self) -> int:
        return sum(1 for row in self.people if row.address)

    @property
    def unreachable(self) -> list[Asked]:
        return [row for row in self.people if not row.address]


def audiences_of(partnership: Partnership, day: dt.date) -> list[Audience]:
    """Only those with people in. Two queries, however many they are."""
    found = {role: Audience(f"role-{role}", str(Role(role).label)) for role in _PARTY_OF}
    held = Representation.objects.current(day).filter(partnership=partnership, role__in=list(_PARTY_OF))
    for row in held.select_related("person__user", "municipality").order_by("person__name", "pk"):
        language = row.municipality.language_in(partnership) if row.municipality else partnership.language
        _add(found[row.role], row.person, _PARTY_OF[row.role], language)
    seats = {party.value: Audience(f"seat-{party.value}", str(party.label)) for party in Party}
    sitting = Appointment.objects.current(day).filter(seat__committee__partnership=partnership)
    for seat in sitting.select_related("person__user", "seat").order_by("person__name", "pk"):
        _add(seats[seat.seat.party], seat.person, seat.seat.party, partnership.language)
    return [row for row in (*found.values(), *seats.values()) if row.people]


def _add(audience: Audience, person: Person, party: str, language: str) -> None:
    if all(row.person_id != person.pk for row in audience.people):
        audience.people.append(Asked(person.pk, person.name, party, _address(person), language))


def _address(person: Person) -> str:
    user = person.user
    return str(person.email or (user.email if user and user.is_active else ""))


def people_in(audiences: Iterable[Audience]) -> list[Asked]:
    """Everybody once, for the party of the first audience they are in: roles come before seats."""
    found: dict[int, Asked] = {}
    for audience in audiences:
        for row in audience.people:
            found.setdefault(row.person_id, row)
    return list(found.values())
