"""Who may sign for a hand-over. Pure."""

from __future__ import annotations

from municipalities.access import Access
from municipalities.enums import Party, Role

_ROLE = {Party.MUNICIPALITIES: Role.COORDINATOR_MUNICIPAL, Party.TRUST: Role.COORDINATOR_TRUST}


def may_receive(access: Access, *, side: str, made_by: int | None, user: int) -> bool:
    """A coordinator of the side that takes over, and not the one who made the list."""
    return _ROLE[Party(side)].value in access.roles and made_by != user
