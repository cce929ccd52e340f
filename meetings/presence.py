"""Who is writing in the same minutes now. A hint, kept in the cache for half a minute and never relied upon."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from django.core.cache import cache

from samhandling.accounts.models import User

SECONDS = 30


@dataclass(frozen=True)
class Seen:
    name: str
    at: float
    item_id: int = 0
    section: str = ""
    wrote_at: float = 0.0


def _key(minutes_id: int) -> str:
    return f"minutes-presence-{minutes_id}"


def _fresh(minutes_id: int) -> dict[int, Seen]:
    seen: dict[int, Seen] = cache.get(_key(minutes_id)) or {}
    return {user_id: row for user_id, row in seen.items() if row.at > time.time() - SECONDS}


def note_open(*, minutes_id: int, user: User) -> None:
    """The user has the minutes open."""
    seen = _fresh(minutes_id)
    seen[user.pk] = replace(seen.get(user.pk, Seen(user.name, 0)), at=time.time())
    cache.set(_key(minutes_id), seen, SECONDS)


def note_writing(*, minutes_id: int, item_id: int, section: str, user: User) -> None:
    """The user saved this text just now."""
    seen, now = _fresh(minutes_id), time.time()
    seen[user.pk] = Seen(user.name, now, item_id, section, now)
    cache.set(_key(minutes_id), seen, SECONDS)


def others(*, minutes_id: int, user: User) -> list[str]:
    """Names of others who have these minutes open."""
    return sorted(row.name for user_id, row in _fresh(minutes_id).items() if user_id != user.pk)


def writing(*, minutes_id: int, item_id: int, section: str, user: User) -> list[str]:
    """Names of others who saved this text within half a minute."""
    since = time.time() - SECONDS
    rows = [(user_id, row) for user_id, row in _fresh(minutes_id).items() if row.wrote_at > since]
    return sorted(r.name for user_id, r in rows if user_id != user.pk and (r.item_id, r.section) == (item_id, section))
