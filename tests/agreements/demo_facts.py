"""What the demo promises of agreements: a revision in each state, a deviation, a postponement and mergers."""

from __future__ import annotations

import datetime as dt

from agreements.enums import AdoptionStatus, EntryRule, StepKind
from agreements.models import Adoption, Agreement, AgreementParty, AgreementVersion, Revision, RevisionStep


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
    rejected = adoptions.get(status=AdoptionStatus.REJECTED)
    assert rejected.party.municipality.name == "Krødsherad"
    assert "Døgnplassene blir for langt unna" in rejected.decision_text
    assert rejected.revision.summary == (
        "Psykiske lidelser og rusmiddelproblemer kommer med. Sykehuset får en ny plikt. "
        "Oppstartsåret er over, og tilskuddet er lagt i rammen."
    )
    fixed = of_vest_viken.get(entry_rule=EntryRule.FIXED_DATE)
    assert fixed.entry_date is not None
    assert fixed.entry_date > today

    asker = AgreementParty.objects.filter(agreement__in=of_vest_viken.values("agreement"), agreement__number="")
    (earlier,) = AgreementParty.objects.filter(succeeded_by__in=asker.filter(municipality__number="3203"))
    assert {party.municipality.name for party in earlier.succeeds.all()} == {"Asker", "Røyken", "Hurum"}

    out = Revision.objects.filter(agreement__partnership__slug="st-olavs", step=StepKind.COUNCILS)
    deadlines = set(out.values_list("council_deadline", flat=True))
    assert min(deadlines) < today < max(deadlines)
    revised = AgreementVersion.objects.get(agreement__partnership__slug="khs-26", agreement__number="", number=2)
    assert revised.in_force_on == dt.date(2017, 3, 1)
    submitted = RevisionStep.objects.get(
        revision__agreement__partnership__slug="khs-26", revision__name="Revisjon 2015", kind=StepKind.SUBMITTED
    )
    assert submitted.done_on == dt.date(2016, 9, 1)
    assert not Agreement.objects.filter(subject_nn="").exists()
