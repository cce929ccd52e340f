"""What the demo's people are, for the sign-in page."""

from __future__ import annotations

from collections.abc import Iterable

from municipalities.enums import Role
from municipalities.models import Person
from samhandling.accounts.models import User


def describe_personas(users: Iterable[User]) -> dict[int, str]:
    """«Koordinator, kommunene, Helsefellesskapet …» by user id; a member of a committee has no other role."""
    people = Person.objects.filter(user__in=list(users)).select_related("partnership")
    words: dict[int, str] = {}
    for person in people.prefetch_related("representations__municipality"):
        if person.user_id is None:
            continue
        roles = [
            _words(row.role, row.municipality.name if row.municipality else "") for row in person.representations.all()
        ]
        words[person.user_id] = ", ".join([*(roles or [str(Role.COMMITTEE_MEMBER.label)]), person.partnership.name])
    return words


def _words(role: str, municipality: str) -> str:
    return f"{Role(role).label} {municipality}".strip()
