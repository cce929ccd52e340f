"""Appointing somebody the portal does not know yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from municipalities.models import Appointment, Seat
from municipalities.services.committees import appoint
from municipalities.services.people import add_person
from samhandling.accounts.models import User


@transaction.atomic
def appoint_newcomer(*, actor: User, seat: Seat, newcomer: Mapping[str, str], **appointment: Any) -> Appointment:
    """The person and the appointment together: a seat that is taken leaves no person behind."""
    person = add_person(actor=actor, partnership=seat.committee.partnership, values=newcomer)
    return appoint(actor=actor, seat=seat, person=person, **appointment)
