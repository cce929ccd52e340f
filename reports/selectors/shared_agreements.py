"""Which texts are with the councils and which are in force, as reports tell it. What people have written as a
hindrance is for the partnership's own, so it is not read here."""

from __future__ import annotations

import datetime as dt

from agreements.enums import DECIDED, AdoptionStatus, EntryRule, VersionState
from agreements.models import Agreement, AgreementVersion, Revision
from agreements.rules.blockers import blocker_of
from agreements.rules.order import agreement_key
from agreements.selectors.board_facts import WITH_COUNCILS, Facts, Out, PartyRow, read_facts
from agreements.selectors.register import in_force_of
from municipalities.models import Partnership
from reports.status.facts import InForce, OutForAdoption, Treated


def read_out(partnership: Partnership, today: dt.date) -> list[OutForAdoption]:
    """As the adoption board shows them."""
    facts = read_facts(partnership, today)
    kept = Revision.objects.filter(pk__in=[row.pk for row in facts.revisions]).select_related("agreement")
    revisions = {row.pk: row for row in kept}
    return [_out(facts, row, revisions[row.pk], partnership.trust.name) for row in facts.revisions]


def _out(facts: Facts, row: Out, revision: Revision, trust: str) -> OutForAdoption:
    parties = [party for party in facts.parties if party.agreement == row.agreement]
    by = {party.municipality: _treated(facts, row, party, trust) for party in parties}
    adopted = sum(one.status == AdoptionStatus.ADOPTED for pk, one in by.items() if pk)
    enough = row.terms.rule == EntryRule.QUORUM and adopted >= (row.terms.quorum or 1)
    is_in_force = row.step not in WITH_COUNCILS
    return OutForAdoption(
        revision=row.pk,
        agreement=revision.agreement,
        summary=revision.summary,
        summary_nn=revision.summary_nn,
        deadline=row.deadline,
        is_in_force=is_in_force,
        is_enough=enough or is_in_force,
        needs_trust=row.needs_trust and not is_in_force,
        by={pk: one for pk, one in by.items() if pk},
        trust=by.get(None),
    )


def _treated(facts: Facts, row: Out, party: PartyRow, trust: str) -> Treated:
    found = facts.decision(row.pk, party.pk)
    municipality = facts.municipalities[party.municipality] if party.municipality else None
    deadline = found.extended_to or row.deadline
    return Treated(
        status=found.status,
        decided_on=found.decided_on if found.status in DECIDED else None,
        council_on=found.council_on,
        deadline=deadline,
        blocker=blocker_of(
            name=municipality.name if municipality else trust,
            status=found.status,
            today=facts.today,
            council_on=found.council_on,
            next_council=municipality.next_council if municipality else None,
            deadline=deadline,
            points=tuple(found.points or ()),
        ),
    )


def read_in_force(partnership: Partnership, today: dt.date) -> list[InForce]:
    """Two queries."""
    agreements = sorted(Agreement.objects.filter(partnership=partnership), key=agreement_key)
    versions: dict[int, list[AgreementVersion]] = {agreement.pk: [] for agreement in agreements}
    frozen = AgreementVersion.objects.filter(agreement__in=agreements, state=VersionState.FROZEN).defer("content")
    for version in frozen:
        versions[version.agreement_id].append(version)
    found = [(agreement, in_force_of(agreement, versions[agreement.pk], today)) for agreement in agreements]
    return [InForce(agreement, version.in_force_on) for agreement, version in found if version]
