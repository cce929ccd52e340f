"""Who somebody is in a partnership today: the one place where roles are read.

Hidden things are 404, visible but not allowed 403 (`samhandling.core.http`); both answers start from `Access`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.utils import timezone

from municipalities.enums import COORDINATORS, Role, SeatFunction
from municipalities.models import Appointment, Partnership, Representation
from samhandling.accounts.models import User


@dataclass(frozen=True)
class Access:
    """A user's roles in one partnership on one day. All sets are empty for the public."""

    partnership_id: int
    roles: frozenset[str] = frozenset()
    municipality_ids: frozenset[int] = frozenset()
    committee_ids: frozenset[int] = frozenset()  # holds a seat there, deputies and observers too
    chair_ids: frozenset[int] = frozenset()  # chairs or deputy-chairs them
    person_ids: frozenset[int] = field(default=frozenset())
    chief_ids: frozenset[int] = frozenset()  # municipalities he or she is health chief of

    @property
    def is_coordinator(self) -> bool:
        """Works for the secretariat, for either side: the secretariat has both."""
        return bool(self.roles.intersection(COORDINATORS))

    @property
    def is_member(self) -> bool:
        """Has any role or seat in the partnership."""
        return bool(self.roles or self.committee_ids)

    def reads_internal(self, committee_id: int) -> bool:
        """May read what is exempt from public access in a committee's papers."""
        return self.is_coordinator or committee_id in self.committee_ids


def access_for(user: User | AnonymousUser, partnership: Partnership, on: dt.date | None = None) -> Access:
    """Two queries the first time for a signed-in user and partnership, none after (kept on the user object)."""
    day = on or timezone.localdate()
    if not isinstance(user, User):
        return Access(partnership.pk)
    cache: dict[tuple[int, dt.date], Access] = user.__dict__.setdefault("_access", {})
    key = (partnership.pk, day)
    if key not in cache:
        cache[key] = _read_access(user, partnership, day)
    return cache[key]


def _read_access(user: User, partnership: Partnership, day: dt.date) -> Access:
    """Reads columns and not rows: this is asked for on every page."""
    represents = Representation.objects.current(day).filter(partnership=partnership, person__user=user).order_by()
    roles = list(represents.values_list("role", "municipality_id", "person_id"))
    sits = Appointment.objects.current(day).filter(seat__committee__partnership=partnership, person__user=user)
    seats = list(sits.order_by().values_list("seat__committee_id", "seat__function", "person_id"))
    chairing = {SeatFunction.CHAIR, SeatFunction.DEPUTY_CHAIR}
    return Access(
        partnership_id=partnership.pk,
        roles=frozenset({role for role, _, _ in roles} | ({Role.COMMITTEE_MEMBER.value} if seats else set())),
        municipality_ids=frozenset(municipality for _, municipality, _ in roles if municipality),
        chief_ids=frozenset(
            municipality for role, municipality, _ in roles if municipality and role == Role.HEALTH_CHIEF
        ),
        committee_ids=frozenset(committee for committee, _, _ in seats),
        chair_ids=frozenset(committee for committee, function, _ in seats if function in chairing),
        person_ids=frozenset({person for _, _, person in roles} | {person for _, _, person in seats}),
    )


def own_partnerships(user: User, day: dt.date) -> list[Partnership]:
    """Partnerships where the user has a role or a seat today: those that still run first, then by name."""
    represents = Representation.objects.current(day).filter(partnership=OuterRef("pk"), person__user=user)
    sits = Appointment.objects.current(day).filter(seat__committee__partnership=OuterRef("pk"), person__user=user)
    found = Partnership.objects.filter(Exists(represents) | Exists(sits))
    return sorted(found, key=lambda partnership: (partnership.as_of(day) < day, partnership.name))
