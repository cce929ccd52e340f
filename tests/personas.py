"""The standing personas of every test: one partnership, one committee, and everybody who may knock.

`world` builds them once per test. `personas["anonymous"]` is None; `client_of(name)` gives a signed-in test client.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.test import Client

from municipalities.enums import Party, Role, SeatFunction
from municipalities.models import Committee, Municipality, Partnership, Person, Seat
from samhandling.accounts.models import User
from tests.factories.organisation import (
    AppointmentFactory,
    CommitteeFactory,
    MunicipalityFactory,
    PartnershipFactory,
    PartnershipMembershipFactory,
    PersonFactory,
    PopulationFactory,
    RepresentationFactory,
    SeatFactory,
    UserFactory,
)

PERSONAS = (
    "coordinator_municipal",
    "coordinator_trust",
    "health_chief",
    "other_chief",
    "mayor",
    "committee_member",
    "chair",
    "outsider",
    "foreign_coordinator",  # coordinator of another partnership
    "anonymous",
)


@dataclass
class World:
    partnership: Partnership
    other_partnership: Partnership
    committee: Committee
    other_committee: Committee  # same partnership, none of the personas sits there
    municipality_a: Municipality
    municipality_b: Municipality
    chair_seat: Seat
    member_seat: Seat
    trust_seat: Seat
    users: dict[str, User | None] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def user(self, persona: str) -> User:
        user = self.users[persona]
        assert user is not None, f"{persona} does not sign in"
        return user


def _person(world: World, persona: str, name: str, partnership: Partnership | None = None) -> Person:
    user = UserFactory(name=name)
    person = PersonFactory(partnership=partnership or world.partnership, user=user, name=name)
    world.users[persona], world.people[persona] = user, person
    return person


def build_world() -> World:
    partnership = PartnershipFactory(slug="prove", name="Prøvefellesskapet", short_name="Prøve")
    other_partnership = PartnershipFactory(slug="annet", name="Det andre fellesskapet", short_name="Annet")
    a = MunicipalityFactory(name="Alvdalen", number="1001")
    b = MunicipalityFactory(name="Bjørkli", number="1002")
    for municipality, inhabitants in ((a, 12_400), (b, 3_180)):
        PartnershipMembershipFactory(partnership=partnership, municipality=municipality)
        PopulationFactory(municipality=municipality, year=2024, inhabitants=inhabitants)
    committee = CommitteeFactory(
        partnership=partnership, slug="osu", name="Overordnet samarbeidsutvalg", short_name="OSU"
    )
    world = World(
        partnership=partnership,
        other_partnership=other_partnership,
        committee=committee,
        other_committee=CommitteeFactory(partnership=partnership, slug="lsu", name="Lokalt utvalg", short_name="LSU"),
        municipality_a=a,
        municipality_b=b,
        chair_seat=SeatFactory(committee=committee, function=SeatFunction.CHAIR, label="Leder", position=1),
        member_seat=SeatFactory(committee=committee, label="Alvdalen", municipality=a, position=2),
        trust_seat=SeatFactory(committee=committee, party=Party.TRUST, label="Klinikksjef", position=3),
    )
    _give_roles(world)
    return world


def _give_roles(world: World) -> None:
    partnership = world.partnership
    for persona, name, role, municipality in (
        ("coordinator_municipal", "Tuva Prøvesen", Role.COORDINATOR_MUNICIPAL, None),
        ("coordinator_trust", "Eskil Prøvesen", Role.COORDINATOR_TRUST, None),
        ("health_chief", "Siv Prøvesen", Role.HEALTH_CHIEF, world.municipality_a),
        ("other_chief", "Odd Prøvesen", Role.HEALTH_CHIEF, world.municipality_b),
        ("mayor", "Liv Prøvesen", Role.MAYOR, world.municipality_a),
    ):
        person = _person(world, persona, name)
        RepresentationFactory(partnership=partnership, person=person, role=role, municipality=municipality)
    AppointmentFactory(seat=world.member_seat, person=_person(world, "committee_member", "Jorunn Prøvesen"))
    AppointmentFactory(seat=world.chair_seat, person=_person(world, "chair", "Ragna Prøvesen"))
    AppointmentFactory(seat=world.trust_seat, person=PersonFactory(partnership=partnership, name="Halvor Prøvesen"))
    world.users["outsider"] = UserFactory(name="Utenfor Prøvesen")
    foreign = _person(world, "foreign_coordinator", "Annen Prøvesen", world.other_partnership)
    RepresentationFactory(partnership=world.other_partnership, person=foreign, role=Role.COORDINATOR_MUNICIPAL)
    world.users["anonymous"] = None


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture
def client_of(world: World) -> Callable[[str], Client]:
    """`client_of("mayor")` is a test client signed in as that persona."""

    def client(persona: str) -> Client:
        browser = Client()
        user = world.users[persona]
        if user is not None:
            browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return client
