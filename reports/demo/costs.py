"""What the cooperation costs each municipality.

Two are of history: kr 3 in Sør-Trøndelag (saksframlegg 13/01746) and kr 2 in KHS-26. The others are invented.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from municipalities.enums import Role
from municipalities.models import Partnership, Representation
from reports.selectors.costs import proposed_parties
from reports.services.costs import add_scheme
from samhandling.accounts.models import User


@dataclass(frozen=True)
class _Scheme:
    partnership: str
    name: str
    purpose: str
    rate: str
    population_year: int
    trust_matches: bool
    first: int
    last: int | None
    decided_in: str = ""


def _schemes(today: dt.date) -> tuple[_Scheme, ...]:
    secretariat = "Lønn og drift for sekretariatet, og frikjøp av fastleger til utvalgene."
    return (
        _Scheme(
            "sor-trondelag-2013", "Felles kommunal ressurs", "Sekretariat for de avtalefestede utvalgene og "
            "praksiskonsulenter, med like mye fra helseforetaket.", "3", 2013, True, 2014, 2014,
            "saksframlegg 13/01746",
        ),
        _Scheme("khs-26", "Kommunehelsesamarbeidet 2017", "Drift av samarbeidet.", "2", 2017, False, 2017, 2017),
        _Scheme(
            "st-olavs", f"Sekretariatet {today.year - 1}", secretariat, "3", 2020, True, today.year - 1, today.year - 1,
            f"OSU sak 12/{today.year - 2 - 2000}",
        ),
        _Scheme(
            "st-olavs", f"Sekretariatet {today.year}", secretariat, "3.50", 2021, True, today.year, today.year,
            f"OSU sak 14/{today.year - 1 - 2000}",
        ),
        _Scheme(
            "vest-viken", "Sekretariat og felles kompetansetiltak", secretariat, "2.50", 2024, True, today.year, None
        ),
    )  # fmt: skip


def load(today: dt.date) -> None:
    for plan in _schemes(today):
        partnership = Partnership.objects.get(slug=plan.partnership)
        add_scheme(
            actor=coordinator(partnership),
            partnership=partnership,
            values={
                "name": plan.name,
                "purpose": plan.purpose,
                "rate": Decimal(plan.rate),
                "population_year": plan.population_year,
                "trust_matches": plan.trust_matches,
                "valid_from": dt.date(plan.first, 1, 1),
                "valid_to": dt.date(plan.last, 12, 31) if plan.last else None,
                "decided_in": plan.decided_in,
                "municipalities": proposed_parties(partnership, plan.population_year),
            },
        )


def coordinator(partnership: Partnership) -> User | None:
    """The municipalities' own, who keeps such things."""
    roles = Representation.objects.filter(partnership=partnership, role=Role.COORDINATOR_MUNICIPAL)
    row = roles.select_related("person__user").order_by("pk").first()
    return row.person.user if row else None
