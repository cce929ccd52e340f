"""Permissions on the organisation. Reading it is open to everybody; coordinators edit it."""

from __future__ import annotations

import rules

from municipalities.access import access_for
from municipalities.models import Partnership
from samhandling.accounts.models import User


@rules.predicate
def is_coordinator(user: User, partnership: Partnership) -> bool:
    return access_for(user, partnership).is_coordinator


@rules.predicate
def is_member(user: User, partnership: Partnership) -> bool:
    return access_for(user, partnership).is_member


rules.add_perm("municipalities.view_partnership", rules.always_allow)
rules.add_perm("municipalities.change_partnership", is_coordinator)
