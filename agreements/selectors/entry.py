"""When revisions enter into force, from their parties, decisions and terms as they stand in the database."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Min

from agreements.enums import EntryRule
from agreements.models import (
    Adoption,
    AgreementParty,
    AgreementTerms,
    CouncilMeeting,
    Deviation,
    Revision,
)
from agreements.rules.entry import Entry, EntryTerms, PartyDecision, entry_into_force


def entry_of(revision: Revision, today: dt.date) -> Entry:
    """Entry into force of one revision. At most six queries."""
    return entries_of([revision], today)[revision.pk]


def entries_of(revisions: Iterable[Revision], today: dt.date) -> dict[int, Entry]:
    """By revision; the number of queries does not grow with the revisions or the parties."""
    revisions = list(revisions)
    terms, decisions = terms_of(revisions, today), decisions_of(revisions, today)
    return {row.pk: entry_into_force(terms[row.pk], decisions[row.pk], today) for row in revisions}


def terms_of(revisions: Iterable[Revision], today: dt.date) -> dict[int, EntryTerms]:
    """What the councils were told when the text was frozen; until then the agreement's terms of today."""
    revisions = list(revisions)
    open_ones = {row.agreement_id for row in revisions if not row.entry_rule}
    current = {row.agreement_id: row for row in AgreementTerms.objects.current(today).filter(agreement__in=open_ones)}
    return {row.pk: _terms(row, current.get(row.agreement_id)) for row in revisions}


def _terms(revision: Revision, agreed: AgreementTerms | None) -> EntryTerms:
    if revision.entry_rule or agreed is None:
        rule, quorum, trust = revision.entry_rule, revision.entry_quorum, revision.needs_trust
    else:
        rule, quorum, trust = agreed.entry_rule, agreed.entry_quorum, agreed.needs_trust
    return EntryTerms(rule or EntryRule.ALL, quorum, revision.entry_date, trust)


def decisions_of(revisions: Iterable[Revision], today: dt.date) -> dict[int, list[PartyDecision]]:
    """Every party the agreement has or had, with what it decided about the revision's text, by revision."""
    revisions = list(revisions)
    parties = _parties({row.agreement_id for row in revisions})
    adoptions: dict[tuple[int, int], dict[str, Any]] = {}
    columns = ("pk", "revision_id", "party_id", "status", "decided_on", "council_on", "extended_to")
    for row in Adoption.objects.filter(revision__in=revisions, version__revision__in=revisions).values(*columns):
        adoptions[row["revision_id"], row["party_id"]] = row
    points = deviation_points([row.version_id for row in revisions if row.version_id])
    councils = next_councils({party["municipality_id"] for rows in parties.values() for party in rows}, today)
    return {
        revision.pk: [
            _decision(party, adoptions.get((revision.pk, party["pk"]), {}), revision, points, councils)
            for party in parties[revision.agreement_id]
        ]
        for revision in revisions
    }


def _parties(agreements: set[int]) -> dict[int, list[dict[str, Any]]]:
    """The parties of agreements, with the parties each succeeds; two queries."""
    succeeds: dict[int, list[int]] = defaultdict(list)
    through = AgreementParty.succeeds.through.objects.filter(from_agreementparty__agreement__in=agreements)
    for new, old in through.values_list("from_agreementparty_id", "to_agreementparty_id"):
        succeeds[new].append(old)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    columns = ("pk", "agreement_id", "municipality_id", "municipality__name", "trust__name", "valid_from", "valid_to")
    for row in AgreementParty.objects.filter(agreement__in=agreements).order_by("pk").values(*columns):
        found[row["agreement_id"]].append(row | {"succeeds": tuple(succeeds[row["pk"]])})
    return found


def _decision(
    party: Mapping[str, Any],
    adoption: Mapping[str, Any],
    revision: Revision,
    points: Mapping[int, tuple[str, ...]],
    councils: Mapping[int, dt.date],
) -> PartyDecision:
    told = {name: adoption[name] for name in ("status", "decided_on", "council_on") if name in adoption}
    return PartyDecision(
        party_id=party["pk"],
        name=party["municipality__name"] or party["trust__name"],
        is_trust=party["municipality_id"] is None,
        next_council=councils.get(party["municipality_id"] or 0),
        deadline=adoption.get("extended_to") or revision.council_deadline,
        joined_on=party["valid_from"],
        left_on=party["valid_to"],
        succeeds=party["succeeds"],
        points=points.get(adoption.get("pk", 0), ()),
        **told,
    )


def deviation_points(versions: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Adoption → the numbers of the sections it deviates in («4.3»)."""
    rows = Deviation.objects.filter(adoption__version__in=list(versions)).order_by("pk")
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for adoption, number, anchor in rows.values_list("adoption_id", "number", "anchor"):
        found[adoption] += (number or anchor,)
    return found


def next_councils(municipalities: Iterable[int | None], today: dt.date) -> dict[int, dt.date]:
    """Municipality → the next day its council meets, where it has told us."""
    ids = [pk for pk in municipalities if pk is not None]
    rows = CouncilMeeting.objects.filter(municipality__in=ids, on__gte=today).order_by()
    return dict(rows.values_list("municipality_id").annotate(next=Min("on")))
