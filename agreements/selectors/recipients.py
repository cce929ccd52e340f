"""Who hears from the portal about agreements: a municipality's health chiefs, and the coordinators."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from agreements.models import Adoption
from municipalities.enums import COORDINATORS, Role
from municipalities.models import Municipality, Partnership, Person, Representation


@dataclass(frozen=True)
class Recipient:
    person_id: int
    name: str
    address: str


def chiefs(partnership: Partnership, day: dt.date) -> dict[int, list[Recipient]]:
    """Health chiefs with an e-mail address, by municipality. One query."""
    found: dict[int, list[Recipient]] = defaultdict(list)
    for row in _held(partnership, day, [Role.HEALTH_CHIEF]):
        recipient = _recipient(row.person)
        if recipient and row.municipality_id:
            found[row.municipality_id].append(recipient)
    return found


def coordinators(partnership: Partnership, day: dt.date, roles: tuple[Role, ...] = COORDINATORS) -> list[Recipient]:
    """Everybody once, whichever side they work for. One query."""
    held = {row.person_id: _recipient(row.person) for row in _held(partnership, day, list(roles))}
    return [recipient for recipient in held.values() if recipient]


def _held(partnership: Partnership, day: dt.date, roles: list[Role]) -> list[Representation]:
    rows = Representation.objects.current(day).filter(partnership=partnership, role__in=roles)
    return list(rows.select_related("person__user").order_by("pk"))


def _recipient(person: Person) -> Recipient | None:
    user = person.user
    address = person.email or (user.email if user and user.is_active else "")
    return Recipient(person.pk, person.name, address) if address else None


def whose_council(adoption: Adoption) -> Municipality | None:
    """The municipality that decides: the one that took over after a merger; None for the trust.

    `party.municipality` and `party.succeeded_by__municipality` are fetched.
    """
    heirs = list(adoption.party.succeeded_by.all())
    return heirs[0].municipality if heirs else adoption.party.municipality
