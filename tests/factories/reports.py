"""Cost sharing and secretariats. Names are invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from municipalities.enums import Party
from municipalities.models import Municipality, SecretariatTerm
from reports.models import CostScheme
from tests.factories.organisation import GroupFactory, PartnershipFactory


class CostSchemeFactory(DjangoModelFactory[CostScheme]):
    """`municipalities=[…]` are those who take part."""

    class Meta:
        model = CostScheme
        skip_postgeneration_save = True

    partnership = factory.SubFactory(PartnershipFactory)
    name = factory.Sequence(lambda n: f"Felles sekretariat {n}")
    rate = Decimal(3)
    population_year = 2024
    trust_matches = True
    valid_from = dt.date(2026, 1, 1)
    valid_to = dt.date(2026, 12, 31)

    @factory.post_generation
    def municipalities(self: Any, create: bool, given: Iterable[Municipality] | None, **_: Any) -> None:
        if create and given:
            self.municipalities.set(given)


class SecretariatTermFactory(DjangoModelFactory[SecretariatTerm]):
    """Of the municipalities, held by a region."""

    class Meta:
        model = SecretariatTerm

    partnership = factory.SubFactory(PartnershipFactory)
    side = Party.MUNICIPALITIES
    group = factory.SubFactory(GroupFactory, partnership=factory.SelfAttribute("..partnership"))
    percent = 100
    valid_from = dt.date(2025, 1, 1)
    valid_to = dt.date(2026, 12, 31)
