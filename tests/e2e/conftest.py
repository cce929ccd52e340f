"""Fixtures of the journeys through the whole site."""

from __future__ import annotations

import pytest

from municipalities.enums import SeatFunction
from tests.factories.meetings import LegalBasisFactory
from tests.factories.organisation import AppointmentFactory, PersonFactory, SeatFactory
from tests.personas import World, build_world


@pytest.fixture
def world(transactional_db: None) -> World:
    """The personas with a deputy and a legal basis, where a browser and a worker see them too."""
    world = build_world()
    deputy_seat = SeatFactory(
        committee=world.committee, function=SeatFunction.DEPUTY, stands_in_for=world.member_seat, label="Vara Alvdalen"
    )
    AppointmentFactory(seat=deputy_seat, person=PersonFactory(partnership=world.partnership, name="Vigdis Varamedlem"))
    LegalBasisFactory()
    return world


@pytest.fixture
def mail_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """E-mails stay queued, so that a test can read the secret links that are wiped when a worker has sent them."""
    monkeypatch.setattr("samhandling.notifications.services.hand_over", lambda email_id: True)
