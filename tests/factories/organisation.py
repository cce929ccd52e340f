"""Partnerships, municipalities, committees, seats and people. Names are invented."""

from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from municipalities.enums import CommitteeLevel, CommitteeType, GroupKind, Mandate, PartnershipKind, Party, Role
from municipalities.models import (
    Appointment,
    Committee,
    GroupMembership,
    HospitalTrust,
    MunicipalGroup,
    Municipality,
    Partnership,
    PartnershipMembership,
    Person,
    Population,
    Representation,
    Seat,
)
from samhandling.accounts.models import User

LONG_AGO = dt.date(2015, 1, 1)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Prøve Person{n}")
    email = factory.Sequence(lambda n: f"person{n}@example.com")
    password = factory.django.Password("riktig-passord-for-test")


class TrustFactory(DjangoModelFactory[HospitalTrust]):
    class Meta:
        model = HospitalTrust
        django_get_or_create = ("name",)

    name = "Fjordane prøvesykehus HF"
    short_name = "Fjordane HF"


class PartnershipFactory(DjangoModelFactory[Partnership]):
    class Meta:
        model = Partnership

    slug = factory.Sequence(lambda n: f"fellesskap-{n}")
    name = factory.Sequence(lambda n: f"Helsefellesskapet {n}")
    short_name = factory.Sequence(lambda n: f"Fellesskap {n}")
    kind = PartnershipKind.HELSEFELLESSKAP
    trust = factory.SubFactory(TrustFactory)
    secretariat_name = "Fellessekretariatet"
    secretariat_email = "sekretariat@example.com"
    population_year = 2024
    valid_from = LONG_AGO


class MunicipalityFactory(DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality

    number = factory.Sequence(lambda n: f"{6000 + n:04}")  # no municipality of the personas or the reference data
    name = factory.Sequence(lambda n: f"Prøvekommune {n}")
    county = "Prøvefylket"
    lat = 63.4
    lon = factory.Sequence(lambda n: 9.0 + n / 10 % 3)
    valid_from = LONG_AGO


class PopulationFactory(DjangoModelFactory[Population]):
    class Meta:
        model = Population

    municipality = factory.SubFactory(MunicipalityFactory)
    year = 2024
    inhabitants = factory.Sequence(lambda n: 1000 + 500 * n)


class PartnershipMembershipFactory(DjangoModelFactory[PartnershipMembership]):
    class Meta:
        model = PartnershipMembership

    partnership = factory.SubFactory(PartnershipFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    valid_from = LONG_AGO


class GroupFactory(DjangoModelFactory[MunicipalGroup]):
    class Meta:
        model = MunicipalGroup

    partnership = factory.SubFactory(PartnershipFactory)
    slug = factory.Sequence(lambda n: f"gruppe-{n}")
    name = factory.Sequence(lambda n: f"Gruppe {n}")
    kind = GroupKind.HEALTH_REGION
    valid_from = LONG_AGO


class GroupMembershipFactory(DjangoModelFactory[GroupMembership]):
    class Meta:
        model = GroupMembership

    group = factory.SubFactory(GroupFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    valid_from = LONG_AGO


class CommitteeFactory(DjangoModelFactory[Committee]):
    class Meta:
        model = Committee

    partnership = factory.SubFactory(PartnershipFactory)
    slug = factory.Sequence(lambda n: f"utvalg-{n}")
    name = factory.Sequence(lambda n: f"Samarbeidsutvalg {n}")
    short_name = factory.Sequence(lambda n: f"SU{n}")
    type = CommitteeType.OVERARCHING
    level = CommitteeLevel.STRATEGIC
    valid_from = LONG_AGO


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    partnership = factory.SubFactory(PartnershipFactory)
    name = factory.Sequence(lambda n: f"Prøve Medlem{n}")
    title = "Kommunalsjef"


class SeatFactory(DjangoModelFactory[Seat]):
    class Meta:
        model = Seat

    committee = factory.SubFactory(CommitteeFactory)
    party = Party.MUNICIPALITIES
    label = factory.Sequence(lambda n: f"Plass {n}")
    position = factory.Sequence(lambda n: n)
    valid_from = LONG_AGO


class AppointmentFactory(DjangoModelFactory[Appointment]):
    class Meta:
        model = Appointment

    seat = factory.SubFactory(SeatFactory)
    person = factory.SubFactory(PersonFactory, partnership=factory.SelfAttribute("..seat.committee.partnership"))
    mandate = Mandate.CAN_DECIDE
    valid_from = LONG_AGO


class RepresentationFactory(DjangoModelFactory[Representation]):
    class Meta:
        model = Representation

    partnership = factory.SubFactory(PartnershipFactory)
    person = factory.SubFactory(PersonFactory, partnership=factory.SelfAttribute("..partnership"))
    role = Role.COORDINATOR_MUNICIPAL
    valid_from = LONG_AGO
