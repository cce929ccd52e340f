"""Permissions on the organisation. Reading it is open to everybody; coordinators edit it."""

from __future__ import annotations

from rules.permissions import add_perm
from rules.predicates import always_allow, predicate

from municipalities.access import access_for
from municipalities.models import Partnership
from samhandling.accounts.models import User


@predicate
def is_coordinator(user: User, partnership: Partnership) -> bool:
    return access_for(user, partnership).is_coordinator


@predicate
def is_member(user: User, partnership: Partnership) -> bool:
    return access_for(user, partnership).is_member


add_perm("municipalities.view_partnership", always_allow)
add_perm("municipalities.change_partnership", is_coordinator)
