"""The invented people of the demo, whom anyone may sign in as. Only where `DEMO` is on.

Who they are to whom is known further up; `register` takes the function that tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings

from samhandling.accounts.models import User

Describe = Callable[[Iterable[User]], dict[int, str]]
_describers: list[Describe] = []


@dataclass(frozen=True)
class Persona:
    user: User
    role: str


def register(describe: Describe) -> None:
    """`describe` gives each user's id a few words, such as «Koordinator, kommunene – Helsefellesskapet …»."""
    _describers[:] = [describe]


def all_personas() -> list[Persona]:
    """In the order they were made; none outside demo mode."""
    if not settings.DEMO:
        return []
    users = list(User.objects.filter(is_demo_persona=True, is_active=True).order_by("pk"))
    words = _describers[0](users) if _describers else {}
    return [Persona(user, words.get(user.pk, user.email)) for user in users]
