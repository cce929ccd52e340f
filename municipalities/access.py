"""Who somebody is in a partnership today: the one place where roles are read.

Hidden things are 404, visible but not allowed 403 (`samhandling.core.http`); both answers start from `Access`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from municipalities.enums import COORDINATORS, Role, SeatFunction
from municipalities.models import Appointment, Partnership, Representation
from samhandling.accounts.models import User

_CHAIRING = {SeatFunction.CHAIR.value, SeatFunction.DEPUTY_CHAIR.value}
#: Asked for on every page, so it is one query, and written in SQL: Django takes longer to put the two together than
#: the database to answer them.
_ROLES_AND_SEATS = """
SELECT r.role, r.municipality_id, NULL::bigint, NULL, r.person_id
FROM municipalities_representation r JOIN municipalities_person p ON p.id = r.person_id
WHERE p.user_id = %(user)s AND r.partnership_id = %(partnership)s
    AND r.valid_from <= %(day)s AND (r.valid_to IS NULL OR r.valid_to >= %(day)s)
UNION ALL
SELECT NULL, NULL, s.committee_id, s.function, a.person_id
FROM municipalities_appointment a JOIN municipalities_person p ON p.id = a.person_id
JOIN municipalities_seat s ON s.id = a.seat_id JOIN municipalities_committee c ON c.id = s.committee_id
WHERE p.user_id = %(user)s AND c.partnership_id = %(partnership)s
    AND a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to >= %(day)s)
"""


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
    """One query the first time for a signed-in user and partnership, none after (kept on the user object)."""
    day = on or timezone.localdate()
    if not isinstance(user, User):
        return Access(partnership.pk)
    cache: dict[tuple[int, dt.date], Access] = user.__dict__.setdefault("_access", {})
    key = (partnership.pk, day)
    if key not in cache:
        cache[key] = _read_access(user, partnership, day)
    return cache[key]


def _read_access(user: User, partnership: Partnership, day: dt.date) -> Access:
    with connection.cursor() as cursor:
        cursor.execute(_ROLES_AND_SEATS, {"partnership": partnership.pk, "user": user.pk, "day": day})
        rows = cursor.fetchall()
    roles = [(role, municipality) for role, municipality, _, _, _ in rows if role]
    seats = [(committee, function) for _, _, committee, function, _ in rows if committee]
    return Access(
        partnership_id=partnership.pk,
        roles=frozenset({role for role, _ in roles} | ({Role.COMMITTEE_MEMBER.value} if seats else set())),
        municipality_ids=frozenset(municipality for _, municipality in roles if municipality),
        chief_ids=frozenset(municipality for role, municipality in roles if municipality and role == Role.HEALTH_CHIEF),
        committee_ids=frozenset(committee for committee, _ in seats),
        chair_ids=frozenset(committee for committee, function in seats if function in _CHAIRING),
        person_ids=frozenset(row[4] for row in rows),
    )


def own_partnerships(user: User, day: dt.date) -> list[Partnership]:
    """Partnerships where the user has a role or a seat today: those that still run first, then by name."""
    represents = Representation.objects.current(day).filter(partnership=OuterRef("pk"), person__user=user)
    sits = Appointment.objects.current(day).filter(seat__committee__partnership=OuterRef("pk"), person__user=user)
    found = Partnership.objects.filter(Exists(represents) | Exists(sits))
    return sorted(found, key=lambda partnership: (partnership.as_of(day) < day, partnership.name))
