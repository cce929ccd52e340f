"""What the demo promises of agreements: a revision in each state, a deviation, a postponement and mergers."""

from __future__ import annotations

import datetime as dt

from agreements.board import BoardFilter
from agreements.enums import AdoptionStatus, EntryRule, ExtensionState, StepKind
from agreements.models import (
    Adoption,
    Agreement,
    AgreementParty,
    AgreementVersion,
    Answer,
    Invitation,
    Revision,
    RevisionStep,
)
from agreements.selectors.board import board
from agreements.selectors.unasked import to_ask
from municipalities.models import Partnership


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

    assert [row.party.name for row in adoptions.exclude(refusal_reason="")] == ["Modum"]
    refused = Invitation.objects.get(extension=ExtensionState.REFUSED)
    assert (str(refused.municipality), refused.refusal_reason != "") == ("Gol", True)
    assert not Answer.objects.filter(invitation=refused).exists()
    vest_viken = Partnership.objects.get(slug="vest-viken")
    unasked = {agreement.number: to_ask(agreement, today)[1] for agreement in vest_viken.agreements.all()}
    assert {number: [party.name for party in found] for number, found in unasked.items() if found} == {"2": ["Flå"]}
    rows = [row for group in board(vest_viken, BoardFilter(), today).groups for row in group.rows]
    assert [row.name for row in rows if "Blir part" in row.hindrance] == ["Holmestrand"]

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
