"""What the demo promises of agreements: a revision in each state, a deviation, a postponement and mergers."""

from __future__ import annotations

import datetime as dt

from agreements.enums import AdoptionStatus, StepKind
from agreements.models import Adoption, AgreementParty, AgreementVersion, Revision


def assert_agreements(today: dt.date) -> None:
    """Ask after the whole demo is loaded: `tests/reports/test_demo.py` does, since loading takes a while."""
    assert set(Revision.objects.values_list("step", flat=True)) == set(StepKind.values)
    of_vest_viken = Revision.objects.filter(agreement__partnership__slug="vest-viken")
    assert len(set(of_vest_viken.values_list("step", flat=True))) >= 13

    adoptions = Adoption.objects.filter(revision__in=of_vest_viken)
    deviating = adoptions.get(status=AdoptionStatus.ADOPTED_WITH_DEVIATION)
    assert deviating.party.municipality.name == "Gol"
    assert deviating.text_sha256 != deviating.version.sha256
    assert adoptions.get(status=AdoptionStatus.POSTPONED).party.municipality.name == "Modum"

    asker = AgreementParty.objects.filter(agreement__in=of_vest_viken.values("agreement"), agreement__number="")
    (earlier,) = AgreementParty.objects.filter(succeeded_by__in=asker.filter(municipality__number="3203"))
    assert {party.municipality.name for party in earlier.succeeds.all()} == {"Asker", "Røyken", "Hurum"}

    out = Revision.objects.filter(agreement__partnership__slug="st-olavs", step=StepKind.COUNCILS)
    deadlines = set(out.values_list("council_deadline", flat=True))
    assert min(deadlines) < today < max(deadlines)
    revised = AgreementVersion.objects.get(agreement__partnership__slug="khs-26", agreement__number="", number=2)
    assert revised.in_force_on == dt.date(2017, 3, 1)
